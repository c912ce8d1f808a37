/* SPDX-License-Identifier: MIT */
/* See net.h: the moves of a script, one after the other. A move that has to wait leaves .waiting set and is asked again
 * when something has happened. */
#include <linux/sockios.h>
#include <string.h>
#include <sys/ioctl.h>

#include "wire.h"

enum { CUT_MOST = 200 };

static void pause_over(uv_timer_t *timer)
{
    conf_wire_go_on(timer->data);
}

static void start_pause(conf_wire *wire, unsigned milliseconds)
{
    uv_update_time(&wire->net->loop);
    uv_timer_start(&wire->pause, pause_over, milliseconds, 0);
}

static bool pause_is_over(const conf_wire *wire)
{
    return !uv_is_active((const uv_handle_t *)&wire->pause);
}

/* What lies with us, and what the peer's kernel has not acknowledged; without the latter where that can't be told. */
size_t conf_wire_untaken(const conf_wire *wire)
{
    uv_os_fd_t fd;
    int left = 0;

    if (uv_fileno(&wire->socket.handle, &fd) < 0 || ioctl(fd, SIOCOUTQ, &left) < 0)
        return wire->writing;
    return wire->writing + (size_t)left;
}

/* Each of these begins its move or goes on with it, and returns whether it is made. */

static bool make_write(conf_wire *wire, const conf_move *move)
{
    if (wire->tls != NULL)
        conf_tls_write(wire, move->bytes);
    else
        conf_wire_send(wire, move->bytes.at, move->bytes.len, move->bytes.len);
    return true;
}

static bool make_cut(conf_wire *wire)
{
    if (!wire->waiting)
        wire->cut_until = conf_net_now(wire->net) + CUT_MOST;
    if (wire->deaf || conf_wire_untaken(wire) == 0 || conf_net_now(wire->net) >= wire->cut_until)
        return true;
    if (pause_is_over(wire))
        start_pause(wire, 1);
    return false;
}

static bool make_pause(conf_wire *wire, const conf_move *move)
{
    if (!wire->waiting) {
        start_pause(wire, move->milliseconds);
        return false;
    }
    return pause_is_over(wire);
}

static bool make_await(conf_wire *wire, const conf_move *move)
{
    if (wire->seen.messages.complete >= move->count || wire->seen.ending != CONF_STILL_OPEN)
        return true;
    return make_pause(wire, move);
}

static void half_closed(uv_shutdown_t *request, int status)
{
    (void)request;
    (void)status;
}

static bool make_half_close(conf_wire *wire)
{
    if (wire->tls != NULL)
        conf_tls_half_close(wire);
    if (!wire->deaf)
        uv_shutdown(&wire->shutdown, &wire->socket.stream, half_closed);
    wire->deaf = true;
    return true;
}

static void was_reset(uv_handle_t *handle)
{
    conf_wire *wire = handle->data;

    wire->open_handles--;
    conf_wire_drop(wire);
}

/* Nothing that is still to be written is lost. */
static bool make_close(conf_wire *wire)
{
    if (wire->writing > 0 && !wire->deaf)
        return false;
    conf_wire_drop(wire);
    return true;
}

/* A UNIX socket knows no reset. */
static bool make_reset(conf_wire *wire)
{
    if (wire->writing > 0 && !wire->deaf)
        return false;
    if (wire->local || uv_tcp_close_reset(&wire->socket.tcp, was_reset) < 0)
        conf_wire_drop(wire);
    return true;
}

static bool make(conf_wire *wire, const conf_move *move)
{
    switch (move->kind) {
    case CONF_MOVE_WRITE:
        return make_write(wire, move);
    case CONF_MOVE_CUT:
        return make_cut(wire);
    case CONF_MOVE_PAUSE:
        return make_pause(wire, move);
    case CONF_MOVE_AWAIT:
        return make_await(wire, move);
    case CONF_MOVE_HALF_CLOSE:
        return make_half_close(wire);
    case CONF_MOVE_RESET:
        return make_reset(wire);
    case CONF_MOVE_CLOSE:
        return make_close(wire);
    }
    return true;
}

bool conf_wire_make_moves(conf_wire *wire)
{
    size_t first = wire->move;

    while (wire->move < wire->move_count && !wire->closing && !uv_is_closing(&wire->socket.handle)) {
        bool made = make(wire, &wire->moves[wire->move]);
        wire->waiting = !made;
        if (!made)
            break;
        uv_timer_stop(&wire->pause);
        wire->move++;
        wire->done_at = conf_net_now(wire->net);
    }
    return wire->move > first;
}

void conf_wire_play(conf_wire *wire, const conf_move *moves, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        wire->moves = conf_grow(wire->net->memory, wire->moves, wire->move_count, sizeof *wire->moves);
        wire->moves[wire->move_count++] = moves[i];
    }
    if (wire->ready)
        conf_wire_wake(wire, 0);
}

bool conf_wire_done(const conf_wire *wire)
{
    return wire->ready && wire->move == wire->move_count;
}

uint64_t conf_wire_quiet(const conf_wire *wire)
{
    return conf_wire_done(wire) ? conf_net_now(wire->net) - wire->done_at : 0;
}
