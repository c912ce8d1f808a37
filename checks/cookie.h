/* SPDX-License-Identifier: MIT */
/* Set-Cookie as servers are to write it, RFC 6265 section 4.1.1. How user agents read it (section 5.2) is not here. */
#ifndef CHECK_COOKIE_H
#define CHECK_COOKIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Read a value as a set-cookie-string. Returns CHECK_FITS (words.h), or the offset of the first byte that doesn't fit.
 */
size_t check_set_cookie(const uint8_t *value, size_t len);

/* A stretch of a Set-Cookie value. */
typedef struct check_piece {
    size_t at;
    size_t len;
} check_piece;

/* The cookie-name: what stands before the first "=" of the first part; empty where there is none. */
check_piece check_cookie_name(const uint8_t *value, size_t len);

/* One attribute: what stands between two ";", without the white space around name and value. */
typedef struct check_attribute {
    check_piece name;
    check_piece value; /* empty where there is no "=" */
} check_attribute;

/* Step through the attributes.
 *
 *   at  0 before the first call; moved on by each
 *
 * Returns false when there are no more. Works on values outside the grammar as well. */
bool check_next_attribute(const uint8_t *value, size_t len, size_t *at, check_attribute *attribute);

#endif
