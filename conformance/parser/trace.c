/* SPDX-License-Identifier: MIT */
/* See trace.h. */
#include "trace.h"

#include "record.h"

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

/* ---- What the parser is told ---- */

static h1_answers due_answer(const run *r)
{
    if (r->input->answers_unknown)
        return H1_TO_OTHER;
    return r->answer < r->input->answer_count ? r->input->answers[r->answer] : H1_TO_NOTHING;
}

static void expect_answer(run *r)
{
    if (r->input->side == H1_RESPONSES)
        h1_stream_expect(&r->stream, due_answer(r));
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
    uint16_t capacity = conf_record_start(trace, input);

    *r = (run){.trace = trace, .input = input};
    h1_stream_init(&r->stream, input->side, input->mode, input->limits);
    h1_stream_fields(&r->stream, trace->lent, capacity);
    h1_stream_want_chunks(&r->stream, true);
    expect_answer(r);
}

static void arrive(run *r, size_t have)
{
    conf_record_arrive(r->trace, r->input, r->have, have);
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
    conf_record_event(trace, &event, &(conf_call){r->used, used, r->have, due_answer(r)});
    r->used += used;
    tell(r, &event);
    if (event.type == H1_MORE && end)
        trace->broken = "MORE was asked for at the end of the stream";
    if (event.type == H1_DATA && event.data.len == 0)
        trace->broken = "a DATA event without a byte";
    if (conf_event_is_last(event.type))
        call_again(r, &event, used, end);
    return event.type != H1_MORE && !conf_event_is_last(event.type) && trace->broken == NULL;
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
    } while (r.have < input->len && trace->broken == NULL && !conf_event_is_last(trace->last));
}

bool conf_cut_is_telling(const uint8_t *bytes, size_t len, size_t cut)
{
    size_t low = cut > 2 ? cut - 2 : 1;

    for (size_t k = low; k < len && k <= cut + 2; k++) {
        if (bytes[k - 1] != bytes[k])
            return true;
    }
    return cut % 251 == 0;
}
