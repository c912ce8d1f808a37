/* SPDX-License-Identifier: MIT */
/* See trace.h. */
#include "trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 128 };

/* A run in progress. */
typedef struct run {
    conf_trace *trace;
    const conf_input *input;
    h1_stream stream;
    size_t used, have; /* consumed; arrived */
    size_t answer;     /* index of what the next final response answers */
    bool interim;      /* the head read last is of a 1xx response */
    bool connect;      /* the head read last is of a CONNECT request */
    size_t heads;      /* how many were read */
} run;

static void *room_for(void *array, size_t *room, size_t count, size_t size)
{
    size_t larger = count < 32 ? 32 : count * 2;
    void *moved;

    if (count <= *room)
        return array;
    moved = realloc(array, larger * size);
    if (moved == NULL) {
        fputs("h1: out of memory\n", stderr);
        exit(3);
    }
    *room = larger;
    return moved;
}

/* ---- Recording ---- */

static void shift(h1_span *span, size_t by)
{
    span->at += (uint32_t)by;
}

static void shift_event(h1_event *event, size_t by)
{
    switch (event->type) {
    case H1_HEAD:
        shift(&event->head.method, by);
        shift(&event->head.target, by);
        shift(&event->head.reason, by);
        break;
    case H1_DATA:
    case H1_TUNNEL:
        shift(&event->data, by);
        break;
    case H1_CHUNK:
        shift(&event->chunk.ext, by);
        break;
    case H1_FAULT:
    case H1_REFUSED:
        shift(&event->fault.span, by);
        shift(&event->fault.second, by);
        break;
    case H1_MORE:
    case H1_TRAILERS:
    case H1_END:
    case H1_CLOSED:
    case H1_INCOMPLETE:
    case H1_STOPPED:
    case H1_WAIT:
        break;
    }
}

/* Join an event with the one before it, if both are parts of one run of bytes. */
static bool join(conf_trace *trace, const h1_event *event, size_t behind)
{
    conf_event *last = trace->count > 0 ? &trace->events[trace->count - 1] : NULL;
    h1_event *before = last != NULL ? &last->event : NULL;

    if (before == NULL || before->type != event->type || (event->type != H1_DATA && event->type != H1_TUNNEL))
        return false;
    if (before->chunk_end || event->chunk_start || before->data.at + before->data.len != event->data.at)
        return false;
    before->data.len += event->data.len;
    before->last = event->last;
    before->chunk_end = event->chunk_end;
    last->behind = behind;
    return true;
}

static void record_fields(run *r, conf_event *recorded, size_t count)
{
    conf_trace *trace = r->trace;

    recorded->first_field = trace->field_count;
    recorded->field_count = count;
    trace->fields = room_for(trace->fields, &trace->field_room, trace->field_count + count, sizeof *trace->fields);
    for (size_t i = 0; i < count; i++) {
        h1_field field = trace->lent[i];
        field.name_at += (uint32_t)r->used;
        field.value_at += (uint32_t)r->used;
        trace->fields[trace->field_count++] = field;
    }
}

static void record(run *r, const h1_event *event, size_t used)
{
    conf_trace *trace = r->trace;
    conf_event recorded = {.event = *event, .presented = r->have, .behind = r->used + used};

    shift_event(&recorded.event, r->used);
    if (join(trace, &recorded.event, recorded.behind))
        return;
    if (event->type == H1_HEAD)
        record_fields(r, &recorded, event->head.fields);
    if (event->type == H1_TRAILERS)
        record_fields(r, &recorded, event->trailers.fields);
    if (event->type == H1_HEAD && r->input->side == H1_RESPONSES) {
        bool known = r->answer < r->input->answer_count;
        recorded.answers = known ? r->input->answers[r->answer] : H1_TO_NOTHING;
        if (r->input->answers_unknown)
            recorded.answers = H1_TO_OTHER;
    }
    trace->events = room_for(trace->events, &trace->room, trace->count + 1, sizeof *trace->events);
    trace->events[trace->count++] = recorded;
}

/* ---- What the parser is told ---- */

static void expect_answer(run *r)
{
    const conf_input *input = r->input;
    h1_answers answers = H1_TO_NOTHING;

    if (input->side != H1_RESPONSES)
        return;
    if (input->answers_unknown)
        answers = H1_TO_OTHER;
    else if (r->answer < input->answer_count)
        answers = input->answers[r->answer];
    h1_stream_expect(&r->stream, answers);
}

static void message_ended(run *r)
{
    if (r->interim || r->input->side != H1_RESPONSES)
        return;
    r->answer++;
    expect_answer(r);
}

static h1_resume resume_as(const run *r)
{
    if (r->heads > 0 && r->heads <= r->input->resume_count)
        return r->input->resumes[r->heads - 1];
    return r->connect ? H1_AS_TUNNEL : H1_AS_HTTP;
}

static void tell(run *r, const h1_event *event)
{
    if (event->type == H1_HEAD) {
        r->interim = event->head.status >= 100 && event->head.status < 200;
        r->connect = (event->head.flags & H1_HEAD_CONNECT) != 0;
        r->heads++;
    }
    if (event->type == H1_END || (event->type == H1_HEAD && event->last))
        message_ended(r);
    if (event->type == H1_WAIT)
        h1_stream_resume(&r->stream, resume_as(r));
}

/* ---- Feeding ---- */

static void start(run *r, conf_trace *trace, const conf_input *input)
{
    size_t capacity = input->capacity != 0 ? input->capacity : FIELDS;

    *r = (run){.trace = trace, .input = input};
    trace->count = 0;
    trace->field_count = 0;
    trace->broken = NULL;
    trace->last = H1_MORE;
    trace->lent = room_for(trace->lent, &trace->lent_room, capacity, sizeof *trace->lent);
    trace->copy = room_for(trace->copy, &trace->copy_room, input->len + 1, 1);
    memset(trace->copy, '\n', input->len + 1);
    h1_stream_init(&r->stream, input->side, input->mode, input->limits);
    h1_stream_fields(&r->stream, trace->lent, (uint16_t)capacity);
    h1_stream_want_chunks(&r->stream, true);
    expect_answer(r);
}

static void arrive(run *r, size_t have)
{
    if (have > r->have)
        memcpy(r->trace->copy + r->have, r->input->bytes + r->have, have - r->have);
    r->have = have;
}

/* The same violation, its spans counted from `by` bytes further on. */
static bool same_fault(const h1_fault *first, const h1_fault *again, size_t by)
{
    return first->rule == again->rule && first->span.at == again->span.at + by && first->span.len == again->span.len &&
           first->second.len == again->second.len &&
           (first->second.len == 0 || first->second.at == again->second.at + by);
}

/* Every further call gives the same. The one before consumed `by` bytes. */
static void call_again(run *r, const h1_event *event, size_t by, bool end)
{
    h1_event again;
    size_t used = h1_next(&r->stream, r->trace->copy + r->used, r->have - r->used, end, &again);

    if (again.type != event->type || (again.type != H1_STOPPED && used != 0))
        r->trace->broken = "a last event was not given again by the next call";
    else if (again.type == H1_REFUSED && !same_fault(&event->fault, &again.fault, by))
        r->trace->broken = "a refusal was not the same when asked for again";
}

static bool is_final(h1_event_type type)
{
    return type == H1_CLOSED || type == H1_INCOMPLETE || type == H1_REFUSED || type == H1_STOPPED;
}

/* One call. Returns whether the bytes that have arrived may hold more events. */
static bool step(run *r, bool end)
{
    conf_trace *trace = r->trace;
    h1_event event;
    size_t left = r->have - r->used;
    size_t used = h1_next(&r->stream, trace->copy + r->used, left, end, &event);

    if (used > left) {
        trace->broken = "more bytes were consumed than had arrived";
        return false;
    }
    trace->last = event.type;
    if (event.type != H1_MORE)
        record(r, &event, used);
    r->used += used;
    tell(r, &event);
    if (event.type == H1_MORE && end)
        trace->broken = "MORE was asked for at the end of the stream";
    if (event.type == H1_DATA && event.data.len == 0)
        trace->broken = "a DATA event without a byte";
    if (is_final(event.type))
        call_again(r, &event, used, end);
    return event.type != H1_MORE && !is_final(event.type) && trace->broken == NULL;
}

static size_t next_piece(const run *r, const conf_pieces *pieces, size_t *cut)
{
    if (pieces->bytewise)
        return r->have < r->input->len ? r->have + 1 : r->have;
    while (*cut < pieces->count && pieces->cuts[*cut] <= r->have)
        ++*cut;
    return *cut < pieces->count ? pieces->cuts[*cut] : r->input->len;
}

void conf_trace_run(conf_trace *trace, const conf_input *input, const conf_pieces *pieces)
{
    run r;
    size_t cut = 0;
    size_t calls = 0;

    start(&r, trace, input);
    do {
        bool end;
        arrive(&r, next_piece(&r, pieces, &cut));
        end = !input->open && r.have == input->len;
        while (step(&r, end)) {
            if (++calls > 8 * input->len + 64) {
                trace->broken = "events without end";
                break;
            }
        }
    } while (r.have < input->len && trace->broken == NULL && !is_final(trace->last));
}

/* ---- Comparing ---- */

static bool same_span(h1_span a, h1_span b)
{
    return a.len == b.len && (a.len == 0 || a.at == b.at);
}

static bool same_fields(const conf_trace *a, const conf_event *x, const conf_trace *b, const conf_event *y)
{
    if (x->field_count != y->field_count)
        return false;
    for (size_t i = 0; i < x->field_count; i++) {
        const h1_field *f = &a->fields[x->first_field + i];
        const h1_field *g = &b->fields[y->first_field + i];
        if (f->name_at != g->name_at || f->name_len != g->name_len || f->id != g->id || f->flags != g->flags ||
            f->value_len != g->value_len || (f->value_len > 0 && f->value_at != g->value_at))
            return false;
    }
    return true;
}

static bool same_head(const h1_head *a, const h1_head *b)
{
    return same_span(a->method, b->method) && same_span(a->target, b->target) && same_span(a->reason, b->reason) &&
           a->content_length == b->content_length && a->status == b->status && a->fields == b->fields &&
           a->major == b->major && a->minor == b->minor && a->form == b->form && a->framing == b->framing &&
           a->flags == b->flags;
}

static bool same_event(const conf_trace *a, const conf_event *x, const conf_trace *b, const conf_event *y)
{
    const h1_event *e = &x->event;
    const h1_event *f = &y->event;

    if (e->type != f->type)
        return false;
    switch (e->type) {
    case H1_HEAD:
        return e->last == f->last && same_head(&e->head, &f->head) && same_fields(a, x, b, y);
    case H1_DATA:
        return e->last == f->last && e->chunk_start == f->chunk_start && e->chunk_end == f->chunk_end &&
               same_span(e->data, f->data);
    case H1_TUNNEL:
        return same_span(e->data, f->data);
    case H1_CHUNK:
        return e->chunk.size == f->chunk.size && same_span(e->chunk.ext, f->chunk.ext);
    case H1_TRAILERS:
        return same_fields(a, x, b, y);
    case H1_FAULT:
    case H1_REFUSED:
        return e->fault.rule == f->fault.rule && same_span(e->fault.span, f->fault.span) &&
               same_span(e->fault.second, f->fault.second);
    case H1_MORE:
    case H1_END:
    case H1_CLOSED:
    case H1_INCOMPLETE:
    case H1_STOPPED:
    case H1_WAIT:
        return true;
    }
    return false;
}

/* A violation comes with the piece that brings its deciding byte: the first one that ends at or behind it. */
static bool in_time(const conf_event *x, const conf_event *bytewise, const conf_pieces *pieces, size_t len)
{
    size_t due = len;

    if (x->event.type != H1_FAULT && x->event.type != H1_REFUSED)
        return true;
    if (pieces->bytewise)
        return x->presented == bytewise->presented;
    for (size_t i = pieces->count; i > 0; i--) {
        if (pieces->cuts[i - 1] >= bytewise->presented)
            due = pieces->cuts[i - 1];
    }
    return x->presented == due;
}

size_t conf_trace_compare(const conf_trace *a, const conf_trace *b, const conf_pieces *pieces, size_t len)
{
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        if (!same_event(a, &a->events[i], b, &b->events[i]) || !in_time(&a->events[i], &b->events[i], pieces, len))
            return i;
    }
    if (a->count != b->count)
        return a->count < b->count ? a->count : b->count;
    return SIZE_MAX;
}

const char *conf_event_name(h1_event_type type)
{
    static const char *const names[] = {"MORE",       "HEAD",  "DATA",    "CHUNK",   "TRAILERS", "END",   "CLOSED",
                                        "INCOMPLETE", "FAULT", "REFUSED", "STOPPED", "WAIT",     "TUNNEL"};
    return names[type];
}

void conf_trace_free(conf_trace *trace)
{
    free(trace->events);
    free(trace->fields);
    free(trace->copy);
    free(trace->lent);
    *trace = (conf_trace){0};
}
