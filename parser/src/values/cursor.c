/* SPDX-License-Identifier: MIT */
/* See cursor.h. */
#include "parser/src/values/cursor.h"

#include "parser/src/bytes.h"

h1i_cursor h1i_cursor_of(const uint8_t *value, size_t len)
{
    bool too_long = len > UINT32_MAX;

    return (h1i_cursor){value, too_long ? 0 : (uint32_t)len, 0, too_long, false};
}

h1i_cursor h1i_cursor_at(const uint8_t *value, size_t len, size_t at)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    c.at = at < c.len ? (uint32_t)at : c.len;
    return c;
}

int h1i_peek(const h1i_cursor *c)
{
    return c->at < c->len ? c->bytes[c->at] : -1;
}

bool h1i_take_byte(h1i_cursor *c, char byte)
{
    if (h1i_peek(c) != (uint8_t)byte)
        return false;
    c->at++;
    return true;
}

bool h1i_take_text(h1i_cursor *c, const char *text)
{
    for (; *text != '\0'; text++) {
        if (!h1i_take_byte(c, *text))
            return false;
    }
    return true;
}

bool h1i_take_digits(h1i_cursor *c, unsigned count)
{
    for (; count > 0; count--) {
        if (c->at == c->len || !h1i_is(c->bytes[c->at], H1I_DIGIT))
            return false;
        c->at++;
    }
    return true;
}

bool h1i_take_number(h1i_cursor *c, uint64_t *value)
{
    uint32_t start = c->at;
    uint64_t number = 0;

    while (c->at < c->len && h1i_is(c->bytes[c->at], H1I_DIGIT)) {
        uint64_t digit = (uint64_t)(c->bytes[c->at++] - '0');
        number = number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : number * 10 + digit;
    }
    *value = number;
    return c->at > start;
}

uint32_t h1i_take_class(h1i_cursor *c, unsigned class)
{
    uint32_t start = c->at;

    while (c->at < c->len && h1i_is(c->bytes[c->at], class))
        c->at++;
    return c->at - start;
}

/* token = 1*tchar                                                             RFC 9110 section 5.6.2 */
bool h1i_take_token(h1i_cursor *c)
{
    return h1i_take_class(c, H1I_TCHAR) > 0;
}

/* What qdtext, ctext and quoted-pair have in common: HTAB / SP / VCHAR / obs-text. */
static bool is_text(const h1i_cursor *c)
{
    return c->at < c->len && (h1i_is_blank(c->bytes[c->at]) || h1i_is(c->bytes[c->at], H1I_VISIBLE));
}

/* One byte, or two of a quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text ). */
static bool take_text_or_pair(h1i_cursor *c)
{
    (void)h1i_take_byte(c, '\\');
    if (!is_text(c))
        return false;
    c->at++;
    return true;
}

/* quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE                     RFC 9110 section 5.6.4
 * qdtext        = HTAB / SP / %x21 / %x23-5B / %x5D-7E / obs-text */
bool h1i_take_quoted(h1i_cursor *c)
{
    if (!h1i_take_byte(c, '"'))
        return false;
    while (h1i_peek(c) != '"') {
        if (!take_text_or_pair(c))
            return false;
    }
    return h1i_take_byte(c, '"');
}

/* comment = "(" *( ctext / quoted-pair / comment ) ")"                        RFC 9110 section 5.6.5
 * ctext   = HTAB / SP / %x21-27 / %x2A-5B / %x5D-7E / obs-text
 * The depth is a count, so that no sender decides how deep our stack goes. */
bool h1i_take_comment(h1i_cursor *c)
{
    uint32_t depth = 1;

    if (!h1i_take_byte(c, '('))
        return false;
    while (depth > 0) {
        if (h1i_take_byte(c, '('))
            depth++;
        else if (h1i_take_byte(c, ')'))
            depth--;
        else if (!take_text_or_pair(c))
            return false;
    }
    return true;
}

bool h1i_take_argument(h1i_cursor *c)
{
    return h1i_peek(c) == '"' ? h1i_take_quoted(c) : h1i_take_token(c);
}

uint32_t h1i_skip_blank(h1i_cursor *c)
{
    uint32_t start = c->at;

    while (c->at < c->len && h1i_is_blank(c->bytes[c->at]))
        c->at++;
    return c->at - start;
}

/* parameter       = parameter-name "=" parameter-value                        RFC 9110 section 5.6.6
 * parameter-name  = token
 * parameter-value = ( token / quoted-string ) */
bool h1i_take_parameter(h1i_cursor *c, bool blanks, h1_parameter *parameter)
{
    uint32_t start = c->at;

    if (!h1i_take_token(c))
        return false;
    parameter->name = h1i_since(c, start);
    if (blanks)
        (void)h1i_skip_blank(c);
    if (!h1i_take_byte(c, '='))
        return false;
    if (blanks)
        (void)h1i_skip_blank(c);
    start = c->at;
    if (!h1i_take_argument(c))
        return false;
    parameter->value = h1i_since(c, start);
    return true;
}

/* parameters = *( OWS ";" OWS [ parameter ] )                                 RFC 9110 section 5.6.6 */
bool h1i_take_parameters(h1i_cursor *c)
{
    h1_parameter ignored;

    for (;;) {
        uint32_t before = c->at;
        (void)h1i_skip_blank(c);
        if (!h1i_take_byte(c, ';')) {
            c->at = before;
            return true;
        }
        (void)h1i_skip_blank(c);
        if (c->at < c->len && h1i_is(c->bytes[c->at], H1I_TCHAR) && !h1i_take_parameter(c, false, &ignored))
            return false;
    }
}

h1_span h1i_since(const h1i_cursor *c, uint32_t from)
{
    return (h1_span){from, c->at - from};
}

bool h1i_rule_out(h1i_cursor *c, uint32_t at)
{
    c->at = at;
    c->ruled_out = true;
    return false;
}

static h1_value result_of(const h1i_cursor *c, bool fitted)
{
    if (c->too_long)
        return H1_VALUE_LONG;
    if (c->ruled_out)
        return H1_VALUE_RULED_OUT;
    if (fitted)
        return H1_VALUE_OK;
    return c->at == c->len ? H1_VALUE_ENDS : H1_VALUE_BYTE;
}

h1_value h1i_value_end(const h1i_cursor *c, bool fitted, size_t *bad)
{
    *bad = c->too_long ? UINT32_MAX : c->at;
    return result_of(c, fitted && c->at == c->len);
}

h1_value h1i_piece_end(const h1i_cursor *c, bool fitted, size_t *at)
{
    *at = c->too_long ? UINT32_MAX : c->at;
    return result_of(c, fitted);
}

bool h1i_take_list(h1i_cursor *c, h1i_element *take, unsigned least)
{
    bool any = false;

    for (;;) {
        (void)h1i_skip_blank(c);
        if (h1i_take_byte(c, ','))
            continue;
        if (c->at == c->len)
            return any || least == 0;
        if (!take(c))
            return false;
        any = true;
        (void)h1i_skip_blank(c);
        if (c->at < c->len && !h1i_take_byte(c, ','))
            return false;
    }
}
