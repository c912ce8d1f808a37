/* SPDX-License-Identifier: MIT */
/* See play_checks.h. */
#include "play_checks.h"

#include "checks/exchange.h"
#include "judge.h"
#include "seen.h"

/* What one message's checks report to. */
typedef struct finding {
    h1_rule rule;
    h1_side side;
    h1_span span;
} finding;

typedef struct findings {
    conf_memory *memory;
    finding *at;
    size_t count;
    h1_side side;
} findings;

static void take(void *context, h1_rule rule, h1_span span, h1_span second)
{
    findings *all = context;

    (void)second;
    all->at = conf_grow(all->memory, all->at, all->count, sizeof *all->at);
    all->at[all->count++] = (finding){rule, all->side, span};
}

static check_message as_checked(const conf_case *c, h1_side side, const conf_seen *seen)
{
    return (check_message){
        .side = side, .bytes = c->bytes[side].at, .head = seen->head, .fields = seen->fields, .answers = seen->answers};
}

static void check_side(findings *all, const conf_case *c, conf_seen_messages messages, h1_side side)
{
    all->side = side;
    for (size_t i = 0; i < messages.count; i++) {
        const conf_seen *seen = &messages.at[i];
        check_message message = as_checked(c, side, seen);
        check_message_head(&message, take, all);
        if (seen->trailer_count > 0)
            check_message_trailers(&message, message.bytes, seen->trailers, seen->trailer_count, take, all);
        if (seen->complete)
            check_message_end(&message, seen->body_size, take, all);
    }
}

/* A response answers the request whose final response it is or precedes, in order (RFC 9112 section 9.2). */
static void check_exchanges(findings *all, const conf_case *c, conf_seen_messages requests,
                            conf_seen_messages responses)
{
    check_exchange exchange = {0};
    size_t answered = 0;
    bool begun = false;

    for (size_t i = 0; i < responses.count && answered < requests.count; i++) {
        const conf_seen *seen = &responses.at[i];
        check_message request = as_checked(c, H1_REQUESTS, &requests.at[answered]);
        check_message response = as_checked(c, H1_RESPONSES, seen);
        if (!begun)
            check_exchange_begin(&exchange, &request);
        check_exchange_head(&exchange, &response, take, all);
        begun = seen->head->status / 100 == 1 && seen->head->status != 101;
        if (!begun && seen->complete)
            check_exchange_end(&exchange, &response, seen->body_size, take, all);
        answered += !begun;
    }
}

static const finding *find(const findings *all, h1_rule rule)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->at[i].rule == rule)
            return &all->at[i];
    }
    return NULL;
}

static void report(findings *all, conf_result *result, const char *block, h1_rule rule, const finding *found)
{
    conf_difference d = {.block = block, .line = result->c->line, .feeding = "whole"};
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (found == NULL) {
        conf_put(all->memory, &expected, "%s fires", h1_rule_name(rule).text);
        for (size_t i = 0; i < all->count; i++)
            conf_put(all->memory, &actual, "%s%s", i > 0 ? ", " : "", h1_rule_name(all->at[i].rule).text);
        conf_put(all->memory, &actual, all->count == 0 ? "no check fires" : " and nothing else");
    } else {
        conf_put(all->memory, &expected, "no %s: this is its near miss", h1_rule_name(rule).text);
        conf_put(all->memory, &actual, "%s at byte %u", h1_rule_name(rule).text, found->span.at);
        d.placed = true;
        d.side = found->side;
        d.at = (h1_place){found->span.at, found->span.len};
    }
    d.expected = (conf_bytes){expected.at, expected.len};
    d.actual = (conf_bytes){actual.at, actual.len};
    conf_result_add(all->memory, result, &d);
}

/* The case's rule may fire several times; one of them has to be at the mark. */
static void judge_place(const findings *all, const conf_case *c, conf_result *result)
{
    const finding *first = find(all, c->rule);
    conf_judging j = {.memory = all->memory, .result = result, .c = c, .mode = CONF_MODE_AUDIT};

    for (size_t i = 0; i < all->count; i++) {
        const finding *found = &all->at[i];
        const conf_mark *mark = &c->marks[found->side];
        if (found->rule == c->rule && mark->kind != CONF_MARK_NONE && found->span.at == mark->at &&
            (mark->kind != CONF_MARK_SPAN || found->span.len == mark->len))
            return;
    }
    j.side = first->side;
    conf_judge_place(&j, "check", c->rule_line, first->span);
}

void conf_play_checks(conf_memory *memory, const conf_case *c, const conf_trace traces[2], conf_result *result)
{
    findings all = {.memory = memory};
    conf_seen_messages requests = conf_seen_in(memory, &traces[H1_REQUESTS], c->bytes[H1_REQUESTS].at);
    conf_seen_messages responses = conf_seen_in(memory, &traces[H1_RESPONSES], c->bytes[H1_RESPONSES].at);

    check_side(&all, c, requests, H1_REQUESTS);
    check_side(&all, c, responses, H1_RESPONSES);
    check_exchanges(&all, c, requests, responses);
    for (size_t i = 0; i < c->check_count; i++) {
        const finding *found = find(&all, c->checks[i]);
        if (found == NULL)
            report(&all, result, "check", c->checks[i], NULL);
        else if (c->checks[i] == c->rule)
            judge_place(&all, c, result);
    }
    for (size_t i = 0; i < c->near_count; i++) {
        const finding *found = find(&all, c->near[i]);
        if (found != NULL)
            report(&all, result, "near", c->near[i], found);
    }
}
