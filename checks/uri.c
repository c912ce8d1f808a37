/* SPDX-License-Identifier: MIT */
/* See uri.h. */
#include "uri.h"

#include "words.h"

#include <string.h>

/* unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"                          RFC 3986 sections 2.2 and 2.3
 * sub-delims = "!" / "$" / "&" / "'" / "(" / ")" / "*" / "+" / "," / ";" / "=" */
static bool is_plain(uint8_t byte)
{
    return check_is_alpha(byte) || check_is_digit(byte) || (byte != '\0' && strchr("-._~!$&'()*+,;=", byte) != NULL);
}

static bool is_hex(uint8_t byte)
{
    uint8_t lower = (uint8_t)(byte | 0x20);

    return check_is_digit(byte) || (lower >= 'a' && lower <= 'f');
}

/* *( unreserved / sub-delims / pct-encoded / any of more ), up to the first byte that is none of them. False where a
 * "%" isn't followed by two hexadecimal digits: the cursor is on the byte that should be one. */
static bool take_run(check_cursor *c, const char *more)
{
    while (c->at < c->len) {
        uint8_t byte = c->bytes[c->at];
        if (byte == '%') {
            for (int digit = 0; digit < 2; digit++) {
                c->at++;
                if (c->at == c->len || !is_hex(c->bytes[c->at]))
                    return false;
            }
        } else if (!is_plain(byte) && (byte == '\0' || strchr(more, byte) == NULL)) {
            return true;
        }
        c->at++;
    }
    return true;
}

/* scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )                         RFC 3986 section 3.1 */
static void take_scheme(check_cursor *c, check_uri *uri)
{
    size_t end = 0;

    if (c->len == 0 || !check_is_alpha(c->bytes[0]))
        return;
    while (end < c->len && (check_is_alpha(c->bytes[end]) || check_is_digit(c->bytes[end]) || c->bytes[end] == '+' ||
                            c->bytes[end] == '-' || c->bytes[end] == '.'))
        end++;
    if (end < c->len && c->bytes[end] == ':') {
        uri->scheme = (check_part){true, 0, end};
        c->at = end + 1;
    }
}

/* 1*4HEXDIG; 0 where there is none, 5 where there are more than four. */
static size_t hex_run(const check_cursor *c)
{
    size_t run = 0;

    while (run < 5 && c->at + run < c->len && is_hex(c->bytes[c->at + run]))
        run++;
    return run;
}

/* dec-octet 4 times with dots between, none above 255 and none with a leading zero. */
static bool take_ip4(check_cursor *c)
{
    for (int i = 0; i < 4; i++) {
        size_t start = c->at;
        uint64_t value = 0;
        if (i > 0 && !check_take_byte(c, '.'))
            return false;
        start = c->at;
        if (!check_take_number(c, &value))
            return false;
        if (value > 255 || (c->at - start > 1 && c->bytes[start] == '0')) {
            c->at = start;
            return false;
        }
    }
    return true;
}

/* h16 or, for two of them, an IPv4address; adds to *groups what it took. */
static bool take_ip6_group(check_cursor *c, unsigned *groups)
{
    size_t run = hex_run(c);

    if (run > 0 && c->at + run < c->len && c->bytes[c->at + run] == '.') {
        *groups += 2;
        return take_ip4(c) && check_peek(c) == ']';
    }
    c->at += run < 4 ? run : 4;
    *groups += 1;
    return run > 0 && run < 5;
}

/* IPv6address: eight groups of 16 bits, of which one "::" may stand for one or more     RFC 3986 section 3.2.2 */
static bool take_ip6(check_cursor *c)
{
    unsigned groups = 0;
    bool gap = check_take_text(c, "::");

    if (!gap && c->bytes[c->at - 1] == ':')
        return false;
    while (check_peek(c) != ']') {
        if (!take_ip6_group(c, &groups) || groups > (gap ? 7u : 8u))
            return false;
        if (groups == (gap ? 7u : 8u) || check_peek(c) == ']')
            break;
        if (!check_take_byte(c, ':'))
            return false;
        if (!gap && check_take_byte(c, ':'))
            gap = true;
        else if (check_peek(c) == ']')
            return false;
    }
    return (gap || groups == 8) && check_peek(c) == ']';
}

/* IP-literal = "[" ( IPv6address / IPvFuture ) "]"                            RFC 3986 section 3.2.2
 * IPvFuture  = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ) */
static bool take_ip_literal(check_cursor *c)
{
    if (!check_take_byte(c, '['))
        return false;
    if (check_peek(c) == 'v' || check_peek(c) == 'V') {
        size_t start = 0;
        c->at++;
        start = c->at;
        while (c->at < c->len && is_hex(c->bytes[c->at]))
            c->at++;
        if (c->at == start || !check_take_byte(c, '.'))
            return false;
        start = c->at;
        while (c->at < c->len && (is_plain(c->bytes[c->at]) || c->bytes[c->at] == ':'))
            c->at++;
        return c->at > start && check_take_byte(c, ']');
    }
    return take_ip6(c) && check_take_byte(c, ']');
}

/* userinfo = *( unreserved / pct-encoded / sub-delims / ":" ), up to an "@" that stands before the path. */
static bool take_userinfo(check_cursor *c, check_uri *uri)
{
    size_t start = c->at;
    size_t end = start;

    while (end < c->len && c->bytes[end] != '@' && c->bytes[end] != '/' && c->bytes[end] != '?' && c->bytes[end] != '#')
        end++;
    if (end == c->len || c->bytes[end] != '@')
        return true;
    if (!take_run(c, ":") || c->at != end)
        return false;
    uri->userinfo = (check_part){true, start, end - start};
    c->at = end + 1;
    return true;
}

/* authority = [ userinfo "@" ] host [ ":" port ]                              RFC 3986 section 3.2
 * host      = IP-literal / IPv4address / reg-name; an IPv4address is a reg-name as far as bytes go */
static bool take_authority(check_cursor *c, check_uri *uri)
{
    size_t host = 0;
    uint64_t port = 0;

    if (!take_userinfo(c, uri))
        return false;
    host = c->at;
    if (check_peek(c) == '[' ? !take_ip_literal(c) : !take_run(c, ""))
        return false;
    uri->host = (check_part){true, host, c->at - host};
    if (check_take_byte(c, ':'))
        (void)check_take_number(c, &port);
    return c->at == c->len || c->bytes[c->at] == '/' || c->bytes[c->at] == '?' || c->bytes[c->at] == '#';
}

/* path-noscheme: without a scheme, the first segment has no ":", which would look like one. */
static bool take_path(check_cursor *c, const check_uri *uri)
{
    if (!uri->scheme.there && !uri->host.there && !take_run(c, "@"))
        return false;
    if (c->at < c->len && c->bytes[c->at] == ':' && !uri->scheme.there && !uri->host.there)
        return false;
    return take_run(c, ":@/");
}

/* URI-reference = URI / relative-ref                                          RFC 3986 section 4.1
 * URI           = scheme ":" hier-part [ "?" query ] [ "#" fragment ]
 * relative-ref  = relative-part [ "?" query ] [ "#" fragment ]
 * query         = *( pchar / "/" / "?" ), as is fragment */
size_t check_uri_reference(const uint8_t *value, size_t len, check_uri *uri)
{
    check_cursor c = {value, len, 0};

    memset(uri, 0, sizeof *uri);
    take_scheme(&c, uri);
    if (len - c.at >= 2 && value[c.at] == '/' && value[c.at + 1] == '/') {
        c.at += 2;
        if (!take_authority(&c, uri))
            return c.at;
    }
    if (!take_path(&c, uri))
        return c.at;
    if (check_take_byte(&c, '?') && !take_run(&c, ":@/?"))
        return c.at;
    if (check_take_byte(&c, '#')) {
        size_t start = c.at;
        if (!take_run(&c, ":@/?"))
            return c.at;
        uri->fragment = (check_part){true, start, c.at - start};
    }
    return check_verdict(&c, true);
}

bool check_uri_is_http(const uint8_t *value, const check_uri *uri)
{
    return uri->scheme.there &&
           (check_same_word(value, uri->scheme.len, "http") || check_same_word(value, uri->scheme.len, "https"));
}
