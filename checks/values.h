/* SPDX-License-Identifier: MIT */
/* Grammars of field values that fit on a page each: media types, entity-tags, content ranges, weights.
 *
 * Each is a pure function over one value without the white space around it. It returns CHECK_FITS (words.h), or the
 * offset of the first byte that doesn't fit, which is len where the value ends too early. O(len). */
#ifndef CHECK_VALUES_H
#define CHECK_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* media-type of RFC 9110 section 8.3.1. */
size_t check_media_type(const uint8_t *value, size_t len);

/* Whether a value that may have parameters is of this type; type is "type/subtype" in lower case. */
bool check_is_media_type(const uint8_t *value, size_t len, const char *type);

/* entity-tag of RFC 9110 section 8.8.3. */
size_t check_entity_tag(const uint8_t *value, size_t len);

/* 1*DIGIT and nothing else. */
size_t check_number(const uint8_t *value, size_t len);

/* qvalue of RFC 9110 section 12.4.2. */
size_t check_qvalue(const uint8_t *value, size_t len);

/* What a Content-Range says. */
typedef struct check_range {
    bool is_bytes;     /* the range-unit is bytes */
    bool has_range;    /* a range-resp; false for an unsatisfied-range */
    uint64_t first;    /* positions saturate at UINT64_MAX */
    uint64_t last;     /* the last byte itself */
    bool has_complete; /* the complete length is told */
    uint64_t complete; /* of the representation */
} check_range;

/* Content-Range of RFC 9110 section 14.4. range is only of use when the value fits; positions that can't be (last
 * before first, or behind the complete length) are the first byte of last-pos or complete-length. */
size_t check_content_range(const uint8_t *value, size_t len, check_range *range);

#endif
