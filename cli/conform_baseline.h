/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: the baseline, which makes known findings quiet and new ones loud.
 *
 * A file of lines "CASE STATE", sorted, with "#" comments: every case that neither passed nor was skipped. */
#ifndef CLI_CONFORM_BASELINE_H
#define CLI_CONFORM_BASELINE_H

#include "cli/command.h"
#include "conformance/run.h"

/* Mark the results whose state is the one that a file gives. *better receives how many of the file's cases pass now.
 * CLI_UNUSABLE, after a word on standard error, where the file can't be read or has a line of another form. */
cli_status cli_conform_baseline_read(const char *path, conf_memory *memory, conf_run *run, size_t *better);

/* Write a run's results to a file. CLI_UNUSABLE, after a word on standard error, where it can't be written. */
cli_status cli_conform_baseline_write(const char *path, const conf_run *run);

#endif
