/* SPDX-License-Identifier: MIT */
/* See play_conn.h. */
#include "play_conn.h"

#include <string.h>

#include "judge.h"
#include "record.h"

typedef struct conn_run {
    h1_conn conn;
    const conf_input *inputs;
    conf_trace traces[2];
    size_t used[2], have[2];
    bool ended[2]; /* no byte will follow those that have arrived */
} conn_run;

static void start(conn_run *r, const conf_input *inputs)
{
    *r = (conn_run){.inputs = inputs};
    h1_conn_init(&r->conn, inputs[H1_REQUESTS].mode, inputs[H1_REQUESTS].limits);
    for (unsigned side = 0; side < 2; side++) {
        uint16_t capacity = conf_record_start(&r->traces[side], &inputs[side]);
        h1_conn_fields(&r->conn, (h1_side)side, r->traces[side].lent, capacity);
        h1_stream_want_chunks(h1_conn_stream(&r->conn, (h1_side)side), true);
    }
}

/* One call for one side. Returns whether it brought anything on. */
static bool step(conn_run *r, h1_side side)
{
    conf_trace *trace = &r->traces[side];
    h1_event event;
    size_t left = r->have[side] - r->used[side];
    size_t used;

    if (conf_event_is_last(trace->last) || trace->broken != NULL)
        return false;
    used = h1_conn_next(&r->conn, side, trace->copy + r->used[side], left, r->ended[side], &event);
    if (used > left) {
        trace->broken = "more bytes were consumed than had arrived";
        return false;
    }
    /* WAIT comes as often as it is asked for; only a stream by itself is told at once how to go on. */
    if (event.type == H1_WAIT)
        trace->last = H1_WAIT;
    else
        conf_record_event(trace, &event, &(conf_call){r->used[side], used, r->have[side], H1_TO_UNKNOWN});
    r->used[side] += used;
    return used > 0 || (event.type != H1_MORE && event.type != H1_WAIT);
}

static void pump(conn_run *r)
{
    size_t calls = 8 * (r->inputs[H1_REQUESTS].len + r->inputs[H1_RESPONSES].len) + 64;

    for (bool moved = true; moved && calls > 0; calls--) {
        moved = step(r, H1_REQUESTS);
        moved = step(r, H1_RESPONSES) || moved;
    }
    if (calls == 0)
        r->traces[H1_REQUESTS].broken = "events without end";
}

static void run_script(conn_run *r, const conf_case *c)
{
    for (size_t i = 0; i < c->step_count; i++) {
        const conf_step *now = &c->steps[i];
        if (now->kind != CONF_STEP_BYTES || now->alternative != 0)
            continue;
        conf_record_arrive(&r->traces[now->side], &r->inputs[now->side], r->have[now->side],
                           r->have[now->side] + now->size);
        r->have[now->side] += now->size;
        pump(r);
    }
    for (unsigned side = 0; side < 2; side++)
        r->ended[side] = !r->inputs[side].open;
    pump(r);
}

/* A stream's trace without its WAITs, which a connection need not show. The events stay the stream's. */
static conf_trace without_waits(conf_memory *memory, const conf_trace *trace)
{
    conf_trace copy = *trace;

    copy.events = conf_alloc(memory, (trace->count + 1) * sizeof *copy.events);
    copy.count = 0;
    for (size_t i = 0; i < trace->count; i++) {
        if (trace->events[i].event.type != H1_WAIT)
            copy.events[copy.count++] = trace->events[i];
    }
    return copy;
}

static void compare(conf_memory *memory, const conf_case *c, conf_mode mode, h1_side side, const conf_trace *stream,
                    const conf_trace *conn, conf_result *result)
{
    conf_trace due = without_waits(memory, stream);
    size_t differs = conf_trace_compare(conn, &due, NULL, 0);
    conf_difference d = {
        .block = conf_block_name(mode, side), .line = c->line, .feeding = "as a connection", .side = side};
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (differs == SIZE_MAX && conn->broken == NULL)
        return;
    conf_put(memory, &expected, "as one stream has it: ");
    conf_put_event(memory, &expected, &due, differs);
    if (conn->broken != NULL)
        conf_put(memory, &actual, "%s", conn->broken);
    else
        conf_put_event(memory, &actual, conn, differs);
    d.expected = (conf_bytes){expected.at, expected.len};
    d.actual = (conf_bytes){actual.at, actual.len};
    conf_result_add(memory, result, &d);
}

static bool read_to_its_end(const conf_trace *trace)
{
    return trace->last != H1_REFUSED && trace->last != H1_STOPPED;
}

void conf_play_conn(conf_memory *memory, const conf_case *c, conf_mode mode, const conf_input inputs[2],
                    const conf_trace streams[2], conf_result *result)
{
    conn_run r;

    start(&r, inputs);
    run_script(&r, c);
    result->feedings++;
    for (unsigned side = 0; side < 2; side++) {
        if (read_to_its_end(&streams[1 - side]))
            compare(memory, c, mode, (h1_side)side, &streams[side], &r.traces[side], result);
        conf_trace_free(&r.traces[side]);
    }
}
