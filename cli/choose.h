/* SPDX-License-Identifier: MIT */
/* Which files of the current folder? A numbered list, and an answer that is checked. */
#ifndef CLI_CHOOSE_H
#define CLI_CHOOSE_H

#include <stddef.h>

#include "cli/command.h"

typedef struct cli_chosen {
    char **names; /* [count], in the order chosen; to be given back with cli_chosen_free() */
    size_t count; /* 0: nothing was wanted */
} cli_chosen;

/* List the files of the current folder on standard error and read the choice from standard input: numbers with blanks
 * or commas between them; an empty line chooses nothing. Asks again until the answer is one.
 *
 * Returns CLI_OK; CLI_UNUSABLE after a word on standard error where there is nothing to choose, or the input ends
 * without an answer; CLI_INTERNAL where memory is short. */
cli_status cli_choose(cli_chosen *chosen);

void cli_chosen_free(cli_chosen *chosen);

#endif
