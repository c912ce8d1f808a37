/* SPDX-License-Identifier: MIT */
/* Content that is made while it is sent, and its framing. What is owed and never comes cuts the connection, so that no
 * client takes a part for the whole. */
#include <string.h>

#include "server/core/work.h"

enum { CHUNK_LINE_MOST = 32, EAGER_MS = 10 };

static void cut(srv_work *w)
{
    w->now.produce = NULL;
    w->now.answer_done = w->now.close = w->conn->reset = true;
}

void srv_put(srv_exchange *x, h1_bytes piece)
{
    srv_work *w = srv_work_of(x);
    uint8_t line[CHUNK_LINE_MOST];
    h1_written written;
    bool fits = piece.len <= w->now.due;

    if (piece.len == 0 || w->now.produce == NULL)
        return;
    if (fits && w->now.chunked)
        fits = h1_write_chunk(piece.len, (h1_bytes){"", 0}, line, sizeof line, &written) == H1_WRITE_OK &&
               srv_buffer_put(&w->out, line, written.len);
    fits = fits && srv_buffer_put(&w->out, piece.at, piece.len);
    if (fits && w->now.chunked)
        fits = srv_buffer_put(&w->out, "\r\n", 2);
    if (!fits) {
        cut(w);
        return;
    }
    w->now.content_out += piece.len;
    if (w->now.due != SRV_LENGTH_UNKNOWN)
        w->now.due -= piece.len;
}

/* TE = #t-codings (RFC 9110 section 10.1.4); HTTP/1.0 has no chunks that they could follow. */
bool srv_takes_trailers(const srv_exchange *x)
{
    uint16_t index = 0;
    h1_bytes value;
    h1_span element;

    while (x->head->minor > 0 && (value = srv_field_next(x, "te", &index)).at != NULL) {
        h1_list list = h1_list_of(value.at, (uint32_t)value.len);
        while (h1_list_next(&list, &element)) {
            if (h1_same_word((const uint8_t *)value.at + element.at, element.len, "trailers"))
                return true;
        }
    }
    return false;
}

bool srv_add_trailer(srv_exchange *x, const char *name, h1_bytes value)
{
    srv_work *w = srv_work_of(x);

    if (!w->now.chunked || w->now.produce == NULL || !srv_takes_trailers(x))
        return false;
    srv_add_field(x, name, value);
    return !w->now.broken;
}

/* last-chunk and trailer section */
static bool put_end(srv_work *w)
{
    h1_field_text fields[SRV_ADDED_MOST];
    h1_field scratch[SRV_ADDED_MOST];
    h1_written written = {.len = 512};
    h1_write_result result = H1_WRITE_NO_ROOM;

    srv_put_added(w, fields);
    for (int i = 0; i < 2 && result == H1_WRITE_NO_ROOM; i++) {
        if (!srv_buffer_reserve(&w->out, written.len))
            return false;
        result = h1_write_last_chunk(fields, w->added_count, scratch, w->out.bytes + w->out.len,
                                     w->out.room - w->out.len, &written);
    }
    if (result == H1_WRITE_OK)
        w->out.len += written.len;
    return result == H1_WRITE_OK && !w->now.broken;
}

static void end(srv_work *w)
{
    bool whole = w->now.due == SRV_LENGTH_UNKNOWN || w->now.due == 0;

    if (whole && w->now.chunked)
        whole = put_end(w);
    if (!whole) {
        cut(w);
        return;
    }
    w->now.produce = NULL;
    w->now.answer_done = true;
}

void srv_wait(srv_exchange *x, srv_produced (*again)(srv_exchange *x))
{
    srv_work *w = srv_work_of(x);

    w->now.produce = again;
    w->later_at = x->service->now_ms + (x->later > 0 ? x->later : 1);
}

/* Whoever waits produces nothing; the answer may bring a producer of its own. */
static void ask_again(srv_work *w)
{
    srv_produced (*again)(srv_exchange * x) = w->now.produce;

    w->now.produce = NULL;
    w->x.later = 0;
    again(&w->x);
    if (!w->now.answered)
        srv_wait(&w->x, again);
}

void srv_produce(srv_work *w)
{
    uint64_t now = w->x.service->now_ms;

    if (!w->now.answered && w->now.produce != NULL && w->later_at <= now)
        ask_again(w);
    if (!w->now.answered)
        return;

    while (w->now.produce != NULL && srv_buffer_left(&w->out) < SRV_STREAM_ROOM && w->later_at <= now) {
        size_t before = w->out.len - w->out.at;
        srv_produced said;
        w->x.later = 0;
        said = w->now.produce(&w->x);
        if (before == 0)
            w->sent_at = now;
        if (said == SRV_PRODUCED_FAULT && w->now.produce != NULL)
            cut(w);
        else if (said == SRV_PRODUCED_ALL && w->now.produce != NULL)
            end(w);
        else if (said == SRV_PRODUCED_LATER)
            w->later_at = now + (w->x.later > 0 ? w->x.later : 1);
        else if (w->out.len - w->out.at == before)
            w->later_at = now + EAGER_MS; /* it said that it put something, and didn't: don't spin */
    }
}
