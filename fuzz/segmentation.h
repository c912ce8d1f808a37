/* SPDX-License-Identifier: MIT */
/* The oracle of the stream targets: however bytes are cut, the events are the same.
 *
 * An input is two bytes of plan, then the stream's bytes:
 *   byte 0  bit 0 audit, bit 1 the stream ends behind the bytes, bit 2 HTTP/0.9 taken, bit 3 all CHUNK events, bit 4
 *           responses, where the target doesn't say which side
 *   byte 1  where to cut: 0 before every byte, else the seed of a row of random cuts
 * so that a fuzzer may turn to another plan with one mutation, and a case file's bytes need but two more to be a seed.
 */
#ifndef H1_FUZZ_SEGMENTATION_H
#define H1_FUZZ_SEGMENTATION_H

#include <stddef.h>
#include <stdint.h>

#include "parser/tests/trace.h"

enum {
    FUZZ_PLAN_BYTES = 2,
    FUZZ_PLAN_AUDIT = 1,
    FUZZ_PLAN_END = 2,
    FUZZ_PLAN_HTTP09 = 4,
    FUZZ_PLAN_CHUNKS = 8,
    FUZZ_PLAN_RESPONSES = 16
};

enum { FUZZ_MOST_BYTES = 4096 };

/* How an input is read. */
typedef struct fuzz_reading {
    h1_limits limits;
    trace_plan plan; /* its limits are the ones above */
    const uint8_t *bytes;
    size_t len;
    size_t cuts[FUZZ_MOST_BYTES];
    size_t n_cuts;
} fuzz_reading;

/* Take an input apart. Returns false where it is too short or too long to be one. */
bool fuzz_plan(fuzz_reading *reading, const uint8_t *input, size_t len);

/* Abort, and say how it was read, where a promise of the reader was broken. */
void fuzz_hold(const trace *t, const char *how);

/* Abort with the event at which two traces differ, each behind its word. */
void fuzz_report(const trace *a, const char *a_word, const trace *b, const char *b_word, size_t at);

/* Read the input whole and in pieces; abort with both events on standard error where they differ first, or where one of
 * the reader's promises was broken. */
void fuzz_segmentation(h1_side side, const uint8_t *input, size_t len);

#endif
