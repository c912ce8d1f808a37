/* SPDX-License-Identifier: MIT */
/* The reference: heads, chunk lines and trailer sections, one byte at a time, resumable at any byte.
 *
 * This file drives the steps that steps.h lists: it finds line ends, judges bare CRs and LFs and holds the limits, so
 * that no step has to. It is written to be read and believed; speed is head_scan's task. A CR is never judged before
 * the byte behind it is here: it stays unread until then, so that a line end is one thing however it is cut. */
#include "parser/src/bytes.h"
#include "parser/src/head/steps.h"
#include "parser/src/looks.h"

static const struct state_steps {
    h1i_byte_step *byte;
    h1i_line_step *line_end;
} STEPS[H1I_STATES] = {
    [H1I_METHOD_START] = {h1i_method_start, h1i_empty_line},
    [H1I_METHOD] = {h1i_method, h1i_request_line_short},
    [H1I_TARGET_START] = {h1i_target_start, h1i_request_line_short},
    [H1I_TARGET] = {h1i_target, h1i_target_line_end},
    [H1I_VERSION_START] = {h1i_version_start, h1i_request_line_short},
    [H1I_VERSION] = {h1i_version, h1i_version_line_end},
    [H1I_REQUEST_END] = {h1i_request_end, h1i_request_line_end},
    [H1I_STATUS_LINE_START] = {h1i_status_line_start, h1i_status_empty_line},
    [H1I_STATUS_VERSION] = {h1i_status_version, h1i_version_line_end},
    [H1I_STATUS_SPACE] = {h1i_status_space, h1i_status_code_missing},
    [H1I_STATUS_START] = {h1i_status_start, h1i_status_code_missing},
    [H1I_STATUS] = {h1i_status, h1i_status_code_missing},
    [H1I_STATUS_END] = {h1i_status_end, h1i_status_space_missing},
    [H1I_REASON] = {h1i_reason, h1i_status_line_end},
    [H1I_FIELD_START] = {h1i_field_start, h1i_section_end},
    [H1I_FIELD_NAME] = {h1i_field_name, h1i_field_colon_missing},
    [H1I_FIELD_SPACE] = {h1i_field_space, h1i_field_colon_missing},
    [H1I_FIELD_VALUE] = {h1i_field_value, h1i_field_line_end},
    [H1I_FIELD_DROPPED] = {h1i_field_dropped, h1i_field_dropped_end},
    [H1I_SIZE_START] = {h1i_size_start, h1i_size_missing},
    [H1I_SIZE] = {h1i_size, h1i_chunk_line_end},
    [H1I_EXT_SPACE] = {h1i_ext_space, h1i_size_space_end},
    [H1I_EXT_START] = {h1i_ext_start, h1i_ext_cut_off},
    [H1I_EXT_NAME] = {h1i_ext_name, h1i_chunk_line_end},
    [H1I_EXT_NAME_SPACE] = {h1i_ext_name_space, h1i_size_space_end},
    [H1I_EXT_VALUE_START] = {h1i_ext_value_start, h1i_ext_cut_off},
    [H1I_EXT_VALUE] = {h1i_ext_value, h1i_chunk_line_end},
    [H1I_EXT_QUOTED] = {h1i_ext_quoted, h1i_ext_cut_off},
    [H1I_EXT_QUOTED_PAIR] = {h1i_ext_quoted_pair, h1i_ext_cut_off},
    [H1I_EXT_QUOTED_END] = {h1i_ext_quoted_end, h1i_chunk_line_end},
};

uint32_t h1i_line_end_len(const h1_stream *s, const uint8_t *buf)
{
    return buf[s->at] == '\r' ? 2 : 1;
}

static bool in_chunk_line(const h1_stream *s)
{
    return s->phase == H1I_PHASE_CHUNK_LINE;
}

/* ---- Limits: the first byte beyond, unless it is at fault otherwise (liberties.md, row 50) --------------------------
 */

static h1_rule beyond_start_line(const h1_stream *s, uint8_t byte)
{
    if (s->state == H1I_TARGET && !h1i_is_start_line_space(byte) && s->at - s->target_at >= s->limits->target)
        return H1_RULE_TARGET_LIMIT;
    return s->at >= s->limits->start_line ? H1_RULE_START_LINE_LIMIT : H1_RULE_NONE;
}

static h1_rule beyond_fields(const h1_stream *s)
{
    if (s->count >= s->limits->fields)
        return H1_RULE_FIELDS_LIMIT;
    return s->count >= s->capacity ? H1_RULE_FIELD_ARRAY_FULL : H1_RULE_NONE;
}

/* Digits of one chunk-size, or bytes behind all the chunk-sizes of a body. */
static h1_rule beyond_chunk_line(const h1_stream *s, uint8_t byte)
{
    bool digit = s->state <= H1I_SIZE && h1i_is(byte, H1I_HEXDIG);
    uint32_t counted = digit ? s->at : s->chunk_ext + (s->state == H1I_SIZE ? 0 : s->at - s->part_end);

    return counted >= s->limits->chunk_ext ? H1_RULE_CHUNK_EXT_LIMIT : H1_RULE_NONE;
}

/* Lines are counted without their line ends. A byte that continues a pending field line counts for that line. */
static h1_rule beyond_line(const h1_stream *s, uint8_t byte, bool at_line_end)
{
    if (at_line_end)
        return H1_RULE_NONE;
    if (s->state < H1I_FIELD_START)
        return beyond_start_line(s, byte);
    if (s->state > H1I_FIELD_DROPPED)
        return beyond_chunk_line(s, byte);
    if (s->state == H1I_FIELD_START && byte != ' ' && byte != '\t')
        return beyond_fields(s);
    return s->at - s->line_at >= s->limits->field_line ? H1_RULE_FIELD_LINE_LIMIT : H1_RULE_NONE;
}

/* Sections are counted with all their bytes; at is the last one that is looked at. */
static h1_rule beyond_section(const h1_stream *s, uint32_t at)
{
    if (s->phase == H1I_PHASE_TRAILERS)
        return at >= s->limits->trailers ? H1_RULE_TRAILER_LIMIT : H1_RULE_NONE;
    return !in_chunk_line(s) && at >= s->limits->head ? H1_RULE_HEAD_LIMIT : H1_RULE_NONE;
}

/* ---- Line ends ------------------------------------------------------------------------------------------------- */

/* "a recipient MAY recognize a single LF as a line terminator" covers start-lines and field lines alone; the line that
 * ends a chunked body is neither.                                                       RFC 9112 sections 2.2, 7.1 */
static h1_rule bare_lf_rule(const h1_stream *s)
{
    bool chunked = in_chunk_line(s) || (s->phase == H1I_PHASE_TRAILERS && s->state == H1I_FIELD_START);
    return chunked ? H1_RULE_CHUNK_BARE_LF : H1_RULE_BARE_LF;
}

/* A bare CR or LF, the first time it is met: report it. Audit meets it again and takes it for what it takes it for. */
static bool report_line_end(h1_stream *s, h1_rule rule)
{
    if (h1i_has(s, H1I_LINE_END_NOTED))
        return false;
    s->flags |= H1I_LINE_END_NOTED;
    h1i_violation(s, rule, s->at, 1, H1I_AGAIN);
    return true;
}

/* The bytes behind the last response are nobody's, whatever they are. */
static bool belongs_to_nobody(h1_stream *s)
{
    bool nobody = s->side == H1_RESPONSES && s->at == 0 &&
                  (s->phase == H1I_PHASE_LAST || (s->phase == H1I_PHASE_HEAD && s->answers == H1_TO_NOTHING));

    if (nobody)
        h1i_violation(s, H1_RULE_DATA_AFTER_LAST_MESSAGE, 0, 1, H1I_AGAIN);
    return nobody;
}

static h1i_step refuse_beyond(h1_stream *s, h1_rule rule, uint32_t at)
{
    return h1i_violation(s, rule, at, 1, H1I_AGAIN);
}

/* Steps over the byte or line end at s->at; a violation found by the step comes before that of a limit. */
static h1i_step step_at(h1_stream *s, const uint8_t *buf, uint8_t byte, bool at_line_end)
{
    const struct state_steps *steps = &STEPS[s->state];
    uint32_t len = at_line_end ? h1i_line_end_len(s, buf) : 1;
    h1_rule line_limit = beyond_line(s, byte, at_line_end);
    h1_rule section_limit = beyond_section(s, s->at + len - 1);
    h1i_step step = at_line_end ? steps->line_end(s, buf) : steps->byte(s, buf, byte);

    if (step == H1I_AGAIN)
        return step;
    if (s->rule == 0 && line_limit != H1_RULE_NONE)
        return refuse_beyond(s, line_limit, s->at);
    if (s->rule == 0 && section_limit != H1_RULE_NONE)
        return refuse_beyond(s, section_limit, s->at + len - 1);
    H1I_LOOK(buf + s->at, len);
    s->at += len;
    s->flags &= ~(uint32_t)H1I_LINE_END_NOTED;
    return step;
}

/* A CR is judged by the byte behind it, but it counts for its section as soon as it is here. */
static bool cr_is_beyond(h1_stream *s)
{
    h1_rule limit = beyond_section(s, s->at);

    if (limit != H1_RULE_NONE)
        refuse_beyond(s, limit, s->at);
    return limit != H1_RULE_NONE;
}

/* A planted bug for the fuzzers to find, only in builds made with H1_CANARY: a CR at the end of what is here is
 * forgotten, so a line end that is cut between its two bytes is taken for a bare LF. */
static bool forgets_cr(h1_stream *s)
{
#ifdef H1_CANARY
    s->at++;
#else
    (void)s;
#endif
    return false;
}

/* Takes what stands at s->at: a byte, a line end, or a bare CR or LF. Returns false when the byte behind a CR isn't
 * here yet. */
static bool take_one(h1_stream *s, const uint8_t *buf, uint32_t len, h1i_step *step)
{
    uint8_t byte = buf[s->at];
    bool at_line_end = byte == '\n';

    *step = H1I_AGAIN;
    if (belongs_to_nobody(s))
        return true;
    if (byte == '\r') {
        if (cr_is_beyond(s) || !h1i_settle_line(s, buf))
            return true;
        if (s->at + 1 == len)
            return forgets_cr(s);
        at_line_end = buf[s->at + 1] == '\n';
        if (!at_line_end && report_line_end(s, H1_RULE_BARE_CR))
            return true;
        byte = ' ';
    } else if (at_line_end && report_line_end(s, bare_lf_rule(s))) {
        return true;
    }
    *step = step_at(s, buf, byte, at_line_end);
    return true;
}

h1i_progress h1i_step_lines(h1_stream *s, const uint8_t *buf, uint32_t len)
{
    while (s->at < len) {
        h1i_step step;
        if (!take_one(s, buf, len, &step))
            return H1I_WANTS_MORE;
        if (s->rule != 0)
            return H1I_VIOLATION;
        if (step == H1I_DONE)
            return H1I_COMPLETE;
    }
    return H1I_WANTS_MORE;
}
