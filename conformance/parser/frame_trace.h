/* SPDX-License-Identifier: MIT */
/* The frames that framing's decoder finds in one direction's bytes, fed in given pieces, and how reading ends. Two
 * feedings of the same bytes must leave equal traces. */
#ifndef CONF_FRAME_TRACE_H
#define CONF_FRAME_TRACE_H

#include "conformance/reader/case.h"
#include "framing/frame.h"
#include "trace.h"

/* A frame. Places count from the first byte of the direction. */
typedef struct conf_frame {
    size_t dictionary_at, dictionary_len;
    size_t payload_at, payload_len; /* what came of it */
    bool complete;
} conf_frame;

typedef struct conf_frame_trace {
    conf_frame *frames;
    size_t count;
    frame_event_type last; /* CLOSED, INCOMPLETE, REFUSED; MORE where the stream is open */
    h1_rule rule;          /* INCOMPLETE, REFUSED */
    size_t at, len;        /* its place */
    const char *broken;    /* how the decoder broke its contract; NULL */
} conf_frame_trace;

/* Feed one direction of a case. What is new lives in memory. O(bytes · pieces). */
conf_frame_trace conf_frame_trace_of(conf_memory *memory, const conf_case *c, h1_side side, const conf_pieces *pieces);

/* Are two traces the same? */
bool conf_frame_trace_same(const conf_frame_trace *a, const conf_frame_trace *b);

/* Append how reading ended in words. */
void conf_put_frame_end(conf_memory *memory, conf_buffer *out, frame_event_type last, h1_rule rule, size_t frames);

#endif
