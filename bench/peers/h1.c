/* SPDX-License-Identifier: MIT */
/* libh1 by h1_next_n(), each kernel, with all its checks. A message alone is asked for one event, as nothing can stand
 * behind it; pipelined messages and chunked bodies for 64 a call. */
#include <h1/h1.h>

#include <string.h>

#include "bench/contest.h"
#include "parser/src/scan/scan.h"

enum { EVENTS = 64, ROOM = 2048 };

static h1_field fields[ROOM];
static h1_event events[EVENTS];

static h1_stream stream;

static void add_event(bench_tally *t, const uint8_t *bytes, size_t used, const h1_event *ev)
{
    if (ev->type == H1_DATA)
        bench_add_content(t, bytes + ev->data.at, ev->data.len);
    if (ev->type != H1_HEAD)
        return;
    for (size_t i = 0; i < ev->head.fields; i++) {
        const h1_field *f = &fields[ev->head.first_field + i];
        bench_add_field(t, bytes + f->name_at, f->name_len, bytes + f->value_at, f->value_len);
    }
    bench_add_end(t, bytes + used);
}

/* Inlined, so that what is counted costs every manner of taking alike. */
static inline __attribute__((always_inline)) bool count_event(bench_tally *t, const uint8_t *bytes, size_t used,
                                                              const h1_event *ev)
{
    if (ev->type == H1_HEAD) {
        t->heads++;
        t->fields += ev->head.fields;
    } else if (ev->type == H1_DATA) {
        t->content += ev->data.len;
    }
    if (t->wanted)
        add_event(t, bytes, used, ev);
    return ev->type != H1_REFUSED;
}

/* One event a call. */
static bool take(void *state, const uint8_t *bytes, size_t len, size_t seen, bench_tally *t)
{
    (void)state;
    (void)seen; /* the stream knows */
    for (;;) {
        size_t got;
        const size_t used = h1_next_n(&stream, bytes, len, false, events, 1, &got);
        if (events[0].type == H1_MORE)
            return true;
        if (!count_event(t, bytes, used, &events[0]))
            return false;
        bytes += used;
        len -= used;
        if (len == 0)
            return true;
    }
}

/* Apart, as it comes once in many pieces. */
static __attribute__((noinline)) bool count_head(bench_tally *t, const uint8_t *bytes, size_t used)
{
    return count_event(t, bytes, used, &events[0]);
}

/* The same, as heads come in pieces: nothing follows a head. */
static bool take_piece(void *state, const uint8_t *bytes, size_t len, size_t seen, bench_tally *t)
{
    (void)state;
    (void)seen;
    const size_t used = h1_next(&stream, bytes, len, false, events);
    return events[0].type == H1_MORE || count_head(t, bytes, used);
}

static bool take_response(void *state, const uint8_t *bytes, size_t len, size_t seen, bench_tally *t)
{
    if (seen == 0)
        h1_stream_expect(&stream, H1_TO_HEAD);
    return take(state, bytes, len, seen, t);
}

/* What some events say, summed up before it goes to memory, as a caller's own loop would. */
static bool count_events(bench_tally *t, const h1_event *ev, size_t n)
{
    uint64_t heads = 0, field_count = 0, content = 0;
    bool refused = false;

    for (size_t i = 0; i < n; i++) {
        if (ev[i].type == H1_DATA) {
            content += ev[i].data.len;
        } else if (ev[i].type == H1_HEAD) {
            heads++;
            field_count += ev[i].head.fields;
        } else if (ev[i].type == H1_REFUSED) {
            refused = true;
        }
    }
    t->heads += heads;
    t->fields += field_count;
    t->content += content;
    return !refused;
}

/* Many events a call; the sum isn't wanted then. */
static bool take_batch(void *state, const uint8_t *bytes, size_t len, size_t seen, bench_tally *t)
{
    (void)state;
    (void)seen;
    while (len > 0) {
        size_t got;
        const size_t used = h1_next_n(&stream, bytes, len, false, events, EVENTS, &got);
        if (!count_events(t, events, got))
            return false;
        if (used == 0)
            return true;
        bytes += used;
        len -= used;
    }
    return true;
}

static bool play(const bench_input *in, bench_tally *t)
{
    h1_stream_init(&stream, in->responses ? H1_RESPONSES : H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&stream, fields, ROOM);
    if (in->responses)
        return bench_show(in, t, NULL, take_response);
    /* Where the head's end is wanted, one event a call: then it is where the call stopped. */
    if (!t->wanted && (in->at_once || in->group == BENCH_CHUNKED))
        return bench_show(in, t, NULL, take_batch);
    if (in->group == BENCH_PIECES)
        return bench_show(in, t, NULL, take_piece);
    return bench_show(in, t, NULL, take);
}

static bench_parser kernels[] = {
    {.name = "h1-avx2", .kernel = "avx2", .play = play},      {.name = "h1-sse4.2", .kernel = "sse4.2", .play = play},
    {.name = "h1-neon", .kernel = "neon", .play = play},      {.name = "h1-words", .kernel = "words", .play = play},
    {.name = "h1-reference", .kernel = "none", .play = play},
};
enum { KERNELS = sizeof kernels / sizeof *kernels };

size_t bench_h1_parsers(const bench_parser **list)
{
    const char *best = h1_kernel_in_use();
    size_t count = 0;

    for (size_t i = 0; i < KERNELS; i++) {
        if (strcmp(kernels[i].kernel, best) == 0)
            list[count++] = &kernels[i];
    }
    for (size_t i = 0; i < KERNELS; i++) {
        if (strcmp(kernels[i].kernel, best) != 0 && h1i_scan_force(kernels[i].kernel))
            list[count++] = &kernels[i];
    }
    return count;
}
