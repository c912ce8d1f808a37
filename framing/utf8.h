/* SPDX-License-Identifier: MIT */
/* UTF-8, one character at a time. */
#ifndef FRAMING_UTF8_H
#define FRAMING_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Read the character that starts at bytes[0].
 *
 *   bytes      [len] bytes, len > 0
 *   character  receives its number
 *
 * Returns its length, 1 … 4, or 0 where the bytes are no UTF-8: cut short, overlong, a surrogate, above U+10FFFF.
 * Source: RFC 3629 section 4. */
size_t frame_utf8_read(const uint8_t *bytes, size_t len, uint32_t *character);

#endif
