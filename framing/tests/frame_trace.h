/* SPDX-License-Identifier: MIT */
/* What a frame decoder said of some bytes, written down so that two readings can be compared.
 *
 * Each piece is presented in a buffer of its own that ends where the bytes end, so that a sanitizer sees every byte
 * read beyond. Offsets count from the stream's first byte; adjacent DATA is joined. So the traces of the same bytes are
 * equal however they were cut. */
#ifndef FRAMING_TESTS_FRAME_TRACE_H
#define FRAMING_TESTS_FRAME_TRACE_H

#include "framing/frame.h"

enum { FRAME_TRACE_MOST = 256 };

typedef struct frame_trace_event {
    frame_event_type type;
    h1_rule rule;
    uint64_t at, len;
    frame_dictionary says; /* DICT */
} frame_trace_event;

typedef struct frame_trace {
    frame_trace_event events[FRAME_TRACE_MOST];
    size_t count;
    bool overflowed;   /* there were more */
    const char *broke; /* a promise of frame_next() that was broken on the way; NULL where none was */
} frame_trace;

typedef struct frame_trace_plan {
    frame_profile profile;
    uint32_t dictionary_most;
    uint64_t frames_most;
    bool end; /* the stream ends behind the bytes */
} frame_trace_plan;

/* Read len bytes, cut before each offset in cuts (ascending), and write down the events. */
void frame_trace_run(frame_trace *t, const frame_trace_plan *plan, const uint8_t *bytes, size_t len, const size_t *cuts,
                     size_t n_cuts);

/* Where two traces differ first: the index of the event, or SIZE_MAX when they are the same. */
size_t frame_trace_difference(const frame_trace *a, const frame_trace *b);

/* One line of text for an event. Overwritten by the second call after it. */
const char *frame_trace_line(const frame_trace *t, size_t i);

#endif
