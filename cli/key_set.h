/* SPDX-License-Identifier: MIT */
/* A set of texts. */
#ifndef CLI_KEY_SET_H
#define CLI_KEY_SET_H

#include <stdbool.h>
#include <stddef.h>

/* Zero it before use. */
typedef struct cli_key_set {
    char **keys; /* [room] with holes, or, once sorted, [count] */
    size_t count, room;
} cli_key_set;

bool cli_key_set_has(const cli_key_set *set, const char *key);

/* Add a copy of a text that may be there already. False where memory is short. */
bool cli_key_set_add(cli_key_set *set, const char *key);

/* Make a sorted list of the set, [count] at set->keys. Nothing but cli_key_set_free() may follow. */
void cli_key_set_sort(cli_key_set *set);

void cli_key_set_free(cli_key_set *set);

#endif
