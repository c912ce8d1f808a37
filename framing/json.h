/* SPDX-License-Identifier: MIT */
/* Where JSON text is wrong, to the byte, and how deep it goes: asked before jansson sees it, whose own recursion is
 * therefore bounded and whose messages nobody has to take apart. It builds nothing. */
#ifndef FRAMING_JSON_H
#define FRAMING_JSON_H

#include "frame.h"

/* Check one JSON text.
 *
 *   bytes  [len] bytes
 *
 * Returns no fault, or the first: FRAME_NOT_JSON at the byte that the grammar doesn't allow (len 0 where the text ends
 * too early; the six bytes of an escape that is half a surrogate pair), FRAME_NOT_UTF8 at the first byte of a character
 * that isn't, FRAME_TOO_DEEP at the bracket, FRAME_KEY_NUL at the escape. O(len). Source: RFC 8259. */
frame_fault frame_json_check(const uint8_t *bytes, size_t len);

/* Find the value of an object's member.
 *
 *   bytes  text that frame_json_check() passed and whose value is an object
 *   index  of the member, from 0, below their number
 *
 * Returns the span of the value, without the white space around it. O(len). */
frame_span frame_json_member(const uint8_t *bytes, size_t len, size_t index);

#endif
