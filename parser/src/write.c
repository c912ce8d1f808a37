/* SPDX-License-Identifier: MIT */
/* See h1/write.h. An element is put together in the caller's buffer, then read by a stream that stands where such an
 * element is due; each part is compared with what was read.
 *
 * A CR or LF inside a part is refused beforehand: behind it the parser would read another line, as good as any. */
#include <h1/write.h>

#include <string.h>

#include "parser/src/stream_state.h"

/* What is being written. Beyond size it only counts. */
typedef struct pen {
    uint8_t *buf;
    size_t size, len;
    h1_written *written;
    bool line_end; /* a part held CR or LF; written->fault says where */
} pen;

static void put(pen *p, const void *bytes, size_t len)
{
    if (p->len < p->size && len > 0)
        memcpy(p->buf + p->len, bytes, len < p->size - p->len ? len : p->size - p->len);
    p->len += len;
}

static void put_text(pen *p, const char *text)
{
    put(p, text, strlen(text));
}

static void put_part(pen *p, h1_bytes part)
{
    const uint8_t *bytes = part.at;

    for (size_t i = 0; i < part.len && !p->line_end; i++) {
        if (bytes[i] != '\r' && bytes[i] != '\n')
            continue;
        p->line_end = true;
        p->written->fault.rule = bytes[i] == '\r' ? H1_RULE_BARE_CR : H1_RULE_BARE_LF;
        p->written->fault.span = (h1_span){(uint32_t)(p->len + i), 1};
    }
    put(p, part.at, part.len);
}

static void put_fields(pen *p, const h1_field_text *fields, uint16_t n)
{
    for (uint16_t i = 0; i < n; i++) {
        put_part(p, fields[i].name);
        put_text(p, ": ");
        put_part(p, fields[i].value);
        put_text(p, "\r\n");
    }
    put_text(p, "\r\n");
}

static pen begin(uint8_t *buf, size_t size, h1_written *written)
{
    memset(written, 0, sizeof *written);
    return (pen){buf, size, 0, written, false};
}

/* ---- Reading back ------------------------------------------------------------------------------------------------ */

static h1_write_result refuse(pen *p, const h1_fault *fault)
{
    p->written->fault = *fault;
    return H1_WRITE_REFUSED;
}

static h1_write_result altered(pen *p, h1_span span)
{
    p->written->fault = (h1_fault){H1_RULE_NONE, span, {0, 0}};
    return H1_WRITE_ALTERED;
}

/* All that can be said without reading: it fits, and no part ends its line. */
static h1_write_result check_room(pen *p)
{
    p->written->len = p->len;
    if (p->line_end)
        return H1_WRITE_REFUSED;
    return p->len <= p->size && p->len <= UINT32_MAX ? H1_WRITE_OK : H1_WRITE_NO_ROOM;
}

/* Reads what was written. H1_WRITE_OK when its first event is of the type that is due. */
static h1_write_result read_back(pen *p, h1_stream *s, h1_event_type due, h1_event *ev)
{
    size_t used = h1_next(s, p->buf, p->len, true, ev);

    if (ev->type == H1_FAULT || ev->type == H1_REFUSED)
        return refuse(p, &ev->fault);
    if (ev->type != due || used != p->len)
        return altered(p, (h1_span){(uint32_t)used, (uint32_t)(p->len - used)});
    return H1_WRITE_OK;
}

static bool same(const pen *p, h1_span read, h1_bytes meant)
{
    return read.len == meant.len && (meant.len == 0 || memcmp(p->buf + read.at, meant.at, meant.len) == 0);
}

static h1_write_result compare_fields(pen *p, const h1_field *read, size_t n_read, const h1_field_text *meant, size_t n)
{
    for (size_t i = 0; i < n && i < n_read; i++) {
        h1_span name = {read[i].name_at, read[i].name_len};
        h1_span value = {read[i].value_at, read[i].value_len};
        if (!same(p, name, meant[i].name))
            return altered(p, name);
        if (!same(p, value, meant[i].value))
            return altered(p, value);
    }
    return n_read == n ? H1_WRITE_OK : altered(p, (h1_span){0, (uint32_t)p->len});
}

/* ---- Heads ---------------------------------------------------------------------------------------------------------
 */

h1_write_result h1_write_request(h1_bytes method, h1_bytes target, const h1_field_text *fields, uint16_t n,
                                 h1_field *scratch, uint8_t *buf, size_t size, h1_written *written)
{
    pen p = begin(buf, size, written);
    h1_stream s;
    h1_event ev;
    h1_write_result result;

    put_part(&p, method);
    put_text(&p, " ");
    put_part(&p, target);
    put_text(&p, " HTTP/1.1\r\n");
    put_fields(&p, fields, n);
    result = check_room(&p);
    if (result != H1_WRITE_OK)
        return result;
    h1_stream_init(&s, H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&s, scratch, n);
    result = read_back(&p, &s, H1_HEAD, &ev);
    if (result != H1_WRITE_OK)
        return result;
    if (!same(&p, ev.head.method, method))
        return altered(&p, ev.head.method);
    if (!same(&p, ev.head.target, target))
        return altered(&p, ev.head.target);
    return compare_fields(&p, scratch, ev.head.fields, fields, n);
}

/* status-line = HTTP-version SP status-code SP [ reason-phrase ]                        RFC 9112 section 4 */
static void put_status_line(pen *p, unsigned status, h1_bytes reason)
{
    char code[] = "HTTP/1.1 000 ";

    code[9] = (char)('0' + status / 100 % 10);
    code[10] = (char)('0' + status / 10 % 10);
    code[11] = (char)('0' + status % 10);
    put_text(p, code);
    put_part(p, reason);
    put_text(p, "\r\n");
}

h1_write_result h1_write_response(unsigned status, h1_bytes reason, h1_answers answers, const h1_field_text *fields,
                                  uint16_t n, h1_field *scratch, uint8_t *buf, size_t size, h1_written *written)
{
    pen p = begin(buf, size, written);
    h1_stream s;
    h1_event ev;
    h1_write_result result;

    put_status_line(&p, status, reason);
    put_fields(&p, fields, n);
    result = check_room(&p);
    if (result != H1_WRITE_OK)
        return result;
    h1_stream_init(&s, H1_RESPONSES, H1_STRICT, NULL);
    h1_stream_fields(&s, scratch, n);
    h1_stream_expect(&s, answers == H1_TO_UNKNOWN ? H1_TO_OTHER : answers);
    result = read_back(&p, &s, H1_HEAD, &ev);
    if (result != H1_WRITE_OK)
        return result;
    if (ev.head.status != status || !same(&p, ev.head.reason, reason))
        return altered(&p, (h1_span){9, (uint32_t)reason.len + 4});
    return compare_fields(&p, scratch, ev.head.fields, fields, n);
}

/* ---- Chunks
 * ---------------------------------------------------------------------------------------------------------- */

/* A stream that stands at the start of chunked content. */
static void init_at_chunks(h1_stream *s, h1_field *scratch, uint16_t n)
{
    static const char head[] = "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n";
    h1_field one;
    h1_event ev;

    h1_stream_init(s, H1_RESPONSES, H1_STRICT, NULL);
    h1_stream_fields(s, &one, 1);
    h1_stream_expect(s, H1_TO_OTHER);
    h1_next(s, (const uint8_t *)head, sizeof head - 1, false, &ev);
    h1_stream_fields(s, scratch, n);
    h1_stream_want_chunks(s, true);
}

static void put_hexadecimal(pen *p, uint64_t value)
{
    char digits[16];
    size_t at = sizeof digits;

    do {
        digits[--at] = "0123456789abcdef"[value % 16];
        value /= 16;
    } while (value > 0);
    put(p, digits + at, sizeof digits - at);
}

h1_write_result h1_write_chunk(uint64_t chunk_size, h1_bytes extensions, uint8_t *buf, size_t size, h1_written *written)
{
    pen p = begin(buf, size, written);
    h1_stream s;
    h1_event ev;
    h1_write_result result;

    put_hexadecimal(&p, chunk_size);
    put_part(&p, extensions);
    put_text(&p, "\r\n");
    result = check_room(&p);
    if (result != H1_WRITE_OK)
        return result;
    init_at_chunks(&s, NULL, 0);
    result = read_back(&p, &s, H1_CHUNK, &ev);
    if (result != H1_WRITE_OK)
        return result;
    if (chunk_size == 0 || ev.chunk.size != chunk_size || !same(&p, ev.chunk.ext, extensions))
        return altered(&p, (h1_span){0, (uint32_t)p.len});
    return H1_WRITE_OK;
}

h1_write_result h1_write_last_chunk(const h1_field_text *fields, uint16_t n, h1_field *scratch, uint8_t *buf,
                                    size_t size, h1_written *written)
{
    pen p = begin(buf, size, written);
    h1_stream s;
    h1_event ev;
    h1_write_result result;

    put_text(&p, "0\r\n");
    put_fields(&p, fields, n);
    result = check_room(&p);
    if (result != H1_WRITE_OK)
        return result;
    init_at_chunks(&s, scratch, n);
    h1_stream_want_chunks(&s, false);
    result = read_back(&p, &s, n > 0 ? H1_TRAILERS : H1_END, &ev);
    return result == H1_WRITE_OK && n > 0 ? compare_fields(&p, scratch, ev.trailers.fields, fields, n) : result;
}
