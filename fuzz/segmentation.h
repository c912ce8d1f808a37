/* SPDX-License-Identifier: MIT */
/* The oracle of the stream targets: however bytes are cut, the events are the same.
 *
 * An input is two bytes of plan, then the stream's bytes:
 *   byte 0  bit 0 audit, bit 1 the stream ends behind the bytes, bit 2 HTTP/0.9 taken, bit 3 all CHUNK events
 *   byte 1  where to cut: 0 before every byte, else the seed of a row of random cuts
 * so that a fuzzer may turn to another plan with one mutation, and a case file's bytes need but two more to be a seed.
 */
#ifndef H1_FUZZ_SEGMENTATION_H
#define H1_FUZZ_SEGMENTATION_H

#include <stddef.h>
#include <stdint.h>

#include "rules/rules.h"

enum { FUZZ_PLAN_BYTES = 2, FUZZ_PLAN_AUDIT = 1, FUZZ_PLAN_END = 2, FUZZ_PLAN_HTTP09 = 4, FUZZ_PLAN_CHUNKS = 8 };

/* Read the input whole and in pieces; abort with both events on standard error where they differ first, or where one of
 * the reader's promises was broken. */
void fuzz_segmentation(h1_side side, const uint8_t *input, size_t len);

#endif
