/* SPDX-License-Identifier: MIT */
/* What field values are made of: tokens, quoted strings, comments, parameters, lists, line folds.
 *
 * All functions over values, here and in h1/uri.h, h1/values.h, h1/dates.h and h1/cookies.h, have one manner:
 *
 *   value  [len] bytes, without white space around them, as h1_field has them; only read during the call
 *   bad    receives the offset of the first byte with which nothing accepted is left; len where the value ends too
 *          early, and where it fits
 *
 * What else is received is of use only where the result is H1_VALUE_OK. Parts are spans that count from value[0].
 * Functions named _next read a value piece by piece: *at is 0 before the first call and is moved on by each; where a
 * piece doesn't fit, *at is its first bad byte. Nothing is allocated, no state is kept, each byte is looked at a
 * bounded number of times, and bytes are only changed in memory that the caller gave for it. A folded value is to be
 * unfolded first: CR, LF and NUL fit nowhere. */
#ifndef H1_WORDS_H
#define H1_WORDS_H

#include <h1/h1.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What reading a value comes to. */
typedef enum h1_value {
    H1_VALUE_OK = 0,
    H1_VALUE_NONE,      /* _next: there is no further piece, and all fitted */
    H1_VALUE_BYTE,      /* the byte at bad fits nowhere */
    H1_VALUE_ENDS,      /* the value ends where more is due */
    H1_VALUE_RULED_OUT, /* the grammar has it, an RFC rules it out (last-pos before first-pos); bad is where it shows */
    H1_VALUE_LONG,      /* more than 2^32-1 bytes: no span could tell where */
    H1_VALUE_NO_ROOM,   /* the caller's memory is too small; what is needed has been received */
} h1_value;

/* Whether bytes are a word, without regard to the case of letters.
 *
 *   word  a C string in lower case */
H1_API bool h1_same_word(const uint8_t *bytes, size_t len, const char *word);

/* Whether two runs of bytes are the same without regard to the case of letters. */
H1_API bool h1_same_words(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len);

/* token = 1*tchar: methods, field names, connection options, codings. Source: RFC 9110 section 5.6.2. */
H1_API h1_value h1_token_read(const uint8_t *value, size_t len, size_t *bad);

/* 1*DIGIT: Age, Max-Forwards, delta-seconds.
 *
 *   number  receives the number; one above 2^64-1 counts as 2^64-1
 *
 * Source: RFC 9110 sections 7.6.2 and 10.2.3, RFC 9111 section 1.2.2. */
H1_API h1_value h1_number_read(const uint8_t *value, size_t len, uint64_t *number, size_t *bad);

/* quoted-string, with its quotes. Source: RFC 9110 section 5.6.4. */
H1_API h1_value h1_quoted_read(const uint8_t *value, size_t len, size_t *bad);

/* What a token or a quoted-string stands for: the quotes and the backslashes of quoted-pairs are left out.
 *
 *   out   [size] bytes; may be value itself
 *   got   receives how many bytes the text has, len at most, also where there was no room for them
 *
 * Source: RFC 9110 section 5.6.4. */
H1_API h1_value h1_unquote(const uint8_t *value, size_t len, uint8_t *out, size_t size, size_t *got, size_t *bad);

/* comment, with its parentheses; comments may stand within comments, to any depth.
 * Source: RFC 9110 section 5.6.5. */
H1_API h1_value h1_comment_read(const uint8_t *value, size_t len, size_t *bad);

/* A field value on one line: each obs-fold (white space, CRLF, white space) becomes one SP.
 *
 *   out   [size] bytes; may be value itself
 *   got   receives how many bytes the value then has, len at most, also where there was no room for them
 *
 * Returns H1_VALUE_BYTE at a CR or LF that is part of no fold, at NUL, and at bytes that no field value has.
 * Source: RFC 9112 section 5.2. */
H1_API h1_value h1_unfold(const uint8_t *value, size_t len, uint8_t *out, size_t size, size_t *got, size_t *bad);

/* ---- Parameters ------------------------------------------------------------------------------------------------ */

typedef struct h1_parameter {
    h1_span name;
    h1_span value; /* as written, with the quotes of a quoted-string: see h1_unquote() */
} h1_parameter;

/* Step through parameters = *( OWS ";" OWS [ parameter ] ): what stands behind a media type or an expectation. Empty
 * ones are passed over.
 *
 *   value  [len] bytes from the first ";", or the white space before it, on
 *
 * Source: RFC 9110 section 5.6.6. */
H1_API h1_value h1_parameter_next(const uint8_t *value, size_t len, size_t *at, h1_parameter *parameter);

/* ---- Lists ----------------------------------------------------------------------------------------------------- */

#define H1_LIST_NONE UINT32_MAX /* no offset */

/* Where a list is read; set up with h1_list_of(). Private but for empty. */
typedef struct h1_list {
    const uint8_t *bytes;
    uint32_t len;
    uint32_t at;    /* behind the element read last, and the comma that ends it */
    uint32_t empty; /* where the first empty element should stand: the offset of its comma; H1_LIST_NONE */
    bool any;       /* a comma was passed, so an element is due behind it */
} h1_list;

H1_API h1_list h1_list_of(const uint8_t *bytes, uint32_t len);

/* Take the next element that isn't empty, without the white space around it. A comma inside a quoted string belongs to
 * the element. What elements are made of is not judged, and folds and NUL count as white space: this is the walk that
 * message framing uses for Connection, Content-Length and Transfer-Encoding.
 *
 * Returns false at the end. Empty elements are passed over, and the first of them is remembered.
 * Source: #element => [ element ] *( OWS "," OWS [ element ] ), RFC 9110 section 5.6.1.2. */
H1_API bool h1_list_next(h1_list *list, h1_span *element);

/* #token, empty elements allowed: Connection, Allow, Trailer, Vary, Content-Encoding. Walk it with h1_list_next().
 * Source: RFC 9110 sections 5.6.1 and 7.6.1. */
H1_API h1_value h1_tokens_read(const uint8_t *value, size_t len, size_t *bad);

#ifdef __cplusplus
}
#endif

#endif
