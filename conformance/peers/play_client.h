/* SPDX-License-Identifier: MIT */
/* Plays the responses of cases to a client: a program that is started once for each case and given the URLs to ask.
 *
 * Each play listens on a port of its own, so that every connection to it belongs to the case, however bent its bytes;
 * the path holds a random token besides. The first URL is answered with the case's bytes, the second with a response
 * that names the token: what a client takes for the second answer shows whether it mixes responses up, and whether the
 * second request comes on the same connection shows whether it took that for usable.
 *
 * Every play ends: the program is killed with its process group at its deadline. */
#ifndef CONF_PLAY_CLIENT_H
#define CONF_PLAY_CLIENT_H

#include "conformance/net/net.h"
#include "conformance/reader/reader.h"
#include "sent.h"

typedef struct conf_client {
    const char *command;   /* for /bin/sh; {url}, {url2} and {method} in it are filled in */
    unsigned milliseconds; /* each play's deadline */
    size_t jobs;           /* how many plays side by side, at least 1 */
} conf_client;

/* What calibration found out about a client. */
typedef struct conf_client_profile {
    bool works;        /* a good response is taken without an error */
    bool reports;      /* it prints a JSON line a response, as an adapter does */
    bool asks_twice;   /* it asks the second URL */
    bool reuses;       /* on the same connection */
    bool takes_method; /* {method} is in its command */
    const char *wrong; /* where it doesn't work: why, in words; else NULL */
    const char *agent; /* the User-Agent it sent; NULL where it sent none */
} conf_client_profile;

/* Play one good response, and see what the client does. */
conf_client_profile conf_client_calibrate(conf_net *net, conf_memory *memory, const conf_client *client);

/* Play all cases that have client lines; the others are skipped. What stays inconclusive is played once more, alone.
 * Where net is interrupted the clients under way are ended, and what was not played is CONF_WAS_INTERRUPTED.
 *
 *   results  [suite->case_count] receives the results, in the suite's order
 *   sent     receives what the client's requests were like
 *   shown    called after each result, for a progress line; NULL */
void conf_play_client(conf_net *net, const conf_suite *suite, const conf_client *client,
                      const conf_client_profile *profile, conf_result *results, conf_sent *sent,
                      void (*shown)(void *context, size_t done), void *context);

#endif
