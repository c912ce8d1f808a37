/* SPDX-License-Identifier: MIT */
/* See key_set.h: open addressing, at most half full. */
#include "cli/key_set.h"

#include <stdlib.h>
#include <string.h>

#include "report/fingerprint.h"

/* Where a text is, or would be. */
static size_t slot_of(char *const *keys, size_t room, const char *key)
{
    size_t slot = (size_t)report_text_sum(key) & (room - 1);

    while (keys[slot] != NULL && strcmp(keys[slot], key) != 0)
        slot = (slot + 1) & (room - 1);
    return slot;
}

bool cli_key_set_has(const cli_key_set *set, const char *key)
{
    return set->room > 0 && set->keys[slot_of(set->keys, set->room, key)] != NULL;
}

static bool grow(cli_key_set *set)
{
    size_t room = set->room == 0 ? 64 : set->room * 2;
    char **keys;

    if (set->count * 2 < set->room)
        return true;
    keys = calloc(room, sizeof *keys);
    if (keys == NULL)
        return false;
    for (size_t i = 0; i < set->room; i++) {
        if (set->keys[i] != NULL)
            keys[slot_of(keys, room, set->keys[i])] = set->keys[i];
    }
    free(set->keys);
    set->keys = keys;
    set->room = room;
    return true;
}

bool cli_key_set_add(cli_key_set *set, const char *key)
{
    size_t slot;

    if (!grow(set))
        return false;
    slot = slot_of(set->keys, set->room, key);
    if (set->keys[slot] != NULL)
        return true;
    set->keys[slot] = strdup(key);
    set->count += set->keys[slot] != NULL ? 1 : 0;
    return set->keys[slot] != NULL;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void cli_key_set_sort(cli_key_set *set)
{
    size_t count = 0;

    for (size_t i = 0; i < set->room; i++) {
        if (set->keys[i] != NULL)
            set->keys[count++] = set->keys[i];
    }
    set->room = count;
    if (count > 0)
        qsort(set->keys, count, sizeof *set->keys, by_text);
}

void cli_key_set_free(cli_key_set *set)
{
    for (size_t i = 0; i < set->room; i++)
        free(set->keys[i]);
    free(set->keys);
    *set = (cli_key_set){0};
}
