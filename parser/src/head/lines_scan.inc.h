/* SPDX-License-Identifier: MIT */
/* The fast path over the field lines of a head that comes in pieces: a part of head_scan.inc.h, which includes it.
 *
 * It goes on where the stream stands, at a line's start or inside a value, and leaves the stream where the reference
 * would be, also inside a line that isn't all here: so it looks at each byte once. What has a fault is left to the
 * reference at that byte, and a line whose name may matter behind its name.
 *
 * The buffer is cut: a line may end anywhere in its last bytes, so looks and blocks reach up to its very end, and
 * has_four() is asked before four bytes are read. */

/* Whether the stream, which stands in a value, knows nothing of its line but where that is. A line that is pending is
 * counted already, so that no field need be behind it. */
static inline bool in_plain_value(const h1_stream *s)
{
    const h1_field *field = &s->fields[s->count];

    return !h1i_has(s, H1I_LINE_PENDING) && s->part_end > s->part_at && field->id == H1_FIELD_OTHER &&
           field->flags == 0;
}

/* Whether the walk may go on where the stream stands. */
static inline bool may_enter(h1_stream *s, const uint8_t *buf, size_t len)
{
    if (len < BLOCK || s->at >= len || s->phase != H1I_PHASE_HEAD || h1i_audits(s))
        return false;
    if (s->state == H1I_FIELD_VALUE)
        return in_plain_value(s);
    return s->state == H1I_FIELD_START && h1i_is(buf[s->at], H1I_TCHAR) && h1i_settle_line(s, buf);
}

/* A line that is followed by white space may go on there, which is the reference's to say. */
static inline bool starts_line(uint8_t byte)
{
    return byte == '\r' || h1i_is(byte, H1I_TCHAR);
}

/* Take the line that starts at the offset, from its value on where that was begun. Returns false where it isn't all
 * here, matters, is beyond a limit or can't be taken. */
SCAN_INLINE bool take_unmarked_line(const h1_stream *s, walk *w, ptrdiff_t at, part_of_line *line, uint32_t *four)
{
    if (line->value == 0 && !take_name(w, NULL, 0, line))
        return false;
    return take_value(w, line, four) && starts_line((uint8_t)(*four >> 16)) &&
           line->read - at <= s->limits->field_line && w->at <= s->limits->head;
}

/* Be behind whole lines, of which field is behind the last. */
static inline void leave_behind_lines(h1_stream *s, const h1_field *field, ptrdiff_t at)
{
    s->count = (uint16_t)(field - s->fields);
    s->state = H1I_FIELD_START;
    s->at = (uint32_t)at;
    s->flags &= ~(uint32_t)(H1I_LINE_FLAGS | H1I_FIRST_LINE);
}

/* The line's name or more of it was read: begin it. */
static inline void begin_line(h1_stream *s, bool has_colon)
{
    const h1_field *field = &s->fields[s->count];

    s->flags &= ~(uint32_t)(H1I_LINE_FLAGS | H1I_FIRST_LINE);
    s->line_at = s->part_at = s->part_end = s->at;
    s->state = H1I_FIELD_NAME;
    if (!has_colon)
        return;
    s->part_at = s->part_end = field->name_at + field->name_len + 1;
    s->state = H1I_FIELD_VALUE;
}

/* Be inside the line where the stream stands, as far as it was read. What is beyond a limit is the reference's to
 * refuse. */
static inline void leave_inside_line(h1_stream *s, const uint8_t *buf, ptrdiff_t at, const part_of_line *line)
{
    ptrdiff_t text = line->read;

    if (text == s->at || text > s->limits->head || text - at > s->limits->field_line)
        return;
    if (s->state == H1I_FIELD_START)
        begin_line(s, line->value != 0);
    s->at = (uint32_t)text;
    while (text > line->value && h1i_is_blank(buf[text - 1]))
        text--;
    if (line->value != 0 && text > line->value) {
        s->part_at = (uint32_t)line->value;
        s->part_end = (uint32_t)text;
    }
}

static void scan_lines(h1_stream *s, const uint8_t *buf, size_t len)
{
    walk w = {.buf = buf, .len = (ptrdiff_t)len, .cut = true};
    part_of_line line = {0, s->at};
    ptrdiff_t at = s->at;
    h1_field *first, *room;
    uint32_t four = 0;

    if (!may_enter(s, buf, len))
        return;
    if (s->state == H1I_FIELD_VALUE) {
        at = s->line_at;
        line.value = s->part_at;
    }
    first = w.field = s->fields + s->count;
    room = s->fields + (s->limits->fields < s->capacity ? s->limits->fields : s->capacity);
    w.at = at;
    w.block = line.read;
    w.last_look = w.len - LOOK;
    w.last_block = w.len - BLOCK;
    fill_controls(&w);
    while (w.field != room && take_unmarked_line(s, &w, at, &line, &four)) {
        at = w.at;
        line = (part_of_line){0, at};
        first = w.field;
    }
    line.read = line.read < w.len ? line.read : w.len;
    H1I_LOOK(buf + s->at, (size_t)(line.read - s->at));
    if (first != s->fields + s->count)
        leave_behind_lines(s, first, at);
    leave_inside_line(s, buf, at, &line);
}

/* ---- Pieces ------------------------------------------------------------------------------------------------------ */

/* Go on inside an element, s->at > 0: in the shortest way where it is a head and there is nothing to put together. */
SCAN_APART size_t scan_piece(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n,
                             size_t *got)
{
    if (n != 1 || how != 0 || s->phase != H1I_PHASE_HEAD || s->astray != 0)
        return h1i_scan_leave(s, buf, len, how, ev, n, got);
    *got = 1;
    scan_lines(s, buf, len);
    if (s->at != len)
        return h1i_next_piece(s, buf, len, ev);
    h1i_put_more(ev);
    return 0;
}
