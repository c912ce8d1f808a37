/* SPDX-License-Identifier: MIT */
/* See cookie.h. */
#include "cookie.h"

#include "words.h"

/* cookie-octet = %x21 / %x23-2B / %x2D-3A / %x3C-5B / %x5D-7E: no white space, DQUOTE, comma, semicolon, backslash */
static bool is_cookie_octet(uint8_t byte)
{
    return byte > ' ' && byte < 0x7F && byte != '"' && byte != ',' && byte != ';' && byte != '\\';
}

/* cookie-pair  = cookie-name "=" cookie-value
 * cookie-name  = token
 * cookie-value = *cookie-octet / ( DQUOTE *cookie-octet DQUOTE ) */
static bool take_pair(check_cursor *c)
{
    bool quoted = false;

    if (!check_take_token(c) || !check_take_byte(c, '='))
        return false;
    quoted = check_take_byte(c, '"');
    while (c->at < c->len && is_cookie_octet(c->bytes[c->at]))
        c->at++;
    return !quoted || check_take_byte(c, '"');
}

/* set-cookie-string = cookie-pair *( ";" SP cookie-av )                       RFC 6265 section 4.1.1
 * cookie-av         = expires-av / max-age-av / domain-av / path-av / secure-av / httponly-av / extension-av
 * extension-av      = <any CHAR except CTLs or ";">, which whatever the others refuse fits as well */
size_t check_set_cookie(const uint8_t *value, size_t len)
{
    check_cursor c = {value, len, 0};

    if (!take_pair(&c))
        return c.at;
    while (c.at < len) {
        size_t start = 0;
        if (!check_take_text(&c, "; "))
            return c.at;
        start = c.at;
        while (c.at < len && value[c.at] >= ' ' && value[c.at] < 0x7F && value[c.at] != ';')
            c.at++;
        if (c.at == start)
            return c.at;
    }
    return CHECK_FITS;
}

static check_piece trimmed(const uint8_t *value, size_t from, size_t to)
{
    while (from < to && check_is_ows(value[from]))
        from++;
    while (to > from && check_is_ows(value[to - 1]))
        to--;
    return (check_piece){from, to - from};
}

static size_t find(const uint8_t *value, size_t from, size_t to, char byte)
{
    while (from < to && value[from] != (uint8_t)byte)
        from++;
    return from;
}

check_piece check_cookie_name(const uint8_t *value, size_t len)
{
    size_t end = find(value, 0, len, ';');
    size_t equals = find(value, 0, end, '=');

    return equals == end ? (check_piece){0, 0} : trimmed(value, 0, equals);
}

bool check_next_attribute(const uint8_t *value, size_t len, size_t *at, check_attribute *attribute)
{
    size_t start = 0;
    size_t end = 0;
    size_t equals = 0;

    if (*at == 0)
        *at = find(value, 0, len, ';');
    if (*at >= len)
        return false;
    start = *at + 1;
    end = find(value, start, len, ';');
    equals = find(value, start, end, '=');
    attribute->name = trimmed(value, start, equals);
    attribute->value = equals == end ? (check_piece){end, 0} : trimmed(value, equals + 1, end);
    *at = end;
    return true;
}
