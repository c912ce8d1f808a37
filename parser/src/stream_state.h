/* SPDX-License-Identifier: MIT */
/* What the parts of the reference parser share: the words for h1_stream's private members, and how a part says what it
 * found. Nothing here is seen by a caller of the library.
 *
 * A stream is always inside one element: a head, a chunk line, a trailer section, or content. s->at counts the
 * element's bytes that were stepped, so an element that is presented again goes on where it was. Every offset kept in
 * the stream counts from the element's first byte. */
#ifndef H1I_STREAM_STATE_H
#define H1I_STREAM_STATE_H

#include <h1/h1.h>

/* s->phase: which element is being read. */
enum h1i_phase {
    H1I_PHASE_SIGNATURE,   /* the first bytes of a connection, while they may be another protocol's */
    H1I_PHASE_HEAD,        /* between messages, or in a head */
    H1I_PHASE_LAST,        /* behind the last message of the connection */
    H1I_PHASE_LENGTH,      /* content of s->left bytes */
    H1I_PHASE_CLOSE,       /* content until the close */
    H1I_PHASE_CHUNK_LINE,  /* chunk-size and extensions */
    H1I_PHASE_CHUNK_DATA,  /* s->left bytes of chunk data */
    H1I_PHASE_CHUNK_END,   /* the CRLF behind them */
    H1I_PHASE_TRAILERS,    /* the trailer section */
    H1I_PHASE_END,         /* END is due */
    H1I_PHASE_WAIT_ANSWER, /* a response's HEAD was UNDECIDED: h1_stream_expect() is due */
    H1I_PHASE_WAIT_PEER,   /* behind CONNECT or Upgrade: h1_stream_resume() is due */
    H1I_PHASE_TUNNEL,
    H1I_PHASE_CLOSED, /* from here on every call gives the same */
    H1I_PHASE_INCOMPLETE,
    H1I_PHASE_REFUSED,
    H1I_PHASE_STOPPED,
};

/* s->state: where in the element; the order of the tables in step.c. */
enum h1i_state {
    H1I_METHOD_START,
    H1I_METHOD,
    H1I_TARGET_START,
    H1I_TARGET,
    H1I_VERSION_START,
    H1I_VERSION,
    H1I_REQUEST_END,
    H1I_STATUS_LINE_START,
    H1I_STATUS_VERSION,
    H1I_STATUS_SPACE,
    H1I_STATUS_START,
    H1I_STATUS,
    H1I_STATUS_END,
    H1I_REASON,
    H1I_FIELD_START,
    H1I_FIELD_NAME,
    H1I_FIELD_SPACE,
    H1I_FIELD_VALUE,
    H1I_FIELD_DROPPED,
    H1I_SIZE_START,
    H1I_SIZE,
    H1I_EXT_SPACE,
    H1I_EXT_START,
    H1I_EXT_NAME,
    H1I_EXT_NAME_SPACE,
    H1I_EXT_VALUE_START,
    H1I_EXT_VALUE,
    H1I_EXT_QUOTED,
    H1I_EXT_QUOTED_PAIR,
    H1I_EXT_QUOTED_END,
    H1I_STATES,
};

/* s->flags. The first group belongs to a byte or a line, the second to a head. */
enum h1i_flag {
    H1I_LINE_END_NOTED = 1u << 0, /* a bare CR or LF here has been reported: take it for what audit takes it */
    H1I_NUL_NOTED = 1u << 1,      /* this line has a fault of the kind already: once is enough */
    H1I_CONTROL_NOTED = 1u << 2,
    H1I_BYTE_NOTED = 1u << 3,
    H1I_PERCENT_NOTED = 1u << 4,
    H1I_SPACE_NOTED = 1u << 5,
    H1I_LINE_PENDING = 1u << 6, /* a field line whose value isn't judged yet, because a fold may follow */
    H1I_LINE_DROPPED = 1u << 7, /* the line before was dropped */
    H1I_LINE_FLAGS = 0xFE,

    H1I_FIRST_LINE = 1u << 8, /* no field line has come yet */
    H1I_SAYS_CLOSE = 1u << 9,
    H1I_SAYS_KEEP_ALIVE = 1u << 10,
    H1I_SAYS_UPGRADE = 1u << 11,
    H1I_EXPECTS = 1u << 12,
    H1I_HAS_LENGTH = 1u << 13,
    H1I_HAS_CODING = 1u << 14,
    H1I_CHUNKED_LAST = 1u << 15, /* the last coding so far is chunked */
    H1I_CHUNKED_SEEN = 1u << 16,
    H1I_OTHER_CODING = 1u << 17,
    H1I_IS_CONNECT = 1u << 18,
    H1I_IS_HEAD = 1u << 19,
    H1I_IS_GET = 1u << 20,
    H1I_HOST_BAD = 1u << 21, /* Host was found at fault: it isn't compared any more */
    H1I_KEEPS = 1u << 22,    /* the connection persists behind this message */
    H1I_STOP_AFTER_HEAD = 1u << 23,
    H1I_STOP_AFTER_MESSAGE = 1u << 24,
    H1I_LENGTH_BAD = 1u << 25, /* Content-Length was found at fault: it doesn't count as repeated */
    H1I_NAME_NOTED = 1u << 26, /* the byte here starts no field name, which has been reported */
};

/* s->mode: h1_mode in bit 0, h1_stream_want_chunks() in bit 1. */
enum { H1I_MODE_AUDIT = 1, H1I_MODE_ALL_CHUNKS = 2 };

/* s->version: major and minor in four bits each. */
enum { H1I_VERSION_09 = 0x09, H1I_VERSION_10 = 0x10, H1I_VERSION_11 = 0x11 };

/* No field of that kind yet: length_field, coding_field, host_field. */
enum { H1I_NO_FIELD = 0xFFFF };

/* What became of the byte (or line end) at s->at. A violation is said beside it, in s->rule. */
typedef enum h1i_step {
    H1I_NEXT = 0, /* it is done with */
    H1I_AGAIN,    /* it is to be looked at again in the state that is set now */
    H1I_DONE,     /* it is done with, and completes the element */
} h1i_step;

/* What became of the bytes that are here. */
typedef enum h1i_progress {
    H1I_WANTS_MORE = 0,
    H1I_VIOLATION, /* s->rule, s->span, s->second */
    H1I_COMPLETE,  /* the element ends before s->at */
} h1i_progress;

static inline bool h1i_has(const h1_stream *s, uint32_t flags)
{
    return (s->flags & flags) != 0;
}

static inline bool h1i_audits(const h1_stream *s)
{
    return (s->mode & H1I_MODE_AUDIT) != 0;
}

/* Say that a rule is broken by len bytes from at. Returns next, so that a step can report and return in one line. */
static inline h1i_step h1i_violation(h1_stream *s, h1_rule rule, uint32_t at, uint32_t len, h1i_step next)
{
    s->rule = (uint16_t)rule;
    s->span = (h1_span){at, len};
    s->second = (h1_span){0, 0};
    return next;
}

/* One event, by the reference alone: stream.c. Parameters and result as for h1_next(), but buf isn't NULL and len fits
 * 32 bits. */
size_t h1i_next(h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev);

/* The same inside a head, before the end. */
size_t h1i_next_piece(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev);

/* Steps on one element's bytes until something is found. head/head_step.c. */
h1i_progress h1i_step_lines(h1_stream *s, const uint8_t *buf, uint32_t len);

#endif
