/* SPDX-License-Identifier: MIT */
/* See head_piece.h.
 *
 * The reference may be given the bytes in any pieces, so it is given small ones, and the bytes between them in runs:
 * wherever it stands inside a field value, a field name or the path of a target, each byte up to the next that means
 * something would do nothing but move s->at. Where that next byte is the usual one, a colon or a line end, the step of
 * the reference is called by itself. Nothing here takes a byte beyond a limit: it is stepped, and refused, by the
 * reference.
 *
 * Behind the first piece of a head, field lines that are all here are walked over by the kernel. In the first piece
 * they aren't, because the kernel has looked at them before, when the head might have been all there: two looks are
 * enough. */
#include "parser/src/head/head_piece.h"

#include "parser/src/bytes.h"
#include "parser/src/head/steps.h"
#include "parser/src/looks.h"
#include "parser/src/scan/scan.h"
#include "parser/src/uri/uri_step.h"

/* Fewer bytes than WORTH_A_WALK seldom hold lines enough to walk over them. */
enum { BLOCK = 64, LOOK = 32, WORTH_A_WALK = 128 };

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* ---- Runs -------------------------------------------------------------------------------------------------------- */

static uint32_t limit_of_section(const h1_stream *s)
{
    return s->phase == H1I_PHASE_TRAILERS ? s->limits->trailers : s->limits->head;
}

/* The first byte that no run may take: behind what is here, or beyond a limit. */
static uint32_t end_of_line_run(const h1_stream *s, uint32_t len)
{
    return least(len, least(s->line_at + s->limits->field_line, limit_of_section(s)));
}

static uint32_t end_of_target_run(const h1_stream *s, uint32_t len)
{
    return least(end_of_line_run(s, len), least(s->target_at + (uint32_t)s->limits->target, s->limits->start_line));
}

/* field-content without HTAB: VCHAR / obs-text / SP                                     RFC 9110 section 5.5
 * The last block is taken from further left, where there are bytes that are known. */
static uint32_t skip_text(const h1i_kernel *kernel, const uint8_t *buf, uint32_t at, uint32_t end)
{
    while (at + BLOCK <= end) {
        uint64_t controls = kernel->controls(buf + at);
        if (controls != 0)
            return at + (uint32_t)__builtin_ctzll(controls);
        at += BLOCK;
    }
    if (at + 1 < end && end >= BLOCK) {
        uint64_t controls = kernel->controls(buf + end - BLOCK) >> (BLOCK - (end - at));
        return controls != 0 ? at + (uint32_t)__builtin_ctzll(controls) : end;
    }
    while (at < end && (h1i_is(buf[at], H1I_VISIBLE) || buf[at] == ' '))
        at++;
    return at;
}

/* The spaces before a value, and the value. It begins with a byte that is no white space, and ends behind such a byte.
 */
static void pass_over_value(h1_stream *s, const h1i_kernel *kernel, const uint8_t *buf, uint32_t len)
{
    const uint32_t end = end_of_line_run(s, len);
    bool begun = s->part_end > s->part_at;
    uint32_t at = s->at;

    while (!begun && at < end && buf[at] == ' ')
        at++;
    if (!begun && at < end && h1i_is(buf[at], H1I_VISIBLE)) {
        s->part_at = at;
        begun = true;
    }
    if (begun && at < end) {
        uint32_t from = at;
        uint32_t text = at = skip_text(kernel, buf, from, end);
        while (text > from && buf[text - 1] == ' ')
            text--;
        s->part_end = text > from ? text : s->part_end;
    }
    H1I_LOOK(buf + s->at, at - s->at);
    s->at = at;
}

/* Bytes of a class, one by one: what is left of a name is short, and a path is rare in pieces. */
static void pass_over_class(h1_stream *s, const uint8_t *buf, uint32_t end, unsigned class)
{
    const uint32_t from = s->at;
    uint32_t at = from;

    while (at < end && h1i_is(buf[at], class))
        at++;
    s->at = at;
    H1I_LOOK(buf + from, at - from);
}

/* A name, and the colon behind it, with which it ends as for the reference. */
static void pass_over_name(h1_stream *s, const h1i_kernel *kernel, const uint8_t *buf, uint32_t len)
{
    const uint32_t end = end_of_line_run(s, len);

    if (s->at + LOOK <= end) {
        const uint32_t run = kernel->tchars(buf + s->at, 0);
        H1I_LOOK(buf + s->at, run);
        s->at += run;
    }
    pass_over_class(s, buf, end, H1I_TCHAR);
    if (s->at >= end || buf[s->at] != ':')
        return;
    h1i_field_name(s, buf, ':');
    H1I_LOOK(buf + s->at, 1);
    s->at++;
}

/* The end of a field line, where it is CRLF within the limits. The reference judges the line. */
static void pass_over_line_end(h1_stream *s, const uint8_t *buf, uint32_t len)
{
    const uint32_t at = s->at;

    if (at + 1 >= least(len, limit_of_section(s)) || buf[at] != '\r' || buf[at + 1] != '\n')
        return;
    if (h1i_field_line_end(s, buf) == H1I_AGAIN)
        return;
    H1I_LOOK(buf + at, 2);
    s->at += 2;
}

/* What may be passed over where the stream stands, if anything. A violation that was found is in s->rule. */
static void pass_over(h1_stream *s, const h1i_kernel *kernel, const uint8_t *buf, uint32_t len)
{
    if (h1i_has(s, H1I_LINE_END_NOTED))
        return;
    if (s->state == H1I_FIELD_NAME)
        pass_over_name(s, kernel, buf, len);
    if (s->state == H1I_FIELD_VALUE && s->rule == 0) {
        pass_over_value(s, kernel, buf, len);
        pass_over_line_end(s, buf, len);
    } else if (s->state == H1I_TARGET && h1i_uri_in_path(&s->uri)) {
        pass_over_class(s, buf, end_of_target_run(s, len), H1I_PATH);
    }
}

/* ---- Lines ------------------------------------------------------------------------------------------------------- */

/* Whether a field line starts here. A line that waits for the byte behind it is judged first; where that finds a
 * violation it is in s->rule. */
static bool at_line_start(h1_stream *s, const uint8_t *buf, uint32_t len)
{
    if (s->state != H1I_FIELD_START || s->at == len || s->phase != H1I_PHASE_HEAD || h1i_audits(s))
        return false;
    return h1i_is(buf[s->at], H1I_TCHAR) && h1i_settle_line(s, buf);
}

/* Judge the line that the walk has noted, at index. Returns false, with the stream as it was, where it has a fault. */
static bool judge_noted(h1_stream *s, const uint8_t *buf, uint16_t index)
{
    const h1_stream before = *s;
    h1_field *field = &s->fields[index];

    field->id = (uint8_t)h1i_field_id(buf + field->name_at, field->name_len);
    s->count = (uint16_t)(index + 1);
    s->stage = 0;
    if (h1i_judge_field(s, buf)) {
        s->stage = 0;
        return true;
    }
    *s = before;
    return false;
}

static bool within_limits(const h1_stream *s, const h1_field *field, uint32_t end)
{
    return end <= s->limits->head && end - field->name_at - 2 <= s->limits->field_line;
}

/* Take the lines that were walked over, one by one; those that aren't taken are the reference's. */
static bool take_lines(h1_stream *s, const uint8_t *buf, const h1i_lines *lines)
{
    const uint16_t first = s->count;

    for (size_t i = 0; i < lines->count; i++) {
        const uint16_t index = (uint16_t)(first + i);
        const h1_field *field = &s->fields[index];
        const bool last = i + 1 == lines->count;
        const uint32_t end = last ? (uint32_t)lines->end : field[1].name_at;
        if (!within_limits(s, field, end) || (last && lines->matters && !judge_noted(s, buf, index)))
            return false;
        s->at = end;
        s->count = (uint16_t)(index + 1);
        s->flags &= ~(uint32_t)(H1I_LINE_FLAGS | H1I_FIRST_LINE);
    }
    return lines->count > 0;
}

/* Walk over lines while that can be. */
static void walk_lines(h1_stream *s, const h1i_kernel *kernel, const uint8_t *buf, uint32_t len, uint32_t room)
{
    h1i_lines lines;

    do {
        if (s->count >= room)
            return;
        lines = kernel->lines(buf, len, s->at, s->fields + s->count, room - s->count);
    } while (take_lines(s, buf, &lines) && lines.matters);
}

/* The first byte of a line, as h1i_field_start() takes it. */
static void begin_line(h1_stream *s, const uint8_t *buf)
{
    if (s->at >= s->limits->head || !h1i_is(buf[s->at], H1I_TCHAR))
        return;
    H1I_LOOK(buf + s->at, 1);
    s->flags &= ~(uint32_t)(H1I_LINE_FLAGS | H1I_FIRST_LINE);
    s->line_at = s->part_at = s->part_end = s->at++;
    s->state = H1I_FIELD_NAME;
}

/* Field lines from a line's start on: those that are all here, if there is room for some, and the start of the next. */
static void take_line_starts(h1_stream *s, const h1i_kernel *kernel, const uint8_t *buf, uint32_t len, bool first)
{
    const uint32_t room = least(s->limits->fields, s->capacity);

    if (!first && len - s->at >= WORTH_A_WALK)
        walk_lines(s, kernel, buf, len, room);
    if (s->count < room)
        begin_line(s, buf);
}

/* ---- Pieces ------------------------------------------------------------------------------------------------------ */

bool h1i_piece_of_value(h1_stream *s, const uint8_t *buf, uint32_t len)
{
    const h1i_kernel *kernel = h1i_scan_kernel();
    const uint32_t from = s->at;
    uint32_t text = len;

    if (s->state != H1I_FIELD_VALUE || s->part_end <= s->part_at || h1i_has(s, H1I_LINE_END_NOTED))
        return false;
    if (len < BLOCK || len > s->shortest_limit || len - from - 1 >= BLOCK || kernel->controls == NULL)
        return false;
    if (kernel->controls(buf + len - BLOCK) >> (BLOCK - (len - from)) != 0)
        return false;
    H1I_LOOK(buf + from, len - from);
    while (text > from && buf[text - 1] == ' ')
        text--;
    s->part_end = text > from ? text : s->part_end;
    s->at = len;
    return true;
}

h1i_progress h1i_step_piece(h1_stream *s, const uint8_t *buf, uint32_t len)
{
    const h1i_kernel *kernel = h1i_scan_kernel();
    const bool first = s->at == 0;

    if (kernel->controls == NULL)
        return h1i_step_lines(s, buf, len);
    while (s->at < len) {
        uint32_t before = s->at;
        uint32_t step;
        h1i_progress progress;

        pass_over(s, kernel, buf, len);
        if (at_line_start(s, buf, len))
            take_line_starts(s, kernel, buf, len, first);
        if (s->rule != 0)
            return H1I_VIOLATION;
        if (s->at > before)
            continue;
        step = buf[s->at] == '\r' ? 2 : 1;
        progress = h1i_step_lines(s, buf, len - s->at < step ? len : s->at + step);
        if (progress != H1I_WANTS_MORE || s->at == before)
            return progress;
    }
    return H1I_WANTS_MORE;
}
