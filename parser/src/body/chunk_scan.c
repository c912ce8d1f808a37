/* SPDX-License-Identifier: MIT */
/* See chunk_scan.h.
 *
 *   chunked-body = *chunk last-chunk trailer-section CRLF                                RFC 9112 section 7.1
 *   chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
 *
 * The stream is always left where the reference leaves it after an event, so either may go on at any byte of data and
 * before every line: the CRLF behind data is taken together with the line behind it, or not at all. Hexadecimal digits
 * are read in a plain loop: sizes are short, and cleverer ways were measured to be slower. */
#include "parser/src/body/chunk_scan.h"

#include "parser/src/looks.h"
#include "parser/src/stream_state.h"

/* So many digits are a number that can't be too large; longer sizes are the reference's. */
enum { DIGITS = 8 };

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

static void put_data(h1_event *ev, size_t at, size_t len, bool start, bool end)
{
    ev->type = H1_DATA;
    ev->last = false;
    ev->chunk_start = start;
    ev->chunk_end = end;
    ev->data = (h1_span){(uint32_t)at, (uint32_t)len};
}

size_t h1i_scan_chunks(h1_stream *s, const uint8_t *buf, size_t len, size_t at, h1_event *ev, size_t n, size_t *got)
{
    const size_t began = at;
    enum h1i_phase phase = (enum h1i_phase)s->phase;
    uint64_t left = s->left; /* of the chunk */
    bool start = s->stage != 0;
    size_t filled = 0;

    while (filled < n && at < len && (s->mode & H1I_MODE_ALL_CHUNKS) == 0) {
        size_t here;
        if (phase != H1I_PHASE_CHUNK_DATA) {
            size_t line = read_line(s, phase, buf + at, len - at, &left);
            if (line == 0)
                break;
            at += line;
            start = true;
            phase = H1I_PHASE_CHUNK_DATA;
            if (at == len)
                break;
        }
        here = len - at < left ? len - at : (size_t)left;
        put_data(&ev[filled++], at, here, start, here == left);
        at += here;
        left -= here;
        start = false;
        phase = left == 0 ? H1I_PHASE_CHUNK_END : H1I_PHASE_CHUNK_DATA;
    }
    s->phase = (uint8_t)phase;
    s->left = left;
    s->stage = start;
    s->base += at - began;
    *got = filled;
    return at;
}
