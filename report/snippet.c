/* SPDX-License-Identifier: MIT */
/* See snippet.h. A picture is a list of at most six lines, each with the part of it that is shown (its window) and the
 * spans that are marked in it. Windows are chosen in bytes but measured in columns, because an escape takes up to four;
 * marks are made from the same measure, so they stand below the bytes they mean. */
#include "report/snippet.h"

#include <inttypes.h>
#include <string.h>

#include "report/escape.h"
#include "report/paint.h"

enum {
    LINES_MOST = 6,
    COLUMNS_LEAST = 20,
    COLUMNS_MOST = 400,
    GUTTER_LEAST = 5,
};

typedef enum mark {
    MARK_SPAN = 1 << 0,
    MARK_SECOND = 1 << 1,
} mark;

typedef struct line {
    size_t at, end;  /* of the line in the piece, line end included */
    size_t from, to; /* its window */
    unsigned marks;  /* which spans are marked in it */
    bool cut_left, cut_right;
    bool skipped_before; /* lines were left out before it */
} line;

typedef struct picture {
    const report_snippet *s;
    size_t columns;
    bool colour;
    int gutter;
    line lines[LINES_MOST];
    size_t count;
} picture;

static size_t line_start(const report_snippet *s, size_t at)
{
    while (at > 0 && s->bytes[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(const report_snippet *s, size_t at)
{
    const uint8_t *lf = at < s->len ? memchr(s->bytes + at, '\n', s->len - at) : NULL;

    return lf == NULL ? s->len : (size_t)(lf - s->bytes) + 1;
}

/* The line of a place. A place behind the very last byte belongs to the line that ends there. */
static line line_of(const report_snippet *s, size_t at)
{
    line found = {0};

    found.at = line_start(s, at == s->len && at > 0 ? at - 1 : at);
    found.end = line_end(s, found.at);
    return found;
}

/* The columns of bytes from … to. */
static size_t measure(const report_snippet *s, size_t from, size_t to)
{
    return report_escape_columns(s->bytes + from, to - from);
}

/* Choose the part of a line that is shown: all of it if it fits, else some bytes before `focus` and as many behind it
 * as there is room for, and then what room is left before it again. Each "…" takes a column. */
static void choose_window(const picture *p, line *l, size_t focus)
{
    const report_snippet *s = p->s;
    size_t room = p->columns - 2;
    size_t used = 0;

    l->from = l->at;
    l->to = l->end;
    if (measure(s, l->at, l->end) > p->columns) {
        l->from = l->to = focus < l->end ? focus : l->end;
        while (l->from > l->at && used + report_escape_width(s->bytes[l->from - 1]) <= room / 3)
            used += report_escape_width(s->bytes[--l->from]);
        while (l->to < l->end && used + report_escape_width(s->bytes[l->to]) <= room)
            used += report_escape_width(s->bytes[l->to++]);
        while (l->from > l->at && used + report_escape_width(s->bytes[l->from - 1]) <= room)
            used += report_escape_width(s->bytes[--l->from]);
    }
    l->cut_left = l->from > l->at || (l->at == 0 && s->head_cut);
    l->cut_right = l->to < l->end || (l->end == s->len && s->tail_cut);
}

/* Where the line already stands in the picture with `focus` in its window, mark it there. */
static bool join_line(picture *p, size_t at, size_t focus, unsigned which)
{
    for (size_t i = 0; i < p->count; i++) {
        line *l = &p->lines[i];
        if (l->at == at && focus >= l->from && focus <= l->to) {
            l->marks |= which;
            return true;
        }
    }
    return false;
}

static void add_line(picture *p, size_t focus, unsigned which, bool skipped_before)
{
    line l = line_of(p->s, focus);

    if (join_line(p, l.at, focus, which) || p->count == LINES_MOST)
        return;
    l.marks = which;
    l.skipped_before = skipped_before;
    choose_window(p, &l, focus);
    p->lines[p->count++] = l;
}

/* The first two lines of a span and its last. */
static void add_span(picture *p, report_span span, unsigned which)
{
    const report_snippet *s = p->s;
    size_t last = line_start(s, span.len > 0 ? span.at + span.len - 1 : span.at);
    size_t at = line_end(s, line_of(s, span.at).at);

    add_line(p, span.at, which, false);
    if (at <= last && at < s->len) {
        add_line(p, at, which, false);
        at = line_end(s, at);
        if (at <= last && at < s->len)
            add_line(p, last, which, at < last);
    }
}

static bool marked(report_span span, size_t at)
{
    return at >= span.at && (at < span.at + span.len || (span.len == 0 && at == span.at));
}

static char mark_at(const report_snippet *s, const line *l, size_t at)
{
    if ((l->marks & MARK_SPAN) != 0 && marked(s->span, at))
        return '^';
    if ((l->marks & MARK_SECOND) != 0 && s->second.len > 0 && marked(s->second, at))
        return '-';
    return ' ';
}

/* The words behind the marks of two spans on lines of their own: the one that comes first in the message opens. */
static const char *words_of(const report_snippet *s, const line *l)
{
    bool first;

    if (s->second.len == 0 || l->marks == (MARK_SPAN | MARK_SECOND))
        return "";
    first = (l->marks == MARK_SPAN) == (s->span.at < s->second.at);
    return first ? " this ..." : " ... against this";
}

static void draw_number(FILE *out, const picture *p, const char *number)
{
    fprintf(out, "%*s | ", p->gutter, number);
}

static void draw_text(FILE *out, const picture *p, const line *l)
{
    char number[24];

    snprintf(number, sizeof number, "%" PRIu64, p->s->at + l->from);
    draw_number(out, p, number);
    fputs(l->cut_left ? "…" : "", out);
    report_escape_to(out, p->s->bytes + l->from, l->to - l->from);
    fputs(l->cut_right ? "…\n" : "\n", out);
}

/* The marks below a line's text, column by column, without blanks at the end. Returns how many there are. */
static size_t make_marks(const picture *p, const line *l, char *marks)
{
    size_t columns = 0;

    if (l->cut_left)
        marks[columns++] = l->from > 0 ? mark_at(p->s, l, l->from - 1) : ' ';
    for (size_t at = l->from; at < l->to; at++) {
        unsigned width = report_escape_width(p->s->bytes[at]);
        memset(marks + columns, mark_at(p->s, l, at), width);
        columns += width;
    }
    if (l->cut_right || l->to == p->s->len)
        marks[columns++] = mark_at(p->s, l, l->to);
    while (columns > 0 && marks[columns - 1] == ' ')
        columns--;
    return columns;
}

static void draw_marks(FILE *out, const picture *p, const line *l)
{
    char marks[COLUMNS_MOST + 2 + REPORT_ESCAPE_MOST];
    size_t columns = make_marks(p, l, marks);

    marks[columns] = '\0';
    draw_number(out, p, "");
    report_paint(out, p->colour, (l->marks & MARK_SPAN) != 0 ? REPORT_RED : REPORT_BLUE, marks);
    fprintf(out, "%s\n", words_of(p->s, l));
}

/* Cut a span to the piece. */
static report_span cut_span(report_span span, size_t len)
{
    if (span.at > len)
        return (report_span){len, 0};
    if (span.len > len - span.at)
        span.len = len - span.at;
    return span;
}

static void add_spans(picture *p)
{
    report_span second = p->s->second;

    if (second.len > 0 && second.at < p->s->span.at)
        add_span(p, second, MARK_SECOND);
    add_span(p, p->s->span, MARK_SPAN);
    if (second.len > 0 && second.at >= p->s->span.at)
        add_span(p, second, MARK_SECOND);
}

/* The gutter is as wide as the largest number in it. */
static int gutter_width(uint64_t largest)
{
    int width = 1;

    for (; largest >= 10; largest /= 10)
        width++;
    return width > GUTTER_LEAST ? width : GUTTER_LEAST;
}

void report_snippet_draw(FILE *out, const report_snippet *snippet, size_t columns, bool colour)
{
    report_snippet s = *snippet;
    picture p = {.s = &s, .colour = colour, .gutter = gutter_width(s.at + s.len)};

    if (s.len == 0)
        return;
    p.columns = columns < COLUMNS_LEAST ? COLUMNS_LEAST : columns > COLUMNS_MOST ? COLUMNS_MOST : columns;
    s.span = cut_span(s.span, s.len);
    s.second = cut_span(s.second, s.len);
    add_spans(&p);
    for (size_t i = 0; i < p.count; i++) {
        if (p.lines[i].skipped_before)
            fprintf(out, "%*s ...\n", p.gutter, "");
        draw_text(out, &p, &p.lines[i]);
        draw_marks(out, &p, &p.lines[i]);
    }
}
