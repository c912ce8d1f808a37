/* SPDX-License-Identifier: MIT */
/* Field lines of a head or a trailer section, a byte at a time.
 *
 *   field-line  = field-name ":" OWS field-value OWS                                      RFC 9112 section 5
 *   field-name  = token                                                                   RFC 9110 section 5.1
 *   field-value = *field-content, made of VCHAR / obs-text, with SP and HTAB between      RFC 9110 section 5.5
 *   obs-fold    = OWS CRLF RWS                                                            RFC 9112 section 5.2
 *
 * s->part_at … s->part_end is the name, then the value without the white space around it. A value is judged when its
 * line is known to be whole: in a strict request with the line end, because a fold is refused anyway; elsewhere with
 * the byte behind it, because a fold may go on. Until then the line is H1I_LINE_PENDING. */
#include "parser/src/bytes.h"
#include "parser/src/head/steps.h"

static h1i_step go(h1_stream *s, enum h1i_state state)
{
    s->state = (uint8_t)state;
    return H1I_NEXT;
}

static bool in_trailers(const h1_stream *s)
{
    return s->phase == H1I_PHASE_TRAILERS;
}

void h1i_begin_fields(h1_stream *s)
{
    s->state = H1I_FIELD_START;
    s->stage = 0;
    s->count = 0;
    s->flags = (s->flags & ~(uint32_t)H1I_LINE_FLAGS) | H1I_FIRST_LINE;
}

/* Drop the line: audit goes on behind it. */
static h1i_step drop(h1_stream *s, h1_rule rule)
{
    s->state = H1I_FIELD_DROPPED;
    return h1i_violation(s, rule, s->at, 1, H1I_NEXT);
}

/* White space at the start of a line continues the line before (section 5.2), or hides a line where there is none
 * before (section 2.2). */
static h1i_step begin_with_blank(h1_stream *s)
{
    if (!h1i_has(s, H1I_LINE_PENDING)) {
        s->line_at = s->at;
        return drop(s, h1i_has(s, H1I_FIRST_LINE) ? H1_RULE_WHITESPACE_BEFORE_FIELDS : H1_RULE_OBS_FOLD);
    }
    s->count--;
    s->fields[s->count].flags |= H1_FIELD_FOLDED;
    s->flags &= ~(uint32_t)H1I_LINE_PENDING;
    s->state = H1I_FIELD_VALUE;
    return h1i_violation(s, H1_RULE_OBS_FOLD, s->at, 1, H1I_NEXT);
}

static h1_rule bad_start_rule(uint8_t byte)
{
    return byte == ':' ? H1_RULE_FIELD_NAME_EMPTY : H1_RULE_FIELD_NAME_INVALID;
}

/* In a response the byte behind a field line decides what the line's value says, and may be at fault itself: then its
 * own fault is the row of liberties.md with the smaller number. */
static bool report_start_first(h1_stream *s, uint8_t byte)
{
    if (s->side != H1_RESPONSES || !h1i_has(s, H1I_LINE_PENDING) || h1i_is(byte, H1I_TCHAR) ||
        h1i_has(s, H1I_NAME_NOTED))
        return false;
    s->flags |= H1I_NAME_NOTED;
    h1i_violation(s, bad_start_rule(byte), s->at, 1, H1I_AGAIN);
    return true;
}

static h1i_step begin_with_bad_byte(h1_stream *s, uint8_t byte)
{
    if (!h1i_has(s, H1I_NAME_NOTED))
        return drop(s, bad_start_rule(byte));
    s->flags &= ~(uint32_t)H1I_NAME_NOTED;
    return go(s, H1I_FIELD_DROPPED);
}

/* Returns true when the line before needs no more judging. */
static bool judge_pending(h1_stream *s, const uint8_t *buf)
{
    if (!h1i_has(s, H1I_LINE_PENDING))
        return true;
    if (!h1i_judge_field(s, buf))
        return false;
    s->flags &= ~(uint32_t)H1I_LINE_FLAGS;
    s->stage = 0;
    return true;
}

/* A CR starts neither a fold nor a field line: whatever follows it, strict knows that the line before is whole. Audit
 * may have to take it for the SP of a fold. */
bool h1i_settle_line(h1_stream *s, const uint8_t *buf)
{
    return h1i_audits(s) || s->state != H1I_FIELD_START || judge_pending(s, buf);
}

h1i_step h1i_field_start(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    if (h1i_is_blank(byte))
        return begin_with_blank(s);
    if (report_start_first(s, byte) || !judge_pending(s, buf))
        return H1I_AGAIN;
    s->flags &= ~(uint32_t)(H1I_LINE_FLAGS | H1I_FIRST_LINE);
    s->line_at = s->part_at = s->part_end = s->at;
    if (h1i_is(byte, H1I_TCHAR))
        return go(s, H1I_FIELD_NAME);
    return begin_with_bad_byte(s, byte);
}

/* "a server MUST reject ... any received request message that contains whitespace between a header field name and
 * colon"; a client removes it. A response is blamed only once the colon shows that there was a name. */
static h1i_step space_before_colon(h1_stream *s)
{
    return h1i_violation(s, H1_RULE_FIELD_SPACE_BEFORE_COLON, s->part_end, 1, H1I_NEXT);
}

static h1i_step end_name(h1_stream *s, const uint8_t *buf)
{
    h1_field *field = &s->fields[s->count];

    field->name_at = s->part_at;
    field->name_len = (uint16_t)(s->part_end - s->part_at);
    field->id = (uint8_t)h1i_field_id(buf + s->part_at, field->name_len);
    field->flags = 0;
    s->part_at = s->part_end = s->at + 1;
    s->state = H1I_FIELD_VALUE;
    if (in_trailers(s) && field->id >= H1_FIELD_HOST && field->id <= H1_FIELD_TRANSFER_ENCODING)
        return h1i_violation(s, H1_RULE_TRAILER_FORBIDDEN, field->name_at, field->name_len, H1I_NEXT);
    return H1I_NEXT;
}

h1i_step h1i_field_name(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    if (h1i_is(byte, H1I_TCHAR))
        return H1I_NEXT;
    s->part_end = s->at;
    if (byte == ':')
        return end_name(s, buf);
    if (!h1i_is_blank(byte))
        return drop(s, H1_RULE_FIELD_NAME_INVALID);
    s->state = H1I_FIELD_SPACE;
    return s->side == H1_REQUESTS ? space_before_colon(s) : H1I_NEXT;
}

h1i_step h1i_field_space(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    if (h1i_is_blank(byte))
        return H1I_NEXT;
    if (byte != ':')
        return drop(s, H1_RULE_FIELD_NAME_INVALID);
    if (s->side == H1_RESPONSES && !h1i_has(s, H1I_SPACE_NOTED)) {
        s->flags |= H1I_SPACE_NOTED;
        space_before_colon(s);
        return H1I_AGAIN;
    }
    return end_name(s, buf);
}

h1i_step h1i_field_colon_missing(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    s->state = H1I_FIELD_DROPPED;
    return h1i_violation(s, H1_RULE_FIELD_COLON_MISSING, s->line_at, s->at - s->line_at, H1I_AGAIN);
}

/* Controls come in crowds: the first of a kind speaks for its line. NUL reads as SP, so it never ends a value. */
static h1i_step control_in_value(h1_stream *s, uint8_t byte)
{
    uint32_t flag = byte == 0 ? H1I_NUL_NOTED : H1I_CONTROL_NOTED;
    bool before = h1i_has(s, flag);

    s->flags |= flag;
    if (byte == 0)
        s->fields[s->count].flags |= H1_FIELD_DIRTY;
    else
        s->part_end = s->at + 1;
    if (before)
        return H1I_NEXT;
    return h1i_violation(s, byte == 0 ? H1_RULE_FIELD_VALUE_NUL : H1_RULE_FIELD_VALUE_CONTROL, s->at, 1, H1I_NEXT);
}

h1i_step h1i_field_value(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    if (h1i_is_blank(byte)) {
        if (buf[s->at] == '\r') /* audit: a bare CR, given as SP */
            s->fields[s->count].flags |= H1_FIELD_DIRTY;
        return H1I_NEXT;
    }
    if (s->part_end == s->part_at)
        s->part_at = s->part_end = s->at;
    if (!h1i_is(byte, H1I_VISIBLE))
        return control_in_value(s, byte);
    s->part_end = s->at + 1;
    return H1I_NEXT;
}

static void end_value(h1_stream *s)
{
    h1_field *field = &s->fields[s->count++];

    field->value_at = s->part_at;
    field->value_len = s->part_end - s->part_at;
    s->stage = 0;
    s->flags |= H1I_LINE_PENDING;
}

h1i_step h1i_field_line_end(h1_stream *s, const uint8_t *buf)
{
    if (!h1i_has(s, H1I_LINE_PENDING))
        end_value(s);
    if (s->side == H1_REQUESTS && !h1i_audits(s) && !judge_pending(s, buf))
        return H1I_AGAIN;
    return go(s, H1I_FIELD_START);
}

h1i_step h1i_field_dropped(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)s;
    (void)buf;
    (void)byte;
    return H1I_NEXT;
}

h1i_step h1i_field_dropped_end(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    s->flags &= ~(uint32_t)H1I_LINE_FLAGS;
    return go(s, H1I_FIELD_START);
}

/* The empty line. */
h1i_step h1i_section_end(h1_stream *s, const uint8_t *buf)
{
    if (!judge_pending(s, buf))
        return H1I_AGAIN;
    if (in_trailers(s))
        return H1I_DONE;
    if (!h1i_judge_head(s, buf))
        return H1I_AGAIN;
    return H1I_DONE;
}
