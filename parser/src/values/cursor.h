/* SPDX-License-Identifier: MIT */
/* A cursor walks over one value; the grammars of values are written with it.
 *
 * A "take" function moves the cursor behind what it matched and returns true, or returns false with the cursor on the
 * first byte that doesn't fit (at == len where the value ends too early). Nothing here knows which field it reads. */
#ifndef H1I_CURSOR_H
#define H1I_CURSOR_H

#include <h1/words.h>

typedef struct h1i_cursor {
    const uint8_t *bytes; /* [len] */
    uint32_t len;
    uint32_t at;    /* 0 … len */
    bool too_long;  /* the value is longer than spans can tell; len is 0 then */
    bool ruled_out; /* what stands at the cursor is in the grammar and yet not allowed */
} h1i_cursor;

h1i_cursor h1i_cursor_of(const uint8_t *value, size_t len);

/* The same in the middle of a value, for functions that read piece by piece. */
h1i_cursor h1i_cursor_at(const uint8_t *value, size_t len, size_t at);

/* The byte under the cursor; -1 behind the last. */
int h1i_peek(const h1i_cursor *c);

bool h1i_take_byte(h1i_cursor *c, char byte);
bool h1i_take_text(h1i_cursor *c, const char *text);  /* byte for byte; the cursor stays on the one that differs */
bool h1i_take_digits(h1i_cursor *c, unsigned count);  /* exactly count DIGIT */
bool h1i_take_number(h1i_cursor *c, uint64_t *value); /* 1*DIGIT; value saturates at UINT64_MAX */
bool h1i_take_token(h1i_cursor *c);
bool h1i_take_quoted(h1i_cursor *c);
bool h1i_take_comment(h1i_cursor *c);
bool h1i_take_argument(h1i_cursor *c); /* token / quoted-string */

/* A run, perhaps empty, of bytes of a class (parser/src/bytes.h). Returns how many. */
uint32_t h1i_take_class(h1i_cursor *c, unsigned class);

/* Pass over OWS. Returns how many bytes it has. */
uint32_t h1i_skip_blank(h1i_cursor *c);

/* name "=" argument; with blanks, BWS may stand around the "=". */
bool h1i_take_parameter(h1i_cursor *c, bool blanks, h1_parameter *parameter);

/* *( OWS ";" OWS [ parameter ] ), as far as there are any. */
bool h1i_take_parameters(h1i_cursor *c);

/* The bytes from an offset to the cursor. */
h1_span h1i_since(const h1i_cursor *c, uint32_t from);

/* Put the cursor on a byte as the place of something in the grammar that is ruled out; false, for returning. */
bool h1i_rule_out(h1i_cursor *c, uint32_t at);

/* The result where all that was due has been tried: fitted says whether it was there. What is left behind it doesn't
 * fit. */
h1_value h1i_value_end(const h1i_cursor *c, bool fitted, size_t *bad);

/* The result of a _next function; moves *at on. */
h1_value h1i_piece_end(const h1i_cursor *c, bool fitted, size_t *at);

/* One element of a list. */
typedef bool h1i_element(h1i_cursor *c);

/* [ element ] *( OWS "," OWS [ element ] ), with at least some of them there: 0 or 1 (RFC 9110 section 5.6.1). */
bool h1i_take_list(h1i_cursor *c, h1i_element *take, unsigned least);

#endif
