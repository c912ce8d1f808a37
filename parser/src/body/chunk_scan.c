/* SPDX-License-Identifier: MIT */
/* See chunk_scan.h.
 *
 *   chunked-body = *chunk last-chunk trailer-section CRLF                                RFC 9112 section 7.1
 *   chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
 *
 * The stream is always left where the reference leaves it after an event, so either may go on at any byte of data and
 * before every line: the CRLF behind data is taken together with the line behind it, or not at all.
 *
 * Two loops: one over whole chunks of less than 256 bytes behind one another, which is where the time goes when chunks
 * are small, and around it one that takes any part of any chunk. */
#include "parser/src/body/chunk_scan.h"

#include <string.h>

#include "parser/src/looks.h"
#include "parser/src/message.h"
#include "parser/src/scan/words.h"
#include "parser/src/stream_state.h"

/* So many digits are a number that can't be too large; longer sizes are the reference's. */
enum { DIGITS = 8 };

#define CRLF ((uint64_t)'\r' | (uint64_t)'\n' << 8)

/* The part of a body that a call reads. */
typedef struct body {
    const uint8_t *buf;
    size_t len, at;
    h1_event *ev; /* the next to fill */
    h1_event *end;
    enum h1i_phase phase;
    uint64_t left; /* of the chunk */
    bool start;    /* nothing of the chunk was delivered yet */
} body;

static void put_data(h1_event *ev, size_t at, size_t len, bool start, bool end)
{
    ev->type = H1_DATA;
    ev->last = false;
    ev->chunk_start = start;
    ev->chunk_end = end;
    ev->data = (h1_span){(uint32_t)at, (uint32_t)len};
}

/* ---- Any chunk --------------------------------------------------------------------------------------------------- */

/* The value of a hexadecimal digit; 16 and more for other bytes. */
static unsigned digit_of(uint8_t byte)
{
    unsigned digit = (unsigned)byte - '0';
    unsigned letter = ((unsigned)byte | 0x20) - 'a';

    if (digit < 10)
        return digit;
    return letter < 6 ? letter + 10 : 16;
}

/* chunk-size CRLF. Returns how many bytes it has, 0 where it is the reference's. */
static size_t read_size(const h1_stream *s, const uint8_t *line, size_t len, uint64_t *size)
{
    uint64_t value = 0;
    size_t at = 0;

    for (unsigned digit; at < len && at < DIGITS && (digit = digit_of(line[at])) < 16; at++)
        value = value << 4 | digit;
    H1I_LOOK(line, at + 2 < len ? at + 2 : len);
    if (at == 0 || value == 0 || at > s->limits->chunk_ext || at + 2 > len || line[at] != '\r' || line[at + 1] != '\n')
        return 0;
    *size = value;
    return at + 2;
}

/* The line before a chunk's data, with the CRLF of the chunk before it where that is still to come. */
static size_t read_line(const h1_stream *s, enum h1i_phase phase, const uint8_t *bytes, size_t len, uint64_t *size)
{
    size_t line;

    if (phase == H1I_PHASE_CHUNK_LINE)
        return s->at == 0 ? read_size(s, bytes, len, size) : 0;
    if (len < 2 || bytes[0] != '\r' || bytes[1] != '\n')
        return 0;
    H1I_LOOK(bytes, 2);
    line = read_size(s, bytes + 2, len - 2, size);
    return line > 0 ? line + 2 : 0;
}

/* What is here of one chunk, with the line before it where that is due. Returns false where it is the reference's, or
 * nothing of the data is here. */
static bool take_part(const h1_stream *s, body *b)
{
    size_t here;

    if (b->phase != H1I_PHASE_CHUNK_DATA) {
        size_t line = read_line(s, b->phase, b->buf + b->at, b->len - b->at, &b->left);
        if (line == 0)
            return false;
        b->at += line;
        b->start = true;
        b->phase = H1I_PHASE_CHUNK_DATA;
    }
    if (b->at == b->len)
        return false;
    here = b->len - b->at < b->left ? b->len - b->at : (size_t)b->left;
    put_data(b->ev++, b->at, here, b->start, here == b->left);
    b->at += here;
    b->left -= here;
    b->start = false;
    b->phase = b->left == 0 ? H1I_PHASE_CHUNK_END : H1I_PHASE_CHUNK_DATA;
    return true;
}

/* ---- Small chunks that are whole --------------------------------------------------------------------------------- */

/* A line of one or two digits, with the CRLF before it: its first eight bytes, those that are the line, its length and
 * what it says. */
typedef struct short_line {
    uint64_t word, mask;
    size_t len, size;
} short_line;

/* Before the first line there is this one. */
#define ANY_LINE                                                                                                       \
    {                                                                                                                  \
        H1I_EIGHT('\r', '\n', '1', '0', '\r', '\n', 0, 0), UINT64_MAX >> 16, 6, 0x10                                   \
    }

/* A hexadecimal digit: its value, what it gains when another digit follows, all ones, and one. Zeros for other bytes.
 */
typedef struct digit {
    uint8_t value, times15, ones, one;
} digit;

#define DIGIT(value)                                                                                                   \
    {                                                                                                                  \
        value, 15 * (value), 0xFF, 1                                                                                   \
    }
static const digit DIGITS_OF[256] = {
    ['0'] = DIGIT(0),  ['1'] = DIGIT(1),  ['2'] = DIGIT(2),  ['3'] = DIGIT(3),  ['4'] = DIGIT(4),  ['5'] = DIGIT(5),
    ['6'] = DIGIT(6),  ['7'] = DIGIT(7),  ['8'] = DIGIT(8),  ['9'] = DIGIT(9),  ['A'] = DIGIT(10), ['B'] = DIGIT(11),
    ['C'] = DIGIT(12), ['D'] = DIGIT(13), ['E'] = DIGIT(14), ['F'] = DIGIT(15), ['a'] = DIGIT(10), ['b'] = DIGIT(11),
    ['c'] = DIGIT(12), ['d'] = DIGIT(13), ['e'] = DIGIT(14), ['f'] = DIGIT(15),
};

/* CRLF 1*2HEXDIG CRLF, of which word is the start. How many digits there are can't be foreseen, so nothing branches on
 * it; and the next line waits for the size, so few steps lead to it. Returns false where it is no such line, or the
 * last. */
static inline bool read_short_line(const uint8_t *bytes, uint64_t word, short_line *line)
{
    const digit *first = &DIGITS_OF[bytes[2]];
    const digit *second = &DIGITS_OF[bytes[3]];

    line->word = word;
    line->mask = UINT64_MAX >> 24 | (uint64_t)second->ones << 40;
    line->len = 5u + second->one;
    line->size = ((size_t)first->times15 & second->ones) + ((size_t)first->value + second->value);
    return (uint16_t)word == CRLF && first->one != 0 && bytes[line->len - 2] == '\r' && bytes[line->len - 1] == '\n' &&
           line->size != 0;
}

/* All chunks whose lines are short, and that are whole. A line that says what the one before says needn't be read:
 *  * where all chunks are alike, none has to wait for the size of the one before. By itself, for the sake of registers.
 */
static __attribute__((noinline)) void take_small_chunks(body *b)
{
    const uint8_t *buf = b->buf;
    const size_t len = b->len;
    size_t at = b->at;
    h1_event *ev = b->ev;
    short_line line = ANY_LINE;

    for (; ev != b->end && at + 8 <= len; ev++) {
        const uint64_t word = h1i_load64(buf + at);
        size_t data;
        if (((word ^ line.word) & line.mask) != 0 && !read_short_line(buf + at, word, &line))
            break;
        data = at + line.len;
        if (line.size > len - data)
            break;
        H1I_LOOK(buf + at, line.len);
        put_data(ev, data, line.size, true, true);
        at = data + line.size;
    }
    b->at = at;
    b->ev = ev;
}

/* ---- The end ----------------------------------------------------------------------------------------------------- */

/* Behind a chunk: CRLF "0" CRLF CRLF, the last chunk of one digit and no trailer section. END is due behind it. */
static void take_end(h1_stream *s, body *b)
{
    static const uint8_t end[8] = "\r\n0\r\n\r\n";

    if (b->phase != H1I_PHASE_CHUNK_END || b->len - b->at < 7 || memcmp(b->buf + b->at, end, 7) != 0 ||
        s->limits->trailers < 2)
        return;
    H1I_LOOK(b->buf + b->at, 7);
    h1i_begin_trailers(s);
    b->phase = H1I_PHASE_END;
    b->at += 7;
}

size_t h1i_scan_chunks(h1_stream *s, const uint8_t *buf, size_t len, size_t at, h1_event *ev, size_t n, size_t *got)
{
    body b = {buf, len, at, ev, ev + n, (enum h1i_phase)s->phase, s->left, s->stage != 0};
    const bool small = s->limits->chunk_ext >= 2;

    *got = 0;
    if ((s->mode & H1I_MODE_ALL_CHUNKS) != 0)
        return at;
    while (b.ev != b.end && b.at < len && take_part(s, &b)) {
        if (b.phase == H1I_PHASE_CHUNK_END && small)
            take_small_chunks(&b);
    }
    s->left = b.left;
    s->stage = b.start;
    if (small)
        take_end(s, &b);
    s->phase = (uint8_t)b.phase;
    s->base += b.at - at;
    *got = (size_t)(b.ev - ev);
    return b.at;
}
