/* SPDX-License-Identifier: MIT */
/* Hiding of secrets in bytes that are about to be shown: credentials, cookie values, userinfo, query values, bodies.
 *
 * Each hidden byte becomes one '*', so lengths and offsets stay right. The bytes a finding points at are kept, because
 * without them the finding says nothing. What can't be placed in a head is hidden whole.
 */
#ifndef REPORT_REDACT_H
#define REPORT_REDACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the first byte of a piece is. */
typedef enum report_part {
    REPORT_PART_START,       /* of a message's head */
    REPORT_PART_LINE,        /* the first of a field line in a head */
    REPORT_PART_INSIDE_LINE, /* inside a line of a head */
    REPORT_PART_BODY,        /* of a body, or nobody knows */
} report_part;

/* Hide the secrets of a piece of a message, in place.
 *
 *   bytes  [len] bytes, changed
 *   part   what bytes[0] is */
void report_redact(uint8_t *bytes, size_t len, report_part part);

/* Hide the secrets of one field value, in place; for callers that show fields one by one.
 *
 *   name   [name_len] bytes, in any case
 *   value  [len] bytes, changed */
void report_redact_field(const uint8_t *name, size_t name_len, uint8_t *value, size_t len);

/* Hide userinfo and query values of a request-target or URI, in place. */
void report_redact_uri(uint8_t *uri, size_t len);

#endif
