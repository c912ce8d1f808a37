/* SPDX-License-Identifier: MIT */
/* Classes of bytes, in one table of bits. The C library's isalpha() and kin are not used: they follow the locale. */
#ifndef H1I_BYTES_H
#define H1I_BYTES_H

#include <stdbool.h>
#include <stdint.h>

enum {
    H1I_TCHAR = 1,    /* "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT
                       * / ALPHA                                                          RFC 9110 section 5.6.2 */
    H1I_DIGIT = 2,    /* %x30-39                                                          RFC 5234 appendix B.1 */
    H1I_HEXDIG = 4,   /* DIGIT / "A" to "F" in either case                                RFC 5234 appendix B.1 */
    H1I_REG_NAME = 8, /* unreserved / sub-delims                                          RFC 3986 section 3.2.2 */
    H1I_PATH = 16,    /* unreserved / sub-delims / ":" / "@" / "/": pchar without pct-encoded, and the slash
                       *                                                                  RFC 3986 section 3.3 */
    H1I_URI = 32,     /* unreserved / reserved / "%": what may stand anywhere in a URI    RFC 3986 section 2 */
    H1I_SCHEME = 64,  /* ALPHA / DIGIT / "+" / "-" / "."                                  RFC 3986 section 3.1 */
    H1I_VISIBLE = 128, /* VCHAR / obs-text: what a field value is made of beside SP and HTAB
                        *                                                                  RFC 9110 section 5.5 */
};

extern const uint8_t h1i_bytes[256];

static inline bool h1i_is(uint8_t byte, unsigned class)
{
    return (h1i_bytes[byte] & class) != 0;
}

/* SP or HTAB: the white space of OWS, RWS and BWS, RFC 9110 section 5.6.3. */
static inline bool h1i_is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

static inline bool h1i_is_alpha(uint8_t byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* ASCII letters in lower case, everything else as it is. */
static inline uint8_t h1i_lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + ('a' - 'A')) : byte;
}

#endif
