/* SPDX-License-Identifier: MIT */
/* See trace.h. */
#include "parser/tests/trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Events at one place without a byte consumed: more than one head may have (each field line several faults). */
enum { MOST_WITHOUT_PROGRESS = 2000 };

typedef struct run {
    trace *t;
    const trace_plan *plan;
    h1_stream stream;
    h1_field fields[TRACE_FIELDS];
    const uint8_t *bytes;
    size_t done, here; /* consumed; presented */
    unsigned heads;
} run;

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash ^= value + 0x9E3779B97F4A7C15u + (hash << 6) + (hash >> 2);
    return hash * 0x100000001B3u;
}

static uint64_t mix_span(uint64_t hash, const run *r, h1_span span)
{
    return mix(mix(hash, span.len > 0 ? span.at + r->done : 0), span.len);
}

static uint64_t hash_fields(uint64_t hash, const run *r, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const h1_field *f = &r->fields[i];
        hash = mix_span(hash, r, (h1_span){f->name_at, f->name_len});
        hash = mix(mix(hash, f->value_at + r->done), f->value_len); /* an empty value has a place, too */
        hash = mix(hash, (uint64_t)f->id << 8 | f->flags);
    }
    return hash;
}

static uint64_t hash_head(const run *r, const h1_head *head)
{
    uint64_t hash = mix_span(1, r, head->method);

    hash = mix_span(hash, r, head->target);
    hash = mix_span(hash, r, head->reason);
    hash = mix(hash, head->content_length);
    hash = mix(hash, (uint64_t)head->status << 16 | head->fields);
    hash = mix(hash, (uint64_t)head->major << 8 | head->minor);
    hash = mix(hash, (uint64_t)head->form << 16 | (uint64_t)head->framing << 8 | head->flags);
    return hash_fields(hash, r, head->fields);
}

static void put_spans(trace_event *e, const run *r, h1_span span, h1_span second)
{
    e->at = r->done + span.at;
    e->len = span.len;
    e->second_at = second.len > 0 ? r->done + second.at : 0;
    e->second_len = second.len;
}

static trace_event describe(const run *r, const h1_event *ev, size_t used)
{
    trace_event e = {.type = ev->type, .at = r->done + used, .last = ev->last};

    e.chunk_start = ev->chunk_start;
    e.chunk_end = ev->chunk_end;
    if (ev->type == H1_HEAD) {
        e.at = r->done;
        e.len = used;
        e.detail = hash_head(r, &ev->head);
    } else if (ev->type == H1_TRAILERS) {
        e.detail = hash_fields(2, r, ev->trailers.fields);
    } else if (ev->type == H1_DATA || ev->type == H1_TUNNEL) {
        put_spans(&e, r, ev->data, (h1_span){0, 0});
    } else if (ev->type == H1_CHUNK) {
        put_spans(&e, r, ev->chunk.ext, (h1_span){0, 0});
        e.detail = ev->chunk.size;
    } else if (ev->type == H1_FAULT || ev->type == H1_REFUSED) {
        put_spans(&e, r, ev->fault.span, ev->fault.second);
        e.rule = ev->fault.rule;
    }
    return e;
}

static bool joins(const trace_event *before, const trace_event *e)
{
    bool data = e->type == H1_DATA || e->type == H1_TUNNEL;
    return data && before->type == e->type && before->at + before->len == e->at && !before->chunk_end &&
           !e->chunk_start;
}

static void write_down(trace *t, const trace_event *e)
{
    trace_event *before = t->count > 0 ? &t->events[t->count - 1] : NULL;

    if (before != NULL && joins(before, e)) {
        before->len += e->len;
        before->chunk_end |= e->chunk_end;
        before->last |= e->last;
    } else if (t->count < TRACE_MAX) {
        t->events[t->count++] = *e;
    } else {
        t->overflowed = true;
    }
}

static bool is_final(h1_event_type type)
{
    return type == H1_CLOSED || type == H1_INCOMPLETE || type == H1_REFUSED || type == H1_STOPPED;
}

static void tell_answer(run *r)
{
    h1_stream_expect(&r->stream, (h1_answers)((r->plan->answers >> (r->heads % 16 * 4) & 15) % 6));
}

static void settle_wait(run *r)
{
    if (r->plan->side == H1_RESPONSES)
        h1_stream_expect(&r->stream, H1_TO_OTHER);
    else
        h1_stream_resume(&r->stream, r->heads % 2 == 0 ? H1_AS_HTTP : H1_AS_TUNNEL);
}

/* One call, over a copy that ends where the bytes end. */
static size_t call(run *r, bool end, h1_event *ev)
{
    size_t len = r->here - r->done;
    uint8_t *copy = malloc(len > 0 ? len : 1);
    size_t used;

    if (copy == NULL)
        abort();
    memcpy(copy, r->bytes + r->done, len);
    used = h1_next(&r->stream, copy, len, end, ev);
    free(copy);
    if (used > len)
        r->t->broke = "more consumed than presented";
    if (h1_stream_offset(&r->stream) != r->done + used)
        r->t->broke = "the offset doesn't count what was consumed";
    return used;
}

/* Takes events until the stream wants more bytes. Returns false when no more will come. */
static bool take_events(run *r, bool end)
{
    for (unsigned idle = 0; idle < MOST_WITHOUT_PROGRESS; idle++) {
        h1_event ev;
        trace_event e;
        size_t used = call(r, end, &ev);

        if (r->t->broke != NULL)
            return false;
        if (ev.type == H1_MORE) {
            r->done += used;
            return true;
        }
        e = describe(r, &ev, used);
        if (ev.type != H1_WAIT)
            write_down(r->t, &e);
        r->done += used;
        idle = used > 0 ? 0 : idle;
        if (is_final(ev.type)) {
            r->t->refused_by = r->here;
            return false;
        }
        if (ev.type == H1_WAIT)
            settle_wait(r);
        if (ev.type == H1_HEAD) {
            r->heads++;
            tell_answer(r);
        }
    }
    r->t->broke = "no progress";
    return false;
}

static void check_final_call_repeats(run *r, bool end)
{
    h1_event first;
    h1_event second;

    if (r->t->count == 0 || !is_final(r->t->events[r->t->count - 1].type) || r->t->broke != NULL)
        return;
    if (call(r, end, &first) != 0 || call(r, end, &second) != 0 || first.type != second.type)
        r->t->broke = "a final event isn't given again";
    else if (first.type == H1_REFUSED && memcmp(&first.fault, &second.fault, sizeof first.fault) != 0)
        r->t->broke = "a refusal isn't given again";
}

void trace_run(trace *t, const trace_plan *plan, const uint8_t *bytes, size_t len, const size_t *cuts, size_t n_cuts)
{
    run r = {.t = t, .plan = plan, .bytes = bytes};
    bool open = true;

    t->count = 0;
    t->overflowed = false;
    t->broke = NULL;
    t->refused_by = 0;
    h1_stream_init(&r.stream, plan->side, plan->mode, plan->limits);
    h1_stream_fields(&r.stream, r.fields, TRACE_FIELDS);
    h1_stream_want_chunks(&r.stream, plan->chunks);
    tell_answer(&r);
    for (size_t i = 0; i <= n_cuts && open; i++) {
        r.here = i < n_cuts ? cuts[i] : len;
        open = take_events(&r, plan->end && i == n_cuts);
    }
    check_final_call_repeats(&r, plan->end);
}

static bool same_event(const trace_event *a, const trace_event *b)
{
    return a->type == b->type && a->rule == b->rule && a->at == b->at && a->len == b->len &&
           a->second_at == b->second_at && a->second_len == b->second_len && a->detail == b->detail &&
           a->last == b->last && a->chunk_start == b->chunk_start && a->chunk_end == b->chunk_end;
}

size_t trace_difference(const trace *a, const trace *b)
{
    size_t n = a->count < b->count ? a->count : b->count;

    for (size_t i = 0; i < n; i++) {
        if (!same_event(&a->events[i], &b->events[i]))
            return i;
    }
    return a->count == b->count && a->overflowed == b->overflowed ? SIZE_MAX : n;
}

const char *trace_line(const trace *t, size_t i)
{
    static const char *const names[] = {"MORE",       "HEAD",  "DATA",    "CHUNK",   "TRAILERS", "END",   "CLOSED",
                                        "INCOMPLETE", "FAULT", "REFUSED", "STOPPED", "WAIT",     "TUNNEL"};
    static char line[200];
    const trace_event *e = &t->events[i];

    if (i >= t->count)
        return "(nothing)";
    snprintf(line, sizeof line, "%s at %" PRIu64 "+%" PRIu64 " %s second %" PRIu64 "+%" PRIu64 " detail %" PRIx64,
             names[e->type], e->at, e->len, h1_rule_name(e->rule).text, e->second_at, e->second_len, e->detail);
    return line;
}
