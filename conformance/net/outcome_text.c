/* SPDX-License-Identifier: MIT */
/* See outcome_judge.h: outcomes and conduct in words. */
#include "outcome_judge.h"

#include "conformance/parser/judge_message.h"

static void put_text(conf_memory *memory, conf_buffer *out, conf_bytes bytes)
{
    conf_buffer_add(memory, out, bytes.at, bytes.len);
}

static void put_ranges(conf_memory *memory, conf_buffer *out, const conf_match *match)
{
    for (size_t i = 0; i < match->range_count; i++) {
        conf_put(memory, out, "%s%u", i > 0 ? "," : " ", match->ranges[i].low);
        if (match->ranges[i].high != match->ranges[i].low)
            conf_put(memory, out, "-%u", match->ranges[i].high);
    }
}

static void put_quoted(conf_memory *memory, conf_buffer *out, conf_bytes bytes)
{
    conf_put(memory, out, "\"");
    put_text(memory, out, bytes);
    conf_put(memory, out, "\"");
}

static void put_match(conf_memory *memory, conf_buffer *out, const conf_match *match)
{
    conf_put(memory, out, "%s", conf_match_name(match->kind));
    put_ranges(memory, out, match);
    if (match->kind == CONF_MATCH_CHECK)
        conf_put(memory, out, " %s", h1_rule_name((h1_rule)match->number).text);
    if (match->kind == CONF_MATCH_BODY_SIZE)
        conf_put(memory, out, " %llu bytes", (unsigned long long)match->number);
    if (match->kind == CONF_MATCH_FIELDS || match->kind == CONF_MATCH_CHUNKS || match->kind == CONF_MATCH_ATTEMPTS)
        conf_put(memory, out, " %llu", (unsigned long long)match->number);
    if (match->name.len > 0) {
        conf_put(memory, out, " ");
        put_text(memory, out, match->name);
    }
    if (match->value.at == NULL)
        return;
    conf_put(memory, out, match->name.len > 0 ? " = " : " ");
    if (match->value.len == 0 || match->kind == CONF_MATCH_BODY || match->kind == CONF_MATCH_BYTES)
        put_quoted(memory, out, match->value);
    else
        put_text(memory, out, match->value);
    if (match->behind.len > 0) {
        conf_put(memory, out, " before ");
        put_quoted(memory, out, match->behind);
    }
}

void conf_put_outcome(conf_memory *memory, conf_buffer *out, const conf_outcome *outcome)
{
    static const char *const words[] = {"server", "client", "proxy", "up", "down"};
    const char *what = outcome->judged == CONF_JUDGED_UP ? "request" : "response";
    unsigned message = 0;

    if (outcome->never)
        conf_put(memory, out, "never ");
    if (outcome->judged >= CONF_JUDGED_UP)
        conf_put(memory, out, "%s: ", words[outcome->judged]);
    for (size_t i = 0; i < outcome->matches.count; i++) {
        const conf_match *match = &outcome->matches.at[i];
        if (i > 0)
            conf_put(memory, out, " ");
        if (match->message != message)
            conf_put(memory, out, "%s %u ", what, match->message);
        message = match->message;
        put_match(memory, out, match);
    }
    if (outcome->strength != CONF_ALLOWED)
        conf_put(memory, out, " as %s", outcome->strength == CONF_AS_MAY ? "MAY" : "SHOULD");
}

/* ---- Conduct ---- */

static void put_message(conf_memory *memory, conf_buffer *out, const conf_observed *observed, const conf_seen *seen)
{
    const h1_head *head = seen->head;

    if (out->len > 0)
        conf_put(memory, out, ", ");
    if (observed->side == H1_RESPONSES) {
        conf_put(memory, out, head->status > 0 ? "status %u" : "bytes without a head", head->status);
    } else {
        conf_buffer_add(memory, out, observed->bytes + head->method.at, head->method.len);
        conf_put(memory, out, " ");
        conf_buffer_add(memory, out, observed->bytes + head->target.at, head->target.len);
    }
    if (seen->body_size > 0)
        conf_put(memory, out, " with %llu bytes of content", (unsigned long long)seen->body_size);
    if (!seen->complete)
        conf_put(memory, out, " (unfinished)");
}

static void put_ending(conf_memory *memory, conf_buffer *out, const conf_observed *observed)
{
    const char *before = out->len > 0 ? "; then " : "no message; ";

    switch (observed->ending) {
    case CONF_STILL_OPEN:
        conf_put(memory, out, "%sthe connection stayed open", before);
        return;
    case CONF_ENDED:
        conf_put(memory, out, "%sclosed", before);
        return;
    case CONF_RESET:
        conf_put(memory, out, "%sreset", before);
        return;
    case CONF_NO_WIRE:
        conf_put(memory, out, "no connection: %s", observed->error != NULL ? observed->error : "unknown");
        return;
    }
}

static void put_answers(conf_memory *memory, conf_buffer *out, const conf_conduct *conduct)
{
    for (size_t i = 0; i < conduct->answer_count; i++) {
        const conf_answer *answer = &conduct->answers[i];
        conf_put(memory, out, "%s", i > 0 ? ", " : "reports ");
        if (answer->status > 0)
            conf_put(memory, out, "status %u", answer->status);
        if (answer->has_body)
            conf_put(memory, out, " with %zu bytes of content", answer->body.len);
        if (answer->error != NULL)
            conf_put(memory, out, " error %s", answer->error);
    }
    if (conduct->attempts > 1)
        conf_put(memory, out, "%sasks %zu times", out->len > 0 ? "; " : "", conduct->attempts);
    if (conduct->pipelined)
        conf_put(memory, out, "%sasks again before it has the response", out->len > 0 ? "; " : "");
    if (conduct->failed)
        conf_put(memory, out, "%sends with an error", out->len > 0 ? "; " : "");
    if (out->len > 0)
        conf_put(memory, out, "; on the wire ");
}

void conf_put_conduct(conf_memory *memory, conf_buffer *out, const conf_conduct *conduct)
{
    const conf_observed *observed = conduct->observed;
    conf_buffer wire = {0};
    const h1_fault *fault;

    put_answers(memory, out, conduct);
    if (observed == NULL) {
        conf_put(memory, out, "nothing");
        return;
    }
    for (size_t i = 0; i < observed->messages.count; i++)
        put_message(memory, &wire, observed, &observed->messages.at[i]);
    if (observed->messages.count == 0 && observed->received.len > 0)
        conf_put(memory, &wire, "%zu bytes that are no message", observed->received.len);
    fault = conf_observed_fault(observed);
    if (fault != NULL)
        conf_put(memory, &wire, "; libh1 finds %s at byte %u", h1_rule_name(fault->rule).text, fault->span.at);
    put_ending(memory, &wire, observed);
    conf_buffer_add(memory, out, wire.at, wire.len);
}
