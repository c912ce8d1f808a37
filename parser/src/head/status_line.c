/* SPDX-License-Identifier: MIT */
/* The status-line, a byte at a time.
 *
 *   status-line = HTTP-version SP status-code SP [ reason-phrase ]                        RFC 9112 section 4 */
#include "parser/src/bytes.h"
#include "parser/src/head/steps.h"

static h1i_step go(h1_stream *s, enum h1i_state state)
{
    s->state = (uint8_t)state;
    return H1I_NEXT;
}

static h1i_step bad_code(h1_stream *s)
{
    return h1i_violation(s, H1_RULE_STATUS_CODE, s->at, 1, H1I_AGAIN);
}

/* The leave to skip empty lines covers requests alone. */
h1i_step h1i_status_empty_line(h1_stream *s, const uint8_t *buf)
{
    if (s->at != 0)
        return h1i_version_line_end(s, buf);
    return h1i_violation(s, H1_RULE_EMPTY_LINE_BEFORE_STATUS, 0, h1i_line_end_len(s, buf), H1I_DONE);
}

h1i_step h1i_status_line_start(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is_start_line_space(byte))
        return h1i_stray_space(s);
    s->part_at = s->at;
    s->state = H1I_STATUS_VERSION;
    return H1I_AGAIN;
}

h1i_step h1i_status_version(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    return h1i_version_byte(s, byte, H1I_STATUS_SPACE);
}

h1i_step h1i_status_space(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (!h1i_is_start_line_space(byte))
        return h1i_violation(s, H1_RULE_HTTP_VERSION, s->at, 1, H1I_AGAIN);
    go(s, H1I_STATUS_START);
    return byte == ' ' ? H1I_NEXT : h1i_stray_space(s);
}

/* status-code = 3DIGIT                                                                  RFC 9112 section 4 */
h1i_step h1i_status_start(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is_start_line_space(byte))
        return h1i_stray_space(s);
    s->part_at = s->at;
    s->status = 0;
    s->state = H1I_STATUS;
    return H1I_AGAIN;
}

h1i_step h1i_status(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (!h1i_is(byte, H1I_DIGIT))
        return bad_code(s);
    s->status = (uint16_t)(s->status * 10 + (byte - '0'));
    if (s->at - s->part_at < 2)
        return H1I_NEXT;
    go(s, H1I_STATUS_END);
    if (s->status >= 100 && s->status <= 599)
        return H1I_NEXT;
    return h1i_violation(s, H1_RULE_STATUS_CODE_RANGE, s->part_at, 3, H1I_NEXT);
}

static void begin_reason(h1_stream *s, uint32_t at)
{
    s->target_at = (uint16_t)at;
    s->target_len = 0;
    s->state = H1I_REASON;
}

h1i_step h1i_status_end(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is(byte, H1I_DIGIT))
        return bad_code(s);
    if (h1i_is_start_line_space(byte)) {
        begin_reason(s, s->at + 1);
        return byte == ' ' ? H1I_NEXT : h1i_stray_space(s);
    }
    begin_reason(s, s->at);
    return h1i_violation(s, H1_RULE_STATUS_SPACE, s->at, 1, H1I_AGAIN);
}

/* reason-phrase = 1*( HTAB / SP / VCHAR / obs-text )                                    RFC 9112 section 4 */
h1i_step h1i_reason(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is_blank(byte) || h1i_is(byte, H1I_VISIBLE) || h1i_has(s, H1I_CONTROL_NOTED))
        return H1I_NEXT;
    s->flags |= H1I_CONTROL_NOTED;
    return h1i_violation(s, H1_RULE_REASON_BYTE, s->at, 1, H1I_NEXT);
}

h1i_step h1i_status_code_missing(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    return bad_code(s);
}

h1i_step h1i_status_space_missing(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    begin_reason(s, s->at);
    return h1i_violation(s, H1_RULE_STATUS_SPACE, s->at, 1, H1I_AGAIN);
}

h1i_step h1i_status_line_end(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    s->target_len = (uint16_t)(s->at - s->target_at);
    h1i_begin_fields(s);
    return H1I_NEXT;
}
