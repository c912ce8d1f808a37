/* SPDX-License-Identifier: MIT */
/* What libh1 makes of one direction's bytes, fed in given pieces: its events with all offsets counted from the first
 * byte, adjacent DATA joined. Two feedings of the same bytes must leave equal traces; that comparison is here too.
 *
 * The runner keeps the parser's contract: consumed bytes are not presented again, unfinished ones are. It also watches
 * the parser keep its own: bytes that have not arrived read as LF, a trap for a parser that looks too far; a call that
 * goes nowhere, or a last event that isn't repeated, breaks the trace. */
#ifndef CONF_TRACE_H
#define CONF_TRACE_H

#include "h1/h1.h"

/* One direction of a connection, and what the parser is told. All pointers are lent. */
typedef struct conf_input {
    const uint8_t *bytes;
    size_t len; /* below 2^31 */
    h1_side side;
    h1_mode mode;
    bool open;                 /* the stream is not told that it ends */
    const h1_limits *limits;   /* NULL: the defaults */
    uint16_t capacity;         /* entries of the field array; 0: 128 */
    const h1_answers *answers; /* what the responses answer, one for each final response; beyond: TO_NOTHING */
    size_t answer_count;
    bool answers_unknown;     /* no request is known: every response answers a GET */
    const h1_resume *resumes; /* what becomes of the bytes behind each request that makes the parser WAIT, by the */
    size_t resume_count;      /* request's index; beyond: CONNECT a tunnel, Upgrade HTTP */
} conf_input;

/* How the bytes arrive. */
typedef struct conf_pieces {
    const size_t *cuts; /* [count] offsets, rising, at which a piece ends and another begins */
    size_t count;
    bool bytewise; /* each byte by itself; cuts don't count */
} conf_pieces;

/* An event; its spans count from the first byte of the input. */
typedef struct conf_event {
    h1_event event;
    size_t first_field, field_count; /* HEAD, TRAILERS: in trace.fields */
    h1_answers answers;              /* HEAD of a response: what it answered */
    size_t presented;                /* bytes that had arrived when it came */
    size_t behind;                   /* offset behind the bytes that were consumed with it */
} conf_event;

typedef struct conf_trace {
    conf_event *events;
    size_t count;
    h1_field *fields;
    size_t field_count;
    h1_event_type last; /* CLOSED, INCOMPLETE, REFUSED, STOPPED; MORE where the input is open */
    const char *broken; /* how the parser broke its contract; NULL */
    size_t room, field_room;
    uint8_t *copy; /* the bytes that have arrived, then LF */
    size_t copy_room;
    h1_field *lent;
    size_t lent_room;
} conf_trace;

/* Feed an input and record what comes. A trace that is all zero or was used before. O(len · pieces) at worst. */
void conf_trace_run(conf_trace *trace, const conf_input *input, const conf_pieces *pieces);

/* The first event in which two traces differ, also in when a FAULT or REFUSED came.
 *
 *   a, b    of the same input; b was fed byte by byte, so that b says which byte brings what
 *   pieces  how a was fed; NULL: when an event came isn't compared
 *
 * Returns its index, or SIZE_MAX where there is none. */
size_t conf_trace_compare(const conf_trace *a, const conf_trace *b, const conf_pieces *pieces, size_t len);

/* The name of an event, "HEAD". */
const char *conf_event_name(h1_event_type type);

/* Does nothing follow it: CLOSED, INCOMPLETE, REFUSED or STOPPED? */
bool conf_event_is_last(h1_event_type type);

/* The first violation that libh1 found; NULL where there is none. */
const h1_fault *conf_trace_fault(const conf_trace *trace);

void conf_trace_free(conf_trace *trace);

/* In a long input, is the cut before byte `cut` worth trying? Two bytes around each change of byte, and some in
 * between. */
bool conf_cut_is_telling(const uint8_t *bytes, size_t len, size_t cut);

#endif
