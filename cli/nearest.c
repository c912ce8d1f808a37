/* SPDX-License-Identifier: MIT */
/* See nearest.h. */
#include "cli/nearest.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
    LETTERS_MOST = 63,
    SAID_MOST = 3,
    NAME_ROOM = 96,
};

typedef struct candidate {
    char name[NAME_ROOM];
    size_t distance;
} candidate;

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Damerau's distance with adjacent swaps, by the usual table; row i holds the distances of a's first i letters. */
size_t cli_nearest_distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t d[LETTERS_MOST + 1][LETTERS_MOST + 1];

    a_len = least(a_len, LETTERS_MOST);
    b_len = least(b_len, LETTERS_MOST);
    for (size_t i = 0; i <= a_len; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= b_len; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        for (size_t j = 1; j <= b_len; j++) {
            d[i][j] = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            d[i][j] = least(d[i][j], least(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a_len][b_len];
}

/* A name of which the word is a part is near, however long it is; else a third of the letters may differ. */
static size_t distance_of(const char *word, size_t len, const char *name)
{
    if (len >= 3 && memmem(name, strlen(name), word, len) != NULL)
        return 1;
    return cli_nearest_distance(word, len, name, strlen(name));
}

/* Keep the nearest few, sorted; the first of equals stays first. */
static void keep_candidate(candidate *kept, size_t *count, const char *name, size_t distance)
{
    size_t at = *count;

    while (at > 0 && kept[at - 1].distance > distance)
        at--;
    if (at == SAID_MOST || strlen(name) >= NAME_ROOM)
        return;
    if (*count < SAID_MOST)
        ++*count;
    memmove(kept + at + 1, kept + at, (*count - at - 1) * sizeof *kept);
    kept[at].distance = distance;
    memcpy(kept[at].name, name, strlen(name) + 1);
}

void cli_nearest_say(const char *word, size_t len, cli_names *names, const void *list, const char *before)
{
    candidate kept[SAID_MOST];
    size_t count = 0;
    const char *name;

    for (size_t i = 0; (name = names(list, i)) != NULL; i++) {
        size_t distance = distance_of(word, len, name);
        if (distance <= 1 + len / 3)
            keep_candidate(kept, &count, name, distance);
    }
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, "%s%s%s", i == 0 ? "; did you mean " : i + 1 == count ? " or " : ", ", before, kept[i].name);
    if (count > 0)
        fputc('?', stderr);
}
