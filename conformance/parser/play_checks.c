/* SPDX-License-Identifier: MIT */
/* See play_checks.h. */
#include "play_checks.h"

#include "judge.h"
#include "seen_checks.h"

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

static void check_side(findings *all, const conf_case *c, conf_seen_messages messages, h1_side side)
{
    all->side = side;
    for (size_t i = 0; i < messages.count; i++)
        conf_seen_check(side, c->bytes[side].at, &messages.at[i], take, all);
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

    conf_seen_pair(&responses, c->bytes[H1_RESPONSES].at,
                   conf_seen_exchanges(memory, &requests, c->bytes[H1_REQUESTS].at), requests.count);
    check_side(&all, c, requests, H1_REQUESTS);
    check_side(&all, c, responses, H1_RESPONSES);
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
