/* SPDX-License-Identifier: MIT */
/* The wrong parser itself: our own, with the linker's --wrap around the places where a fault can be put in. The
 * functions' names are the linker's. */
#include "checks/exchange.h"
#include "fault.h"
#include "parser/src/liberties.h"

wrong_fault wrong_now;

wrong_rules wrong_came_up;

/* Declares a function as the linker calls it, and ours in its place. */
#define WRAPPED(type, name, ...)                                                                                       \
    type __real_##name(__VA_ARGS__);                                                                                   \
    type __wrap_##name(__VA_ARGS__)

WRAPPED(size_t, frame_next, frame_decoder *d, const uint8_t *buf, size_t len, bool end, frame_event *ev);
WRAPPED(size_t, h1_next, h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev);
WRAPPED(void, h1_stream_init, h1_stream *s, h1_side side, h1_mode mode, const h1_limits *limits);
WRAPPED(void, h1_stream_expect, h1_stream *s, h1_answers answers);
WRAPPED(void, h1_stream_resume, h1_stream *s, h1_resume as);
WRAPPED(h1i_consequence, h1i_consequence_of, const h1_stream *s);
WRAPPED(void, check_message_head, const check_message *message, check_reporter *report, void *context);
WRAPPED(void, check_message_end, const check_message *message, uint64_t content, check_reporter *report, void *context);
WRAPPED(void, check_message_trailers, const check_message *message, const uint8_t *bytes, const h1_field *trailers,
        size_t count, check_reporter *report, void *context);
WRAPPED(void, check_exchange_head, check_exchange *exchange, const check_message *response, check_reporter *report,
        void *context);
WRAPPED(void, check_exchange_end, const check_exchange *exchange, const check_message *response, uint64_t content,
        check_reporter *report, void *context);

static void came_up(unsigned rule)
{
    wrong_came_up.rules[rule] = true;
}

static bool is_violation(const h1_event *ev)
{
    return ev->type == H1_REFUSED || ev->type == H1_FAULT;
}

/* A violation that can't be read over ends the reading as if nothing were wrong. */
size_t __wrap_h1_next(h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev)
{
    size_t used = __real_h1_next(s, buf, len, end, ev);

    if (is_violation(ev))
        came_up(ev->fault.rule);
    if (wrong_now.kind == WRONG_TAKES && is_violation(ev) && ev->fault.rule == wrong_now.rule)
        ev->type = H1_CLOSED;
    if (wrong_now.kind == WRONG_READS)
        wrong_now.reading(s, buf, len, ev);
    return used;
}

size_t __wrap_frame_next(frame_decoder *d, const uint8_t *buf, size_t len, bool end, frame_event *ev)
{
    size_t used = __real_frame_next(d, buf, len, end, ev);

    wrong_frame(buf, ev);
    return used;
}

void __wrap_h1_stream_init(h1_stream *s, h1_side side, h1_mode mode, const h1_limits *limits)
{
    __real_h1_stream_init(s, side, mode, wrong_limits(limits));
}

void __wrap_h1_stream_expect(h1_stream *s, h1_answers answers)
{
    __real_h1_stream_expect(s, wrong_answers(answers));
}

void __wrap_h1_stream_resume(h1_stream *s, h1_resume as)
{
    __real_h1_stream_resume(s, wrong_resume(as));
}

h1i_consequence __wrap_h1i_consequence_of(const h1_stream *s)
{
    came_up(s->rule);
    if (wrong_now.kind == WRONG_REFUSES && s->rule == wrong_now.rule)
        return H1I_REFUSE;
    return __real_h1i_consequence_of(s);
}

/* ---- Checks that look away ---- */

typedef struct reporting {
    check_reporter *report;
    void *context;
} reporting;

static void report_others(void *context, h1_rule rule, h1_span span, h1_span second)
{
    const reporting *to = context;

    came_up(rule);
    if (wrong_now.kind != WRONG_MISSES || rule != wrong_now.rule)
        to->report(to->context, rule, span, second);
}

void __wrap_check_message_head(const check_message *message, check_reporter *report, void *context)
{
    __real_check_message_head(message, report_others, &(reporting){report, context});
}

void __wrap_check_message_end(const check_message *message, uint64_t content, check_reporter *report, void *context)
{
    __real_check_message_end(message, content, report_others, &(reporting){report, context});
}

void __wrap_check_message_trailers(const check_message *message, const uint8_t *bytes, const h1_field *trailers,
                                   size_t count, check_reporter *report, void *context)
{
    __real_check_message_trailers(message, bytes, trailers, count, report_others, &(reporting){report, context});
}

void __wrap_check_exchange_head(check_exchange *exchange, const check_message *response, check_reporter *report,
                                void *context)
{
    __real_check_exchange_head(exchange, response, report_others, &(reporting){report, context});
}

void __wrap_check_exchange_end(const check_exchange *exchange, const check_message *response, uint64_t content,
                               check_reporter *report, void *context)
{
    __real_check_exchange_end(exchange, response, content, report_others, &(reporting){report, context});
}
