/* SPDX-License-Identifier: MIT */
/* The small grammars that field values are made of: tokens, quoted strings, parameters, white space, digits.
 *
 * A cursor walks over one value. A "take" function moves the cursor behind what it matched and returns true, or returns
 * false with the cursor on the first byte that doesn't fit (at == len where the value ends too early). Nothing here
 * knows which field it reads, and nothing is allocated. */
#ifndef CHECK_WORDS_H
#define CHECK_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a value grammar returns when the whole value fits; otherwise it returns the offset of the first byte that
 * doesn't, which is the value's length where it ends too early. */
#define CHECK_FITS SIZE_MAX

typedef struct check_cursor {
    const uint8_t *bytes; /* [len] */
    size_t len;
    size_t at; /* 0 … len */
} check_cursor;

/* Classes of bytes: ALPHA and DIGIT of RFC 5234, tchar and OWS of RFC 9110 sections 5.6.2 and 5.6.3. */
bool check_is_alpha(uint8_t byte);
bool check_is_digit(uint8_t byte);
bool check_is_tchar(uint8_t byte);
bool check_is_ows(uint8_t byte);

/* The byte in lower case if it is a letter. */
uint8_t check_lower(uint8_t byte);

/* Whether two runs of bytes are the same but for the case of letters; word is a C string in lower case. */
bool check_same_word(const uint8_t *bytes, size_t len, const char *word);
bool check_same_bytes(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len);

/* The byte under the cursor; -1 behind the last. */
int check_peek(const check_cursor *c);

bool check_take_byte(check_cursor *c, char byte);
bool check_take_text(check_cursor *c, const char *text);  /* byte for byte; the cursor stays on the one that differs */
bool check_take_digits(check_cursor *c, size_t count);    /* exactly count DIGIT */
bool check_take_number(check_cursor *c, uint64_t *value); /* 1*DIGIT; value saturates at UINT64_MAX */
bool check_take_token(check_cursor *c);
bool check_take_quoted(check_cursor *c);
bool check_take_parameters(check_cursor *c); /* to the end of the value or the first byte that is no parameter */
void check_skip_ows(check_cursor *c);

/* CHECK_FITS if so far all fitted and nothing is left, else where the cursor stands. */
size_t check_verdict(const check_cursor *c, bool fitted);

#endif
