/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: the run against a live server. */
#ifndef CLI_CONFORM_LIVE_H
#define CLI_CONFORM_LIVE_H

#include <stdio.h>

#include "cli/command.h"
#include "conformance/live/live.h"
#include "conformance/run.h"

typedef struct cli_conform_live {
    const char *start, *host, *path, *echo_path, *slow_path, *cacert;
    cli_words headers; /* "NAME: VALUE" */
    bool insecure;
    bool measures; /* find out the target's limits, its time-outs and what holds it up */
    double watch;  /* seconds for which time-outs are watched; 0: as long as is usual */
    bool may_test; /* the user says that the host may be tested */
    double seconds, deadline;
    uint64_t jobs;
} cli_conform_live;

/* A target as the options and its URL describe it.
 *
 *   url   NULL: what --start starts, on a free port
 *   live  receives it; what it points to lives in the suite's memory
 *
 * Where something is wrong that is said on standard error, and CLI_UNUSABLE is returned. */
cli_status cli_conform_target(const conf_suite *suite, const char *url, const cli_conform_live *options,
                              conf_live *live);

/* Have a request field line of the user's stand behind Host in all requests of all cases. False, after a word on
 * standard error, where one is none. */
bool cli_conform_add_headers(const conf_suite *suite, const cli_words *headers);

/* Play a suite to a target.
 *
 *   run      receives the results
 *   profile  receives what was found out
 *   name     receives what was tested, in words
 *
 * CLI_NOTHING where the target can't be reached; that is said on standard error. */
cli_status cli_conform_to_server(const conf_suite *suite, const conf_live *live, const char *url, conf_run *run,
                                 conf_live_profile *profile, const char **name);

/* Print every byte that would be sent, case by case. */
void cli_conform_dry_run(FILE *out, const conf_suite *suite, const conf_server *server);

/* What was found out about a target, for people. */
void cli_conform_profile_to(FILE *out, const conf_live_profile *profile);

/* The bytes that passed, what they mean, and how to send them by hand. */
void cli_conform_transcript_to(FILE *out, const conf_result *result, const conf_server *server, bool colour);

#endif
