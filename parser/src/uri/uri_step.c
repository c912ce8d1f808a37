/* SPDX-License-Identifier: MIT */
/* See uri_step.h.
 *
 *   request-target = origin-form / absolute-form / authority-form / asterisk-form          RFC 9112 section 3.2
 *   origin-form    = absolute-path [ "?" query ]
 *   absolute-form  = absolute-URI = scheme ":" hier-part [ "?" query ]                     RFC 3986 section 4.3
 *   hier-part      = "//" authority path-abempty / path-absolute / path-rootless / path-empty
 *   authority-form = uri-host ":" port
 *   asterisk-form  = "*"
 *
 * A state is named after what was read last. Where the RFCs refuse something that the grammar has (userinfo or an empty
 * host in http, a port that is none), the fault is reported at the byte with which it is certain. */
#include "parser/src/uri/uri_step.h"

#include <string.h>

#include "parser/src/bytes.h"
#include "parser/src/number.h"
#include "parser/src/uri/ip6_step.h"

enum uri_state {
    START,
    ASTERISK,
    SCHEME,
    SCHEME_COLON, /* scheme ":" */
    ONLY_DIGITS,  /* scheme ":" 1*DIGIT, which may also be host ":" port */
    SCHEME_SLASH, /* scheme ":/" */
    HOST,         /* at the start of, or in, a reg-name or IPv4address */
    BRACKET,      /* "[" */
    IP6,          /* in an IPv6address */
    FUTURE,       /* "v" *HEXDIG */
    FUTURE_DOT,   /* "v" 1*HEXDIG "." *( unreserved / sub-delims / ":" ) */
    LITERAL_END,  /* "]" */
    PORT,         /* host ":" *DIGIT */
    USERINFO,     /* host ":" that can only be userinfo: an "@" has to come */
    PATH,
    QUERY,
    PERCENT,       /* "%" */
    PERCENT_DIGIT, /* "%" HEXDIG */
    ASTRAY,        /* audit: behind a fault after which the form isn't known */
};

enum uri_flag {
    HTTP = 1,          /* the scheme is http or https */
    ABSOLUTE = 2,      /* a scheme was read */
    HOST_SEEN = 4,     /* the host has a byte */
    USERINFO_SEEN = 8, /* an "@" was read */
    PORT_TOO_BIG = 16,
    NUL_SEEN = 32,   /* %00 in the host */
    ZERO_DIGIT = 64, /* the first digit behind "%" is 0 */
    ENDED = 128,     /* the authority was judged as a whole */
};

void h1i_uri_init(h1_uri_state *uri, h1i_uri_kind kind)
{
    memset(uri, 0, sizeof *uri);
    uri->kind = (uint8_t)kind;
    uri->state = kind == H1I_URI_CONNECT || kind == H1I_URI_HOST ? HOST : START;
}

static bool has(const h1_uri_state *uri, unsigned flag)
{
    return (uri->flags & flag) != 0;
}

static void set(h1_uri_state *uri, unsigned flag)
{
    uri->flags = (uint8_t)(uri->flags | flag);
}

static h1i_uri_result go(h1_uri_state *uri, enum uri_state state)
{
    uri->state = (uint8_t)state;
    return H1I_URI_OK;
}

/* A fault behind which nothing is known but the bytes that no URI has. */
static h1i_uri_result astray(h1_uri_state *uri, uint8_t byte, h1i_uri_result otherwise)
{
    bool in_grammar = h1i_is(byte, H1I_URI);

    uri->state = in_grammar ? ASTRAY : uri->state;
    return in_grammar ? otherwise : H1I_URI_BYTE;
}

/* Whether an "@" is part of the grammar here: in URIs of schemes that aren't HTTP's own. */
static bool userinfo_allowed(const h1_uri_state *uri)
{
    return has(uri, ABSOLUTE) && !has(uri, HTTP) && !has(uri, USERINFO_SEEN);
}

/* pct-encoded = "%" HEXDIG HEXDIG                                                       RFC 3986 section 2.1 */
static h1i_uri_result percent(h1_uri_state *uri)
{
    uri->back = uri->state;
    return go(uri, PERCENT);
}

static h1i_uri_result step_percent(h1_uri_state *uri, uint8_t byte)
{
    uri->count = uri->state == PERCENT ? 1 : 2;
    if (!h1i_is(byte, H1I_HEXDIG)) {
        uri->state = uri->back;
        return H1I_URI_PERCENT;
    }
    if (uri->state == PERCENT) {
        uri->flags = (uint8_t)(byte == '0' ? uri->flags | ZERO_DIGIT : uri->flags & ~ZERO_DIGIT);
        return go(uri, PERCENT_DIGIT);
    }
    uri->state = uri->back;
    if (uri->back != HOST || byte != '0' || !has(uri, ZERO_DIGIT))
        return H1I_URI_OK;
    set(uri, NUL_SEEN);
    return userinfo_allowed(uri) ? H1I_URI_OK : H1I_URI_HOST_NUL;
}

/* scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )                                   RFC 3986 section 3.1
 * count is how many bytes agree with "https" so far, without case; 255 when they don't. */
static h1i_uri_result step_start(h1_uri_state *uri, uint8_t byte)
{
    if (byte == '/')
        return go(uri, PATH);
    if (byte == '*' && uri->kind == H1I_URI_OPTIONS)
        return go(uri, ASTERISK);
    if (!h1i_is_alpha(byte))
        return astray(uri, byte, H1I_URI_FORM);
    uri->count = h1i_lower(byte) == 'h' ? 1 : 255;
    return go(uri, SCHEME);
}

static h1i_uri_result step_scheme(h1_uri_state *uri, uint8_t byte)
{
    if (byte == ':') {
        set(uri, uri->count == 4 || uri->count == 5 ? ABSOLUTE | HTTP : ABSOLUTE);
        return go(uri, SCHEME_COLON);
    }
    if (!h1i_is(byte, H1I_SCHEME))
        return astray(uri, byte, H1I_URI_FORM);
    if (uri->count < 5 && h1i_lower(byte) == (uint8_t) "https"[uri->count])
        uri->count++;
    else
        uri->count = 255;
    return H1I_URI_OK;
}

static h1i_uri_result step_path(h1_uri_state *uri, uint8_t byte)
{
    if (h1i_is(byte, H1I_PATH))
        return H1I_URI_OK;
    if (byte == '?')
        return go(uri, QUERY);
    if (byte == '%')
        return percent(uri);
    return byte == '#' ? H1I_URI_FRAGMENT : H1I_URI_BYTE;
}

/* query = *( pchar / "/" / "?" )                                                        RFC 3986 section 3.4 */
static h1i_uri_result step_query(h1_uri_state *uri, uint8_t byte)
{
    return byte == '?' ? H1I_URI_OK : step_path(uri, byte);
}

/* http-URI = "http" "://" authority path-abempty [ "?" query ]                          RFC 9110 section 4.2.1 */
static h1i_uri_result step_scheme_colon(h1_uri_state *uri, uint8_t byte)
{
    if (byte == '/')
        return go(uri, SCHEME_SLASH);
    if (has(uri, HTTP))
        return astray(uri, byte, H1I_URI_HOST_EMPTY);
    go(uri, h1i_is(byte, H1I_DIGIT) ? ONLY_DIGITS : PATH);
    return uri->state == ONLY_DIGITS ? H1I_URI_OK : step_path(uri, byte);
}

static h1i_uri_result step_only_digits(h1_uri_state *uri, uint8_t byte)
{
    if (h1i_is(byte, H1I_DIGIT))
        return H1I_URI_OK;
    go(uri, PATH);
    return step_path(uri, byte);
}

static h1i_uri_result step_scheme_slash(h1_uri_state *uri, uint8_t byte)
{
    if (byte == '/')
        return go(uri, HOST);
    if (has(uri, HTTP))
        return astray(uri, byte, H1I_URI_HOST_EMPTY);
    go(uri, PATH);
    return step_path(uri, byte);
}

/* What can be said of an authority only when it is over. */
static h1i_uri_result judge_authority(h1_uri_state *uri)
{
    if (has(uri, ENDED))
        return H1I_URI_OK;
    set(uri, ENDED);
    if (uri->state == USERINFO)
        return H1I_URI_BYTE;
    if (has(uri, HTTP) && !has(uri, HOST_SEEN))
        return H1I_URI_HOST_EMPTY;
    if (has(uri, ABSOLUTE) && !has(uri, HTTP) && has(uri, PORT_TOO_BIG))
        return H1I_URI_PORT;
    if (has(uri, ABSOLUTE) && !has(uri, HTTP) && has(uri, NUL_SEEN) && !has(uri, USERINFO_SEEN))
        return H1I_URI_HOST_NUL;
    return H1I_URI_OK;
}

/* "/" or "?" behind the authority of an absolute-form. */
static h1i_uri_result leave_authority(h1_uri_state *uri, uint8_t byte)
{
    h1i_uri_result result;

    if (uri->kind == H1I_URI_CONNECT || uri->kind == H1I_URI_HOST)
        return astray(uri, byte, H1I_URI_FORM);
    result = judge_authority(uri);
    go(uri, byte == '/' ? PATH : QUERY);
    return result;
}

/* authority = [ userinfo "@" ] host [ ":" port ]                                        RFC 3986 section 3.2 */
static h1i_uri_result take_at_sign(h1_uri_state *uri)
{
    bool allowed = userinfo_allowed(uri);

    if (has(uri, USERINFO_SEEN))
        return H1I_URI_BYTE;
    uri->flags &= (uint8_t) ~(HOST_SEEN | NUL_SEEN | PORT_TOO_BIG);
    set(uri, USERINFO_SEEN);
    uri->port = 0;
    uri->state = HOST;
    if (uri->kind == H1I_URI_CONNECT)
        return H1I_URI_FORM;
    return allowed ? H1I_URI_OK : H1I_URI_USERINFO;
}

static h1i_uri_result take_port_colon(h1_uri_state *uri)
{
    uri->count = 0;
    go(uri, PORT);
    if (!has(uri, HTTP) || has(uri, HOST_SEEN) || has(uri, ENDED))
        return H1I_URI_OK;
    set(uri, ENDED);
    return H1I_URI_HOST_EMPTY;
}

/* What ends a host, a port or a bracket, or fits none of them. */
static h1i_uri_result step_delimiter(h1_uri_state *uri, uint8_t byte)
{
    if (byte == '/' || byte == '?')
        return leave_authority(uri, byte);
    if (byte == '@' && uri->state != LITERAL_END)
        return take_at_sign(uri);
    if (byte == '#') {
        if (uri->kind == H1I_URI_ANY_METHOD || uri->kind == H1I_URI_OPTIONS)
            go(uri, PATH);
        return H1I_URI_FRAGMENT;
    }
    return H1I_URI_BYTE;
}

/* host     = IP-literal / IPv4address / reg-name                                        RFC 3986 section 3.2.2
 * reg-name = *( unreserved / pct-encoded / sub-delims ), which takes every IPv4address too */
static h1i_uri_result step_host(h1_uri_state *uri, uint8_t byte)
{
    if (byte == '[' && !has(uri, HOST_SEEN))
        return go(uri, BRACKET);
    if (byte == ':')
        return take_port_colon(uri);
    if (!h1i_is(byte, H1I_REG_NAME) && byte != '%')
        return step_delimiter(uri, byte);
    set(uri, HOST_SEEN);
    return byte == '%' ? percent(uri) : H1I_URI_OK;
}

/* IP-literal = "[" ( IPv6address / IPvFuture  ) "]"                                     RFC 3986 section 3.2.2 */
static h1i_uri_result step_ip6(h1_uri_state *uri, uint8_t byte)
{
    if (byte == ']' && h1i_ip6_end(&uri->ip)) {
        set(uri, HOST_SEEN);
        return go(uri, LITERAL_END);
    }
    if (h1i_ip6_step(&uri->ip, byte))
        return go(uri, IP6);
    return astray(uri, byte, H1I_URI_BYTE);
}

static h1i_uri_result step_bracket(h1_uri_state *uri, uint8_t byte)
{
    memset(&uri->ip, 0, sizeof uri->ip);
    uri->count = 0;
    return h1i_lower(byte) == 'v' ? go(uri, FUTURE) : step_ip6(uri, byte);
}

/* IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )                      RFC 3986 section 3.2.2 */
static h1i_uri_result step_future(h1_uri_state *uri, uint8_t byte)
{
    bool some = uri->count > 0;

    uri->count = 1;
    if (uri->state == FUTURE && h1i_is(byte, H1I_HEXDIG))
        return H1I_URI_OK;
    if (uri->state == FUTURE && byte == '.' && some) {
        uri->count = 0;
        return go(uri, FUTURE_DOT);
    }
    if (uri->state == FUTURE_DOT && (h1i_is(byte, H1I_REG_NAME) || byte == ':'))
        return H1I_URI_OK;
    if (uri->state == FUTURE_DOT && byte == ']' && some) {
        set(uri, HOST_SEEN);
        return go(uri, LITERAL_END);
    }
    return astray(uri, byte, H1I_URI_BYTE);
}

static h1i_uri_result step_literal_end(h1_uri_state *uri, uint8_t byte)
{
    return byte == ':' ? take_port_colon(uri) : step_delimiter(uri, byte);
}

/* port = *DIGIT                                                                         RFC 3986 section 3.2.3 */
static h1i_uri_result step_port(h1_uri_state *uri, uint8_t byte)
{
    unsigned port = uri->port * 10u + (unsigned)(byte - '0');

    if (!h1i_is(byte, H1I_DIGIT)) {
        if (userinfo_allowed(uri) && (h1i_is(byte, H1I_REG_NAME) || byte == ':'))
            return go(uri, USERINFO);
        if (uri->kind != H1I_URI_HOST && (h1i_is(byte, H1I_REG_NAME) || byte == ':'))
            return H1I_URI_PORT;
        return step_delimiter(uri, byte);
    }
    uri->count = 1;
    if (port <= 65535) {
        uri->port = (uint16_t)port;
        return H1I_URI_OK;
    }
    if (has(uri, PORT_TOO_BIG))
        return H1I_URI_OK;
    set(uri, PORT_TOO_BIG);
    return userinfo_allowed(uri) ? H1I_URI_OK : H1I_URI_PORT;
}

/* userinfo = *( unreserved / pct-encoded / sub-delims / ":" )                           RFC 3986 section 3.2.1 */
static h1i_uri_result step_userinfo(h1_uri_state *uri, uint8_t byte)
{
    if (byte == '%')
        return percent(uri);
    return h1i_is(byte, H1I_REG_NAME) || byte == ':' ? H1I_URI_OK : step_delimiter(uri, byte);
}

static h1i_uri_result step_astray(uint8_t byte)
{
    if (byte == '#')
        return H1I_URI_FRAGMENT;
    return h1i_is(byte, H1I_URI) ? H1I_URI_OK : H1I_URI_BYTE;
}

bool h1i_uri_in_path(const h1_uri_state *uri)
{
    return uri->state == PATH || uri->state == QUERY;
}

h1i_uri_result h1i_uri_step(h1_uri_state *uri, uint8_t byte)
{
    switch ((enum uri_state)uri->state) {
    case START:
        return step_start(uri, byte);
    case SCHEME:
        return step_scheme(uri, byte);
    case SCHEME_COLON:
        return step_scheme_colon(uri, byte);
    case ONLY_DIGITS:
        return step_only_digits(uri, byte);
    case SCHEME_SLASH:
        return step_scheme_slash(uri, byte);
    case HOST:
        return step_host(uri, byte);
    case BRACKET:
        return step_bracket(uri, byte);
    case IP6:
        return step_ip6(uri, byte);
    case FUTURE:
    case FUTURE_DOT:
        return step_future(uri, byte);
    case LITERAL_END:
        return step_literal_end(uri, byte);
    case PORT:
        return step_port(uri, byte);
    case USERINFO:
        return step_userinfo(uri, byte);
    case PATH:
        return step_path(uri, byte);
    case QUERY:
        return step_query(uri, byte);
    case PERCENT:
    case PERCENT_DIGIT:
        return step_percent(uri, byte);
    case ASTERISK:
        return astray(uri, byte, H1I_URI_FORM);
    case ASTRAY:
        break;
    }
    return step_astray(byte);
}

static h1i_uri_result end_host_and_port(h1_uri_state *uri)
{
    if (uri->kind == H1I_URI_HOST)
        return H1I_URI_OK;
    if (uri->kind != H1I_URI_CONNECT)
        return judge_authority(uri);
    if (has(uri, ENDED))
        return H1I_URI_OK;
    set(uri, ENDED);
    if (uri->state != PORT)
        return H1I_URI_FORM;
    return uri->port == 0 && !has(uri, PORT_TOO_BIG) ? H1I_URI_CONNECT_PORT : H1I_URI_OK;
}

h1i_uri_result h1i_uri_end(h1_uri_state *uri)
{
    switch ((enum uri_state)uri->state) {
    case HOST:
    case LITERAL_END:
    case PORT:
    case USERINFO:
        return end_host_and_port(uri);
    case PERCENT:
    case PERCENT_DIGIT:
        return step_percent(uri, ' ');
    case SCHEME_COLON:
    case SCHEME_SLASH:
        if (has(uri, HTTP)) {
            uri->state = ASTRAY;
            return H1I_URI_HOST_EMPTY;
        }
        if (uri->state == SCHEME_SLASH)
            return H1I_URI_OK;
        uri->state = ASTRAY;
        return H1I_URI_FORM;
    case START:
    case SCHEME:
    case ONLY_DIGITS:
        uri->state = ASTRAY;
        return H1I_URI_FORM;
    case BRACKET:
    case IP6:
    case FUTURE:
    case FUTURE_DOT:
        uri->state = ASTRAY;
        return H1I_URI_BYTE;
    case ASTERISK:
    case PATH:
    case QUERY:
    case ASTRAY:
        break;
    }
    return H1I_URI_OK;
}

h1_form h1i_uri_form(const h1_uri_state *uri)
{
    if (uri->state == ASTRAY)
        return H1_FORM_NONE;
    if (uri->state == ASTERISK)
        return H1_FORM_ASTERISK;
    if (has(uri, ABSOLUTE))
        return H1_FORM_ABSOLUTE;
    return uri->kind == H1I_URI_CONNECT ? H1_FORM_AUTHORITY : H1_FORM_ORIGIN;
}

unsigned h1i_uri_percent_back(const h1_uri_state *uri)
{
    return uri->count;
}
