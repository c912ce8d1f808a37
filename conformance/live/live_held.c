/* SPDX-License-Identifier: MIT */
/* See live_target.h: is a request held up by a client that dawdles, or by a slow answer? What takes long is begun on
 * one connection, and a GET is asked on another; slow and fast requests are sent in one write as well. */
#include <string.h>

#include "live_target.h"

enum {
    UNREAD_BYTES = 4 << 20, /* of requests whose answers aren't read: more than the system keeps for us */
    UNREAD_MOST = 3000,     /* milliseconds until the server has to have stopped taking them */
    STEP = 50,
    STILL = 300,
    HEARD = 20,       /* milliseconds in which a server has heard what was sent */
    LEAST_SLOW = 200, /* what a slow route has to take */
    SLOWER = 4,       /* times the round trip */
};

/* ---- Asking, by the clock ---- */

typedef struct timed {
    conf_live_pair pair;
    conf_bytes content[2];
} timed;

/* Ask and wait for one or two answers. */
static timed ask(conf_target *target, const char *text, size_t answers, unsigned milliseconds)
{
    conf_observed seen;
    timed t = {0};

    t.pair.answers = conf_target_time(target, text, answers, milliseconds, &seen, t.pair.after);
    for (size_t i = 0; i < t.pair.answers; i++) {
        conf_bytes body = conf_observed_final(&seen, i)->body;
        const char *copy = conf_text(target->memory, (const char *)body.at, body.len);
        t.content[i] = (conf_bytes){(const uint8_t *)copy, body.len};
    }
    conf_observed_free(&seen);
    return t;
}

/* A GET on a connection of its own, that is held up if it takes longer than `most`. */
static conf_live_get ask_get(conf_target *target, unsigned most)
{
    unsigned patience = target->server->timeout / 2;
    timed t = ask(target, conf_target_get(target), 1, patience);
    bool answered = t.pair.answers > 0;

    return (conf_live_get){.asked = true,
                           .answered = answered,
                           .held = !answered || t.pair.after[0] > most,
                           .milliseconds = answered ? t.pair.after[0] : patience};
}

/* ---- What goes on meanwhile ---- */

typedef struct occupant {
    conf_net *net;
    conf_wire *wire; /* NULL: gone */
    conf_move move;
} occupant;

static void has_left(void *context, conf_wire *wire)
{
    occupant *o = context;

    conf_observed_free(conf_wire_seen(wire));
    o->wire = NULL;
    conf_net_stop(o->net);
}

/* Send something on a connection that then stays. */
static void occupy(conf_target *target, occupant *o, conf_bytes bytes, bool unread)
{
    conf_plan plan = {.reads = H1_RESPONSES,
                      .mode = H1_AUDIT,
                      .unread = unread,
                      .moves = &o->move,
                      .move_count = 1,
                      .milliseconds = UNREAD_MOST + 2 * target->server->timeout,
                      .over = has_left,
                      .context = o};

    o->net = target->net;
    o->move = (conf_move){.kind = CONF_MOVE_WRITE, .bytes = bytes};
    o->wire = conf_net_connect(target->net, &target->server->peer, &plan);
}

static void leave(occupant *o)
{
    if (o->wire != NULL)
        conf_wire_drop(o->wire);
    while (o->wire != NULL)
        conf_net_run(o->net);
}

/* ---- Clients that dawdle ---- */

static conf_live_get beside_half_head(conf_target *target)
{
    const char *text = conf_format(target->memory, "GET %s HTTP/1.1\r\nHost: ", target->server->path);
    conf_live_get get;
    occupant o;

    occupy(target, &o, (conf_bytes){(const uint8_t *)text, strlen(text)}, false);
    conf_target_wait(target, HEARD);
    get = ask_get(target, target->server->patience);
    leave(&o);
    return get;
}

static conf_bytes many_gets(const conf_target *target)
{
    const char *get = conf_target_get(target);
    conf_buffer all = {0};

    while (all.len < UNREAD_BYTES)
        conf_buffer_add(target->memory, &all, (const uint8_t *)get, strlen(get));
    return (conf_bytes){all.at, all.len};
}

/* Does the server stop taking the requests, because it can't send its answers? */
static bool stands_still(conf_target *target, const occupant *o)
{
    size_t before = 0;
    unsigned still = 0;

    for (unsigned waited = 0; waited < UNREAD_MOST && o->wire != NULL; waited += STEP) {
        size_t left = conf_wire_untaken(o->wire);
        still = left > 0 && left == before ? still + STEP : 0;
        if (still >= STILL)
            return true;
        before = left;
        conf_target_wait(target, STEP);
    }
    return false;
}

static conf_live_get beside_unread(conf_target *target)
{
    conf_live_get get = {0};
    occupant o;

    occupy(target, &o, many_gets(target), true);
    if (stands_still(target, &o))
        get = ask_get(target, target->server->patience);
    leave(&o);
    return get;
}

/* ---- A slow answer ---- */

static const char *slow_get(const conf_target *target)
{
    return conf_format(target->memory, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", target->live->slow_path,
                       target->server->host);
}

static conf_live_get beside_slow(conf_target *target, unsigned alone)
{
    const char *text = slow_get(target);
    conf_live_get get;
    occupant o;

    occupy(target, &o, (conf_bytes){(const uint8_t *)text, strlen(text)}, false);
    conf_target_wait(target, HEARD);
    get = ask_get(target, (alone - HEARD) / 5 * 4); /* one that is held up comes behind the slow answer */
    if (get.milliseconds < alone)
        conf_target_wait(target, alone - get.milliseconds); /* what is asked next must not meet it */
    leave(&o);
    return get;
}

static bool is_same(conf_bytes a, conf_bytes b)
{
    return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

static conf_live_order order_of(const timed *both, const timed *slow, const timed *fast)
{
    if (both->pair.answers < 2 || is_same(slow->content[0], fast->content[0]))
        return CONF_ORDER_UNKNOWN;
    if (is_same(both->content[0], slow->content[0]) && is_same(both->content[1], fast->content[0]))
        return CONF_ORDER_KEPT;
    if (is_same(both->content[0], fast->content[0]) && is_same(both->content[1], slow->content[0]))
        return CONF_ORDER_TURNED;
    return CONF_ORDER_UNKNOWN;
}

static void measure_slow(conf_target *target, unsigned round_trip, conf_live_slow *slow)
{
    const char *get = conf_target_get(target);
    const char *path = slow_get(target);
    unsigned patience = target->server->timeout;
    timed alone = ask(target, path, 1, patience);
    timed fast = ask(target, get, 1, patience);
    timed both;

    if (alone.pair.answers == 0 || fast.pair.answers == 0) {
        slow->unusable = "it isn't answered within --timeout";
    } else if (alone.pair.after[0] < LEAST_SLOW || alone.pair.after[0] < SLOWER * round_trip) {
        slow->unusable = conf_format(target->memory, "it takes %u ms, which is not slow", alone.pair.after[0]);
    } else {
        slow->alone = alone.pair.after[0];
        slow->beside = beside_slow(target, slow->alone);
        both = ask(target, conf_format(target->memory, "%s%s", path, get), 2, 2 * patience);
        slow->fast = both.pair;
        slow->order = order_of(&both, &alone, &fast);
        slow->twice = ask(target, conf_format(target->memory, "%s%s", path, path), 2, 2 * patience).pair;
    }
}

void conf_target_measure_held(conf_target *target, conf_live_profile *profile)
{
    conf_live_held *held = &profile->held;

    held->half_head = beside_half_head(target);
    held->unread = beside_unread(target);
    if (target->live->slow_path != NULL)
        measure_slow(target, profile->round_trip, &held->slow);
    held->measured = true;
}
