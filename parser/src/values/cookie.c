/* SPDX-License-Identifier: MIT */
/* Cookie and Set-Cookie as they are to be written, RFC 6265 section 4. How user agents read them is in
 * cookie_receive.c. */
#include <string.h>

#include <h1/cookies.h>

#include "parser/src/values/cursor.h"

/* cookie-octet = %x21 / %x23-2B / %x2D-3A / %x3C-5B / %x5D-7E: no white space, DQUOTE, comma, semicolon, backslash */
static bool is_cookie_octet(uint8_t byte)
{
    return byte > ' ' && byte < 0x7F && byte != '"' && byte != ',' && byte != ';' && byte != '\\';
}

/* cookie-pair  = cookie-name "=" cookie-value                                 RFC 6265 section 4.1.1
 * cookie-name  = token
 * cookie-value = *cookie-octet / ( DQUOTE *cookie-octet DQUOTE ) */
static bool take_pair(h1i_cursor *c, h1_cookie *cookie)
{
    uint32_t start = c->at;
    bool quoted;

    if (!h1i_take_token(c))
        return false;
    cookie->name = h1i_since(c, start);
    if (!h1i_take_byte(c, '='))
        return false;
    start = c->at;
    quoted = h1i_take_byte(c, '"');
    while (c->at < c->len && is_cookie_octet(c->bytes[c->at]))
        c->at++;
    if (quoted && !h1i_take_byte(c, '"'))
        return false;
    cookie->value = h1i_since(c, start);
    return true;
}

/* cookie-string = cookie-pair *( ";" SP cookie-pair )                         RFC 6265 section 4.2.1 */
h1_value h1_cookie_next(const uint8_t *value, size_t len, size_t *at, h1_cookie *cookie)
{
    h1i_cursor c = h1i_cursor_at(value, len, *at);

    memset(cookie, 0, sizeof *cookie);
    if (c.at > 0 && c.at == c.len)
        return H1_VALUE_NONE;
    if (c.at > 0 && !h1i_take_text(&c, "; "))
        return h1i_piece_end(&c, false, at);
    return h1i_piece_end(&c, take_pair(&c, cookie), at);
}

/* set-cookie-string = cookie-pair *( ";" SP cookie-av )                       RFC 6265 section 4.1.1
 * cookie-av         = expires-av / max-age-av / domain-av / path-av / secure-av / httponly-av / extension-av
 * extension-av      = <any CHAR except CTLs or ";">, which whatever the others exclude fits as well */
h1_value h1_set_cookie_read(const uint8_t *value, size_t len, h1_cookie *cookie, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    uint32_t start;

    memset(cookie, 0, sizeof *cookie);
    if (!take_pair(&c, cookie))
        return h1i_value_end(&c, false, bad);
    cookie->attributes.at = c.at;
    while (c.at < c.len) {
        if (!h1i_take_text(&c, "; "))
            return h1i_value_end(&c, false, bad);
        start = c.at;
        while (c.at < c.len && value[c.at] >= ' ' && value[c.at] < 0x7F && value[c.at] != ';')
            c.at++;
        if (c.at == start)
            return h1i_value_end(&c, false, bad);
    }
    cookie->attributes = h1i_since(&c, cookie->attributes.at);
    return h1i_value_end(&c, true, bad);
}
