/* SPDX-License-Identifier: MIT */
/* Heads of answers, by the strict writer. What a route adds can't split one: the writer refuses it, and the answer
 * becomes a 500. */
#include <string.h>

#include "server/core/work.h"

enum { OWN_FIELDS = 4, FIELDS_MOST = OWN_FIELDS + SRV_ADDED_MOST, NUMBER_MOST = 20 };

uint16_t srv_put_added(const srv_work *w, h1_field_text *fields)
{
    for (uint16_t i = 0; i < w->added_count; i++) {
        fields[i].name = (h1_bytes){w->added.bytes + w->fields_added[i].name_at, w->fields_added[i].name_len};
        fields[i].value = (h1_bytes){w->added.bytes + w->fields_added[i].value_at, w->fields_added[i].value_len};
    }
    return w->added_count;
}

static h1_bytes number_text(uint64_t number, char text[NUMBER_MOST])
{
    size_t at = NUMBER_MOST;

    do {
        text[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return (h1_bytes){text + at, NUMBER_MOST - at};
}

static void add(h1_field_text *fields, uint16_t *n, const char *name, h1_bytes value)
{
    fields[(*n)++] = (h1_field_text){{name, strlen(name)}, value};
}

static bool is_whole(const srv_work *w)
{
    const h1_head *head = &w->head;

    /* A short rest is read and dropped, unless the client may not send it any more. */
    return w->now.request_done || (head->framing == H1_FRAMING_LENGTH && (head->flags & H1_HEAD_EXPECT_CONTINUE) == 0 &&
                                   head->content_length - w->now.content_in <= SRV_SHORT_REST);
}

/* May the connection carry another request behind this answer? */
static bool keeps(const srv_work *w)
{
    const srv_service *service = w->x.service;

    return !w->now.close && w->x.head != NULL && (w->head.flags & H1_HEAD_KEEP_ALIVE) != 0 && !service->draining &&
           is_whole(w) && (service->limits.requests == 0 || w->conn->requests + 1 < service->limits.requests);
}

/* Append a head to what is sent. Returns false where the writer refuses it, or memory is short. */
static bool write_head(srv_work *w, unsigned status, const h1_field_text *fields, uint16_t n)
{
    h1_field scratch[FIELDS_MOST];
    h1_written written = {.len = 512};
    h1_write_result result = H1_WRITE_NO_ROOM;
    h1_answers answers = w->now.silent ? H1_TO_HEAD : H1_TO_OTHER;

    for (int i = 0; i < 2 && result == H1_WRITE_NO_ROOM; i++) {
        if (!srv_buffer_reserve(&w->out, written.len))
            return false;
        result = h1_write_response(status, srv_reason(status), answers, fields, n, scratch, w->out.bytes + w->out.len,
                                   w->out.room - w->out.len, &written);
    }
    if (result == H1_WRITE_OK)
        w->out.len += written.len;
    return result == H1_WRITE_OK;
}

/* Content-Length stands in every answer that may have content and whose length is known; one that has none, and streams
 * of unknown length, go without. */
static bool make_head(srv_work *w, unsigned status, const char *media_type, uint64_t len)
{
    h1_field_text fields[FIELDS_MOST];
    char number[NUMBER_MOST];
    uint16_t n = 0;

    add(fields, &n, "Date", srv_date(w->x.service));
    if (media_type != NULL)
        add(fields, &n, "Content-Type", (h1_bytes){media_type, strlen(media_type)});
    if (w->now.chunked && !w->now.silent)
        add(fields, &n, "Transfer-Encoding", (h1_bytes){"chunked", 7});
    else if (len != SRV_LENGTH_UNKNOWN && status != 204 && status != 304)
        add(fields, &n, "Content-Length", number_text(len, number));
    if (w->now.close)
        add(fields, &n, "Connection", (h1_bytes){"close", 5});
    else if (w->head.minor == 0)
        add(fields, &n, "Connection", (h1_bytes){"keep-alive", 10});
    n = (uint16_t)(n + srv_put_added(w, fields + n));
    return write_head(w, status, fields, n);
}

/* The same answer within the same second has the same head: it is taken from the last one, which the writer has seen.
 */
static bool put_head(srv_work *w, unsigned status, const char *media_type, uint64_t len)
{
    srv_pool *pool = w->x.service->pool;
    size_t type_len = media_type != NULL ? strlen(media_type) + 1 : 0, before = srv_buffer_left(&w->out);
    srv_head_key key;

    if (w->now.broken || w->added_count > 0 || type_len == 1 || type_len > sizeof key.media_type)
        return !w->now.broken && make_head(w, status, media_type, len);
    memset(&key, 0, sizeof key);
    key.time = w->x.service->time;
    key.len = len;
    key.status = status;
    key.silent = w->now.silent;
    key.chunked = w->now.chunked;
    key.keep = !w->now.close;
    key.old = w->head.minor == 0;
    if (media_type != NULL)
        memcpy(key.media_type, media_type, type_len);
    if (pool->last_len > 0 && memcmp(&key, &pool->last_key, sizeof key) == 0)
        return srv_buffer_put(&w->out, pool->last_head, pool->last_len);
    if (!make_head(w, status, media_type, len))
        return false;
    before = srv_buffer_left(&w->out) - before;
    if (before <= sizeof pool->last_head) {
        pool->last_len = before;
        pool->last_key = key;
        memcpy(pool->last_head, w->out.bytes + w->out.len - before, before);
    }
    return true;
}

static bool put_any_head(srv_work *w, unsigned status, const char *media_type, uint64_t len)
{
    if (len == SRV_LENGTH_UNKNOWN && !w->now.chunked && !w->now.silent)
        w->now.close = true;
    w->now.close = !keeps(w);
    if (w->x.head != NULL && w->head.major == 0)
        return !w->now.broken; /* HTTP/0.9 has no heads */
    return put_head(w, status, media_type, len);
}

static void forget_added(srv_work *w)
{
    w->added_count = 0;
    w->added.at = w->added.len = 0;
}

bool srv_begin_answer(srv_work *w, unsigned status, const char *media_type, uint64_t len)
{
    static const char text[] = "the answer to this request can't be sent: it isn't HTTP\n";
    bool begins = !w->now.answered;

    if (!begins)
        return false;
    w->now.answered = true;
    w->now.status = status;
    w->now.silent = status == 204 || status == 304 || (w->x.head != NULL && (w->head.flags & H1_HEAD_HEAD) != 0);
    if (srv_buffer_left(&w->out) == 0)
        w->sent_at = w->x.service->now_ms;
    w->now.broken = w->now.broken || status < 200; /* an interim answer is none */
    begins = put_any_head(w, status, media_type, status == 205 ? 0 : len);
    forget_added(w);
    if (begins)
        return !w->now.silent && status != 205;
    w->now.broken = w->now.chunked = false;
    w->now.close = true;
    w->now.status = 500;
    if (put_any_head(w, 500, "text/plain", sizeof text - 1) && !w->now.silent &&
        srv_buffer_put(&w->out, text, sizeof text - 1))
        w->now.content_out = sizeof text - 1;
    return false;
}
