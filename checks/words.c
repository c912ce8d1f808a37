/* SPDX-License-Identifier: MIT */
/* See words.h. */
#include "words.h"

#include <string.h>

bool check_is_alpha(uint8_t byte)
{
    uint8_t lower = (uint8_t)(byte | 0x20);

    return lower >= 'a' && lower <= 'z';
}

bool check_is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

/* tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA */
bool check_is_tchar(uint8_t byte)
{
    return check_is_alpha(byte) || check_is_digit(byte) || (byte != '\0' && strchr("!#$%&'*+-.^_`|~", byte) != NULL);
}

bool check_is_ows(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

uint8_t check_lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + ('a' - 'A')) : byte;
}

bool check_same_word(const uint8_t *bytes, size_t len, const char *word)
{
    for (size_t i = 0; i < len; i++) {
        if (word[i] == '\0' || check_lower(bytes[i]) != (uint8_t)word[i])
            return false;
    }
    return word[len] == '\0';
}

bool check_same_bytes(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len)
{
    if (a_len != b_len)
        return false;
    for (size_t i = 0; i < a_len; i++) {
        if (check_lower(a[i]) != check_lower(b[i]))
            return false;
    }
    return true;
}

int check_peek(const check_cursor *c)
{
    return c->at < c->len ? c->bytes[c->at] : -1;
}

bool check_take_byte(check_cursor *c, char byte)
{
    if (check_peek(c) != (uint8_t)byte)
        return false;
    c->at++;
    return true;
}

bool check_take_text(check_cursor *c, const char *text)
{
    for (; *text != '\0'; text++) {
        if (!check_take_byte(c, *text))
            return false;
    }
    return true;
}

bool check_take_digits(check_cursor *c, size_t count)
{
    for (; count > 0; count--) {
        if (c->at == c->len || !check_is_digit(c->bytes[c->at]))
            return false;
        c->at++;
    }
    return true;
}

bool check_take_number(check_cursor *c, uint64_t *value)
{
    size_t start = c->at;
    uint64_t number = 0;

    while (c->at < c->len && check_is_digit(c->bytes[c->at])) {
        uint64_t digit = (uint64_t)(c->bytes[c->at++] - '0');
        number = number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : number * 10 + digit;
    }
    *value = number;
    return c->at > start;
}

/* token = 1*tchar                                                             RFC 9110 section 5.6.2 */
bool check_take_token(check_cursor *c)
{
    size_t start = c->at;

    while (c->at < c->len && check_is_tchar(c->bytes[c->at]))
        c->at++;
    return c->at > start;
}

/* Bytes that qdtext and quoted-pair share but for DQUOTE and "\": HTAB / SP / VCHAR / obs-text. */
static bool is_text(uint8_t byte)
{
    return byte == '\t' || (byte >= ' ' && byte != 0x7F);
}

/* quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE                     RFC 9110 section 5.6.4
 * qdtext        = HTAB / SP / %x21 / %x23-5B / %x5D-7E / obs-text
 * quoted-pair   = "\" ( HTAB / SP / VCHAR / obs-text ) */
bool check_take_quoted(check_cursor *c)
{
    if (!check_take_byte(c, '"'))
        return false;
    while (c->at < c->len && c->bytes[c->at] != '"') {
        if (c->bytes[c->at] == '\\')
            c->at++;
        if (c->at == c->len || !is_text(c->bytes[c->at]))
            return false;
        c->at++;
    }
    return check_take_byte(c, '"');
}

/* parameter = parameter-name "=" parameter-value                              RFC 9110 section 5.6.6 */
static bool take_parameter(check_cursor *c)
{
    if (!check_take_token(c) || !check_take_byte(c, '='))
        return false;
    return check_peek(c) == '"' ? check_take_quoted(c) : check_take_token(c);
}

/* parameters = *( OWS ";" OWS [ parameter ] )                                 RFC 9110 section 5.6.6 */
bool check_take_parameters(check_cursor *c)
{
    for (;;) {
        size_t before = c->at;
        check_skip_ows(c);
        if (!check_take_byte(c, ';')) {
            c->at = before;
            return true;
        }
        check_skip_ows(c);
        if (c->at < c->len && check_is_tchar(c->bytes[c->at]) && !take_parameter(c))
            return false;
    }
}

void check_skip_ows(check_cursor *c)
{
    while (c->at < c->len && check_is_ows(c->bytes[c->at]))
        c->at++;
}

size_t check_verdict(const check_cursor *c, bool fitted)
{
    return fitted && c->at == c->len ? CHECK_FITS : c->at;
}
