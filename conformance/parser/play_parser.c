/* SPDX-License-Identifier: MIT */
/* See play_parser.h. */
#include "play_parser.h"

#include <string.h>

#include "judge.h"
#include "play_checks.h"
#include "play_conn.h"
#include "play_frame.h"
#include "play_value.h"
#include "told.h"

/* A case being played, and the traces that are used again and again. */
typedef struct play {
    conf_memory *memory;
    const conf_case *c;
    const conf_feeding *feeding;
    conf_result result;
    h1_side side;
    conf_mode mode;
    conf_input input;
    conf_trace bytewise[CONF_MODES][2];
    conf_trace other; /* the same bytes in other pieces */
} play;

/* ---- What the parser is told ---- */

conf_input conf_case_input(conf_memory *memory, const conf_case *c, h1_side side, conf_mode mode, h1_limits *limits)
{
    conf_input input = {.bytes = c->bytes[side].at,
                        .len = c->bytes[side].len,
                        .side = side,
                        .mode = mode == CONF_MODE_STRICT ? H1_STRICT : H1_AUDIT,
                        .open = c->expects[mode][side].end == CONF_END_OPEN,
                        .limits = limits,
                        .capacity = c->array};
    conf_told told;

    *limits = h1_default_limits;
    limits->http09 = c->http09;
    told = conf_told_of(memory, c, limits);
    input.answers = told.answers;
    input.answer_count = told.answer_count;
    input.answers_unknown = told.answers_unknown;
    input.resumes = told.resumes;
    input.resume_count = told.resume_count;
    return input;
}

/* ---- Laws that hold of every case ---- */

static conf_difference difference(const play *p, const char *feeding)
{
    return (conf_difference){
        .block = conf_block_name(p->mode, p->side), .line = p->c->line, .feeding = feeding, .side = p->side};
}

static void report_texts(play *p, conf_difference d, const conf_buffer *expected, const conf_buffer *actual)
{
    d.expected = (conf_bytes){expected->at, expected->len};
    d.actual = (conf_bytes){actual->at, actual->len};
    conf_result_add(p->memory, &p->result, &d);
}

/* Returns whether the parser kept its contract. */
static bool judge_contract(play *p, const conf_trace *trace, const char *feeding)
{
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (trace->broken == NULL)
        return true;
    conf_put(p->memory, &expected, "the parser keeps its contract (h1.h)");
    conf_put(p->memory, &actual, "%s", trace->broken);
    report_texts(p, difference(p, feeding), &expected, &actual);
    return false;
}

static const char *feeding_name(conf_memory *memory, const conf_pieces *pieces)
{
    conf_buffer name = {0};

    if (pieces->count == 0)
        return "whole";
    conf_put(memory, &name, "cut at");
    for (size_t i = 0; i < pieces->count; i++)
        conf_put(memory, &name, " %zu", pieces->cuts[i]);
    return conf_text(memory, (const char *)name.at, name.len);
}

/* Feed the bytes in pieces. Returns false, with the difference noted, when it is not what byte by byte was. */
static bool feed(play *p, const conf_pieces *pieces)
{
    const conf_trace *bytewise = &p->bytewise[p->mode][p->side];
    conf_buffer expected = {0};
    conf_buffer actual = {0};
    size_t differs;

    p->result.feedings++;
    conf_trace_run(&p->other, &p->input, pieces);
    if (p->other.broken != NULL)
        return judge_contract(p, &p->other, feeding_name(p->memory, pieces));
    differs = conf_trace_compare(&p->other, bytewise, pieces, p->input.len);
    if (differs == SIZE_MAX)
        return true;
    conf_put(p->memory, &expected, "as fed byte by byte: ");
    conf_put_event(p->memory, &expected, bytewise, differs);
    conf_put_event(p->memory, &actual, &p->other, differs);
    report_texts(p, difference(p, feeding_name(p->memory, pieces)), &expected, &actual);
    return false;
}

/* Is it one of the cuts that a long input is sampled at? Half of them are at its front, where the first head is. */
static bool is_sampled(const play *p, size_t i)
{
    size_t half = p->feeding->most_cuts / 2;

    return p->feeding->sampled_above == 0 || p->input.len <= p->feeding->sampled_above || i <= half ||
           i % (p->input.len / half + 1) == 0;
}

static void feed_single_cuts(play *p)
{
    bool all = p->input.len <= CONF_LONG_INPUT || p->feeding->all_cuts;

    for (size_t cut = 1; cut < p->input.len; cut++) {
        conf_pieces pieces = {.cuts = &cut, .count = 1};
        bool wanted = (all || conf_cut_is_telling(p->input.bytes, p->input.len, cut)) && is_sampled(p, cut);
        if (wanted && !feed(p, &pieces))
            return;
    }
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void feed_random_cuts(play *p)
{
    enum { MOST = 8 };
    uint64_t state = p->feeding->seed * 2 + 1;

    for (unsigned i = 0; i < p->feeding->random && p->input.len > 1; i++) {
        size_t cuts[MOST];
        size_t count = 0;
        size_t at = 0;
        while (count < MOST && at + 1 < p->input.len) {
            at += 1 + next_random(&state) % (p->input.len - at - 1);
            cuts[count++] = at;
        }
        if (!feed(p, &(conf_pieces){.cuts = cuts, .count = count}))
            return;
    }
}

/* ---- Both modes ---- */

static size_t first_violation(const conf_trace *trace)
{
    for (size_t i = 0; i < trace->count; i++) {
        if (trace->events[i].event.type == H1_FAULT || trace->events[i].event.type == H1_REFUSED)
            return i;
    }
    return SIZE_MAX;
}

static bool same_violation(const conf_trace *a, const conf_trace *b)
{
    size_t i = first_violation(a);
    size_t k = first_violation(b);
    const h1_fault *x;
    const h1_fault *y;

    if (i == SIZE_MAX || k == SIZE_MAX)
        return i == k && conf_trace_compare(a, b, &(conf_pieces){.bytewise = true}, 0) == SIZE_MAX;
    x = &a->events[i].event.fault;
    y = &b->events[k].event.fault;
    return x->rule == y->rule && x->span.at == y->span.at && x->span.len == y->span.len;
}

/* Strict and audit agree up to and with the first violation. */
static void judge_modes(play *p)
{
    const conf_trace *strict = &p->bytewise[CONF_MODE_STRICT][p->side];
    const conf_trace *audit = &p->bytewise[CONF_MODE_AUDIT][p->side];
    bool told_alike = (p->c->expects[CONF_MODE_STRICT][p->side].end == CONF_END_OPEN) ==
                      (p->c->expects[CONF_MODE_AUDIT][p->side].end == CONF_END_OPEN);
    conf_buffer expected = {0};
    conf_buffer actual = {0};
    size_t i = first_violation(strict);
    size_t k = first_violation(audit);

    if (!told_alike || same_violation(strict, audit))
        return;
    conf_put(p->memory, &expected, "as strict has it: ");
    conf_put_event(p->memory, &expected, strict, i);
    conf_put_event(p->memory, &actual, audit, k);
    report_texts(p, difference(p, "byte by byte"), &expected, &actual);
}

static void play_block(play *p)
{
    h1_limits limits;
    conf_trace *bytewise = &p->bytewise[p->mode][p->side];
    conf_judging j = {p->memory, &p->result, p->c, p->mode, p->side, &p->other};

    p->input = conf_case_input(p->memory, p->c, p->side, p->mode, &limits);
    p->result.feedings++;
    conf_trace_run(bytewise, &p->input, &(conf_pieces){.bytewise = true});
    if (!judge_contract(p, bytewise, "byte by byte"))
        return;
    if (feed(p, &(conf_pieces){0}) && !p->feeding->uncut) {
        feed_single_cuts(p);
        feed_random_cuts(p);
        if (p->feeding->captured != NULL)
            feed(p, &p->feeding->captured[p->side]);
    }
    conf_trace_run(&p->other, &p->input, &(conf_pieces){0});
    if (p->c->expects[p->mode][p->side].line != 0)
        conf_judge_block(&j);
    conf_judge_near(&j);
}

static void play_side(play *p, h1_side side)
{
    p->side = side;
    if (p->c->bytes[side].len == 0 && p->c->expects[0][side].line == 0 && p->c->expects[1][side].line == 0)
        return;
    p->mode = CONF_MODE_STRICT;
    play_block(p);
    p->mode = CONF_MODE_AUDIT;
    play_block(p);
    judge_modes(p);
}

/* Both directions as one connection, where the case has both. */
static void play_connection(play *p)
{
    const conf_case *c = p->c;

    for (unsigned mode = 0; mode < CONF_MODES; mode++) {
        h1_limits limits;
        conf_input inputs[2];
        if (c->bytes[H1_REQUESTS].len == 0 || c->bytes[H1_RESPONSES].len == 0)
            return;
        inputs[H1_REQUESTS] = conf_case_input(p->memory, c, H1_REQUESTS, (conf_mode)mode, &limits);
        inputs[H1_RESPONSES] = conf_case_input(p->memory, c, H1_RESPONSES, (conf_mode)mode, &limits);
        conf_play_conn(p->memory, c, (conf_mode)mode, inputs, p->bytewise[mode], &p->result);
    }
}

static bool is_for_parser(const conf_case *c)
{
    for (unsigned block = 0; block < 2 * CONF_MODES; block++) {
        if (c->expects[block / 2][block % 2].line != 0)
            return true;
    }
    return c->check_count > 0 || c->near_count > 0;
}

conf_result conf_play_parser(conf_memory *memory, const conf_case *c, const conf_feeding *feeding)
{
    static const conf_feeding plain = {0};
    play p = {.memory = memory, .c = c, .feeding = feeding != NULL ? feeding : &plain, .result = {.c = c}};

    if (c->side == CONF_SIDE_VALUE) {
        conf_play_value(memory, c, &p.result);
        return p.result;
    }
    if (c->side == CONF_SIDE_FRAME) {
        conf_play_frame(memory, c, &p.result);
        return p.result;
    }
    play_side(&p, H1_REQUESTS);
    play_side(&p, H1_RESPONSES);
    play_connection(&p);
    conf_play_checks(memory, c, p.bytewise[CONF_MODE_AUDIT], &p.result);
    if (p.result.state == CONF_PASS && !is_for_parser(c) && p.feeding->captured == NULL) {
        p.result.state = CONF_SKIP;
        p.result.reason = "nothing in it is for a parser";
    }
    for (unsigned block = 0; block < 2 * CONF_MODES; block++)
        conf_trace_free(&p.bytewise[block / 2][block % 2]);
    conf_trace_free(&p.other);
    return p.result;
}
