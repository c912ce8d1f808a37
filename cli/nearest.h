/* SPDX-License-Identifier: MIT */
/* What somebody may have meant: the names nearest to one that doesn't exist. */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

/* The i-th name of a list, NULL behind the last. A name holds until the next call. */
typedef const char *cli_names(const void *list, size_t i);

/* How many letters have to be changed, added, dropped or swapped with their neighbour to make one word of the other.
 * Words are compared up to their first 63 letters. */
size_t cli_nearest_distance(const char *a, size_t a_len, const char *b, size_t b_len);

/* Write to standard error "; did you mean --format?", with up to three names, or nothing where none is near.
 *
 *   word    [len] what was typed
 *   before  written before each name */
void cli_nearest_say(const char *word, size_t len, cli_names *names, const void *list, const char *before);

#endif
