/* SPDX-License-Identifier: MIT */
/* The request-line, a byte at a time.
 *
 *   request-line = method SP request-target SP HTTP-version                               RFC 9112 section 3
 *
 * A byte is at fault when no request-line that is accepted starts with the bytes up to it. */
#include <string.h>

#include "parser/src/bytes.h"
#include "parser/src/head/steps.h"
#include "parser/src/uri/uri_step.h"

enum { VERSION_LEN = 8 };

static h1i_step go(h1_stream *s, enum h1i_state state)
{
    s->state = (uint8_t)state;
    return H1I_NEXT;
}

static h1i_step again(h1_stream *s, enum h1i_state state)
{
    s->state = (uint8_t)state;
    return H1I_AGAIN;
}

/* RFC 9112 section 3 lets a lenient reader split on these; strict takes one SP. */
bool h1i_is_start_line_space(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\v' || byte == '\f';
}

/* The first of a start-line speaks for all. */
h1i_step h1i_stray_space(h1_stream *s)
{
    if (h1i_has(s, H1I_SPACE_NOTED))
        return H1I_NEXT;
    s->flags |= H1I_SPACE_NOTED;
    return h1i_violation(s, H1_RULE_START_LINE_WHITESPACE, s->at, 1, H1I_NEXT);
}

/* "a server that is expecting to receive and parse a request-line SHOULD ignore at least one empty line (CRLF) received
 * prior to the request-line"                                                            RFC 9112 section 2.2
 * The line is consumed with its FAULT, so it never counts for the head. */
h1i_step h1i_empty_line(h1_stream *s, const uint8_t *buf)
{
    if (s->at != 0) /* audit: white space, then a line end */
        return h1i_request_line_short(s, buf);
    if (s->empty_lines >= s->limits->empty_lines)
        return h1i_violation(s, H1_RULE_EMPTY_LINES_LIMIT, s->at, 1, H1I_AGAIN);
    s->empty_lines++;
    return h1i_violation(s, H1_RULE_EMPTY_LINE_BEFORE_REQUEST, 0, h1i_line_end_len(s, buf), H1I_DONE);
}

/* method = token                                                                        RFC 9112 section 3.1 */
h1i_step h1i_method_start(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (s->phase == H1I_PHASE_LAST)
        return h1i_violation(s, H1_RULE_DATA_AFTER_LAST_MESSAGE, s->at, 1, H1I_AGAIN);
    if (h1i_is_start_line_space(byte))
        return h1i_stray_space(s);
    if (!h1i_is(byte, H1I_TCHAR))
        return h1i_violation(s, H1_RULE_METHOD_INVALID, s->at, 1, H1I_AGAIN);
    s->method_at = (uint16_t)s->at;
    return go(s, H1I_METHOD);
}

static bool method_is(const h1_stream *s, const uint8_t *buf, const char *name)
{
    return s->method_len == strlen(name) && memcmp(buf + s->method_at, name, s->method_len) == 0;
}

/* "The method token is case-sensitive"                                                  RFC 9110 section 9.1 */
static void end_method(h1_stream *s, const uint8_t *buf)
{
    s->method_len = (uint16_t)(s->at - s->method_at);
    if (method_is(s, buf, "CONNECT"))
        s->flags |= H1I_IS_CONNECT;
    else if (method_is(s, buf, "HEAD"))
        s->flags |= H1I_IS_HEAD;
    else if (method_is(s, buf, "GET"))
        s->flags |= H1I_IS_GET;
}

h1i_step h1i_method(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    if (h1i_is(byte, H1I_TCHAR))
        return H1I_NEXT;
    if (!h1i_is_start_line_space(byte))
        return h1i_violation(s, H1_RULE_METHOD_INVALID, s->at, 1, H1I_AGAIN);
    end_method(s, buf);
    go(s, H1I_TARGET_START);
    return byte == ' ' ? H1I_NEXT : h1i_stray_space(s);
}

static h1i_uri_kind kind_of_target(const h1_stream *s, const uint8_t *buf)
{
    if (h1i_has(s, H1I_IS_CONNECT))
        return H1I_URI_CONNECT;
    return method_is(s, buf, "OPTIONS") ? H1I_URI_OPTIONS : H1I_URI_ANY_METHOD;
}

h1i_step h1i_target_start(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    if (h1i_is_start_line_space(byte))
        return h1i_stray_space(s);
    s->target_at = (uint16_t)s->at;
    h1i_uri_init(&s->uri, kind_of_target(s, buf));
    return again(s, H1I_TARGET);
}

static h1_rule target_rule(h1i_uri_result result)
{
    static const uint16_t rules[] = {
        [H1I_URI_OK] = H1_RULE_NONE,
        [H1I_URI_BYTE] = H1_RULE_TARGET_BYTE,
        [H1I_URI_PERCENT] = H1_RULE_TARGET_PERCENT,
        [H1I_URI_FRAGMENT] = H1_RULE_TARGET_FRAGMENT,
        [H1I_URI_FORM] = H1_RULE_TARGET_FORM,
        [H1I_URI_USERINFO] = H1_RULE_TARGET_USERINFO,
        [H1I_URI_HOST_EMPTY] = H1_RULE_TARGET_HOST_EMPTY,
        [H1I_URI_PORT] = H1_RULE_TARGET_PORT,
        [H1I_URI_HOST_NUL] = H1_RULE_TARGET_HOST_NUL,
        [H1I_URI_CONNECT_PORT] = H1_RULE_CONNECT_PORT,
    };
    return (h1_rule)rules[result];
}

/* Bytes and triplets at fault come in crowds: the first of a target speaks for all. */
static bool noted_before(h1_stream *s, h1i_uri_result result)
{
    bool byte = result == H1I_URI_BYTE || result == H1I_URI_PORT;
    uint32_t flag = byte ? H1I_BYTE_NOTED : result == H1I_URI_PERCENT ? H1I_PERCENT_NOTED : 0u;
    bool before = h1i_has(s, flag);

    s->flags |= flag;
    return before;
}

static h1i_step judge_target(h1_stream *s, h1i_uri_result result, h1i_step next)
{
    uint32_t back = result == H1I_URI_PERCENT ? h1i_uri_percent_back(&s->uri) : 0;

    if (result == H1I_URI_OK || noted_before(s, result))
        return next;
    return h1i_violation(s, target_rule(result), s->at - back, 1, next);
}

h1i_step h1i_target(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    h1i_uri_result missing;

    (void)buf;
    if (!h1i_is_start_line_space(byte))
        return judge_target(s, h1i_uri_step(&s->uri, byte), H1I_NEXT);
    missing = h1i_uri_end(&s->uri);
    if (missing != H1I_URI_OK)
        return judge_target(s, missing, H1I_AGAIN);
    s->target_len = (uint16_t)(s->at - s->target_at);
    go(s, H1I_VERSION_START);
    return byte == ' ' ? H1I_NEXT : h1i_stray_space(s);
}

h1_form h1i_target_form(const h1_stream *s)
{
    return h1i_uri_form(&s->uri);
}

/* Simple-Request = "GET" SP Request-URI CRLF                                            RFC 1945 section 4.1 */
h1i_step h1i_target_line_end(h1_stream *s, const uint8_t *buf)
{
    h1i_uri_result missing = h1i_uri_end(&s->uri);

    if (missing != H1I_URI_OK)
        return judge_target(s, missing, H1I_AGAIN);
    s->target_len = (uint16_t)(s->at - s->target_at);
    if (!h1i_has(s, H1I_IS_GET))
        return h1i_request_line_short(s, buf);
    if (!s->limits->http09)
        return h1i_violation(s, H1_RULE_HTTP09_REQUEST, s->target_at, s->target_len, H1I_AGAIN);
    s->version = H1I_VERSION_09;
    return H1I_DONE;
}

h1i_step h1i_request_line_short(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    return h1i_violation(s, H1_RULE_REQUEST_LINE_PARTS, s->at, 1, H1I_AGAIN);
}

h1i_step h1i_version_start(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is_start_line_space(byte))
        return h1i_stray_space(s);
    s->part_at = s->at;
    return again(s, H1I_VERSION);
}

/* "HTTP/1.2" and above are read as 1.1; other major versions can't be.                  RFC 9110 section 6.2 */
static h1i_step version_digit(h1_stream *s, uint8_t byte, bool minor, h1i_step next)
{
    if (!h1i_is(byte, H1I_DIGIT))
        return h1i_violation(s, H1_RULE_HTTP_VERSION, s->at, 1, H1I_AGAIN);
    if (!minor && byte != '1')
        return h1i_violation(s, H1_RULE_HTTP_VERSION_MAJOR, s->at, 1, H1I_AGAIN);
    if (!minor)
        return next;
    s->version = (uint8_t)(H1I_VERSION_10 + (byte - '0'));
    return byte <= '1' ? next : h1i_violation(s, H1_RULE_HTTP_VERSION_MINOR, s->at, 1, next);
}

/* HTTP-version = HTTP-name "/" DIGIT "." DIGIT
 * HTTP-name    = %x48.54.54.50 ; HTTP                                                   RFC 9112 section 2.3 */
h1i_step h1i_version_byte(h1_stream *s, uint8_t byte, enum h1i_state next)
{
    static const char form[] = "HTTP/1.1";
    uint32_t i = s->at - s->part_at;

    if (i == 7)
        s->state = (uint8_t)next;
    if (i == 5 || i == 7)
        return version_digit(s, byte, i == 7, H1I_NEXT);
    if (byte == (uint8_t)form[i])
        return H1I_NEXT;
    return h1i_violation(s, H1_RULE_HTTP_VERSION, s->at, 1, H1I_AGAIN);
}

h1i_step h1i_version(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    return h1i_version_byte(s, byte, H1I_REQUEST_END);
}

h1i_step h1i_version_line_end(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    return h1i_violation(s, H1_RULE_HTTP_VERSION, s->at, 1, H1I_AGAIN);
}

/* Behind the version: nothing but the line end. Once white space has come, more is a fourth word. */
h1i_step h1i_request_end(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is_start_line_space(byte))
        return h1i_stray_space(s);
    if (s->at - s->part_at > VERSION_LEN)
        return h1i_violation(s, H1_RULE_REQUEST_LINE_PARTS, s->at, 1, H1I_AGAIN);
    return h1i_violation(s, H1_RULE_HTTP_VERSION, s->at, 1, H1I_AGAIN);
}

h1i_step h1i_request_line_end(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    h1i_begin_fields(s);
    return H1I_NEXT;
}
