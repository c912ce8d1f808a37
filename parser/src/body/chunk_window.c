/* SPDX-License-Identifier: MIT */
/* Where a chunk's line stands is known when the sizes before it are: a chain of loads, one behind the other, in which
 * the machine waits. Here it waits for none. The kernel finds all that looks like such a line in the next bytes, data
 * or not (a window), and the lengths of what lies between say what the lines have to be: one comparison each, and none
 * waits for another.
 *
 * Nothing is taken for granted. A window begins where a line is due, and from a line that is one the next is reached
 * only if it says so: what looks like a line and stands inside data has another distance than the one that was said.
 *
 * Bytes of data are looked at once here, which the chain doesn't do. */
#include "parser/src/body/chunk_window.h"

#include "parser/src/looks.h"
#include "parser/src/scan/scan.h"

enum {
    ROOM = 64,         /* lines that a window may have */
    FIRST_REACH = 256, /* bytes of the first window, while it isn't known whether chunks are small here */
    REACH = 2048,
    WORTH = 4, /* so many chunks in a window are a gain */
    SIZES = 256,
    CRLF = 2,
    MOST_LINE = 6, /* with both CRLFs */
};

/* The four bytes up to the CR of a line that says a size, by the size: before one digit stands the CRLF of the chunk
 * before, before two its LF. No line says 0: that would be the last chunk. */
#define ONE(b)    H1I_FOUR('\r', '\n', b, '\r')
#define TWO(a, b) H1I_FOUR('\n', a, b, '\r')
#define TEN_OF(TWO, a)                                                                                                 \
    TWO(a, '0'), TWO(a, '1'), TWO(a, '2'), TWO(a, '3'), TWO(a, '4'), TWO(a, '5'), TWO(a, '6'), TWO(a, '7'),            \
        TWO(a, '8'), TWO(a, '9')
#define LOWER_OF(a) TEN_OF(TWO, a), TWO(a, 'a'), TWO(a, 'b'), TWO(a, 'c'), TWO(a, 'd'), TWO(a, 'e'), TWO(a, 'f')
#define UPPER_OF(a) TEN_OF(TWO, a), TWO(a, 'A'), TWO(a, 'B'), TWO(a, 'C'), TWO(a, 'D'), TWO(a, 'E'), TWO(a, 'F')
#define NINE        0, ONE('1'), ONE('2'), ONE('3'), ONE('4'), ONE('5'), ONE('6'), ONE('7'), ONE('8'), ONE('9')

static const uint32_t LOWER[SIZES] = {
    NINE,          ONE('a'),      ONE('b'),      ONE('c'),      ONE('d'),      ONE('e'),
    ONE('f'),      LOWER_OF('1'), LOWER_OF('2'), LOWER_OF('3'), LOWER_OF('4'), LOWER_OF('5'),
    LOWER_OF('6'), LOWER_OF('7'), LOWER_OF('8'), LOWER_OF('9'), LOWER_OF('a'), LOWER_OF('b'),
    LOWER_OF('c'), LOWER_OF('d'), LOWER_OF('e'), LOWER_OF('f'),
};
static const uint32_t UPPER[SIZES] = {
    NINE,          ONE('A'),      ONE('B'),      ONE('C'),      ONE('D'),      ONE('E'),
    ONE('F'),      UPPER_OF('1'), UPPER_OF('2'), UPPER_OF('3'), UPPER_OF('4'), UPPER_OF('5'),
    UPPER_OF('6'), UPPER_OF('7'), UPPER_OF('8'), UPPER_OF('9'), UPPER_OF('A'), UPPER_OF('B'),
    UPPER_OF('C'), UPPER_OF('D'), UPPER_OF('E'), UPPER_OF('F'),
};

/* What looks like lines: where they end, ascending. */
typedef struct window {
    size_t count;
    uint32_t ends[ROOM + H1I_SIZES_MORE];
} window;

/* The four bytes of a line up to its CR. */
static inline uint32_t line_of(const uint8_t *buf, uint32_t end)
{
    return h1i_load32(buf + end - 3);
}

/* Where a line starts, with the CRLF before it. One digit has CR before its LF, which is odd; two have their LF there,
 * which is even. */
static inline uint32_t start_of(uint32_t end, uint32_t line)
{
    return end - 4 + (line & 1);
}

/* How many bytes are between a line and the next: what the line has to say. More than any says where what looks like
 * the next stands too close to be one. */
static inline uint32_t size_between(const uint8_t *buf, uint32_t end, uint32_t next)
{
    return start_of(next, line_of(buf, next)) - (end + CRLF);
}

/* Which line follows the i-th: the one that is as far as it says. The window's count where none is. */
static size_t next_of(const window *w, const uint8_t *buf, size_t i, const uint32_t *texts)
{
    const uint32_t end = w->ends[i];

    for (size_t next = i + 1; next < w->count && w->ends[next] - end < SIZES + MOST_LINE; next++) {
        const uint32_t size = size_between(buf, end, w->ends[next]);
        if (size < SIZES && texts[size] == line_of(buf, end))
            return next;
    }
    return w->count;
}

/* Takes chunks while each line is followed by what looks like a line next, as it is unless data looks so too. Returns
 * which line is due then. */
static size_t take_followed(h1i_body *b, const window *w, size_t i, const uint32_t *texts)
{
    const uint8_t *buf = b->buf;
    const uint32_t *at = &w->ends[i];
    const size_t lines = w->count - 1 - i;
    h1_event *ev = b->ev;
    h1_event *const last = (size_t)(b->end - ev) < lines ? b->end : ev + lines;
    uint32_t line = line_of(buf, *at);

    for (uint32_t data = *at + CRLF; ev != last; ev++) {
        const uint32_t next = *++at;
        const uint32_t next_line = line_of(buf, next);
        const uint32_t size = start_of(next, next_line) - data;
        if (size >= SIZES || texts[size] != line)
            break;
        h1i_put_whole(ev, data, size);
        data = next + CRLF;
        line = next_line;
    }
    i += (size_t)(ev - b->ev);
    b->ev = ev;
    return i;
}

/* Takes the chunks of a window as far as each line is one of the texts. Returns which line is due then. */
static size_t take_lines(h1i_body *b, const window *w, size_t i, const uint32_t *texts)
{
    for (size_t next;; i = next) {
        i = take_followed(b, w, i, texts);
        next = next_of(w, b->buf, i, texts);
        if (b->ev == b->end || next == w->count)
            return i;
        h1i_put_whole(b->ev++, w->ends[i] + CRLF, size_between(b->buf, w->ends[i], w->ends[next]));
    }
}

/* Looks ahead. Returns false where the line that is due isn't short, or nothing follows it. */
static bool look_ahead(const h1i_body *b, window *w, size_t reach)
{
    const uint8_t *line = b->buf + b->at;
    const size_t end = b->len - b->at < reach ? b->len : b->at + reach;
    const size_t room = (size_t)(b->end - b->ev) < ROOM ? (size_t)(b->end - b->ev) : ROOM - 1;
    size_t digits;

    if (end - b->at < MOST_LINE || line[0] != '\r' || line[1] != '\n')
        return false;
    digits = line[3] == '\r' ? 1 : 2;
    if (line[2 + digits] != '\r' || line[3 + digits] != '\n')
        return false;
    w->ends[0] = (uint32_t)(b->at + 2 + digits);
    w->count = 1 + h1i_scan_kernel()->sizes(b->buf, w->ends[0], end, w->ends + 1, room);
    return w->count > 1;
}

/* Data was passed over for line ends; lines were compared besides. */
static void say_looks(const h1i_body *b, size_t start, const h1_event *ev)
{
    H1I_LOOK(b->buf + start, b->at - start);
    for (; ev != b->ev; ev++) /* the four bytes up to its CR */
        H1I_LOOK(b->buf + ev->data.at - 5, 4);
}

/* Takes what it can of the next bytes. */
static void take_window(h1i_body *b, size_t reach)
{
    const size_t start = b->at;
    const h1_event *ev = b->ev;
    window w;
    size_t i;

    if (!look_ahead(b, &w, reach))
        return;
    i = take_lines(b, &w, 0, LOWER);
    i = take_lines(b, &w, i, UPPER);
    b->at = start_of(w.ends[i], line_of(b->buf, w.ends[i]));
    say_looks(b, start, ev);
}

/* Whether the last three chunks were of one size: whole rows of those are read faster. */
static bool are_alike(const h1_event *end)
{
    return end[-1].data.len == end[-2].data.len && end[-2].data.len == end[-3].data.len;
}

bool h1i_take_windows(h1i_body *b)
{
    size_t reach = FIRST_REACH;

    while (b->end - b->ev >= WORTH) {
        const h1_event *ev = b->ev;
        take_window(b, reach);
        if (b->ev - ev < WORTH)
            return false;
        if (are_alike(b->ev))
            return true;
        reach = REACH;
    }
    return true;
}
