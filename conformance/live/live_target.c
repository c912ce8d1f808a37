/* SPDX-License-Identifier: MIT */
/* See live_target.h: starting, asking, ending. Calibration is in live_calibrate.c. */
#include "live_target.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum {
    START_PATIENCE = 10000, /* milliseconds until the port has to take connections */
    START_STEP = 20,
    LAST_WORDS = 2000,
};

/* ---- Asking ---- */

typedef struct asking {
    conf_target *target;
    size_t responses, came;
    uint64_t since;
    unsigned *after; /* NULL: nobody wants to know */
    conf_observed *seen;
    bool over;
} asking;

static bool is_answered(void *context, conf_wire *wire)
{
    asking *a = context;
    const conf_observed *seen = conf_wire_seen(wire);
    size_t finals = conf_observed_finals(seen);

    for (; a->came < a->responses && a->came < finals; a->came++) {
        if (a->after != NULL)
            a->after[a->came] = (unsigned)(conf_net_now(a->target->net) - a->since);
    }
    return a->came >= a->responses || conf_observed_closed(seen);
}

static void asked(void *context, conf_wire *wire)
{
    asking *a = context;

    *a->seen = *conf_wire_seen(wire);
    a->over = true;
    conf_net_stop(a->target->net);
}

size_t conf_target_time(conf_target *target, const char *text, size_t responses, unsigned milliseconds,
                        conf_observed *seen, unsigned *after)
{
    asking a = {.target = target, .responses = responses, .after = after, .seen = seen};
    conf_move move = {.kind = CONF_MOVE_WRITE, .bytes = {(const uint8_t *)text, strlen(text)}};
    conf_plan plan = {.reads = H1_RESPONSES,
                      .mode = H1_AUDIT,
                      .moves = &move,
                      .move_count = 1,
                      .milliseconds = milliseconds,
                      .settled = is_answered,
                      .over = asked,
                      .context = &a};

    uv_update_time(conf_net_loop(target->net));
    a.since = conf_net_now(target->net);
    conf_net_connect(target->net, &target->server->peer, &plan);
    while (!a.over)
        conf_net_run(target->net);
    return a.came;
}

bool conf_target_ask(conf_target *target, const char *text, size_t responses, unsigned milliseconds,
                     conf_observed *seen)
{
    return conf_target_time(target, text, responses, milliseconds, seen, NULL) >= responses;
}

const char *conf_target_get(const conf_target *target)
{
    return conf_live_asks(target->memory, target->server, "").get;
}

bool conf_target_answers(conf_target *target, unsigned milliseconds)
{
    conf_observed seen;
    bool answers;

    if (target->live->start != NULL && target->process == NULL)
        return false;
    answers = conf_target_ask(target, conf_target_get(target), 1, milliseconds, &seen);
    conf_observed_free(&seen);
    return answers && !target->exited;
}

/* ---- Waiting ---- */

static void rung(uv_timer_t *timer)
{
    bool *over = timer->data;

    *over = true;
    uv_stop(timer->loop);
}

static void put_away(uv_handle_t *handle)
{
    free(handle);
}

void conf_target_wait(conf_target *target, unsigned milliseconds)
{
    uv_timer_t *timer = malloc(sizeof *timer);
    bool over = false;

    if (timer == NULL)
        abort();
    uv_timer_init(conf_net_loop(target->net), timer);
    timer->data = &over;
    uv_update_time(conf_net_loop(target->net));
    uv_timer_start(timer, rung, milliseconds, 0);
    while (!over)
        conf_net_run(target->net);
    uv_close((uv_handle_t *)timer, put_away);
}

/* ---- Starting and ending ---- */

/* The last lines of what it wrote, on either output. */
static const char *last_words_of(conf_memory *memory, const conf_process *process)
{
    conf_bytes err = conf_process_err(process);
    conf_bytes out = conf_process_out(process);
    conf_bytes words = err.len > 0 ? err : out;
    size_t from = words.len > LAST_WORDS ? words.len - LAST_WORDS : 0;

    return words.len > 0 ? conf_text(memory, (const char *)words.at + from, words.len - from) : NULL;
}

static void ended(void *context, conf_process *process)
{
    conf_target *target = context;
    conf_buffer how = {0};

    conf_put_process_end(target->memory, &how, process);
    target->how = conf_text(target->memory, (const char *)how.at, how.len);
    target->last_words = last_words_of(target->memory, process);
    target->exited = !target->ending;
    target->process = NULL;
    conf_net_stop(target->net);
}

/* Does somebody listen? A connection is made and closed. */
static bool listens(conf_target *target)
{
    conf_observed seen;
    bool there;

    conf_target_ask(target, "", 0, START_PATIENCE, &seen);
    there = seen.ending != CONF_NO_WIRE;
    conf_observed_free(&seen);
    return there;
}

static const char *await_port(conf_target *target)
{
    for (unsigned waited = 0; waited < START_PATIENCE && !target->exited; waited += START_STEP) {
        if (listens(target))
            return NULL;
        conf_target_wait(target, START_STEP);
    }
    if (target->exited)
        return conf_format(target->memory, "it ended before its port took connections: %s", target->how);
    return "its port takes no connections";
}

const char *conf_target_start(conf_target *target)
{
    conf_program program = {.command = target->live->start, .over = ended, .context = target};
    const char *error = NULL;

    if (target->live->start == NULL)
        return NULL;
    target->exited = target->ending = false;
    target->how = target->last_words = NULL;
    if (listens(target))
        return "something else listens on its port already";
    target->process = conf_process_start(target->net, &program, &error);
    return target->process == NULL ? error : await_port(target);
}

void conf_target_end(conf_target *target)
{
    target->ending = true;
    if (target->process == NULL)
        return;
    target->last_words = last_words_of(target->memory, target->process);
    conf_process_end(target->process);
    while (target->process != NULL)
        conf_net_run(target->net);
}
