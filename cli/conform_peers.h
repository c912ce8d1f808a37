/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: the runs in which the runner is a server to a client under test, or stands on both ends of a
 * proxy. */
#ifndef CLI_CONFORM_PEERS_H
#define CLI_CONFORM_PEERS_H

#include "cli/command.h"
#include "conformance/run.h"

typedef struct cli_conform_client {
    const char *command;
    double seconds; /* each case's deadline */
    uint64_t jobs;
} cli_conform_client;

/* Play a suite to a client.
 *
 *   run     receives the results
 *   target  receives what was tested, in words, in the suite's memory
 *
 * CLI_NOTHING where the client can't be played with; that is said on standard error. */
cli_status cli_conform_to_client(const conf_suite *suite, const cli_conform_client *client, conf_run *run,
                                 const char **target);

typedef struct cli_conform_proxy {
    const char *url;
    unsigned mode; /* CLI_PROXY_FORWARD or CLI_PROXY_REVERSE */
    uint64_t origin_port;
    double seconds;
    uint64_t jobs; /* cases side by side */
    bool may_test; /* the user says that the host may be tested */
} cli_conform_proxy;

enum { CLI_PROXY_REVERSE, CLI_PROXY_FORWARD };

/* Play a suite to a proxy that forwards to 127.0.0.1:origin_port. As above. */
cli_status cli_conform_to_proxy(const conf_suite *suite, const cli_conform_proxy *proxy, conf_run *run,
                                const char **target);

#endif
