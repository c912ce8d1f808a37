/* SPDX-License-Identifier: MIT */
/* Several bytes as one number, the first byte lowest on every machine, and words to compare them with. */
#ifndef H1I_WORDS_H
#define H1I_WORDS_H

#include <stdint.h>
#include <string.h>

static inline uint32_t h1i_load32(const uint8_t *bytes)
{
    uint32_t word;

    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap32(word);
#endif
    return word;
}

static inline uint64_t h1i_load64(const uint8_t *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* memcpy() of a constant size, without what _FORTIFY_SOURCE makes of it: a call, where two moves do. */
#define h1i_copy(to, from, size) __builtin_memcpy(to, from, size)

/* What h1i_load32() gives for these four bytes. */
#define H1I_FOUR(a, b, c, d) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

#define H1I_EIGHT(a, b, c, d, e, f, g, h) (H1I_FOUR(a, b, c, d) | (uint64_t)H1I_FOUR(e, f, g, h) << 32)

#endif
