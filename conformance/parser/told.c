/* SPDX-License-Identifier: MIT */
/* See told.h. What one direction is told depends on how the other is read and the other way round, so both are read in
 * turn until nothing changes; each turn settles at least the next message, and four are more than any case needs. */
#include "told.h"

enum { TURNS = 4 };

typedef struct request {
    h1_answers answers;
    size_t head_end; /* offset behind its head */
    bool connect, upgrade;
} request;

typedef struct response {
    size_t start; /* offset of the first byte of the first head that belongs to it */
    unsigned status;
} response;

typedef struct telling {
    conf_memory *memory;
    const conf_case *c;
    const h1_limits *limits;
    conf_told told;
    request *requests;
    size_t request_count;
    response *responses;
    size_t response_count;
    bool early;   /* a response came before the request that it would answer: */
    size_t first; /* this one is left unanswered, as reading ends there */
} telling;

static conf_input input_of(const telling *t, h1_side side)
{
    return (conf_input){.bytes = t->c->bytes[side].at,
                        .len = t->c->bytes[side].len,
                        .side = side,
                        .mode = H1_AUDIT,
                        .limits = t->limits,
                        .answers = t->told.answers,
                        .answer_count = t->told.answer_count,
                        .answers_unknown = t->told.answers_unknown,
                        .resumes = t->told.resumes,
                        .resume_count = t->told.resume_count};
}

static void read_requests(telling *t, conf_trace *trace)
{
    conf_input input = input_of(t, H1_REQUESTS);

    conf_trace_run(trace, &input, &(conf_pieces){0});
    t->requests = NULL;
    t->request_count = 0;
    for (size_t i = 0; i < trace->count; i++) {
        const h1_head *head = &trace->events[i].event.head;
        if (trace->events[i].event.type != H1_HEAD)
            continue;
        t->requests = conf_grow(t->memory, t->requests, t->request_count, sizeof *t->requests);
        t->requests[t->request_count++] = (request){.answers = h1_answers_to(head),
                                                    .head_end = trace->events[i].behind,
                                                    .connect = (head->flags & H1_HEAD_CONNECT) != 0,
                                                    .upgrade = (head->flags & H1_HEAD_UPGRADE) != 0};
    }
}

/* Final responses, and a 101, which is the last one there is. */
static void read_responses(telling *t, conf_trace *trace)
{
    conf_input input = input_of(t, H1_RESPONSES);
    size_t start = 0;
    bool interim = false;

    input.answers_unknown = input.answers_unknown || t->told.answer_count == 0;
    conf_trace_run(trace, &input, &(conf_pieces){0});
    t->responses = NULL;
    t->response_count = 0;
    for (size_t i = 0; i < trace->count; i++) {
        unsigned status = trace->events[i].event.head.status;
        if (trace->events[i].event.type != H1_HEAD)
            continue;
        if (!interim && i > 0)
            start = trace->events[i - 1].behind;
        interim = status >= 100 && status < 200 && status != 101;
        if (interim)
            continue;
        t->responses = conf_grow(t->memory, t->responses, t->response_count, sizeof *t->responses);
        t->responses[t->response_count++] = (response){.start = start, .status = status};
    }
}

/* How many bytes of requests the script sends before byte `at` of the responses. */
static size_t sent_before(const conf_case *c, size_t at)
{
    size_t requests = 0;
    size_t responses = 0;

    for (size_t i = 0; i < c->step_count; i++) {
        const conf_step *step = &c->steps[i];
        if (step->kind != CONF_STEP_BYTES || step->alternative != 0)
            continue;
        if (step->side == H1_REQUESTS)
            requests += step->size;
        else
            responses += step->size;
        if (responses > at)
            return requests;
    }
    return c->bytes[H1_REQUESTS].len;
}

/* The k-th final response answers the k-th request, if the head of that was there before it. */
static bool tell_answers(telling *t)
{
    size_t before = t->told.answer_count;
    size_t count = 0;

    t->told.answers = conf_alloc(t->memory, (t->request_count + 1) * sizeof *t->told.answers);
    for (; count < t->request_count && !(t->early && count == t->first); count++) {
        if (count < t->response_count && t->requests[count].head_end > sent_before(t->c, t->responses[count].start)) {
            t->early = true;
            t->first = count;
            break;
        }
        t->told.answers[count] = t->requests[count].answers;
    }
    t->told.answer_count = count;
    return count != before;
}

static h1_resume resume_of(const request *r, const response *answer)
{
    if (answer == NULL)
        return r->connect ? H1_AS_TUNNEL : H1_AS_HTTP;
    if (r->connect)
        return answer->status >= 200 && answer->status < 300 ? H1_AS_TUNNEL : H1_AS_HTTP;
    return answer->status == 101 ? H1_AS_TUNNEL : H1_AS_HTTP;
}

/* Returns whether something is told otherwise than before. */
static bool tell_resumes(telling *t)
{
    h1_resume *resumes = conf_alloc(t->memory, (t->request_count + 1) * sizeof *resumes);
    bool changed = t->request_count != t->told.resume_count;

    for (size_t i = 0; i < t->request_count; i++) {
        resumes[i] = resume_of(&t->requests[i], i < t->response_count ? &t->responses[i] : NULL);
        changed = changed || i >= t->told.resume_count || resumes[i] != t->told.resumes[i];
    }
    t->told.resumes = resumes;
    t->told.resume_count = t->request_count;
    return changed;
}

conf_told conf_told_of(conf_memory *memory, const conf_case *c, const h1_limits *limits)
{
    telling t = {.memory = memory, .c = c, .limits = limits};
    conf_trace trace = {0};
    bool changed = true;

    t.told.answers_unknown = c->bytes[H1_REQUESTS].len == 0;
    if (c->bytes[H1_REQUESTS].len == 0 || c->bytes[H1_RESPONSES].len == 0)
        return t.told;
    for (unsigned turn = 0; turn < TURNS && changed; turn++) {
        read_requests(&t, &trace);
        read_responses(&t, &trace);
        changed = tell_answers(&t);
        changed = tell_resumes(&t) || changed;
    }
    conf_trace_free(&trace);
    return t.told;
}
