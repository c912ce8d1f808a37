/* SPDX-License-Identifier: MIT */
/* Pieces of the URI grammar that several files read. */
#ifndef H1I_URI_H
#define H1I_URI_H

#include <h1/uri.h>

#include "parser/src/bytes.h"
#include "parser/src/values/cursor.h"

/* *( bytes of the class / pct-encoded / any of the one more byte ), up to the first byte that is none of them; more may
 * be 0. False where a "%" isn't followed by two hexadecimal digits: the cursor is on the byte that should be one. */
bool h1i_take_uri_run(h1i_cursor *c, unsigned class, char more);

/* "%" HEXDIG HEXDIG; the cursor stands on the "%". */
bool h1i_take_percent(h1i_cursor *c);

/* host [ ":" port ] */
bool h1i_take_host_port(h1i_cursor *c, h1_uri *uri);

/* URI-reference. */
bool h1i_take_reference(h1i_cursor *c, h1_uri *uri);

/* unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"                          RFC 3986 section 2.3 */
static inline bool h1i_is_unreserved(unsigned byte)
{
    uint8_t narrow = (uint8_t)byte;

    return h1i_is_alpha(narrow) || h1i_is(narrow, H1I_DIGIT) || byte == '-' || byte == '.' || byte == '_' ||
           byte == '~';
}

/* The value of a hexadecimal digit. */
static inline unsigned h1i_hex_value(uint8_t digit)
{
    return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)((digit | 0x20) - 'a') + 10;
}

#endif
