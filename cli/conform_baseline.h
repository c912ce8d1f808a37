/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: the baseline, which makes known findings quiet and new ones loud.
 *
 * A file of lines "CASE STATE", sorted, with "#" comments: every case that neither passed nor was skipped. Where
 * several servers were tested the lines are "CASE STATE SERVER"; one without a server is meant for each of them. */
#ifndef CLI_CONFORM_BASELINE_H
#define CLI_CONFORM_BASELINE_H

#include "cli/command.h"
#include "conformance/run.h"

/* Can it be read? To be asked before anything is played. CLI_OK also where `path` is NULL; CLI_UNUSABLE after a word on
 * standard error. */
cli_status cli_conform_baseline_check(const char *path);

/* Mark the results whose state is the one that a file gives.
 *
 *   name    of the server among several; NULL: there is only one
 *   better  receives how many of the file's cases pass now
 *
 * CLI_UNUSABLE, after a word on standard error, where the file can't be read or has a line of another form. */
cli_status cli_conform_baseline_read(const char *path, const char *name, conf_run *run, size_t *better);

/* Write the results of runs to a file.
 *
 *   runs   [count]
 *   names  [count] of the servers; NULL where there is only one
 *
 * CLI_UNUSABLE where it can't be opened, CLI_INTERNAL where it can't be written, after a word on standard error. */
cli_status cli_conform_baseline_write(const char *path, conf_memory *memory, const conf_run *const *runs,
                                      const char *const *names, size_t count);

#endif
