/* SPDX-License-Identifier: MIT */
/* The fast path: whole heads, from delimiter to delimiter.
 *
 * This is the body of every kernel: scan/scan_*.c includes it behind the operations of its instruction set, so that all
 * of it is compiled for that set and everything inlines.
 *
 *   scan_controls(block)            bit i: block[i] is below 0x20, or DEL; 64 bytes
 *   scan_run(class, bytes, skip)    how many bytes of the class stand from bytes[skip] on; 32 bytes; 32 where all are
 *   scan_is_text(block)             whether none of 128 bytes is a control
 *   scan_brief_of(buf, len)         the same of a buffer that is too short for these, 18 … 66 bytes, beforehand
 *   scan_brief_run(b, class, at)
 *
 * It reads messages whose heads are all here and have no fault; for these strict and audit mode do the same. What it
 * doesn't know, what has a fault and what isn't all here it leaves to the reference (head_step.c) untouched, and the
 * reference says which rule and which byte. So nothing here explains anything, and "no" is always a right answer.
 * Only of a head that comes in pieces does it leave the stream inside, where the reference would (lines_scan.inc.h).
 *
 * Where the speed comes from:
 * - Line ends are looked for in blocks of 64 bytes: one bitmap of controls finds every CR, LF, HTAB, NUL and DEL at
 *   once, and a line end that was met is taken out of it. So finding lines waits for nothing else.
 * - Each name gets one look of 32 bytes from the line's start: names are short, and it ends with the colon.
 * - Names that matter are known by length and four letters; their lines are marked, and judged behind the walk. The
 *   walk itself calls nothing, keeps its state in registers and writes to the stream when it ends.
 * - One comparison stands for all limits: a head that is shorter than the smallest is within all of them.
 *
 * No byte outside the buffer is read. Looks reach up to 35 bytes from a line's start and blocks up to 67 from theirs;
 * near the buffer's end both are taken from further left and shifted. A buffer that is shorter than that is brief: it
 * is looked at once, before the walk, which then reads bitmaps. Copying it to where there is room would cost more,
 * because loads that span what was just stored have to wait for it. */
#include <stddef.h>

#include "parser/src/head/head_piece.h"
#include "parser/src/head/head_scan.h"
#include "parser/src/head/steps.h"
#include "parser/src/looks.h"
#include "parser/src/scan/words.h"
#include "parser/src/stream_state.h"

#define SCAN_INLINE       static inline __attribute__((always_inline))
#define SCAN_APART        static __attribute__((noinline))
#define LIKELY(condition) __builtin_expect(!!(condition), 1)
#define RARE(condition)   __builtin_expect(!!(condition), 0)

enum {
    LOOK = 32,       /* bytes in one look at a run */
    BLOCK = 64,      /* bytes in one bitmap */
    TEXT = 128,      /* bytes of which it is asked whether they are text: two blocks */
    BEHIND = 3,      /* bytes that can be read behind any byte that was found: a line end is compared with the next */
    LONG_LINE = 128, /* a line of which so much is here is likely to go on */
    SHORTEST = 18    /* what the start-lines below read without asking; shorter heads are the reference's */
};

#define CRLF       ((uint32_t)'\r' | (uint32_t)'\n' << 8)
#define EMPTY_LINE (CRLF | CRLF << 16) /* the end of a line, and the empty line behind it */

/* Where the walk is. */
typedef struct walk {
    const uint8_t *buf;
    ptrdiff_t len;
    bool brief, cut;        /* known where the walk is compiled, so that nothing asks; cut: see lines_scan.inc.h */
    const scan_brief *bits; /* of a brief buffer */
    ptrdiff_t last_look;    /* the last offset from which LOOK + BEHIND bytes can be read */
    ptrdiff_t last_block;   /* the last offset from which BLOCK + BEHIND bytes can be read */
    ptrdiff_t at;           /* of the line being read */
    ptrdiff_t block;        /* where the bitmap's block starts */
    uint64_t controls;      /* the bitmap, without those that were taken out */
    h1_field *field;        /* where the next field line goes */
    h1_field **mark;        /* where the next marked line is noted */
} walk;

/* What is known of a field line, as far as it was read. */
typedef struct part_of_line {
    ptrdiff_t value; /* where its value starts; 0 while that isn't known */
    ptrdiff_t read;  /* up to here there is no fault */
} part_of_line;

/* What the start-line says, and where. */
typedef struct start {
    ptrdiff_t at;           /* of the message */
    ptrdiff_t method_len;   /* request */
    ptrdiff_t text, behind; /* of the request-target or the reason-phrase; behind its last byte */
    unsigned status;
    uint8_t version; /* H1I_VERSION_10 or _11 */
    bool plain;      /* a request in origin-form, and not CONNECT */
} start;

/* ---- Runs and line ends ------------------------------------------------------------------------------------------ */

/* How many bytes of the class stand at the offset; LOOK where they are more, or where too few bytes are here. */
SCAN_INLINE uint32_t run_at(const walk *w, const h1i_class *class, ptrdiff_t at)
{
    if (w->brief)
        return scan_brief_run(w->bits, class, at);
    if (LIKELY(at <= w->last_look))
        return (uint32_t)scan_run(class, w->buf + at, 0);
    return (uint32_t)scan_run(class, w->buf + w->last_look, (unsigned)(at - w->last_look));
}

/* Whether the four bytes from the offset on can be read, which is the offset of a byte that is here. In a brief buffer
 * and in one that is cut they can't near its end, where no head goes on that is all here. */
SCAN_INLINE bool has_four(const walk *w, ptrdiff_t at)
{
    return !(w->brief || w->cut) || LIKELY(at + 4 <= w->len);
}

/* A planted bug for the oracle to find, only in builds made with H1_CANARY_LANE: controls in one lane are overlooked.
 */
SCAN_INLINE uint64_t overlook_lane(uint64_t controls)
{
#ifdef H1_CANARY_LANE
    return controls & ~(UINT64_C(1) << H1_CANARY_LANE);
#else
    return controls;
#endif
}

/* Make the bitmap of the block at w->block; of a brief buffer there is just one, which is asked for once. Returns false
 * when no line end that is there could be all here. */
SCAN_INLINE bool fill_controls(walk *w)
{
    if (w->brief) {
        w->controls = overlook_lane(w->bits->controls) & UINT64_MAX << (w->block & 63);
        w->block = 0;
        return true;
    }
    if (LIKELY(w->block <= w->last_block)) {
        w->controls = overlook_lane(scan_controls(w->buf + w->block));
        return true;
    }
    if (RARE(w->block >= w->last_block + BLOCK))
        return false;
    w->controls = overlook_lane(scan_controls(w->buf + w->last_block)) >> (w->block - w->last_block);
    return true;
}

/* The line is long, and there is no control in the block: pass over those behind it that have none either, two at a
 * time and without making bitmaps of them. Returns the last of them. By itself, so that short lines keep the registers.
 */
SCAN_APART ptrdiff_t skip_text(const uint8_t *buf, ptrdiff_t block, ptrdiff_t last_block)
{
    while (block + TEXT <= last_block && scan_is_text(buf + block + BLOCK))
        block += TEXT;
    return block;
}

/* Go on to the next block that has a control. Returns false where no line end that is there could be all here. */
SCAN_INLINE bool refill_controls(walk *w)
{
    for (;;) {
        w->block += BLOCK;
        if (w->brief || !fill_controls(w))
            return false;
        if (w->block + 1 == w->at) /* the LF of the line before, whose CR ended the block before */
            w->controls &= w->controls - 1;
        if (LIKELY(w->controls != 0))
            return true;
        if (w->block - w->at >= LONG_LINE)
            w->block = skip_text(w->buf, w->block, w->last_block);
    }
}

/* Find the end of the line, and take it and what is before it out of the bitmap. HTAB is passed over; every other
 * control is at fault, or is the reference's to judge. Receives the offset of the CR, or of where that isn't so, and
 * the four bytes from there. */
SCAN_INLINE bool take_line_end(walk *w, ptrdiff_t *cr, uint32_t *four)
{
    for (;;) {
        if (RARE(w->controls == 0) && !refill_controls(w)) {
            *cr = w->len;
            return false;
        }
        *cr = w->block + __builtin_ctzll(w->controls);
        if (!has_four(w, *cr))
            return false;
        *four = h1i_load32(w->buf + *cr);
        w->controls &= w->controls - 1;
        if (LIKELY((uint16_t)*four == CRLF)) {
            w->controls &= w->controls - 1;
            return true;
        }
        if ((uint8_t)*four != '\t')
            return false;
    }
}

#include "parser/src/head/start_scan.inc.h"

/* ---- Field lines ------------------------------------------------------------------------------------------------- */

/* The first four letters of the names that matter, by length; each length has one at most. */
static const uint32_t FIRST_LETTERS[LOOK] = {
    [4] = H1I_FOUR('h', 'o', 's', 't'),  [6] = H1I_FOUR('e', 'x', 'p', 'e'),  [7] = H1I_FOUR('u', 'p', 'g', 'r'),
    [10] = H1I_FOUR('c', 'o', 'n', 'n'), [14] = H1I_FOUR('c', 'o', 'n', 't'), [17] = H1I_FOUR('t', 'r', 'a', 'n'),
};

/* Behind the name: ":" SP and a byte that is neither white space nor a control, as nearly all lines have it. */
SCAN_INLINE bool has_usual_colon(const uint8_t *behind_name)
{
    uint32_t four = h1i_load32(behind_name);

    return (uint16_t)four == (':' | ' ' << 8) && (uint8_t)(four >> 16) > ' ';
}

/* Other separators: ":" OWS. Returns where the value starts, 0 where there is no colon. */
SCAN_INLINE ptrdiff_t value_behind(const walk *w, ptrdiff_t colon)
{
    ptrdiff_t at = colon + 1;

    if (w->buf[colon] != ':')
        return 0;
    while (at < w->len && h1i_is_blank(w->buf[at]))
        at++;
    return at < w->len && w->buf[at] == '\r' ? colon + 1 : at;
}

/* A name of LOOK bytes and more. */
SCAN_INLINE uint32_t length_of_long_name(const walk *w)
{
    uint32_t len = LOOK;

    while (w->at + len < w->len && h1i_is(w->buf[w->at + len], H1I_TCHAR))
        len++;
    return len;
}

/* What is known of a line behind its name. The length, and the id and flags of 0 behind it, are stored as one word; of
 * a name that is too long for that the line is beyond its limit, so nothing of it stays. */
SCAN_INLINE void put_name(h1_field *field, uint32_t at, uint32_t len)
{
    const uint32_t word = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? len << 16 : len;

    _Static_assert(offsetof(h1_field, name_len) == 4 && offsetof(h1_field, id) == 6 && offsetof(h1_field, flags) == 7 &&
                       H1_FIELD_OTHER == 0,
                   "name_len, id and flags stand behind each other");
    field->name_at = at;
    h1i_copy((uint8_t *)field + offsetof(h1_field, name_len), &word, sizeof word);
}

/* field-name ":" OWS
 * A line that starts with white space has an empty name here, and is the reference's. Lines that matter are noted in
 * marks, [room]. */
SCAN_INLINE bool take_name(walk *w, h1_field **marks, size_t room, part_of_line *line)
{
    uint32_t len = run_at(w, &h1i_tchars, w->at);
    uint32_t letters = 0;

    line->read = w->at + len;
    if (!has_four(w, w->at + len))
        return false;
    if (LIKELY(len % LOOK != 0)) {
        letters = FIRST_LETTERS[len];
    } else {
        len = len == 0 ? 0 : length_of_long_name(w);
        line->read = w->at + len;
        if (len == 0 || w->at + len + 1 + BEHIND > w->len)
            return false;
    }
    line->value = w->at + len + 2;
    if (RARE(!has_usual_colon(w->buf + w->at + len))) {
        line->value = value_behind(w, w->at + len);
        if (line->value == 0)
            return false;
    }
    put_name(w->field, (uint32_t)w->at, len);
    if (RARE((h1i_load32(w->buf + w->at) | H1I_FOUR(' ', ' ', ' ', ' ')) == letters)) {
        if (room == 0 || w->mark == marks + room) {
            line->value = 0;
            return false;
        }
        *w->mark++ = w->field;
    }
    return true;
}

/* field-value OWS */
SCAN_INLINE bool take_value(walk *w, part_of_line *line, uint32_t *four)
{
    h1_field *field = w->field;
    const ptrdiff_t value = line->value;
    ptrdiff_t cr;
    bool ends = take_line_end(w, &cr, four);

    line->read = cr;
    if (!ends)
        return false;
    field->value_at = (uint32_t)value;
    field->value_len = (uint32_t)(cr - value);
    if (RARE(w->buf[cr - 1] <= ' ')) {
        while (field->value_len > 0 && h1i_is_blank(w->buf[value + (ptrdiff_t)field->value_len - 1]))
            field->value_len--;
    }
    w->field++;
    w->at = cr + 2;
    return true;
}

/* field-line = field-name ":" OWS field-value OWS                                       RFC 9112 section 5 */
SCAN_INLINE bool take_field_line(walk *w, h1_field **marks, size_t room, uint32_t *four)
{
    part_of_line line = {0, 0};

    return take_name(w, marks, room, &line) && take_value(w, &line, four);
}

/* All field lines up to the empty line, behind which w->at is left. The lines whose names matter are noted in marks. */
SCAN_INLINE bool take_field_lines(walk *w, h1_field **marks, const h1_field *room, uint32_t four)
{
    w->mark = marks;
    if (LIKELY(four != EMPTY_LINE)) {
        do {
            if (RARE(w->field == room) || !take_field_line(w, marks, H1I_SCAN_MARKS, &four))
                return false;
        } while (LIKELY(four != EMPTY_LINE));
    }
    w->at += 2;
    return true;
}

#include "parser/src/head/judge_scan.inc.h"

/* ---- Messages ---------------------------------------------------------------------------------------------------- */

/* Whether the head ends within the limits, its fields being those from first on. */
SCAN_INLINE bool is_within_limits(const h1_stream *s, const walk *w, ptrdiff_t at, const h1_field *first)
{
    ptrdiff_t fields = w->field - first;

    if (LIKELY(w->at - at <= s->shortest_limit) && LIKELY(fields <= s->limits->fields))
        return true;
    return h1i_scan_within_limits(s, (h1_span){(uint32_t)at, (uint32_t)(w->at - at)}, first, (uint32_t)fields);
}

/* Take the message at w->at, up to its body. Returns false, and leaves the stream as it was, where it can't. */
SCAN_INLINE bool take_request(h1_stream *s, walk *w, const h1_field *fields, const h1_field *room, h1_event *ev)
{
    h1_field *const first = w->field;
    h1_field *marks[H1I_SCAN_MARKS];
    uint32_t said = NOT_HERE;
    uint32_t four = 0;
    start line = {.at = w->at};

    if (!take_request_line(w, &line, &four) || !take_field_lines(w, marks, room, four) ||
        RARE(!is_within_limits(s, w, line.at, first)))
        return false;
    if (LIKELY(line.plain))
        said = judge_quickly(w, marks, &line);
    if (RARE(said != 0) && !is_judged(said)) {
        if (!finish(s, *w, line, marks, first, ev))
            return false;
        ev->head.first_field = (uint16_t)(first - fields);
        return true;
    }
    put_plain_request(ev, w, &line, first, (uint32_t)(first - fields));
    if (RARE(said != 0))
        put_rare_request(s, ev, said);
    return true;
}

SCAN_INLINE bool take_response(h1_stream *s, walk *w, const h1_field *fields, const h1_field *room, h1_event *ev)
{
    h1_field *const first = w->field;
    h1_field *marks[H1I_SCAN_MARKS];
    uint32_t four = 0;
    start line = {.at = w->at};

    if (!take_status_line(w, &line, &four) || !take_field_lines(w, marks, room, four) ||
        RARE(!is_within_limits(s, w, line.at, first)) || !finish(s, *w, line, marks, first, ev))
        return false;
    ev->head.first_field = (uint16_t)(first - fields);
    return true;
}

/* A head that was taken was looked at once. One that wasn't was looked at up to the end of the line where that showed,
 * or of what is here. */
SCAN_INLINE void count_looks(const walk *w, ptrdiff_t from, bool taken)
{
#ifdef H1_COUNT_LOOKS
    ptrdiff_t to = w->at;

    while (!taken && to < w->len && !(to >= from + 4 && h1i_load32(w->buf + to - 4) == EMPTY_LINE) &&
           !(to > w->at && w->buf[to - 1] == '\n'))
        to++;
    H1I_LOOK(w->buf + from, (size_t)(to - from));
#else
    (void)w, (void)from, (void)taken;
#endif
}

/* All messages up to the first that can't be taken here, or that goes on behind its head. There are SHORTEST bytes. */
SCAN_INLINE size_t take_messages(bool requests, h1_stream *s, walk w, unsigned how, h1_event *ev, size_t n, size_t *got)
{
    const h1_field *const fields = w.field;
    const h1_field *const room = fields + s->capacity;
    size_t left = n;
    h1_field *taken = w.field;
    ptrdiff_t used = 0;

    do {
        bool took = requests ? take_request(s, &w, fields, room, ev) : take_response(s, &w, fields, room, ev);

        count_looks(&w, used, took);
        if (RARE(!took))
            break;
        s->empty_lines = 0;
        used = w.at;
        taken = w.field;
        ev++;
        left--;
    } while (left > 0 && LIKELY(s->phase == H1I_PHASE_HEAD) && LIKELY(used + SHORTEST <= w.len));
    s->base += (uint64_t)used;
    *got = n - left;
    if (LIKELY(left == 0) || (how & H1I_COME_BACK) != 0)
        return (size_t)used;
    return h1i_next_n_reference(s, w.buf, (size_t)w.len, how, ev - (n - left), n, got, (size_t)used,
                                (uint16_t)(taken - fields));
}

/* A buffer that is too short for looks and blocks. */
SCAN_INLINE size_t take_short(bool requests, h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev,
                              size_t n, size_t *got)
{
    const scan_brief bits = scan_brief_of(buf, len);
    walk w = {.buf = buf, .len = (ptrdiff_t)len, .brief = true, .bits = &bits, .field = s->fields};

    return take_messages(requests, s, w, how, ev, n, got);
}

SCAN_INLINE size_t take_long(bool requests, h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev,
                             size_t n, size_t *got)
{
    walk w = {.buf = buf, .len = (ptrdiff_t)len, .brief = false, .field = s->fields};

    w.last_look = w.len - (LOOK + BEHIND);
    w.last_block = w.len - (BLOCK + BEHIND);
    return take_messages(requests, s, w, how, ev, n, got);
}

#include "parser/src/head/lines_scan.inc.h"

/* ---- The entry --------------------------------------------------------------------------------------------------- */

typedef size_t scan_one_of_kernel(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev,
                                  size_t *got);

SCAN_APART scan_one_of_kernel scan_one_short, scan_one_long;
SCAN_APART h1i_next_n_of_kernel scan_short, scan_long, scan_short_responses, scan_long_responses;

/* The one request that is asked for: nothing need be kept for another. */
static size_t scan_one_short(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t *got)
{
    return take_short(true, s, buf, len, how, ev, 1, got);
}

static size_t scan_one_long(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t *got)
{
    return take_long(true, s, buf, len, how, ev, 1, got);
}

static size_t scan_short(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n,
                         size_t *got)
{
    return take_short(true, s, buf, len, how, ev, n, got);
}

static size_t scan_long(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n, size_t *got)
{
    return take_long(true, s, buf, len, how, ev, n, got);
}

static size_t scan_short_responses(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n,
                                   size_t *got)
{
    return take_short(false, s, buf, len, how, ev, n, got);
}

static size_t scan_long_responses(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n,
                                  size_t *got)
{
    return take_long(false, s, buf, len, how, ev, n, got);
}

/* Everything but a stream of requests between two of them, outside of elements. */
SCAN_APART size_t scan_other(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n,
                             size_t *got)
{
    const bool brief = len < BLOCK + BEHIND;

    if (len < SHORTEST || !h1i_scan_begins(s, buf))
        return h1i_scan_leave(s, buf, len, how, ev, n, got);
    if (s->side == H1_RESPONSES)
        return (brief ? scan_short_responses : scan_long_responses)(s, buf, len, how, ev, n, got);
    return (brief ? scan_short : scan_long)(s, buf, len, how, ev, n, got);
}

/* The kernel's entry. It keeps nothing and only jumps, so that it costs as little as it can. */
static size_t scan_next_n(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n,
                          size_t *got)
{
    if (RARE(s->at != 0))
        return scan_piece(s, buf, len, how, ev, n, got);
    if (RARE(s->phase != H1I_PHASE_HEAD || s->side != H1_REQUESTS || s->fields == NULL))
        return scan_other(s, buf, len, how, ev, n, got);
    if (LIKELY(len >= BLOCK + BEHIND)) {
        if (LIKELY(n == 1))
            return scan_one_long(s, buf, len, how, ev, got);
        return scan_long(s, buf, len, how, ev, n, got);
    }
    if (RARE(len < SHORTEST))
        return h1i_scan_leave(s, buf, len, how, ev, n, got);
    if (LIKELY(n == 1))
        return scan_one_short(s, buf, len, how, ev, got);
    return scan_short(s, buf, len, how, ev, n, got);
}
