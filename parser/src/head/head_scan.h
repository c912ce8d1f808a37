/* SPDX-License-Identifier: MIT */
/* The half of the fast path that is the same for every kernel: judging a head that was walked (head_scan.inc.h) by the
 * functions that the reference judges with, and bringing the stream behind it as the reference would have. */
#ifndef H1I_HEAD_SCAN_H
#define H1I_HEAD_SCAN_H

#include <h1/h1.h>

/* Field lines that a walk can mark; a head with more of them is the reference's. */
enum { H1I_SCAN_MARKS = 8 };

/* A head that was walked. Its lines are whole and of the right bytes; what they say isn't judged yet. */
typedef struct h1i_scanned {
    const uint8_t *buf;  /* what all offsets count from */
    uint32_t at;         /* of the head */
    uint32_t method_len; /* request */
    h1_span text;        /* the request-target, or the reason-phrase */
    uint16_t status;
    uint8_t version;
    bool plain;       /* the target is an origin-form whose bytes were judged */
    h1_field *fields; /* [count] */
    uint32_t count;
    uint32_t marks;
    h1_field *marked[H1I_SCAN_MARKS]; /* lines whose names may matter, in their order */
} h1i_scanned;

/* Whether a fast path may begin: the stream is between messages, and expects one. Settles a signature that can't be one
 * any more. There have to be two bytes or more. */
bool h1i_scan_begins(h1_stream *s, const uint8_t *buf);

/* Leave everything to the reference, or to the caller where `how` says so. */
size_t h1i_scan_leave(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n, size_t *got);

/* How many bytes stand before the next SP; len, or too many for any target, where there is none. */
size_t h1i_scan_target_len(const uint8_t *bytes, size_t len);

/* Whether the name of a marked line is one that matters. */
bool h1i_scan_field_matters(const uint8_t *buf, const h1_field *field);

/* Whether a head is within each limit by itself, where it isn't within the smallest. */
bool h1i_scan_within_limits(const h1_stream *s, h1_span head, const h1_field *fields, uint32_t count);

/* Judge a head and deliver it. Returns false, with the stream as it was, where there is any fault. */
bool h1i_scan_finish(h1_stream *s, const h1i_scanned *head, h1_event *ev);

#endif
