/* SPDX-License-Identifier: MIT */
/* Numbers as they stand in messages: decimal in Content-Length, hexadecimal in a chunk-size.
 *
 * The C library's conversions are not used: they take signs, prefixes, white space and locales, and each of those
 * has let a request be smuggled past a reader that took the same bytes for something else (RFC 9112 section 11.2). */
#ifndef H1I_NUMBER_H
#define H1I_NUMBER_H

#include <stddef.h>
#include <stdint.h>

typedef enum h1i_number_result {
    H1I_NUMBER_OK = 0,
    H1I_NUMBER_EMPTY,     /* no byte at all */
    H1I_NUMBER_NOT_DIGIT, /* bytes[*at] is no digit of the base */
    H1I_NUMBER_TOO_LARGE, /* above 2^63-1; bytes[*at] is the digit that leads there */
} h1i_number_result;

/* Put one more digit behind a number: the only place where digits become numbers, so that chunk sizes, which arrive a
 * byte at a time, and lengths, which are whole, overflow alike.
 *
 *   value  the number so far, 0 … 2^63-1; receives the new one where the result is H1I_NUMBER_OK
 *   byte   the digit, in either case
 *   base   10 or 16 */
h1i_number_result h1i_number_add(uint64_t *value, uint8_t byte, unsigned base);

/* Read a whole run of bytes as one decimal number.
 *
 *   bytes   [len] bytes, all of which belong to the number
 *   value   receives the number, 0 … 2^63-1; untouched unless the result is H1I_NUMBER_OK
 *   at      receives the offset of the byte that decides a fault; untouched on H1I_NUMBER_OK
 *
 * Leading zeros are allowed, as the grammar has them. O(len), no allocation.
 * Source: Content-Length = 1*DIGIT, RFC 9110 section 8.6. */
h1i_number_result h1i_decimal(const uint8_t *bytes, size_t len, uint64_t *value, size_t *at);

#endif
