/* SPDX-License-Identifier: MIT */
/* See wire.h. */
#include "wire.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Routes ------------------------------------------------------------------------------------------------------ */

static void hello(srv_exchange *x)
{
    srv_send_text(x, 200, "text/plain", "hello");
}

static void echo(srv_exchange *x)
{
    srv_send(x, 200, "text/plain", x->content);
}

static void say_path(srv_exchange *x)
{
    srv_add_field(x, "X-Query", x->query);
    srv_send(x, x->method == SRV_GET ? 200 : 500, "text/plain", x->path);
}

/* Content as it comes is counted. */
static void count_drop(srv_exchange *x)
{
    free(x->state);
    ((wire *)(void *)x->service)->states--;
}

static void count_serve(srv_exchange *x)
{
    x->state = calloc(1, sizeof(size_t));
    if (x->state == NULL)
        abort();
    x->drop = count_drop;
    ((wire *)(void *)x->service)->states++;
}

static void count_content(srv_exchange *x, h1_bytes piece, bool last)
{
    size_t *count = x->state;

    *count += piece.len;
    if (last)
        srv_send_text(x, 200, "text/plain", "%zu", *count);
}

static void early(srv_exchange *x)
{
    srv_send_text(x, 403, "text/plain", "no");
}

static void silent(srv_exchange *x)
{
    (void)x;
}

static void status_of_query(srv_exchange *x)
{
    const char *digits = x->query.at;
    unsigned status = 0;

    for (size_t i = 0; i < x->query.len; i++)
        status = status * 10 + (unsigned)(digits[i] - '0');
    srv_send_text(x, status, "text/plain", "status");
}

static void split(srv_exchange *x)
{
    srv_add_field(x, "X-Evil", (h1_bytes){"a\r\nSet-Cookie: b", 16});
    srv_send_text(x, 200, "text/plain", "never");
}

#define TEN     "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
static const char BLOCK[] = HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED;

/* Streams: the query says how many pieces, a letter behind it how: f breaks off, t has a trailer, l makes them later,
 * n says that it made them and didn't, b makes seventy thousand bytes for each. */
static srv_produced produce(srv_exchange *x)
{
    size_t *made = x->state;
    const char *query = x->query.at;
    size_t due = x->query.len > 0 && *query >= '0' && *query <= '9' ? (size_t)(*query - '0') : 0;
    char how = x->query.len > 1 ? query[1] : ' ';

    if (*made >= (how == 'b' ? due * 70 : due)) {
        if (how == 'f')
            return SRV_PRODUCED_FAULT;
        if (how == 't')
            srv_add_trailer(x, "X-Sum", (h1_bytes){"1", 1});
        return SRV_PRODUCED_ALL;
    }
    if (how == 'b')
        srv_put(x, (h1_bytes){BLOCK, sizeof BLOCK - 1});
    else if (how != 'n')
        srv_put(x, (h1_bytes){"piece", 5});
    (*made)++;
    x->later = 50;
    return how == 'l' ? SRV_PRODUCED_LATER : SRV_PRODUCED_SOME;
}

/* A field that the writer refuses, then a stream; with content, no answer before that has come. */
static void evil(srv_exchange *x)
{
    srv_add_field(x, "X-Evil", (h1_bytes){"a\r\nb", 4});
    if (x->method == SRV_GET)
        srv_send_stream(x, 200, "text/plain", SRV_LENGTH_UNKNOWN, NULL);
}

static void stream(srv_exchange *x)
{
    count_serve(x);
    srv_send_stream(x, 200, "text/plain", SRV_LENGTH_UNKNOWN, produce);
}

static void stream_known(srv_exchange *x)
{
    count_serve(x);
    srv_send_stream(x, 200, "text/plain", 10, produce);
}

static void file(srv_exchange *x)
{
    char name[] = "/tmp/h1-wire-XXXXXX";
    char bytes[1000];
    int fd = mkstemp(name);

    memset(bytes, 'f', sizeof bytes);
    if (fd < 0 || unlink(name) != 0 || write(fd, bytes, sizeof bytes) != sizeof bytes)
        abort();
    srv_send_file(x, 200, "text/plain", fd, 100, 800);
}

static const srv_route ROUTES[] = {
    {.path = "/hello", .methods = SRV_GET, .serve = hello},
    {.path = "/echo", .methods = SRV_ANY, .serve = echo},
    {.path = "/ten", .methods = SRV_POST, .content_most = 10, .serve = echo},
    {.path = "/below/", .methods = SRV_GET, .serve = say_path},
    {.path = "/exact/", .exact = true, .methods = SRV_GET, .serve = hello},
    {.path = "/count", .methods = SRV_POST, .as_it_comes = true, .serve = count_serve, .content = count_content},
    {.path = "/early", .methods = SRV_POST, .as_it_comes = true, .serve = early},
    {.path = "/silent", .methods = SRV_GET, .serve = silent},
    {.path = "/status", .methods = SRV_GET, .serve = status_of_query},
    {.path = "/split", .methods = SRV_GET, .serve = split},
    {.path = "/stream", .methods = SRV_GET, .serve = stream},
    {.path = "/pour", .methods = SRV_POST, .as_it_comes = true, .serve = stream},
    {.path = "/evil", .methods = SRV_GET | SRV_POST, .as_it_comes = true, .serve = evil},
    {.path = "/known", .methods = SRV_GET, .serve = stream_known},
    {.path = "/file", .methods = SRV_GET, .serve = file},
};

/* ---- Feeding ----------------------------------------------------------------------------------------------------- */

void wire_begin(wire *w)
{
    uint8_t *out = w->out != NULL ? w->out : malloc(WIRE_OUT_MOST);

    if (out == NULL)
        abort();
    *w = (wire){.out = out};
    w->service.limits = srv_default_limits;
    w->service.routes = ROUTES;
    w->service.route_count = sizeof ROUTES / sizeof ROUTES[0];
    w->service.now_ms = 1000;
    w->service.time = 784111777;
}

void wire_end(wire *w)
{
    if (w->c != NULL)
        srv_conn_free(w->c);
    srv_service_close(&w->service);
    free(w->out);
    *w = (wire){.out = NULL};
}

static void put_out(wire *w, const srv_output *o)
{
    size_t len = o->len > 0 ? o->len : (size_t)o->file_len;

    if (len > WIRE_OUT_MOST - w->out_len) {
        w->full = true;
        srv_conn_sent(w->c, len);
        return;
    }
    if (o->len > 0)
        memcpy(w->out + w->out_len, o->bytes, len);
    else if (pread(o->file, w->out + w->out_len, len, (off_t)o->file_at) != (ssize_t)len)
        abort();
    w->out_len += len;
    srv_conn_sent(w->c, len);
}

static void drain(wire *w)
{
    unsigned wants = srv_conn_wants(w->c);

    while ((wants & SRV_WANTS_WRITE) != 0) {
        srv_output o = srv_conn_output(w->c);
        put_out(w, &o);
        wants = srv_conn_wants(w->c);
    }
    w->shut = w->shut || (wants & SRV_WANTS_SHUTDOWN) != 0;
    w->closed = w->closed || (wants & SRV_WANTS_CLOSE) != 0;
    w->reset = w->reset || (wants & SRV_WANTS_RESET) != 0;
}

void wire_wait(wire *w, uint64_t ms)
{
    uint64_t until = w->service.now_ms + ms;

    while (!w->closed && srv_conn_deadline(w->c) <= until) {
        uint64_t due = srv_conn_deadline(w->c);
        w->service.now_ms = due > w->service.now_ms ? due : w->service.now_ms;
        srv_conn_tick(w->c);
        drain(w);
    }
    w->service.now_ms = until;
}

static void feed_piece(wire *w, const uint8_t *bytes, size_t len, bool end)
{
    uint8_t *copy; /* of just this length, so that a sanitizer sees every byte too far */

    while (!w->closed && !w->shut && (srv_conn_wants(w->c) & SRV_WANTS_READ) == 0)
        wire_wait(w, srv_conn_deadline(w->c) - w->service.now_ms);
    if (w->closed || w->shut) {
        w->unread += len;
        return;
    }
    copy = malloc(len > 0 ? len : 1);
    if (copy == NULL)
        abort();
    if (len > 0)
        memcpy(copy, bytes, len);
    srv_conn_take(w->c, copy, len, end);
    free(copy);
    drain(w);
}

void wire_feed(wire *w, const uint8_t *bytes, size_t len, const size_t *cuts, size_t cut_count, bool end)
{
    size_t at = 0;

    if (w->c == NULL)
        w->c = srv_conn_new(&w->service, NULL);
    if (w->c == NULL)
        abort();
    for (size_t i = 0; i <= cut_count; i++) {
        size_t to = i < cut_count ? cuts[i] : len;
        if (to > at)
            feed_piece(w, bytes + at, to - at, false);
        at = to;
    }
    if (end)
        feed_piece(w, NULL, 0, true);
}

/* ---- Saying ------------------------------------------------------------------------------------------------------ */

static void say(wire *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(wire *w, const char *format, ...)
{
    size_t len = strlen(w->said);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(w->said + len, sizeof w->said - len, format, arguments);
    va_end(arguments);
}

typedef struct reading {
    wire *w;
    h1_head head;
    char content[33];
    size_t content_len;
    unsigned trailers;
} reading;

static void say_response(const reading *r)
{
    say(r->w, "%s%u", r->w->said[0] != '\0' ? " " : "", r->head.status);
    if (r->head.status == 200 && r->content_len < sizeof r->content && r->content_len > 0)
        say(r->w, "(%.*s)", (int)r->content_len, r->content);
    else if (r->head.status == 200 && r->content_len > 0)
        say(r->w, ":%zu", r->content_len);
    if (r->head.framing == H1_FRAMING_CHUNKED)
        say(r->w, "~");
    if (r->trailers > 0)
        say(r->w, "+%u", r->trailers);
    if (r->head.status >= 200 && (r->head.flags & H1_HEAD_KEEP_ALIVE) == 0)
        say(r->w, "!");
}

static void take_content(reading *r, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++, r->content_len++) {
        if (r->content_len < sizeof r->content)
            r->content[r->content_len] = (char)bytes[i];
    }
}

/* Returns whether to read on. */
static bool take_event(reading *r, const h1_event *ev, const uint8_t *bytes)
{
    switch (ev->type) {
    case H1_HEAD:
        *r = (reading){.w = r->w, .head = ev->head};
        if (ev->last)
            say_response(r);
        return true;
    case H1_DATA:
        take_content(r, bytes + ev->data.at, ev->data.len);
        return true;
    case H1_TRAILERS:
        r->trailers = ev->trailers.fields;
        return true;
    case H1_END:
        say_response(r);
        return true;
    case H1_CLOSED:
    case H1_MORE:
        return false;
    case H1_CHUNK:
        return true;
    case H1_INCOMPLETE:
        say(r->w, " cut");
        return false;
    case H1_FAULT:
    case H1_REFUSED:
    case H1_STOPPED:
    case H1_WAIT:
    case H1_TUNNEL:
        break;
    }
    say(r->w, " broken");
    r->w->broken = true;
    return false;
}

const char *wire_say(wire *w, const char *heads)
{
    reading r = {.w = w};
    h1_field fields[200];
    h1_stream s;
    h1_event ev = {.type = H1_MORE};
    size_t at = 0, count = 0;
    bool more = true;

    w->said[0] = '\0';
    h1_stream_init(&s, H1_RESPONSES, H1_STRICT, NULL);
    h1_stream_fields(&s, fields, 200);
    while (more) {
        const uint8_t *bytes = w->out + at;
        bool head = heads != NULL && count < strlen(heads) && heads[count] == 'H';
        if (at == w->out_len && (ev.type == H1_MORE || ev.type == H1_END || (ev.type == H1_HEAD && ev.last)))
            break;
        h1_stream_expect(&s, head ? H1_TO_HEAD : H1_TO_OTHER);
        at += h1_next(&s, bytes, w->out_len - at, w->closed || w->shut, &ev);
        count += ev.type == H1_HEAD && ev.head.status >= 200;
        more = take_event(&r, &ev, bytes);
    }
    say(w, "%s%s", w->said[0] != '\0' ? " " : "",
        w->reset    ? "reset"
        : w->closed ? "closed"
        : w->shut   ? "shut"
                    : "open");
    return w->said;
}
