/* SPDX-License-Identifier: MIT */
/* Message checks: what RFC 9110, 9111 and 6265 ask of one message, beyond the grammar that libh1 holds it to. What they
 * ask of a response because of its request is in exchange.h.
 *
 * libh1 decides whether a message can be framed; a check decides whether its sender was allowed to send it. Checks
 * read a parsed head, keep nothing, allocate nothing and never change what was parsed. They accuse only of what one
 * message proves: what depends on a clock, on another message or on the resource is left alone or is a note. */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "h1/h1.h"

/* One message as a check sees it. All pointers are lent for the call only. */
typedef struct check_message {
    h1_side side;
    const uint8_t *bytes;   /* what all spans count from: the buffer of the call that returned the head */
    const h1_head *head;    /* as the HEAD event brought it */
    const h1_field *fields; /* [head->fields] header field lines */
    h1_answers answers;     /* a response: what it answers; H1_TO_UNKNOWN where the request wasn't seen */
} check_message;

/* Receives a finding.
 *
 *   context  as it was given to the check
 *   rule     what was broken
 *   span     the bytes at fault, counted from message->bytes[0]
 *   second   the bytes they clash with; len 0 where there are none */
typedef void check_reporter(void *context, h1_rule rule, h1_span span, h1_span second);

/* Run every check that one head decides. Findings come check by check, not in the order of their offsets.
 *
 *   message  a head that libh1 delivered, in strict or audit mode
 *   report   called once for each finding, with context
 *
 * O(bytes of the head); at most quadratic in the number of field lines, which the parser limits. */
void check_message_head(const check_message *message, check_reporter *report, void *context);

/* Run the checks that need to know how much content the message had.
 *
 *   message  as given to check_message_head()
 *   content  bytes of content, without the chunked coding; of a message that is complete
 *
 * Cost and reports as above. */
void check_message_end(const check_message *message, uint64_t content, check_reporter *report, void *context);

/* Run the checks of a trailer section.
 *
 *   message   as given to check_message_head()
 *   bytes     what the spans of the trailer fields, and those of findings, count from
 *   trailers  [count] field lines, as the TRAILERS event brought them
 *
 * O(bytes of both sections); quadratic in the number of field lines. Reports as above, with one place each. */
void check_message_trailers(const check_message *message, const uint8_t *bytes, const h1_field *trailers, size_t count,
                            check_reporter *report, void *context);

#endif
