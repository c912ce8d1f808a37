/* SPDX-License-Identifier: MIT */
/* URI references as field values hold them, RFC 3986 section 4.1: absolute, relative, with or without a fragment.
 * A pure function over one value; nothing is decoded, resolved or normalised. */
#ifndef CHECK_URI_H
#define CHECK_URI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A stretch of the value; where the component is absent there is false and the rest is 0. */
typedef struct check_part {
    bool there;
    size_t at;
    size_t len;
} check_part;

typedef struct check_uri {
    check_part scheme;   /* without its ":" */
    check_part userinfo; /* without its "@" */
    check_part host;     /* with the brackets of an IP-literal; there whenever an authority is */
    check_part fragment; /* without its "#" */
} check_uri;

/* Read a value as a URI-reference.
 *
 *   value  [len] bytes, without white space around them
 *   uri    receives the components; all of them only when the value fits
 *
 * Returns CHECK_FITS (words.h) or the offset of the first byte that doesn't fit. O(len). */
size_t check_uri_reference(const uint8_t *value, size_t len, check_uri *uri);

/* Whether the scheme is http or https. */
bool check_uri_is_http(const uint8_t *value, const check_uri *uri);

#endif
