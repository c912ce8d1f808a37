/* SPDX-License-Identifier: MIT */
/* URI references, taken apart. What HTTP asks of a request-target beyond the grammar is in target.c. */
#include "parser/src/values/uri.h"

#include <string.h>

#include "parser/src/bytes.h"
#include "parser/src/uri/ip6_step.h"

/* pct-encoded = "%" HEXDIG HEXDIG                                             RFC 3986 section 2.1 */
bool h1i_take_percent(h1i_cursor *c)
{
    c->at++;
    for (int digit = 0; digit < 2; digit++) {
        if (c->at == c->len || !h1i_is(c->bytes[c->at], H1I_HEXDIG))
            return false;
        c->at++;
    }
    return true;
}

bool h1i_take_uri_run(h1i_cursor *c, unsigned class, char more)
{
    for (;;) {
        (void)h1i_take_class(c, class);
        if (h1i_peek(c) == '%') {
            if (!h1i_take_percent(c))
                return false;
        } else if (more == '\0' || !h1i_take_byte(c, more)) {
            return true;
        }
    }
}

/* scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )                         RFC 3986 section 3.1
 * Without a ":" behind it, it is the start of a path: the cursor stays. */
static void take_scheme(h1i_cursor *c, h1_uri *uri)
{
    h1i_cursor ahead = *c;

    if (c->len == 0 || !h1i_is_alpha(c->bytes[0]))
        return;
    (void)h1i_take_class(&ahead, H1I_SCHEME);
    if (h1i_peek(&ahead) != ':')
        return;
    uri->scheme = h1i_since(&ahead, 0);
    uri->has |= H1_URI_SCHEME;
    c->at = ahead.at + 1;
}

/* IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )            RFC 3986 section 3.2.2 */
static bool take_ip_future(h1i_cursor *c)
{
    uint32_t start;

    c->at++;
    if (h1i_take_class(c, H1I_HEXDIG) == 0 || !h1i_take_byte(c, '.'))
        return false;
    start = c->at;
    do {
        (void)h1i_take_class(c, H1I_REG_NAME);
    } while (h1i_take_byte(c, ':'));
    return c->at > start;
}

static bool take_ip6(h1i_cursor *c)
{
    h1_ip6_state ip;

    memset(&ip, 0, sizeof ip);
    for (; c->at < c->len; c->at++) {
        if (c->bytes[c->at] == ']' || !h1i_ip6_step(&ip, c->bytes[c->at]))
            break;
    }
    return h1i_peek(c) == ']' && h1i_ip6_end(&ip);
}

/* IP-literal = "[" ( IPv6address / IPvFuture ) "]"                            RFC 3986 section 3.2.2 */
static bool take_ip_literal(h1i_cursor *c, h1_uri *uri)
{
    bool future;

    c->at++;
    future = h1i_peek(c) == 'v' || h1i_peek(c) == 'V';
    uri->host_kind = future ? H1_HOST_IP_FUTURE : H1_HOST_IP6;
    return (future ? take_ip_future(c) : take_ip6(c)) && h1i_take_byte(c, ']');
}

/* IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet           RFC 3986 section 3.2.2 */
static bool is_ip4(const uint8_t *bytes, h1_span host)
{
    h1i_cursor c = h1i_cursor_of(bytes + host.at, host.len);

    for (int i = 0; i < 4; i++) {
        uint64_t value = 0;
        uint32_t start;
        if (i > 0 && !h1i_take_byte(&c, '.'))
            return false;
        start = c.at;
        if (!h1i_take_number(&c, &value) || value > 255 || (c.at - start > 1 && c.bytes[start] == '0'))
            return false;
    }
    return c.at == c.len;
}

/* host     = IP-literal / IPv4address / reg-name                              RFC 3986 section 3.2.2
 * reg-name = *( unreserved / pct-encoded / sub-delims ) */
static bool take_host(h1i_cursor *c, h1_uri *uri)
{
    uint32_t start = c->at;
    bool literal = h1i_peek(c) == '[';

    if (literal ? !take_ip_literal(c, uri) : !h1i_take_uri_run(c, H1I_REG_NAME, '\0'))
        return false;
    uri->host = h1i_since(c, start);
    uri->has |= H1_URI_AUTHORITY;
    if (!literal && uri->host.len > 0)
        uri->host_kind = is_ip4(c->bytes, uri->host) ? H1_HOST_IP4 : H1_HOST_NAME;
    return true;
}

/* port = *DIGIT                                                               RFC 3986 section 3.2.3 */
static void take_port(h1i_cursor *c, h1_uri *uri)
{
    uint32_t start = c->at;
    uint64_t number = 0;

    (void)h1i_take_number(c, &number);
    uri->port = h1i_since(c, start);
    uri->port_number = number > UINT16_MAX ? UINT16_MAX + 1 : (uint32_t)number;
    uri->has |= H1_URI_PORT;
}

bool h1i_take_host_port(h1i_cursor *c, h1_uri *uri)
{
    if (!take_host(c, uri))
        return false;
    if (h1i_take_byte(c, ':'))
        take_port(c, uri);
    return true;
}

static bool ends_authority(int byte)
{
    return byte == '/' || byte == '?' || byte == '#' || byte == -1;
}

/* userinfo = *( unreserved / pct-encoded / sub-delims / ":" ), if such bytes and an "@" are there: all of them may also
 * be a host's, and what is neither is judged as a host. */
static void take_userinfo(h1i_cursor *c, h1_uri *uri)
{
    h1i_cursor ahead = *c;

    if (!h1i_take_uri_run(&ahead, H1I_REG_NAME, ':') || h1i_peek(&ahead) != '@')
        return;
    uri->userinfo = h1i_since(&ahead, c->at);
    uri->has |= H1_URI_USERINFO;
    c->at = ahead.at + 1;
}

/* authority = [ userinfo "@" ] host [ ":" port ]                              RFC 3986 section 3.2 */
static bool take_authority(h1i_cursor *c, h1_uri *uri)
{
    take_userinfo(c, uri);
    return h1i_take_host_port(c, uri) && ends_authority(h1i_peek(c));
}

/* path-noscheme: without a scheme, the first segment has no ":", which would look like one. */
static bool take_path(h1i_cursor *c, h1_uri *uri)
{
    uint32_t start = c->at;

    if ((uri->has & (H1_URI_SCHEME | H1_URI_AUTHORITY)) == 0) {
        if (!h1i_take_uri_run(c, H1I_REG_NAME, '@') || h1i_peek(c) == ':')
            return false;
    }
    if (!h1i_take_uri_run(c, H1I_PATH, '\0'))
        return false;
    uri->path = h1i_since(c, start);
    return true;
}

/* query = *( pchar / "/" / "?" ), as is fragment                              RFC 3986 sections 3.4 and 3.5 */
static bool take_tail(h1i_cursor *c, h1_uri *uri, h1_span *part, unsigned bit)
{
    part->at = c->at;
    if (!h1i_take_uri_run(c, H1I_PATH, '?'))
        return false;
    *part = h1i_since(c, part->at);
    uri->has = (uint8_t)(uri->has | bit);
    return true;
}

/* URI-reference = URI / relative-ref                                          RFC 3986 section 4.1
 * URI           = scheme ":" hier-part [ "?" query ] [ "#" fragment ]
 * relative-ref  = relative-part [ "?" query ] [ "#" fragment ] */
bool h1i_take_reference(h1i_cursor *c, h1_uri *uri)
{
    memset(uri, 0, sizeof *uri);
    take_scheme(c, uri);
    if (c->len - c->at >= 2 && c->bytes[c->at] == '/' && c->bytes[c->at + 1] == '/') {
        c->at += 2;
        if (!take_authority(c, uri))
            return false;
    }
    if (!take_path(c, uri))
        return false;
    if (h1i_take_byte(c, '?') && !take_tail(c, uri, &uri->query, H1_URI_QUERY))
        return false;
    return !h1i_take_byte(c, '#') || take_tail(c, uri, &uri->fragment, H1_URI_FRAGMENT);
}

h1_value h1_uri_reference_read(const uint8_t *value, size_t len, h1_uri *uri, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_reference(&c, uri), bad);
}

/* No fragment was begun, or the cursor goes to its "#". */
static bool without_fragment(h1i_cursor *c, const h1_uri *uri)
{
    if (uri->fragment.at == 0)
        return true;
    c->at = uri->fragment.at - 1;
    return false;
}

/* absolute-URI = scheme ":" hier-part [ "?" query ]                           RFC 3986 section 4.3 */
h1_value h1_uri_absolute_read(const uint8_t *value, size_t len, h1_uri *uri, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    bool fitted = h1i_take_reference(&c, uri);

    if ((uri->has & H1_URI_SCHEME) == 0) {
        c.at = 0;
        if (c.len > 0 && h1i_is_alpha(value[0]))
            (void)h1i_take_class(&c, H1I_SCHEME);
        return h1i_value_end(&c, false, bad);
    }
    return h1i_value_end(&c, without_fragment(&c, uri) && fitted, bad);
}

/* Referer     = absolute-URI / partial-URI                                    RFC 9110 section 10.1.3
 * partial-URI = relative-part [ "?" query ] */
h1_value h1_referer_read(const uint8_t *value, size_t len, h1_uri *uri, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    bool fitted = h1i_take_reference(&c, uri);

    fitted = without_fragment(&c, uri) && fitted;
    if (fitted && (uri->has & H1_URI_USERINFO) != 0)
        fitted = h1i_rule_out(&c, uri->userinfo.at);
    return h1i_value_end(&c, fitted, bad);
}

uint16_t h1_scheme_port(const uint8_t *scheme, size_t len)
{
    if (h1_same_word(scheme, len, "http") || h1_same_word(scheme, len, "ws"))
        return 80;
    return h1_same_word(scheme, len, "https") || h1_same_word(scheme, len, "wss") ? 443 : 0;
}

uint32_t h1_uri_port(const uint8_t *value, const h1_uri *uri)
{
    return uri->port.len > 0 ? uri->port_number : h1_scheme_port(value + uri->scheme.at, uri->scheme.len);
}

bool h1_uri_is_http(const uint8_t *value, const h1_uri *uri)
{
    return h1_same_word(value + uri->scheme.at, uri->scheme.len, "http") ||
           h1_same_word(value + uri->scheme.at, uri->scheme.len, "https");
}

/* path-abempty = *( "/" segment )                                             RFC 3986 section 3.3
 * segment      = *pchar */
h1_value h1_segment_next(const uint8_t *path, size_t len, size_t *at, h1_span *segment)
{
    h1i_cursor c = h1i_cursor_at(path, len, *at);
    bool fitted;

    if (c.at == c.len && !c.too_long)
        return H1_VALUE_NONE;
    fitted = h1i_take_byte(&c, '/');
    segment->at = c.at;
    while (fitted && c.at < c.len && c.bytes[c.at] != '/') {
        if (h1i_peek(&c) == '%')
            fitted = h1i_take_percent(&c);
        else if (h1i_is(c.bytes[c.at], H1I_PATH))
            c.at++;
        else
            fitted = false;
    }
    *segment = h1i_since(&c, segment->at);
    return h1i_piece_end(&c, fitted, at);
}
