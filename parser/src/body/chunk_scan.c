/* SPDX-License-Identifier: MIT */
/* See chunk_scan.h.
 *
 *   chunked-body = *chunk last-chunk trailer-section CRLF                                RFC 9112 section 7.1
 *   chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
 *
 * The stream is always left where the reference leaves it after an event, so either may go on at any byte of data and
 * before every line: the CRLF behind data is taken together with the line behind it, or not at all.
 *
 * Here is the loop that takes any part of any chunk. Whole chunks of less than 256 bytes behind one another, which is
 * where the time goes when chunks are small, are small_chunks.c's. */
#include "parser/src/body/chunk_scan.h"

#include <string.h>

#include "parser/src/body/small_chunks.h"
#include "parser/src/looks.h"
#include "parser/src/message.h"
#include "parser/src/stream_state.h"

/* So many digits are a number that can't be too large; longer sizes are the reference's. */
enum { DIGITS = 8 };

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
static bool take_part(const h1_stream *s, h1i_body *b)
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

/* ---- The end ----------------------------------------------------------------------------------------------------- */

/* Behind a chunk: CRLF "0" CRLF CRLF, the last chunk of one digit and no trailer section. END is due behind it. */
static void take_end(h1_stream *s, h1i_body *b)
{
    static const uint8_t end[8] = "\r\n0\r\n\r\n";

    if (b->phase != H1I_PHASE_CHUNK_END || b->ev == b->end || b->len - b->at < 7 ||
        memcmp(b->buf + b->at, end, 7) != 0 || s->limits->trailers < 2)
        return;
    H1I_LOOK(b->buf + b->at, 7);
    h1i_begin_trailers(s);
    b->phase = H1I_PHASE_END;
    b->at += 7;
}

size_t h1i_scan_chunks(h1_stream *s, const uint8_t *buf, size_t len, size_t at, h1_event *ev, size_t n, size_t *got)
{
    h1i_body b = {buf, len, at, ev, ev + n, (enum h1i_phase)s->phase, s->left, s->stage != 0};
    const bool small = s->limits->chunk_ext >= 2;

    *got = 0;
    if ((s->mode & H1I_MODE_ALL_CHUNKS) != 0)
        return at;
    do {
        if (b.phase == H1I_PHASE_CHUNK_END && small)
            h1i_take_small_chunks(&b);
    } while (b.ev != b.end && b.at < len && take_part(s, &b));
    s->left = b.left;
    s->stage = b.start;
    if (small)
        take_end(s, &b);
    s->phase = (uint8_t)b.phase;
    s->base += b.at - at;
    *got = (size_t)(b.ev - ev);
    return b.at;
}
