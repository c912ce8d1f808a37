/* SPDX-License-Identifier: MIT */
/* See distance.h. A row of the table is kept as a band around its diagonal: band[k] belongs to column i + k - MOST. */
#include "distance.h"

#include <string.h>

enum { MOST = CONF_DISTANCE_MOST, BAND = 2 * MOST + 1, FAR = MOST + 1 };

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The row of the first i bytes of a, made from the row above it. */
static void step(unsigned band[BAND], const uint8_t *a, size_t i, const uint8_t *b, size_t b_len)
{
    unsigned left = FAR;

    for (size_t k = 0; k < BAND; k++) {
        unsigned above = k + 1 < BAND ? band[k + 1] : FAR;
        unsigned best = FAR;
        if (i + k >= MOST && i + k - MOST <= b_len) {
            size_t j = i + k - MOST;
            best = j > 0 ? smaller(band[k] + (a[i - 1] != b[j - 1]), left + 1) : FAR;
            best = smaller(smaller(best, above + 1), FAR);
        }
        band[k] = best;
        left = best;
    }
}

unsigned conf_distance(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len)
{
    unsigned band[BAND];

    if (a_len > b_len + MOST || b_len > a_len + MOST)
        return FAR;
    for (size_t k = 0; k < BAND; k++)
        band[k] = k >= MOST && k - MOST <= b_len ? (unsigned)(k - MOST) : FAR;
    for (size_t i = 1; i <= a_len; i++)
        step(band, a, i, b, b_len);
    return band[b_len + MOST - a_len];
}

unsigned conf_name_distance(const char *a, size_t a_len, const char *b)
{
    return conf_distance((const uint8_t *)a, a_len, (const uint8_t *)b, strlen(b));
}
