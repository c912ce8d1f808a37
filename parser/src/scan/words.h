/* SPDX-License-Identifier: MIT */
/* Several bytes as one number, the first byte lowest on every machine, and words to compare them with. */
#ifndef H1I_WORDS_H
#define H1I_WORDS_H

#include <stdbool.h>
#include <stddef.h>
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

/* Whether bytes that hold no control are this word of four and more letters and "-", in either case. Inlined, so that
 * the word is so many numbers: a control would do only where CR stands for "-". */
static inline __attribute__((always_inline)) bool h1i_is_word(const uint8_t *bytes, size_t len, const char *word)
{
    const uint64_t lower = H1I_EIGHT(' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ');
    const uint8_t *wanted = (const uint8_t *)word;
    const size_t n = strlen(word);

    if (len != n)
        return false;
    if (n < 8)
        return (h1i_load32(bytes) | (uint32_t)lower) == h1i_load32(wanted) &&
               (h1i_load32(bytes + n - 4) | (uint32_t)lower) == h1i_load32(wanted + n - 4);
    for (size_t i = 0; i + 8 < n; i += 8) {
        if ((h1i_load64(bytes + i) | lower) != h1i_load64(wanted + i))
            return false;
    }
    return (h1i_load64(bytes + n - 8) | lower) == h1i_load64(wanted + n - 8);
}

#endif
