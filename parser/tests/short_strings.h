/* SPDX-License-Identifier: MIT */
/* All strings of one length over an alphabet, one after the other. No test library is needed, so that an emulator can
 * run what uses this. */
#ifndef H1_TESTS_SHORT_STRINGS_H
#define H1_TESTS_SHORT_STRINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { SHORT_STRING_MOST = 8 };

typedef struct short_string {
    const char *alphabet; /* [symbols] */
    size_t symbols, len;
    size_t symbol[SHORT_STRING_MOST];
    char bytes[SHORT_STRING_MOST]; /* [len] is the string; zeros behind it */
} short_string;

/* The first string; len is at most SHORT_STRING_MOST. */
static inline short_string short_string_first(const char *alphabet, size_t symbols, size_t len)
{
    short_string s = {.alphabet = alphabet, .symbols = symbols, .len = len};

    memset(s.bytes, alphabet[0], len);
    return s;
}

/* Counts the string up by one symbol. Returns false behind the last. */
static inline bool short_string_next(short_string *s)
{
    for (size_t i = 0; i < s->len; i++) {
        s->symbol[i] = (s->symbol[i] + 1) % s->symbols;
        s->bytes[i] = s->alphabet[s->symbol[i]];
        if (s->symbol[i] != 0)
            return true;
    }
    return false;
}

#endif
