/* SPDX-License-Identifier: MIT */
/* See judge.h: ends, faults and places. Messages are judged in judge_message.c. */
#include "judge.h"

#include "judge_message.h"

const char *conf_block_name(conf_mode mode, h1_side side)
{
    static const char *const names[CONF_MODES][2] = {{"parser >", "parser <"}, {"audit >", "audit <"}};
    return names[mode][side];
}

void conf_put_event(conf_memory *memory, conf_buffer *out, const conf_trace *trace, size_t i)
{
    const h1_event *event = i < trace->count ? &trace->events[i].event : NULL;

    if (event == NULL) {
        conf_put(memory, out, "no more events, last %s", conf_event_name(trace->last));
        return;
    }
    conf_put(memory, out, "event %zu %s", i + 1, conf_event_name(event->type));
    if (event->type == H1_FAULT || event->type == H1_REFUSED)
        conf_put(memory, out, " %s at byte %u, %u bytes", h1_rule_name(event->fault.rule).text, event->fault.span.at,
                 event->fault.span.len);
    else if (event->type == H1_DATA || event->type == H1_TUNNEL)
        conf_put(memory, out, " at byte %u, %u bytes", event->data.at, event->data.len);
    else if (event->type == H1_HEAD)
        conf_put(memory, out, " of %u field lines, framing %u, flags %u", event->head.fields, event->head.framing,
                 event->head.flags);
    conf_put(memory, out, ", with %zu bytes arrived", trace->events[i].presented);
}

/* ---- Differences ---- */

static conf_difference difference_at(const conf_judging *j, unsigned line)
{
    return (conf_difference){
        .block = conf_block_name(j->mode, j->side), .line = line, .feeding = "whole", .side = j->side};
}

static conf_bytes bytes_of(const conf_buffer *buffer)
{
    return (conf_bytes){buffer->at, buffer->len};
}

static void place(conf_difference *d, h1_span span)
{
    d->placed = true;
    d->at = (h1_place){span.at, span.len};
}

/* ---- The end ---- */

static const h1_event *last_violation(const conf_trace *trace)
{
    for (size_t i = trace->count; i > 0; i--) {
        const h1_event *event = &trace->events[i - 1].event;
        if (event->type == H1_REFUSED || event->type == H1_FAULT)
            return event;
    }
    return NULL;
}

static void put_end(conf_memory *memory, conf_buffer *out, conf_end end, h1_rule rule)
{
    switch (end) {
    case CONF_END_CLEAN:
        conf_put(memory, out, "the stream ends between messages");
        return;
    case CONF_END_REFUSED:
        conf_put(memory, out, "refuse %s", h1_rule_name(rule).text);
        return;
    case CONF_END_INCOMPLETE:
        conf_put(memory, out, "the stream ends inside a message (incomplete)");
        return;
    case CONF_END_STOPPED:
        conf_put(memory, out, "stop");
        return;
    case CONF_END_OPEN:
        conf_put(memory, out, "the parser waits for more (open)");
        return;
    }
}

static conf_end end_of(const conf_trace *trace)
{
    if (trace->last == H1_CLOSED)
        return CONF_END_CLEAN;
    if (trace->last == H1_REFUSED)
        return CONF_END_REFUSED;
    if (trace->last == H1_INCOMPLETE)
        return CONF_END_INCOMPLETE;
    return trace->last == H1_STOPPED ? CONF_END_STOPPED : CONF_END_OPEN;
}

/* Returns whether the end is the one that is due. */
static bool judge_end(const conf_judging *j, const conf_expect *expect)
{
    conf_end end = end_of(j->trace);
    const h1_event *violation = last_violation(j->trace);
    h1_rule rule = end == CONF_END_REFUSED ? violation->fault.rule : H1_RULE_NONE;
    conf_difference d = difference_at(j, expect->line);
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (end == expect->end && rule == expect->refusal)
        return true;
    put_end(j->memory, &expected, expect->end, expect->refusal);
    put_end(j->memory, &actual, end, rule);
    if (end == CONF_END_STOPPED && violation != NULL)
        conf_put(j->memory, &actual, " after fault %s", h1_rule_name(violation->fault.rule).text);
    if (violation != NULL && (end == CONF_END_REFUSED || end == CONF_END_STOPPED)) {
        place(&d, violation->fault.span);
        conf_put(j->memory, &actual, " at byte %u", violation->fault.span.at);
    }
    d.expected = bytes_of(&expected);
    d.actual = bytes_of(&actual);
    conf_result_add(j->memory, j->result, &d);
    return false;
}

/* ---- Faults ---- */

/* A block of one word, "refuse RULE", says nothing of the faults before it. */
static bool faults_are_said(const conf_expect *expect)
{
    bool clean = expect->end == CONF_END_CLEAN || expect->end == CONF_END_STOPPED;

    return clean || expect->fault_count > 0 || expect->message_count > 0;
}

static void put_fault_list(const conf_judging *j, conf_buffer *out, const conf_expect *expect)
{
    for (size_t i = 0; i < expect->fault_count; i++)
        conf_put(j->memory, out, "%s%s", i > 0 ? ", " : "", h1_rule_name(expect->faults[i]).text);
    if (expect->fault_count == 0)
        conf_put(j->memory, out, "no fault");
}

static void put_faults_found(const conf_judging *j, conf_buffer *out)
{
    size_t count = 0;

    for (size_t i = 0; i < j->trace->count; i++) {
        const h1_event *event = &j->trace->events[i].event;
        if (event->type != H1_FAULT)
            continue;
        conf_put(j->memory, out, "%s%s at byte %u", count++ > 0 ? ", " : "", h1_rule_name(event->fault.rule).text,
                 event->fault.span.at);
    }
    if (count == 0)
        conf_put(j->memory, out, "no fault");
}

/* Index of the first event whose fault isn't the one that is due; SIZE_MAX where there is none. *missing: one is due
 * that did not come. */
static size_t first_wrong_fault(const conf_judging *j, const conf_expect *expect, bool *missing)
{
    size_t due = 0;

    *missing = false;
    for (size_t i = 0; i < j->trace->count; i++) {
        const h1_event *event = &j->trace->events[i].event;
        if (event->type != H1_FAULT)
            continue;
        if (due == expect->fault_count || event->fault.rule != expect->faults[due])
            return i;
        due++;
    }
    *missing = due < expect->fault_count;
    return SIZE_MAX;
}

static void judge_faults(const conf_judging *j, const conf_expect *expect)
{
    conf_difference d = difference_at(j, expect->line);
    conf_buffer expected = {0};
    conf_buffer actual = {0};
    bool missing;
    size_t wrong;

    if (!faults_are_said(expect))
        return;
    wrong = first_wrong_fault(j, expect, &missing);
    if (wrong == SIZE_MAX && !missing)
        return;
    if (wrong != SIZE_MAX)
        place(&d, j->trace->events[wrong].event.fault.span);
    put_fault_list(j, &expected, expect);
    put_faults_found(j, &actual);
    d.expected = bytes_of(&expected);
    d.actual = bytes_of(&actual);
    conf_result_add(j->memory, j->result, &d);
}

/* ---- The place ---- */

static void put_place(const conf_judging *j, conf_buffer *out, size_t at, size_t len, bool with_length)
{
    conf_put(j->memory, out, "%s at byte %zu", h1_rule_name(j->c->rule).text, at);
    if (with_length)
        conf_put(j->memory, out, ", %zu bytes", len);
}

void conf_judge_place(const conf_judging *j, const char *block, unsigned line, h1_span found)
{
    const conf_mark *mark = &j->c->marks[j->side];
    bool span = mark->kind == CONF_MARK_SPAN;
    conf_difference d = difference_at(j, line);
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (mark->kind != CONF_MARK_NONE && found.at == mark->at && (!span || found.len == mark->len))
        return;
    if (mark->kind != CONF_MARK_NONE)
        put_place(j, &expected, mark->at, mark->len, span);
    else
        conf_put(j->memory, &expected, "%s in the other direction", h1_rule_name(j->c->rule).text);
    put_place(j, &actual, found.at, found.len, span);
    d.block = block;
    d.expected = bytes_of(&expected);
    d.actual = bytes_of(&actual);
    place(&d, found);
    conf_result_add(j->memory, j->result, &d);
}

/* The first violation of the case's rule is the marked one. */
static void judge_rule_place(const conf_judging *j, const conf_expect *expect)
{
    for (size_t i = 0; i < j->trace->count && j->c->rule != H1_RULE_NONE; i++) {
        const h1_event *event = &j->trace->events[i].event;
        if ((event->type != H1_FAULT && event->type != H1_REFUSED) || event->fault.rule != j->c->rule)
            continue;
        if (j->c->marks[j->side].kind != CONF_MARK_NONE)
            conf_judge_place(j, conf_block_name(j->mode, j->side), expect->line, event->fault.span);
        return;
    }
}

void conf_judge_block(const conf_judging *j)
{
    const conf_expect *expect = &j->c->expects[j->mode][j->side];

    if (judge_end(j, expect))
        judge_faults(j, expect);
    judge_rule_place(j, expect);
    conf_judge_messages(j, expect);
}

void conf_judge_near(const conf_judging *j)
{
    for (size_t i = 0; i < j->trace->count; i++) {
        const h1_event *event = &j->trace->events[i].event;
        if (event->type != H1_FAULT && event->type != H1_REFUSED)
            continue;
        for (size_t k = 0; k < j->c->near_count; k++) {
            conf_difference d = difference_at(j, j->c->line);
            conf_buffer expected = {0};
            conf_buffer actual = {0};
            if (j->c->near[k] != event->fault.rule)
                continue;
            conf_put(j->memory, &expected, "no %s: this is its near miss", h1_rule_name(j->c->near[k]).text);
            conf_put(j->memory, &actual, "%s at byte %u", h1_rule_name(j->c->near[k]).text, event->fault.span.at);
            place(&d, event->fault.span);
            d.expected = bytes_of(&expected);
            d.actual = bytes_of(&actual);
            conf_result_add(j->memory, j->result, &d);
        }
    }
}
