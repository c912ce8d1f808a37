/* SPDX-License-Identifier: MIT */
/* Percent-coding, and the pairs of a query. */
#include "parser/src/values/uri.h"

#include "parser/src/bytes.h"
#include "parser/src/values/sink.h"

static bool may_stand(uint8_t byte, h1_component where)
{
    switch (where) {
    case H1_IN_ANY:
    case H1_IN_PAIR:
        return h1i_is_unreserved(byte);
    case H1_IN_HOST:
        return h1i_is(byte, H1I_REG_NAME);
    case H1_IN_USERINFO:
        return h1i_is(byte, H1I_REG_NAME) || byte == ':';
    case H1_IN_SEGMENT:
        return h1i_is(byte, H1I_PATH) && byte != '/';
    case H1_IN_PATH:
        return h1i_is(byte, H1I_PATH);
    case H1_IN_QUERY:
        break;
    }
    return h1i_is(byte, H1I_PATH) || byte == '?';
}

/* "For consistency, URI producers ... should use uppercase hexadecimal digits": RFC 3986 section 2.1. */
h1_value h1_percent_encode(const uint8_t *bytes, size_t len, h1_component where, uint8_t *out, size_t size, size_t *got)
{
    static const char digits[] = "0123456789ABCDEF";
    h1i_sink sink = {out, size, 0};

    for (size_t i = 0; i < len; i++) {
        if (may_stand(bytes[i], where)) {
            h1i_put(&sink, bytes[i]);
        } else if (where == H1_IN_PAIR && bytes[i] == ' ') {
            h1i_put(&sink, '+');
        } else {
            h1i_put(&sink, '%');
            h1i_put(&sink, (uint8_t)digits[bytes[i] >> 4]);
            h1i_put(&sink, (uint8_t)digits[bytes[i] & 0x0F]);
        }
    }
    return h1i_sink_end(&sink, H1_VALUE_OK, got);
}

static h1_value decode(const uint8_t *value, size_t len, bool plus_is_space, h1i_sink *sink, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    bool fitted = true;

    while (fitted && c.at < c.len) {
        uint8_t byte = value[c.at];
        if (byte == '%') {
            fitted = h1i_take_percent(&c);
            if (fitted)
                h1i_put(sink, (uint8_t)(h1i_hex_value(value[c.at - 2]) << 4 | h1i_hex_value(value[c.at - 1])));
        } else {
            fitted = h1i_is(byte, H1I_URI);
            if (fitted) {
                h1i_put(sink, plus_is_space && byte == '+' ? ' ' : byte);
                c.at++;
            }
        }
    }
    return h1i_value_end(&c, fitted, bad);
}

h1_value h1_percent_decode(const uint8_t *value, size_t len, uint8_t *out, size_t size, size_t *got, size_t *bad)
{
    h1i_sink sink = {out, size, 0};

    return h1i_sink_end(&sink, decode(value, len, false, &sink, bad), got);
}

h1_value h1_percent_decode_in_place(uint8_t *bytes, size_t len, size_t *got, size_t *bad)
{
    return h1_percent_decode(bytes, len, bytes, len, got, bad);
}

h1_value h1_pair_decode(const uint8_t *value, size_t len, uint8_t *out, size_t size, size_t *got, size_t *bad)
{
    h1i_sink sink = {out, size, 0};

    return h1i_sink_end(&sink, decode(value, len, true, &sink, bad), got);
}

/* pair = *( any byte of a query but "&" and "=" ) [ "=" *( any but "&" ) ] */
h1_value h1_pair_next(const uint8_t *query, size_t len, size_t *at, h1_pair *pair)
{
    h1i_cursor c = h1i_cursor_at(query, len, *at);
    bool fitted = true;

    while (h1i_take_byte(&c, '&'))
        ;
    *at = c.at;
    if (c.at == c.len && !c.too_long)
        return H1_VALUE_NONE;
    *pair = (h1_pair){{c.at, 0}, {c.at, 0}, false};
    while (fitted && c.at < c.len && c.bytes[c.at] != '&') {
        uint8_t byte = c.bytes[c.at];
        if (byte == '%') {
            fitted = h1i_take_percent(&c);
            continue;
        }
        if (byte == '=' && !pair->has_value) {
            pair->name = h1i_since(&c, pair->name.at);
            pair->value.at = c.at + 1;
            pair->has_value = true;
        }
        fitted = h1i_is(byte, H1I_PATH) || byte == '?';
        c.at += fitted;
    }
    if (pair->has_value)
        pair->value = h1i_since(&c, pair->value.at);
    else
        *pair = (h1_pair){h1i_since(&c, pair->name.at), {c.at, 0}, false};
    return h1i_piece_end(&c, fitted, at);
}
