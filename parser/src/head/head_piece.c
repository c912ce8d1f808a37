/* SPDX-License-Identifier: MIT */
/* See head_piece.h.
 *
 * The reference may be given the bytes in any pieces, so it is given small ones, and the bytes between them in runs:
 * wherever it stands inside a field value, a field name or the path of a target, each byte up to the next that means
 * something would do nothing but move s->at. Where that next byte is the usual one, a colon or a line end, the step of
 * the reference is called by itself. Nothing here takes a byte beyond a limit: it is stepped, and refused, by the
 * reference.
 *
 * Field lines are walked over by the kernel, which also says how far it came in the line that isn't all here: that line
 * goes on from there with the next piece. So each byte is looked at once here, and once more in the first piece, which
 * the kernel has looked at before, when the head might have been all there. */
#include "parser/src/head/head_piece.h"

#include "parser/src/bytes.h"
#include "parser/src/head/steps.h"
#include "parser/src/looks.h"
#include "parser/src/scan/scan.h"
#include "parser/src/uri/uri_step.h"

enum { BLOCK = 64, LOOK = 32 };

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

/* ---- Pieces ------------------------------------------------------------------------------------------------------ */

h1i_progress h1i_step_piece(h1_stream *s, const uint8_t *buf, uint32_t len)
{
    const h1i_kernel *kernel = h1i_scan_kernel();

    if (kernel->controls == NULL)
        return h1i_step_lines(s, buf, len);
    while (s->at < len) {
        uint32_t before = s->at;
        uint32_t step;
        h1i_progress progress;

        kernel->lines(s, buf, len);
        if (s->at < len && s->rule == 0)
            pass_over(s, kernel, buf, len);
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
