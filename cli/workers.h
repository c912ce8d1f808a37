/* SPDX-License-Identifier: MIT */
/* The same work in several processes: they are started, told to stop together, and waited for. */
#ifndef CLI_WORKERS_H
#define CLI_WORKERS_H

#include "cli/command.h"

/* Run work(context, i) in `count` processes of their own, i from 0.
 *
 * SIGINT and SIGTERM are handed on to all of them, and again the next time. Where one ends before, the others are
 * stopped too. Returns the worst of their statuses, CLI_INTERNAL where one was killed. */
cli_status cli_workers_run(const char *who, size_t count, cli_status (*work)(void *context, size_t i), void *context);

#endif
