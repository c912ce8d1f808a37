/* SPDX-License-Identifier: MIT */
/* See conn.h. Bytes are parsed where they lie; what is unfinished is kept in the work. A request's head is copied
 * before its route sees it, so that its spans outlive the bytes.
 *
 * After a fault nothing more is parsed: the answer is sent, our side is shut down, and what still arrives is dropped.
 */
#include "server/core/conn.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/core/work.h"

enum { RECORDED_MOST = 1024 }; /* bytes of a refused head that a record shows */

srv_conn *srv_conn_new(srv_service *service, const void *peer)
{
    srv_conn *c;

    if (service->pool == NULL && !srv_pool_open(service))
        return NULL;
    c = calloc(1, sizeof *c);
    if (c == NULL)
        return NULL;
    h1_stream_init(&c->stream, H1_REQUESTS, H1_STRICT, &service->limits.parser);
    c->service = service;
    c->peer = peer;
    c->since = service->now_ms;
    service->counters.connections++;
    service->counters.open++;
    return c;
}

/* ---- The end of an exchange -------------------------------------------------------------------------------------- */

static void record(const srv_conn *c, const srv_work *w)
{
    srv_record entry = {
        .peer = c->peer,
        .bytes = w->head_copy.bytes,
        .len = w->head_copy.len,
        .head = w->x.head,
        .fields = w->fields,
        .status = w->now.status,
        .content_in = w->now.content_in,
        .content_out = w->now.content_out,
        .began_ms = w->now.began,
        .ended_ms = c->service->now_ms,
        .rule = w->now.rule,
        .offset = w->now.fault_at,
    };

    c->service->record(c->service->context, &entry);
}

static void finish_exchange(srv_conn *c, srv_work *w)
{
    srv_service *service = c->service;

    service->counters.requests++;
    if (w->now.status >= 100 && w->now.status < 600)
        service->counters.status[w->now.status / 100]++;
    if (service->record != NULL)
        record(c, w);
    if (w->x.drop != NULL)
        w->x.drop(&w->x);
    if (w->file >= 0)
        close(w->file);
    w->file = -1;
    w->file_len = 0;
    c->requests++;
    c->since = service->now_ms;
    if (w->now.close && c->state == SRV_OPEN) {
        c->state = SRV_CLOSING;
        /* who said that no request follows sends nothing that a close could cross with */
        c->linger = c->linger || !w->now.request_done || (w->head.flags & H1_HEAD_KEEP_ALIVE) != 0;
    }
    w->x = (srv_exchange){.service = service, .peer = c->peer};
    memset(&w->now, 0, sizeof w->now);
    w->head_copy.len = w->content.len = 0;
    w->added_count = 0;
    w->added.len = 0;
}

/* ---- What the parser finds --------------------------------------------------------------------------------------- */

static void begin_exchange(srv_conn *c, srv_work *w)
{
    w->now.under_way = true;
    w->now.began = w->in_head ? w->head_began : c->service->now_ms;
    w->now.fault_at = UINT64_MAX;
    w->in_head = false;
}

static void refuse(srv_conn *c, srv_work *w, unsigned status, h1_rule rule, uint64_t offset, const char *detail)
{
    if (!w->now.under_way)
        begin_exchange(c, w);
    if (w->now.answered)
        c->reset = !w->now.answer_done;
    else
        srv_refuse(w, status, rule, offset, detail);
    w->now.close = true;
    finish_exchange(c, w);
}

/* A method that is too long is none that we know (RFC 9112 section 3). */
static unsigned status_of(const h1_fault *fault, const uint8_t *bytes, size_t len)
{
    const h1_rule_info *info = h1_rule_info_of(fault->rule);

    if (fault->rule == H1_RULE_START_LINE_LIMIT &&
        memchr(bytes, ' ', len < fault->span.at ? len : fault->span.at) == NULL)
        return 501;
    return info != NULL && info->status >= 400 ? info->status : 400;
}

static void take_head(srv_conn *c, srv_work *w, const h1_event *ev, const uint8_t *bytes, size_t len, bool more)
{
    begin_exchange(c, w);
    w->head = ev->head;
    w->now.request_done = ev->last;
    if (!srv_buffer_put(&w->head_copy, bytes, len)) {
        refuse(c, w, 503, H1_RULE_NONE, UINT64_MAX, NULL);
        return;
    }
    h1_stream_fields(&c->stream, w->fields + c->service->limits.parser.fields, c->service->limits.parser.fields);
    srv_dispatch(w, more);
    if (ev->last)
        srv_dispatch_whole(w);
}

static void take_content(srv_conn *c, srv_work *w, h1_bytes piece)
{
    w->now.content_in += piece.len;
    if (w->now.answered)
        return;
    if (w->now.content_in > w->content_most) {
        refuse(c, w, 413, H1_RULE_NONE, UINT64_MAX, "the content is larger than this path takes");
    } else if (w->x.route->as_it_comes) {
        if (w->x.route->content != NULL)
            w->x.route->content(&w->x, piece, false);
    } else if (!srv_buffer_put(&w->content, piece.at, piece.len)) {
        refuse(c, w, 503, H1_RULE_NONE, UINT64_MAX, "memory is short");
    }
}

/* Returns whether to ask for another event. `len` bytes were used up by this one, `more` is whether others follow. */
static bool take_event(srv_conn *c, const h1_event *ev, const uint8_t *bytes, size_t len, bool more, uint64_t offset)
{
    srv_work *w = c->work;

    switch (ev->type) {
    case H1_HEAD:
        take_head(c, w, ev, bytes, len, more);
        return true;
    case H1_DATA:
        take_content(c, w, (h1_bytes){bytes + ev->data.at, ev->data.len});
        return true;
    case H1_END:
        if (w->now.under_way)
            srv_dispatch_whole(w);
        return true;
    case H1_WAIT:
        h1_stream_resume(&c->stream, H1_AS_HTTP);
        return true;
    case H1_REFUSED:
        if (!w->now.under_way)
            srv_buffer_put(&w->head_copy, bytes, len < RECORDED_MOST ? len : RECORDED_MOST);
        refuse(c, w, status_of(&ev->fault, bytes, len), ev->fault.rule, offset + ev->fault.span.at, NULL);
        return false;
    case H1_INCOMPLETE:
        refuse(c, w, 400, H1_RULE_NONE, UINT64_MAX, "the connection ended inside the request");
        return false;
    case H1_CLOSED:
        c->state = SRV_CLOSING;
        return false;
    case H1_FAULT: /* tolerated, see the parser's table of liberties */
    case H1_CHUNK:
    case H1_TRAILERS:
        return true;
    case H1_MORE:
    case H1_STOPPED:
    case H1_TUNNEL:
        break;
    }
    return false;
}

/* ---- Turning ----------------------------------------------------------------------------------------------------- */

/* Does an answer have to leave before the next byte is looked at? */
static bool is_blocked(const srv_conn *c)
{
    const srv_work *w = c->work;

    return w != NULL && (srv_buffer_left(&w->out) > c->service->limits.unsent ||
                         (w->now.request_done && w->now.under_way && !w->now.answer_done));
}

static void answer_on(srv_conn *c)
{
    srv_work *w = c->work;

    if (w->now.produce != NULL)
        srv_produce(w);
    if (w->now.under_way && w->now.answer_done && w->file < 0 && (w->now.request_done || w->now.close))
        finish_exchange(c, w);
}

/* The next byte belongs to a head, or to the empty lines before it. */
static void begin_head(srv_conn *c, srv_work *w, uint64_t offset)
{
    w->message_at = offset;
    if (w->in_head)
        return;
    w->in_head = true;
    w->head_began = c->service->now_ms;
    h1_stream_fields(&c->stream, w->fields, c->service->limits.parser.fields);
}

/* Parse and answer as far as bytes and room go. Returns how many bytes are done with. */
static size_t go_on(srv_conn *c, const uint8_t *bytes, size_t len)
{
    srv_work *w = c->work;
    size_t at = 0;
    bool more = true;

    while (more && c->state == SRV_OPEN && !is_blocked(c)) {
        uint64_t offset = h1_stream_offset(&c->stream);
        h1_event ev;
        size_t used;
        if (at == len && !c->ended && !w->now.under_way)
            break;
        if (!w->now.under_way)
            begin_head(c, w, offset);
        used = h1_next(&c->stream, bytes + at, len - at, c->ended, &ev);
        more = take_event(c, &ev, bytes + at, ev.type == H1_REFUSED ? len - at : used, at + used < len, offset);
        at += used;
        answer_on(c);
    }
    return at;
}

/* Give back what an idle connection doesn't need, and see what follows when all is sent. */
static void settle(srv_conn *c)
{
    srv_work *w = c->work;

    if (w != NULL && (srv_buffer_left(&w->out) > 0 || w->file_len > 0))
        return;
    if (c->state == SRV_CLOSING) {
        c->state = c->linger && !c->ended && !c->reset ? SRV_LINGERING : SRV_CLOSED;
        c->since = c->service->now_ms;
    }
    if (w != NULL && !w->now.under_way && (c->state != SRV_OPEN || srv_buffer_left(&w->in) == 0))
        srv_work_end(c);
}

/* What can be done without further bytes. */
static void turn(srv_conn *c)
{
    srv_work *w = c->work;

    if (w == NULL) {
        settle(c);
        return;
    }
    answer_on(c);
    if (c->state == SRV_OPEN && !is_blocked(c) && (srv_buffer_left(&w->in) > 0 || c->ended))
        srv_buffer_take(&w->in, go_on(c, w->in.bytes + w->in.at, srv_buffer_left(&w->in)));
    settle(c);
}

static void give_up(srv_conn *c)
{
    c->reset = true;
    c->state = SRV_CLOSED;
}

void srv_conn_take(srv_conn *c, const uint8_t *bytes, size_t len, bool end)
{
    srv_service *service = c->service;
    srv_work *w;
    size_t used = 0;
    bool direct;

    service->counters.bytes_in += len;
    if (service->show != NULL && len > 0)
        service->show(service->context, c->peer, H1_REQUESTS, bytes, len);
    c->ended = c->ended || end;
    if (c->state == SRV_LINGERING && end)
        c->state = SRV_CLOSED;
    if (c->state != SRV_OPEN)
        return;
    if (c->work == NULL && !srv_work_begin(c)) {
        give_up(c);
        return;
    }
    w = c->work;
    direct = srv_buffer_left(&w->in) == 0;
    if (direct)
        used = go_on(c, bytes, len);
    if (c->state == SRV_OPEN && !srv_buffer_put(&w->in, bytes + used, len - used))
        give_up(c);
    else if (direct)
        settle(c);
    else
        turn(c);
}

/* ---- What is sent ------------------------------------------------------------------------------------------------ */

srv_output srv_conn_output(const srv_conn *c)
{
    const srv_work *w = c->work;

    if (w == NULL)
        return (srv_output){.file = -1};
    return (srv_output){
        .bytes = w->out.bytes + w->out.at,
        .len = srv_buffer_left(&w->out),
        .file = w->file_len > 0 ? w->file : -1,
        .file_at = w->file_at,
        .file_len = w->file_len,
    };
}

void srv_conn_sent(srv_conn *c, uint64_t len)
{
    srv_work *w = c->work;
    srv_service *service = c->service;
    size_t from_memory;

    if (w == NULL || len == 0)
        return;
    from_memory = len < srv_buffer_left(&w->out) ? (size_t)len : srv_buffer_left(&w->out);
    service->counters.bytes_out += len;
    if (service->show != NULL && from_memory > 0)
        service->show(service->context, c->peer, H1_RESPONSES, w->out.bytes + w->out.at, from_memory);
    srv_buffer_take(&w->out, from_memory);
    w->sent_at = service->now_ms;
    len -= from_memory;
    w->file_at += len;
    w->file_len -= len;
    if (len > 0 && w->file_len == 0) {
        close(w->file);
        w->file = -1;
        w->now.answer_done = true;
    }
    turn(c);
}

void srv_conn_free(srv_conn *c)
{
    srv_work *w = c->work;

    if (w != NULL && w->now.under_way)
        finish_exchange(c, w);
    if (w != NULL)
        srv_work_end(c);
    c->service->counters.open--;
    free(c);
}

/* ---- What is waited for ------------------------------------------------------------------------------------------ */

unsigned srv_conn_wants(const srv_conn *c)
{
    const srv_work *w = c->work;
    unsigned wants = 0;

    if (c->state == SRV_CLOSED)
        return c->reset ? SRV_WANTS_CLOSE | SRV_WANTS_RESET : SRV_WANTS_CLOSE;
    if (c->state == SRV_OPEN && w == NULL && c->service->draining)
        return SRV_WANTS_CLOSE | SRV_WANTS_READ;
    if (c->state == SRV_LINGERING)
        return SRV_WANTS_SHUTDOWN | SRV_WANTS_READ;
    if (w != NULL && (srv_buffer_left(&w->out) > 0 || w->file_len > 0))
        wants |= SRV_WANTS_WRITE;
    if (c->state == SRV_OPEN && !c->ended && !is_blocked(c))
        wants |= SRV_WANTS_READ;
    return wants;
}

/* When so little content has come that it is too slow. */
static uint64_t content_deadline(const srv_conn *c)
{
    const srv_limits *limits = &c->service->limits;
    const srv_work *w = c->work;
    uint64_t due = limits->rate_least > 0 ? (w->now.content_in + 1) * 1000 / limits->rate_least : UINT64_MAX / 2;

    return w->now.began + (due > limits->rate_after_ms ? due : limits->rate_after_ms);
}

/* When a client that takes nothing is given up. */
static uint64_t send_deadline(const srv_conn *c)
{
    const srv_work *w = c->work;
    bool waits = srv_buffer_left(&w->out) > 0 || w->file_len > 0;

    return waits ? w->sent_at + c->service->limits.send_ms : UINT64_MAX;
}

/* The same, or when a producer that had nothing is asked again. */
static uint64_t output_deadline(const srv_conn *c)
{
    const srv_work *w = c->work;
    uint64_t slow = send_deadline(c);
    bool room = w->now.produce != NULL && srv_buffer_left(&w->out) < SRV_STREAM_ROOM;

    return room && w->later_at < slow ? w->later_at : slow;
}

/* Nothing but the beginnings of empty lines, which an old client sends behind its content. */
static bool is_idle(const srv_work *w)
{
    size_t at = w->in.at;

    while (at < w->in.len && (w->in.bytes[at] == '\r' || w->in.bytes[at] == '\n'))
        at++;
    return !w->now.under_way && at == w->in.len;
}

uint64_t srv_conn_deadline(const srv_conn *c)
{
    const srv_limits *limits = &c->service->limits;
    const srv_work *w = c->work;
    uint64_t due;

    if (c->state == SRV_CLOSED)
        return 0;
    if (c->state == SRV_LINGERING)
        return c->since + limits->linger_ms;
    if (w == NULL)
        return c->since + limits->idle_ms;
    due = output_deadline(c);
    if (due != UINT64_MAX)
        return due;
    if (is_idle(w))
        return c->since + limits->idle_ms;
    return w->now.under_way ? content_deadline(c) : w->head_began + limits->head_ms;
}

void srv_conn_tick(srv_conn *c)
{
    uint64_t now = c->service->now_ms;
    const srv_work *w = c->work;

    if (now < srv_conn_deadline(c))
        return;
    if (c->state == SRV_LINGERING || w == NULL)
        c->state = SRV_CLOSED;
    else if (output_deadline(c) == UINT64_MAX && is_idle(w))
        c->state = SRV_CLOSED;
    else if (output_deadline(c) == UINT64_MAX)
        refuse(c, c->work, 408, H1_RULE_NONE, UINT64_MAX, "the request came too slowly");
    else if (now >= send_deadline(c))
        give_up(c);
    turn(c);
}
