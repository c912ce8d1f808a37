/* SPDX-License-Identifier: MIT */
/* See play_proxy_one.h. A play is over when its answers are complete, or its connection has ended, and it has then been
 * quiet at both ends for a while. */
#include "play_proxy_one.h"

#include <string.h>

enum {
    QUIET_MILLISECONDS = 40,    /* what a proxy still does of its own accord, it does within that time */
    PATIENCE_MILLISECONDS = 200 /* an unfinished request is left so long before its end is told */
};

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static bool settled(void *context, conf_wire *wire)
{
    const conf_proxy_play *play = context;
    const conf_observed *down = conf_wire_seen(wire);
    uint64_t now = conf_net_now(play->net);
    uint64_t last = later(later(down->last_at, down->ended_at), conf_origin_last(play->at_origin));
    bool closed = conf_observed_closed(down);

    if (down->ending == CONF_NO_WIRE)
        return true;
    if (!closed && (!conf_wire_done(wire) || conf_observed_finals(down) < play->due))
        return false;
    if (now - last >= QUIET_MILLISECONDS && (closed || conf_wire_quiet(wire) >= QUIET_MILLISECONDS))
        return true;
    conf_wire_wake(wire, QUIET_MILLISECONDS / 2);
    return false;
}

static void origin_ended(void *context, conf_origin_seen *seen)
{
    conf_proxy_play *play = context;

    play->up = seen;
    play->done(play->context, play);
}

static void front_over(void *context, conf_wire *wire)
{
    conf_proxy_play *play = context;

    play->front = NULL;
    play->down = *conf_wire_seen(wire);
    play->timed_out = conf_wire_timed_out(wire);
    play->took = conf_net_now(play->net) - play->down.opened_at;
    conf_origin_end(play->at_origin, origin_ended, play);
}

/* ---- What is sent ---- */

static void fill_variables(conf_proxy_play *play)
{
    conf_memory *memory = play->memory;
    const conf_proxy *proxy = play->proxy;
    const char *origin = conf_format(memory, "127.0.0.1:%u", proxy->origin_port);
    const char *path = conf_format(memory, "/%s", play->token);

    play->variables = (conf_variables){
        .host = proxy->forward ? origin : proxy->authority,
        .port = conf_format(memory, "%u", proxy->peer.port),
        .path = path,
        .origin = origin,
        .target = proxy->forward ? conf_format(memory, "http://%s%s", origin, path) : path,
    };
}

static conf_bytes joined(conf_memory *memory, const conf_moves *moves)
{
    conf_buffer all = {0};

    for (size_t i = 0; i < moves->count; i++)
        conf_buffer_add(memory, &all, moves->at[i].bytes.at, moves->at[i].bytes.len);
    return (conf_bytes){all.at, all.len};
}

/* Put text before byte `at` of all that is written. */
static void insert(conf_memory *memory, conf_moves *moves, size_t at, const char *text)
{
    for (size_t i = 0; i < moves->count; i++) {
        conf_move *move = &moves->at[i];
        conf_buffer with = {0};
        if (at > move->bytes.len || move->kind != CONF_MOVE_WRITE) {
            at -= move->bytes.len;
            continue;
        }
        conf_buffer_add(memory, &with, move->bytes.at, at);
        conf_buffer_add(memory, &with, (const uint8_t *)text, strlen(text));
        conf_buffer_add(memory, &with, move->bytes.at + at, move->bytes.len - at);
        move->bytes = (conf_bytes){with.at, with.len};
        return;
    }
}

static bool is_letter(uint8_t byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* Offset of a request's first field line; 0 where it has none that a field may be put before without changing what the
 * others are: the line that follows may be a fold, or none. */
static size_t first_field_line(conf_bytes bytes, const conf_asked_one *one)
{
    size_t target_end = (size_t)(one->target.at - bytes.at) + one->target.len;
    const uint8_t *rest = bytes.at + target_end;
    const uint8_t *end = one->major > 0 ? memmem(rest, bytes.len - target_end, "\r\n", 2) : NULL;
    size_t at = end != NULL ? (size_t)(end - bytes.at) + 2 : bytes.len;

    return at < bytes.len && is_letter(bytes.at[at]) ? at : 0;
}

/* The token also as a field of each request; where strict mode refuses something, of the first: what looks like another
 * may be none. */
static void add_field(conf_proxy_play *play)
{
    conf_memory *memory = play->memory;
    conf_bytes bytes = joined(memory, &play->moves);
    conf_asked asked = conf_asked_in(memory, bytes);
    const char *line = conf_format(memory, "%s: %s\r\n", CONF_ORIGIN_FIELD, play->token);

    for (size_t i = asked.refused && asked.count > 0 ? 1 : asked.count; i > 0; i--) {
        size_t at = first_field_line(bytes, &asked.at[i - 1]);
        if (at > 0)
            insert(memory, &play->moves, at, line);
    }
}

static conf_move canary_of(conf_proxy_play *play)
{
    const conf_variables *v = &play->variables;
    const char *front = play->proxy->forward ? conf_format(play->memory, "http://%s", v->origin) : "";
    const char *text;

    play->canary = conf_token(play->memory);
    text = conf_format(play->memory, "GET %s/%s HTTP/1.1\r\nHost: %s\r\n%s: %s\r\n\r\n", front, play->canary, v->host,
                       CONF_ORIGIN_FIELD, play->canary);
    return (conf_move){.kind = CONF_MOVE_WRITE, .bytes = {(const uint8_t *)text, strlen(text)}};
}

/* A further request: in the same write, it proves that leftover bytes are read as one; behind the answers, that the
 * connection is still used, and whose response then comes on it. */
static void add_canary(conf_proxy_play *play)
{
    conf_moves *moves = &play->moves;
    conf_asked asked = conf_asked_in(play->memory, joined(play->memory, moves));
    conf_move await = {
        .kind = CONF_MOVE_AWAIT, .count = asked.count > 0 ? asked.count : 1, .milliseconds = play->milliseconds / 2};
    conf_move canary;

    if (play->c->canary == 0)
        return;
    canary = canary_of(play);
    if ((play->c->canary & CONF_CANARY_SAME_WRITE) != 0)
        conf_moves_add(play->memory, moves, &canary);
    if ((play->c->canary & CONF_CANARY_AFTER_RESPONSE) == 0)
        return;
    conf_moves_add(play->memory, moves, &await);
    conf_moves_add(play->memory, moves, &canary);
}

/* A proxy may wait for the rest of what is unfinished for ever. */
static void add_end(conf_proxy_play *play)
{
    conf_move pause = {.kind = CONF_MOVE_PAUSE, .milliseconds = PATIENCE_MILLISECONDS};
    conf_move end = {.kind = CONF_MOVE_HALF_CLOSE};

    if (!play->asked.unfinished)
        return;
    conf_moves_add(play->memory, &play->moves, &pause);
    conf_moves_add(play->memory, &play->moves, &end);
}

void conf_proxy_play_begin(conf_proxy_play *play)
{
    conf_plan plan = {.reads = H1_RESPONSES,
                      .mode = H1_AUDIT,
                      .milliseconds = play->milliseconds,
                      .settled = settled,
                      .over = front_over,
                      .context = play};
    conf_origin_case playing = {.c = play->c, .asked = &play->asked, .milliseconds = play->milliseconds * 2};

    play->token = conf_token(play->memory);
    fill_variables(play);
    play->moves = conf_moves_of_client(play->memory, play->c, &play->variables, play->milliseconds / 2);
    add_field(play);
    add_canary(play);
    play->sent = joined(play->memory, &play->moves);
    play->asked = conf_asked_in(play->memory, play->sent);
    play->due = play->asked.count > 0 ? play->asked.count : 1;
    add_end(play);
    playing.token = play->token;
    playing.canary = play->canary;
    playing.variables = play->variables;
    play->at_origin = conf_origin_begin(play->origin, &playing);
    plan.moves = play->moves.at;
    plan.move_count = play->moves.count;
    plan.answers = play->asked.answers;
    plan.answer_count = play->asked.answer_count;
    plan.exchanges = play->asked.exchanges;
    plan.exchange_count = play->asked.exchange_count;
    play->front = conf_net_connect(play->net, &play->proxy->peer, &plan);
}

void conf_proxy_play_end(conf_proxy_play *play)
{
    if (play->front != NULL)
        conf_wire_drop(play->front);
}
