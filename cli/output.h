/* SPDX-License-Identifier: MIT */
/* Where results go: standard output or the file of -o, with colour or without. Nothing but the result is written there;
 * everything else goes to standard error. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/command.h"

/* --color, in the order of its words. */
typedef enum cli_colour_choice {
    CLI_COLOUR_AUTO,
    CLI_COLOUR_ALWAYS,
    CLI_COLOUR_NEVER,
} cli_colour_choice;

/* The entry of --color in a command's table; its target is an unsigned. */
#define CLI_OPTION_COLOUR(target)                                                                                      \
    {                                                                                                                  \
        "color", 0, CLI_CHOICE, "auto|always|never", "colour; NO_COLOR in the environment wins over it", target, NULL  \
    }

typedef struct cli_output {
    FILE *stream;
    const char *path; /* NULL: standard output */
    bool colour;
} cli_output;

/* Say on standard error what is wrong with a file: "WHO: FILE: WHAT". The file's name is escaped, since it may come
 * from elsewhere and hold what acts on a terminal. */
void cli_complain(const char *who, const char *file, const char *what);

/* Say that a file, or "to standard output", can't be written, and why. The name is escaped as well. */
void cli_cannot_write(const char *file, const char *why);

/* Open the output.
 *
 *   path    of a file that is made anew, or NULL or "-" for standard output
 *   colour  auto means a terminal whose TERM isn't "dumb"
 *
 * Returns CLI_OK, or CLI_UNUSABLE after a word on standard error. */
cli_status cli_output_open(cli_output *output, const char *path, cli_colour_choice colour);

/* Flush and close it. Returns `status`, or CLI_INTERNAL after a word on standard error where something could not be
 * written. */
cli_status cli_output_close(cli_output *output, cli_status status);

#endif
