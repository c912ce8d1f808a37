/* SPDX-License-Identifier: MIT */
/* See net.h: what becomes of one connection, from its first byte to its end. */
#include "wire.h"

#include <stdlib.h>
#include <string.h>

/* ---- The end ---- */

/* The messages are read once more, into memory that outlives the wire. */
static void finish(conf_wire *wire)
{
    conf_observed_read(wire->net->memory, &wire->seen);
    if (wire->plan.over != NULL)
        wire->plan.over(wire->plan.context, wire);
    else
        conf_observed_free(&wire->seen);
    conf_tls_free(wire);
    conf_memory_free(&wire->scratch);
    free(wire);
}

static void closed(uv_handle_t *handle)
{
    conf_wire *wire = handle->data;

    if (--wire->open_handles == 0)
        finish(wire);
}

static void close_timers(conf_wire *wire)
{
    uv_close((uv_handle_t *)&wire->deadline, closed);
    uv_close((uv_handle_t *)&wire->pause, closed);
    uv_close((uv_handle_t *)&wire->wake, closed);
}

void conf_wire_drop(conf_wire *wire)
{
    if (wire->closing)
        return;
    wire->closing = true;
    close_timers(wire);
    if (!uv_is_closing(&wire->socket.handle))
        uv_close(&wire->socket.handle, closed);
}

/* ---- Telling the owner ---- */

static bool is_settled(conf_wire *wire)
{
    conf_memory_free(&wire->scratch);
    conf_observed_read(&wire->scratch, &wire->seen);
    if (wire->plan.settled != NULL)
        return wire->plan.settled(wire->plan.context, wire);
    return conf_observed_closed(&wire->seen) && conf_wire_done(wire);
}

void conf_wire_go_on(conf_wire *wire)
{
    while (!wire->closing) {
        if (is_settled(wire)) {
            conf_wire_drop(wire);
            return;
        }
        if (!wire->ready || !conf_wire_make_moves(wire))
            return;
    }
}

void conf_wire_took(conf_wire *wire, const uint8_t *bytes, size_t len)
{
    conf_observed *seen = &wire->seen;
    size_t room = CONF_RECEIVED_MOST - seen->received.len;

    if (len == 0)
        return;
    seen->last_at = conf_net_now(wire->net);
    if (seen->first_at == 0)
        seen->first_at = seen->last_at;
    conf_buffer_add(wire->net->memory, &seen->received, bytes, len < room ? len : room);
}

void conf_wire_ended(conf_wire *wire, conf_ending ending, const char *error)
{
    if (wire->seen.ending != CONF_STILL_OPEN)
        return;
    wire->seen.ending = ending;
    wire->seen.error = error;
    wire->seen.ended_at = conf_net_now(wire->net);
    if (ending != CONF_ENDED)
        wire->deaf = true;
}

void conf_wire_begin(conf_wire *wire)
{
    wire->ready = true;
    wire->seen.opened_at = conf_net_now(wire->net);
    if (wire->plan.unread)
        uv_read_stop(&wire->socket.stream);
}

/* ---- Timers ---- */

static void deadline_over(uv_timer_t *timer)
{
    conf_wire *wire = timer->data;

    wire->timed_out = true;
    if (!wire->ready)
        conf_wire_ended(wire, CONF_NO_WIRE, "no connection came about in time");
    conf_wire_drop(wire);
}

static void woken(uv_timer_t *timer)
{
    conf_wire_go_on(timer->data);
}

void conf_wire_wake(conf_wire *wire, unsigned milliseconds)
{
    if (!wire->closing && !uv_is_active((uv_handle_t *)&wire->wake))
        uv_timer_start(&wire->wake, woken, milliseconds, 0);
}

/* ---- Reading ---- */

static void lend_room(uv_handle_t *handle, size_t wished, uv_buf_t *buffer)
{
    static char room[65536]; /* one thread, and what is read is copied at once */

    (void)handle;
    (void)wished;
    *buffer = uv_buf_init(room, sizeof room);
}

static void arrived(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    conf_wire *wire = stream->data;

    if (count == 0 || wire->closing)
        return;
    if (count == UV_EOF)
        conf_wire_ended(wire, CONF_ENDED, NULL);
    else if (count < 0)
        conf_wire_ended(wire, CONF_RESET, uv_strerror((int)count));
    else if (wire->tls != NULL)
        conf_tls_received(wire, (const uint8_t *)buffer->base, (size_t)count);
    else
        conf_wire_took(wire, (const uint8_t *)buffer->base, (size_t)count);
    if (count < 0 || wire->seen.received.len == CONF_RECEIVED_MOST)
        uv_read_stop(stream);
    conf_wire_go_on(wire);
}

/* ---- Writing ---- */

typedef struct sending {
    uv_write_t request;
    size_t counted;
    char bytes[];
} sending;

static void sent(uv_write_t *request, int status)
{
    sending *s = request->data;
    conf_wire *wire = request->handle->data;

    wire->writing -= s->counted;
    if (status < 0)
        wire->deaf = true;
    else
        wire->written += s->counted;
    free(s);
    conf_wire_go_on(wire);
}

void conf_wire_send(conf_wire *wire, const void *bytes, size_t len, size_t counted)
{
    sending *s;
    uv_buf_t buffer;

    if (wire->deaf || len == 0)
        return;
    s = malloc(sizeof *s + len);
    if (s == NULL) {
        wire->deaf = true;
        return;
    }
    memcpy(s->bytes, bytes, len);
    s->request.data = s;
    s->counted = counted;
    buffer = uv_buf_init(s->bytes, (unsigned)len);
    if (uv_write(&s->request, &wire->socket.stream, &buffer, 1, sent) < 0) {
        wire->deaf = true;
        free(s);
        return;
    }
    wire->writing += counted;
}

/* ---- The beginning ---- */

static void connected(uv_connect_t *request, int status)
{
    conf_wire *wire = request->data;

    if (wire->closing)
        return;
    if (status < 0) {
        conf_wire_ended(wire, CONF_NO_WIRE, uv_strerror(status));
        conf_wire_drop(wire);
        return;
    }
    uv_read_start(&wire->socket.stream, lend_room, arrived);
    if (wire->tls == NULL)
        conf_wire_begin(wire);
    else
        conf_tls_received(wire, NULL, 0);
    conf_wire_go_on(wire);
}

static void start_timer(conf_wire *wire, uv_timer_t *timer)
{
    uv_timer_init(&wire->net->loop, timer);
    timer->data = wire;
}

static conf_wire *wire_new(conf_net *net, const conf_plan *plan, bool local)
{
    conf_wire *wire = calloc(1, sizeof *wire);

    if (wire == NULL)
        abort();
    wire->net = net;
    wire->plan = *plan;
    wire->local = local;
    wire->open_handles = CONF_WIRE_HANDLES;
    wire->seen = (conf_observed){.side = plan->reads,
                                 .mode = plan->mode,
                                 .answers = plan->answers,
                                 .answer_count = plan->answer_count,
                                 .exchanges = plan->exchanges,
                                 .exchange_count = plan->exchange_count};
    if (local)
        uv_pipe_init(&net->loop, &wire->socket.pipe, 0);
    else
        uv_tcp_init(&net->loop, &wire->socket.tcp);
    wire->socket.handle.data = wire;
    wire->connect.data = wire;
    start_timer(wire, &wire->deadline);
    start_timer(wire, &wire->pause);
    start_timer(wire, &wire->wake);
    uv_update_time(&net->loop);
    uv_timer_start(&wire->deadline, deadline_over, plan->milliseconds, 0);
    conf_wire_play(wire, plan->moves, plan->move_count);
    return wire;
}

static void give_up(conf_wire *wire, const char *error)
{
    conf_wire_ended(wire, CONF_NO_WIRE, error);
    conf_wire_drop(wire);
}

conf_wire *conf_wire_to(conf_net *net, const struct sockaddr *address, const conf_peer *peer, const conf_plan *plan)
{
    conf_wire *wire = wire_new(net, plan, peer->local);
    const char *error = peer->tls ? conf_tls_begin(wire, peer) : NULL;
    int status = 0;

    if (error != NULL) {
        give_up(wire, error);
        return wire;
    }
    if (peer->local) {
        uv_pipe_connect(&wire->connect, &wire->socket.pipe, peer->path, connected);
    } else {
        uv_tcp_nodelay(&wire->socket.tcp, 1);
        status =
            address == NULL ? UV_EAI_NONAME : uv_tcp_connect(&wire->connect, &wire->socket.tcp, address, connected);
    }
    if (status < 0)
        give_up(wire, uv_strerror(status));
    return wire;
}

bool conf_wire_accept(conf_net *net, uv_stream_t *server, const conf_plan *plan)
{
    conf_wire *wire = wire_new(net, plan, false);

    if (uv_accept(server, &wire->socket.stream) < 0) {
        give_up(wire, "the connection was gone before it was accepted");
        return false;
    }
    uv_tcp_nodelay(&wire->socket.tcp, 1);
    uv_read_start(&wire->socket.stream, lend_room, arrived);
    conf_wire_begin(wire);
    conf_wire_go_on(wire);
    return true;
}

/* ---- What the owner may ask ---- */

conf_observed *conf_wire_seen(conf_wire *wire)
{
    return &wire->seen;
}

bool conf_wire_timed_out(const conf_wire *wire)
{
    return wire->timed_out;
}

size_t conf_wire_written(const conf_wire *wire)
{
    return wire->written;
}
