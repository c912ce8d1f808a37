/* SPDX-License-Identifier: MIT */
/* See small_chunks.h. The CRLF behind a chunk and the line of the next are one word of eight bytes. Where that word is
 * the one before again, its size is known without reading it, so chunks of one size don't wait for each other. Those of
 * different sizes are chunk_window.c's as soon as some were seen. */
#include "parser/src/body/small_chunks.h"

#include "parser/src/body/chunk_window.h"
#include "parser/src/looks.h"
#include "parser/src/scan/scan.h"

#define CRLF ((uint64_t)'\r' | (uint64_t)'\n' << 8)

/* A line of one or two digits, with the CRLF before it: its first eight bytes, those that are the line, its length and
 * what it says. */
typedef struct short_line {
    uint64_t word, mask;
    size_t len, size;
} short_line;

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

/* How many chunks of so many bytes are here, and have room for their event. */
static inline size_t most_alike(const h1i_body *b, size_t whole)
{
    const size_t room = (size_t)(b->end - b->ev);
    const size_t bytes = b->len - b->at;

    return (uint64_t)room * whole <= bytes ? room : bytes / whole;
}

/* Chunks behind one another whose lines all say what the line says. None has to wait for the size of the one before. */
static inline void take_alike(h1i_body *b, const short_line *line)
{
    const uint8_t *buf = b->buf;
    const size_t whole = line->len + line->size;
    const uint64_t mask = line->mask;
    const uint64_t word = line->word & mask;
    size_t at = b->at;
    h1_event *ev = b->ev;

    if (b->len - at < 8 || (h1i_load64(buf + at) & mask) != word || whole < 8)
        return;
    for (const h1_event *end = ev + most_alike(b, whole); ev != end && (h1i_load64(buf + at) & mask) == word; ev++) {
        H1I_LOOK(buf + at, line->len);
        h1i_put_whole(ev, at + line->len, line->size);
        at += whole;
    }
    b->at = at;
    b->ev = ev;
}

/* Takes the next chunk, and those behind it whose lines say the same. Returns false where it isn't whole, or its line
 * not short. */
static bool take_next(h1i_body *b)
{
    const uint8_t *bytes = b->buf + b->at;
    short_line line;

    if (b->ev == b->end || b->len - b->at < 8 || !read_short_line(bytes, h1i_load64(bytes), &line) ||
        line.len + line.size > b->len - b->at)
        return false;
    H1I_LOOK(bytes, line.len);
    h1i_put_whole(b->ev++, b->at + line.len, line.size);
    b->at += line.len + line.size;
    take_alike(b, &line);
    return true;
}

void h1i_take_small_chunks(h1i_body *b)
{
    bool windows = h1i_scan_kernel()->sizes != NULL;

    while (take_next(b))
        windows = windows && h1i_take_windows(b);
}
