/* SPDX-License-Identifier: MIT */
/* --help: printed from the tables, on one screen, with two examples at its end. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli/command.h"

/* Print what a command does. */
cli_status cli_help_command(const cli_command *command);

/* Print the list of commands, which ends with NULL. */
cli_status cli_help_all(const cli_command *const *commands, FILE *out);

#endif
