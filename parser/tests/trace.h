/* SPDX-License-Identifier: MIT */
/* What a stream said of some bytes, written down so that two readings can be compared.
 *
 * Bytes are presented as a caller does, in pieces, each piece in a buffer of its own that ends where the bytes end, so
 * that a sanitizer sees every byte read beyond. Offsets in a trace count from the stream's first byte; DATA that is
 * adjacent is joined. So the traces of the same bytes are equal however they were cut: the parser's first law, which
 * the tests and the fuzzers hold it to. */
#ifndef H1_TESTS_TRACE_H
#define H1_TESTS_TRACE_H

#include <h1/h1.h>

enum { TRACE_MAX = 512, TRACE_FIELDS = 128 };

/* One event. Members that its type doesn't have are 0. */
typedef struct trace_event {
    h1_event_type type;
    h1_rule rule;
    uint64_t at, len;               /* of the data, the fault, or the head or trailer section */
    uint64_t second_at, second_len; /* of the fault's second span */
    uint64_t detail;                /* a hash over all members of the head and the fields, or of the chunk */
    bool last, chunk_start, chunk_end;
} trace_event;

typedef struct trace {
    trace_event events[TRACE_MAX];
    size_t count;        /* events written down */
    bool overflowed;     /* there were more */
    const char *broke;   /* a promise of h1_next() that was broken on the way; NULL where none was */
    uint64_t refused_by; /* how many bytes had been presented when REFUSED or STOPPED came */
} trace;

/* How to present the bytes. */
typedef struct trace_plan {
    h1_side side;
    h1_mode mode;
    const h1_limits *limits; /* NULL for the defaults */
    uint64_t answers;        /* responses: what the k-th head answers, four bits each from the lowest */
    bool end;                /* the stream ends behind the bytes */
    bool chunks;             /* ask for all CHUNK events */
} trace_plan;

/* Read len bytes, cut before each offset in cuts (ascending), and write down the events. */
void trace_run(trace *t, const trace_plan *plan, const uint8_t *bytes, size_t len, const size_t *cuts, size_t n_cuts);

/* Where two traces differ first: the index of the event, or SIZE_MAX when they are the same. */
size_t trace_difference(const trace *a, const trace *b);

/* One line of text for an event, for the message of a failing test. Overwritten by the next call. */
const char *trace_line(const trace *t, size_t i);

#endif
