/* SPDX-License-Identifier: MIT */
/* What the tests of value grammars share: tables of values, and a law that every reader has to keep. */
#ifndef TEST_VALUES_H
#define TEST_VALUES_H

#include <h1/words.h>

typedef h1_value reader(const uint8_t *value, size_t len, size_t *bad);

/* A value and what becomes of it; at is where, unless it fits or ends too early: then it is the length. */
typedef struct valued {
    const char *value;
    h1_value result;
    size_t at;
} valued;

#define OK        H1_VALUE_OK
#define BYTE      H1_VALUE_BYTE
#define ENDS      H1_VALUE_ENDS
#define RULED_OUT H1_VALUE_RULED_OUT

/* Read a value out of memory that has no byte more, so that a sanitizer sees a step too far. */
h1_value read_exactly(reader *read, const uint8_t *value, size_t len, size_t *bad);

/* Assert result and place of each row. */
void judge_values(reader *read, const valued *rows, size_t count);

/* The law: where a byte doesn't fit, all before it begins something that fits, and nothing behind it matters. Tried
 * with each of the 256 bytes put in place of each byte of a value, and before it, and with every beginning of the
 * value. A value beyond what spans can tell is H1_VALUE_LONG. */
void judge_every_byte(reader *read, const char *value);

/* The same in a row. */
#define FITS  H1_VALUE_OK, 0
#define SHORT H1_VALUE_ENDS, 0

#define JUDGE(read, rows) judge_values(read, rows, sizeof rows / sizeof *rows)

#endif
