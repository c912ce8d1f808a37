/* SPDX-License-Identifier: MIT */
/* See play_subject.h. What is compared of messages is in subject_messages.c. */
#include "play_subject.h"

#include <string.h>

#include "judge.h"
#include "play_parser.h"
#include "subject_messages.h"
#include "told.h"

enum { SINGLE_CUTS = 24 };

/* A direction of a case being played. */
typedef struct play {
    conf_memory *memory;
    conf_subject *subject;
    conf_not_compared *tally;
    conf_result *result;
    const conf_case *c;
    const conf_expect *expect;
    h1_side side;
    conf_question question;
    const char *feeding;
} play;

/* ---- How strong ---- */

/* Is a recipient in this position bound: a server by requests, a client by responses? A sender is not asked here. */
static bool binds_recipient(const conf_requirement *row, h1_side side)
{
    const char *own = side == H1_REQUESTS ? "server" : "client";

    return strstr(row->subject, "recipient") != NULL || strstr(row->subject, own) != NULL ||
           (side == H1_RESPONSES && strstr(row->subject, "user agent") != NULL);
}

static bool must(const conf_case *c, h1_side side)
{
    for (size_t i = 0; i < c->need_count; i++) {
        const conf_requirement *row = c->needs[i];
        if (strncmp(row->level, "MUST", 4) == 0 && binds_recipient(row, side))
            return true;
    }
    return false;
}

/* Does a line allow that the message is taken (by its status, or as a client's result), or that it isn't? */
static bool allows(const conf_outcome *outcome, bool taking)
{
    for (size_t i = 0; i < outcome->matches.count; i++) {
        const conf_match *match = &outcome->matches.at[i];
        if (match->kind == CONF_MATCH_STATUS && outcome->judged == CONF_JUDGED_SERVER && match->range_count > 0)
            return (match->ranges[0].low < 400) == taking;
        if (match->kind == CONF_MATCH_ERROR || match->kind == CONF_MATCH_CLOSE || match->kind == CONF_MATCH_NOTHING)
            return !taking;
    }
    return taking;
}

/* What the case's own lines say of it: FAIL where none allows it, CONF_STATES where there are no lines. */
static conf_state by_lines(const conf_case *c, h1_side side, bool taking)
{
    static const conf_state states[] = {CONF_PASS, CONF_WARN, CONF_USED_LIBERTY};
    conf_judged judged = side == H1_REQUESTS ? CONF_JUDGED_SERVER : CONF_JUDGED_CLIENT;
    conf_state said = CONF_STATES;

    for (size_t i = 0; i < c->outcome_count; i++) {
        const conf_outcome *outcome = &c->outcomes[i];
        if (outcome->judged != judged || outcome->never)
            continue;
        if (allows(outcome, taking))
            return states[outcome->strength];
        said = CONF_FAIL;
    }
    return said;
}

/* It takes what the case has refused. Which requests are outstanding is not for a parser to know. */
static conf_state leniency(const play *p)
{
    const h1_rule_info *info = h1_rule_info_of(p->expect->refusal);
    conf_state said = by_lines(p->c, p->side, true);
    bool frames = info != NULL && (info->tags & (H1_TAG_SMUGGLING | H1_TAG_SPLITTING)) != 0;
    bool limit = info != NULL && (info->keyword == H1_KEYWORD_LIMIT || info->keyword == H1_KEYWORD_SECURITY);

    if (limit || p->expect->refusal == H1_RULE_DATA_AFTER_LAST_MESSAGE)
        return CONF_USED_LIBERTY;
    if (said != CONF_STATES && said != CONF_FAIL)
        return said;
    if (said == CONF_FAIL && must(p->c, p->side) && (info == NULL || (info->keyword == H1_KEYWORD_MUST && frames)))
        return CONF_FAIL;
    return p->side == H1_REQUESTS ? CONF_WARN : CONF_USED_LIBERTY;
}

/* It refuses, or doesn't see the end of, what the case has taken; or makes something else of it. */
static conf_state strictness(const play *p)
{
    conf_state said = by_lines(p->c, p->side, false);

    if (said != CONF_STATES && said != CONF_FAIL)
        return said;
    if (p->expect->fault_count > 0 || p->c->bytes[p->side].len > CONF_SUBJECT_BYTEWISE_MOST)
        return CONF_USED_LIBERTY;
    return said == CONF_FAIL && must(p->c, p->side) ? CONF_FAIL : CONF_WARN;
}

/* The stronger of what a case has come to. */
static void settle(conf_result *result, conf_state before, conf_state state)
{
    static const conf_state rising[] = {CONF_PASS, CONF_USED_LIBERTY, CONF_INCONCLUSIVE, CONF_WARN, CONF_FAIL};

    for (size_t i = 0; i < sizeof rising / sizeof *rising; i++) {
        if (rising[i] == before || rising[i] == state)
            result->state = rising[i];
    }
}

static void deviate(play *p, conf_state state, const char *block, const conf_buffer *expected,
                    const conf_buffer *actual)
{
    conf_state before = p->result->state;

    if (state == CONF_FAIL || state == CONF_WARN)
        conf_result_add(p->memory, p->result,
                        &(conf_difference){.block = block,
                                           .line = p->expect->line,
                                           .feeding = p->feeding,
                                           .side = p->side,
                                           .expected = {expected->at, expected->len},
                                           .actual = {actual->at, actual->len}});
    else if (p->result->reason == NULL)
        p->result->reason = conf_format(p->memory, "%.*s", (int)actual->len, (const char *)actual->at);
    settle(p->result, before, state);
}

/* ---- What it said ---- */

static void put_verdict(play *p, conf_buffer *out, const conf_reply *reply)
{
    static const char *const words[] = {"accepts", "refuses", "says that the message is incomplete", "waits for more",
                                        "can't be asked this"};

    conf_put(p->memory, out, "it %s", words[reply->says]);
    if (reply->has_at)
        conf_put(p->memory, out, " at byte %llu", (unsigned long long)reply->at);
    if (reply->why.len > 0)
        conf_put(p->memory, out, ": %.*s", (int)(reply->why.len < 200 ? reply->why.len : 200),
                 (const char *)reply->why.at);
}

static void put_due(play *p, conf_buffer *out)
{
    static const char *const words[] = {"accept", "refuse", "incomplete", "", "more, or accept"};

    conf_put(p->memory, out, "%s", words[p->expect->end]);
    if (p->expect->end == CONF_END_REFUSED)
        conf_put(p->memory, out, " %s", h1_rule_name(p->expect->refusal).text);
}

static conf_state state_of(const play *p, const conf_reply *reply)
{
    bool taken = reply->says == CONF_SAYS_ACCEPT;
    bool waits = reply->says == CONF_SAYS_MORE || reply->says == CONF_SAYS_INCOMPLETE;

    if (reply->says == CONF_SAYS_UNSUPPORTED)
        return CONF_SKIP;
    switch (p->expect->end) {
    case CONF_END_REFUSED:
        return taken ? leniency(p) : waits ? CONF_INCONCLUSIVE : CONF_PASS;
    case CONF_END_INCOMPLETE:
        return taken ? leniency(p) : CONF_PASS;
    case CONF_END_OPEN:
        return reply->says == CONF_SAYS_REFUSE ? strictness(p) : CONF_PASS;
    case CONF_END_CLEAN:
    case CONF_END_STOPPED:
        break;
    }
    return taken ? CONF_PASS : strictness(p);
}

static void judge(play *p, const conf_reply *reply)
{
    conf_state state = state_of(p, reply);
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (state == CONF_PASS) {
        conf_subject_matching m = {p->memory, p->c, p->expect, reply, conf_subject_fills(p->subject),
                                   p->tally,  {0},  {0}};
        if (!conf_subject_messages_match(&m))
            deviate(p, strictness(p), conf_block_name(CONF_MODE_STRICT, p->side), &m.expected, &m.actual);
        return;
    }
    put_due(p, &expected);
    put_verdict(p, &actual, reply);
    deviate(p, state, conf_block_name(CONF_MODE_STRICT, p->side), &expected, &actual);
}

/* ---- Feeding ---- */

/* Ask once, and judge. Returns whether it is worth asking on. */
static bool feed(play *p, const char *feeding, const size_t *cuts, size_t count)
{
    conf_reply reply;
    const char *trouble;
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    p->feeding = feeding;
    p->question.cuts = cuts;
    p->question.cut_count = count;
    p->result->feedings++;
    if (!conf_subject_ask(p->subject, &p->question, &reply, &trouble)) {
        p->tally->troubles++;
        conf_put(p->memory, &expected, "an answer");
        conf_put(p->memory, &actual, "%s", trouble);
        deviate(p, CONF_FAIL, "target-died", &expected, &actual);
        return false;
    }
    p->tally->troubles = 0;
    if (reply.says == CONF_SAYS_UNSUPPORTED) {
        p->result->state = p->result->state == CONF_PASS ? CONF_SKIP : p->result->state;
        p->result->reason =
            conf_format(p->memory, "it can't be asked this: %.*s", (int)reply.why.len, (const char *)reply.why.at);
        return false;
    }
    judge(p, &reply);
    return p->result->difference_count == 0;
}

static bool feed_bytewise(play *p)
{
    size_t len = p->c->bytes[p->side].len;
    size_t *cuts = conf_alloc(p->memory, len * sizeof *cuts);

    if (len < 2)
        return true;
    if (len > CONF_SUBJECT_BYTEWISE_MOST) {
        p->tally->bytewise++;
        return true;
    }
    for (size_t i = 0; i + 1 < len; i++)
        cuts[i] = i + 1;
    return feed(p, "byte by byte", cuts, len - 1);
}

/* Behind each CR, and evenly over the rest. */
static void feed_single_cuts(play *p)
{
    conf_bytes bytes = p->c->bytes[p->side];
    size_t step = bytes.len / SINGLE_CUTS + 1;
    size_t cuts = 0;

    for (size_t cut = 1; cut < bytes.len && cuts < SINGLE_CUTS; cut++) {
        if (bytes.at[cut - 1] != '\r' && cut % step != 0)
            continue;
        cuts++;
        if (!feed(p, conf_format(p->memory, "cut at %zu", cut), &cut, 1))
            return;
    }
}

/* ---- What it is told ---- */

static const char *method_of(h1_answers answers)
{
    return answers == H1_TO_HEAD ? "HEAD" : answers == H1_TO_CONNECT ? "CONNECT" : "GET";
}

static void ask_about(play *p)
{
    const conf_case *c = p->c;
    h1_limits limits;
    conf_input input = conf_case_input(p->memory, c, p->side, CONF_MODE_STRICT, &limits);
    const char **methods = conf_alloc(p->memory, (input.answer_count + 1) * sizeof *methods);
    size_t *tunnels = conf_alloc(p->memory, (input.resume_count + 1) * sizeof *tunnels);

    p->question = (conf_question){.id = c->id,
                                  .side = p->side,
                                  .methods_known = !input.answers_unknown,
                                  .methods = methods,
                                  .tunnels_known = c->bytes[H1_RESPONSES].len > 0,
                                  .tunnels = tunnels,
                                  .end = !input.open,
                                  .bytes = c->bytes[p->side]};
    for (; p->question.method_count < input.answer_count; p->question.method_count++)
        methods[p->question.method_count] = method_of(input.answers[p->question.method_count]);
    for (size_t i = 0; i < input.resume_count; i++) {
        if (input.resumes[i] == H1_AS_TUNNEL)
            tunnels[p->question.tunnel_count++] = i;
    }
}

static void play_side(play *p)
{
    ask_about(p);
    if (feed(p, "whole", NULL, 0) && feed_bytewise(p))
        feed_single_cuts(p);
}

static const char *why_not(const conf_case *c, const conf_not_compared *tally)
{
    if (c->side == CONF_SIDE_VALUE || c->side == CONF_SIDE_FRAME)
        return "a subject reads messages, not values or frames";
    if (c->http09 || c->array > 0)
        return "the case sets limits that a subject isn't told";
    if (c->expects[CONF_MODE_STRICT][0].line == 0 && c->expects[CONF_MODE_STRICT][1].line == 0)
        return "nothing in it is for a parser";
    if (tally->troubles >= CONF_SUBJECT_TROUBLES_MOST)
        return "it didn't answer ten questions in a row: it is asked no more";
    return NULL;
}

conf_result conf_play_subject(conf_memory *memory, conf_subject *subject, const conf_case *c, conf_not_compared *tally)
{
    conf_result result = {.c = c, .reason = why_not(c, tally)};

    if (result.reason != NULL) {
        result.state = tally->troubles >= CONF_SUBJECT_TROUBLES_MOST ? CONF_ERROR : CONF_SKIP;
        return result;
    }
    for (unsigned side = 0; side < 2 && result.difference_count == 0; side++) {
        const conf_expect *expect = &c->expects[CONF_MODE_STRICT][side];
        play p = {.memory = memory,
                  .subject = subject,
                  .tally = tally,
                  .result = &result,
                  .c = c,
                  .expect = expect,
                  .side = (h1_side)side};
        if (expect->line != 0)
            play_side(&p);
    }
    return result;
}
