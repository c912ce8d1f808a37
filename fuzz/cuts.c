/* SPDX-License-Identifier: MIT */
/* See cuts.h. */
#include "fuzz/cuts.h"

size_t fuzz_cuts(size_t *cuts, size_t len, uint8_t seed)
{
    uint32_t random = seed * 2654435761u;
    size_t n = 0;

    for (size_t at = 0; at < len; n++) {
        cuts[n] = at;
        random = random * 1664525u + 1013904223u;
        at += seed == 0 ? 1 : 1 + (random >> 24) % 16;
    }
    return n;
}
