/* SPDX-License-Identifier: MIT */
/* See live_target.h: how long a server waits for a client that falls silent, and what it does then. The clients fall
 * silent side by side, each on a connection of its own, so that all of it takes as long as one of them is watched. */
#include <string.h>

#include "live_target.h"

typedef struct waiting {
    conf_target *target;
    conf_live_wait *wait;
    conf_move move;
    size_t due;      /* final answers that come before the silence */
    unsigned most;   /* how long it is watched */
    uint64_t since;  /* when the silence began; 0 while it hasn't */
    conf_wire *wire; /* NULL: it is over */
} waiting;

/* ---- One silence ---- */

/* The answer to what was left unfinished; as much of it as there is. NULL where there is none. */
static const conf_seen *answer_of(const conf_observed *seen, size_t due)
{
    for (size_t i = 0; i < seen->messages.count; i++) {
        if (seen->messages.at[i].head->status >= 200 && due-- == 0)
            return &seen->messages.at[i];
    }
    return NULL;
}

static void note(waiting *w, const conf_observed *seen, uint64_t now)
{
    const conf_seen *answer = answer_of(seen, w->due);

    w->wait->watched = (unsigned)(now - w->since);
    if (answer == NULL)
        return;
    if (w->wait->status == 0)
        w->wait->answered = w->wait->watched;
    w->wait->status = answer->head->status;
    w->wait->whole = answer->complete;
}

static bool is_watched(void *context, conf_wire *wire)
{
    waiting *w = context;
    const conf_observed *seen = conf_wire_seen(wire);
    uint64_t now = conf_net_now(w->target->net);

    if (w->since == 0 && conf_wire_done(wire) && conf_observed_finals(seen) >= w->due)
        w->since = now;
    if (w->since == 0)
        return conf_observed_closed(seen);
    note(w, seen, now);
    if (w->wait->watched >= w->most || conf_observed_closed(seen))
        return true;
    conf_wire_wake(wire, w->most - w->wait->watched);
    return false;
}

static void is_over(void *context, conf_wire *wire)
{
    waiting *w = context;
    conf_observed *seen = conf_wire_seen(wire);

    w->wait->measured = w->since != 0;
    w->wait->ending = seen->ending;
    if (w->wait->measured && conf_observed_closed(seen))
        w->wait->ended = (unsigned)(seen->ended_at - w->since);
    w->wire = NULL;
    conf_observed_free(seen);
    conf_net_stop(w->target->net);
}

static void begin(waiting *w, unsigned most)
{
    conf_plan plan = {.reads = H1_RESPONSES,
                      .mode = H1_AUDIT,
                      .moves = &w->move,
                      .move_count = w->move.bytes.len > 0 ? 1 : 0,
                      .milliseconds = most + w->target->server->patience,
                      .settled = is_watched,
                      .over = is_over,
                      .context = w};

    w->most = most;
    w->since = 0;
    *w->wait = (conf_live_wait){0};
    w->wire = conf_net_connect(w->target->net, &w->target->server->peer, &plan);
}

/* ---- All of them ---- */

/* What a client sends before it falls silent. */
static const char *text_before(const conf_target *target, conf_live_silence silence)
{
    const conf_server *server = target->server;
    const char *path = server->echo_path != NULL ? server->echo_path : server->path;

    switch (silence) {
    case CONF_SILENT_IN_HEAD:
        return conf_format(target->memory, "GET %s HTTP/1.1\r\nHost: %s\r\nX-H1: ", server->path, server->host);
    case CONF_SILENT_IN_CONTENT:
        return conf_format(target->memory, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 10\r\n\r\nhello", path,
                           server->host);
    case CONF_SILENT_IN_CHUNKED:
        return conf_format(target->memory,
                           "POST %s HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", path,
                           server->host);
    case CONF_SILENT_AFTER_ANSWER:
        return conf_target_get(target);
    case CONF_SILENT_AT_ONCE:
    case CONF_SILENCES:
        break;
    }
    return "";
}

static void prepare(conf_target *target, conf_live_waits *waits, waiting all[CONF_SILENCES])
{
    for (unsigned i = 0; i < CONF_SILENCES; i++) {
        const char *text = text_before(target, (conf_live_silence)i);
        all[i] = (waiting){.target = target,
                           .wait = &waits->of[i],
                           .move = {.kind = CONF_MOVE_WRITE, .bytes = {(const uint8_t *)text, strlen(text)}},
                           .due = i == CONF_SILENT_AFTER_ANSWER ? 1 : 0};
    }
}

static void drop_all(waiting all[CONF_SILENCES])
{
    for (unsigned i = 0; i < CONF_SILENCES; i++) {
        if (all[i].wire != NULL)
            conf_wire_drop(all[i].wire);
    }
}

static bool is_any_left(const waiting all[CONF_SILENCES])
{
    for (unsigned i = 0; i < CONF_SILENCES; i++) {
        if (all[i].wire != NULL)
            return true;
    }
    return false;
}

static void await_all(waiting all[CONF_SILENCES], const conf_live_profile *profile)
{
    while (is_any_left(all)) {
        if (profile->interrupted)
            drop_all(all);
        conf_net_run(all[0].target->net);
    }
}

/* Returns false where so many silent clients keep others waiting: then each may have kept the next from being heard. */
static bool watch_together(conf_target *target, waiting all[CONF_SILENCES], const conf_live_profile *profile,
                           unsigned most)
{
    bool good;

    for (unsigned i = 0; i < CONF_SILENCES; i++)
        begin(&all[i], most);
    good = conf_target_answers(target, target->server->patience);
    if (!good)
        drop_all(all);
    await_all(all, profile);
    return good;
}

void conf_target_measure_waits(conf_target *target, conf_live_profile *profile, unsigned milliseconds)
{
    conf_live_waits *waits = &profile->waits;
    waiting all[CONF_SILENCES];

    prepare(target, waits, all);
    waits->together = profile->side_by_side && watch_together(target, all, profile, milliseconds);
    for (unsigned i = 0; i < CONF_SILENCES && !waits->together && !profile->interrupted; i++) {
        begin(&all[i], milliseconds / CONF_SILENCES);
        await_all(all, profile);
    }
    waits->measured = !profile->interrupted;
}
