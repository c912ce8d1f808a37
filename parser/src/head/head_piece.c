/* SPDX-License-Identifier: MIT */
/* See head_piece.h.
 *
 * The reference may be given the bytes in any pieces, so it is given small ones; and wherever it stands inside a field
 * value, the bytes up to the next control are taken in one go, because each of them would do nothing but move the
 * value's end. A run never reaches a byte beyond a limit: that byte is stepped, and refused, by the reference. */
#include "parser/src/head/head_piece.h"

#include "parser/src/bytes.h"
#include "parser/src/looks.h"
#include "parser/src/scan/scan.h"

/* Bytes that the reference steps before the run behind them is tried. */
enum { STEPS = 12, BLOCK = 64 };

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static bool is_inside_value(const h1_stream *s)
{
    return s->state == H1I_FIELD_VALUE && s->part_end > s->part_at && !h1i_has(s, H1I_LINE_END_NOTED);
}

/* The first byte that no run may take: behind what is here, or beyond a limit. */
static uint32_t end_of_run(const h1_stream *s, uint32_t len)
{
    uint32_t section = s->phase == H1I_PHASE_TRAILERS ? s->limits->trailers : s->limits->head;

    return least(len, least(s->line_at + s->limits->field_line, section));
}

/* field-content without HTAB: VCHAR / obs-text / SP                                     RFC 9110 section 5.5 */
static uint32_t skip_text(const h1i_kernel *kernel, const uint8_t *buf, uint32_t at, uint32_t end)
{
    while (at + BLOCK <= end) {
        uint64_t controls = kernel->controls(buf + at);
        if (controls != 0)
            return at + (uint32_t)__builtin_ctzll(controls);
        at += BLOCK;
    }
    while (at < end && (h1i_is(buf[at], H1I_VISIBLE) || buf[at] == ' '))
        at++;
    return at;
}

static void pass_over_value(h1_stream *s, const h1i_kernel *kernel, const uint8_t *buf, uint32_t len)
{
    const uint32_t from = s->at;
    const uint32_t end = end_of_run(s, len);
    uint32_t text = from;

    if (end <= from)
        return;
    s->at = text = skip_text(kernel, buf, from, end);
    H1I_LOOK(buf + from, text - from);
    while (text > from && buf[text - 1] == ' ')
        text--;
    s->part_end = text > from ? text : s->part_end;
}

h1i_progress h1i_step_piece(h1_stream *s, const uint8_t *buf, uint32_t len)
{
    const h1i_kernel *kernel = h1i_scan_kernel();

    if (kernel->controls == NULL)
        return h1i_step_lines(s, buf, len);
    for (;;) {
        uint32_t here;
        h1i_progress progress;

        if (is_inside_value(s))
            pass_over_value(s, kernel, buf, len);
        here = len - s->at < STEPS ? len : s->at + STEPS;
        progress = h1i_step_lines(s, buf, here);
        if (progress != H1I_WANTS_MORE || here == len)
            return progress;
    }
}
