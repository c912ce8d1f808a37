/* SPDX-License-Identifier: MIT */
/* What the baselines of all commands have in common: a file of lines, each of them something that is known, with
 * comments between them. What a line says is the command's own. */
#ifndef CLI_BASELINE_H
#define CLI_BASELINE_H

#include "cli/command.h"

/* Take a line that is neither empty nor a comment; it has no line end and may be changed.
 *
 * Returns CLI_UNUSABLE where it is of another form, which is said by cli_baseline_read(), and CLI_INTERNAL after a word
 * on standard error. */
typedef cli_status cli_baseline_line(void *context, char *line);

/* Read a file to its end, or to the first line that isn't taken.
 *
 *   who   "h1 check"
 *   form  what lines look like, for people
 *
 * CLI_UNUSABLE, after a word on standard error, where it can't be read or has a line of another form. */
cli_status cli_baseline_read(const char *who, const char *path, const char *form, cli_baseline_line *take,
                             void *context);

#endif
