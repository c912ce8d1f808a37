/* SPDX-License-Identifier: MIT */
/* What h1 serve and h1 receive share: how they listen, how they are stopped, what they say of an upload. */
#ifndef CLI_SERVING_H
#define CLI_SERVING_H

#include <signal.h>

#include "cli/command.h"
#include "server/frames/receive.h"

/* How often SIGINT or SIGTERM came since cli_serving_catch(). */
extern volatile sig_atomic_t cli_serving_stop;

/* Catch SIGINT and SIGTERM. They arrive while the loop waits and at no other time, so that neither is missed.
 *
 *   waiting  receives the signals to block while waiting */
void cli_serving_catch(sigset_t *waiting);

/* Listen on a word of the command line.
 *
 *   option  its name, for messages
 *   fds     [count] receives listening descriptors, all on the same port; -1 where it failed
 *
 * Returns CLI_OK, or another status after a word on standard error. */
cli_status cli_serving_listen(const cli_command *command, const char *option, const char *word, int *fds, size_t count);

/* Say on standard output where it listens: "listening on SCHEME://ADDR:PORT". */
void cli_serving_say(const char *scheme, int fd);

/* Say on standard output what became of an upload, and whose it was; for srv_uploads.report. */
void cli_serving_report(void *context, const void *peer, const srv_report *report);

#endif
