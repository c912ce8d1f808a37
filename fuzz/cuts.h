/* SPDX-License-Identifier: MIT */
/* Where a fuzz target cuts its input. */
#ifndef H1_FUZZ_CUTS_H
#define H1_FUZZ_CUTS_H

#include <stddef.h>
#include <stdint.h>

/* Pieces of 1 … 16 bytes, by a generator that the input seeds: the same input is always cut the same.
 *
 *   cuts  [len] receives ascending offsets
 *   seed  0: a piece for every byte
 *
 * Returns how many there are. */
size_t fuzz_cuts(size_t *cuts, size_t len, uint8_t seed);

#endif
