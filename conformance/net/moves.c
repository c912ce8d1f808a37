/* SPDX-License-Identifier: MIT */
/* See moves.h. */
#include "moves.h"

#include "conformance/parser/seen.h"
#include "conformance/parser/told.h"

void conf_moves_add(conf_memory *memory, conf_moves *moves, const conf_move *move)
{
    conf_move *last = moves->count > 0 ? &moves->at[moves->count - 1] : NULL;

    if (last != NULL && last->kind == CONF_MOVE_WRITE && move->kind == CONF_MOVE_WRITE) {
        conf_buffer joined = {0};
        conf_buffer_add(memory, &joined, last->bytes.at, last->bytes.len);
        conf_buffer_add(memory, &joined, move->bytes.at, move->bytes.len);
        last->bytes = (conf_bytes){joined.at, joined.len};
        return;
    }
    moves->at = conf_grow(memory, moves->at, moves->count, sizeof *move);
    moves->at[moves->count++] = *move;
}

/* ---- Bytes ---- */

/* One direction of a case, filled in, and where each step's bytes lie in it. Lines are read one behind the other into
 * one buffer, because a mark may begin in one and end in another. */
typedef struct filled {
    conf_buffer bytes;
    size_t *ends; /* [c->step_count] offset behind the step's bytes; of other steps, behind what came before */
} filled;

static bool belongs(const conf_step *step, size_t alternative)
{
    return step->alternative == 0 || step->alternative == alternative;
}

static filled fill_in(conf_memory *memory, const conf_case *c, h1_side side, size_t alternative,
                      const conf_variables *variables)
{
    filled f = {.ends = conf_alloc(memory, (c->step_count + 1) * sizeof *f.ends)};
    conf_mark mark = {.kind = CONF_MARK_NONE};

    for (size_t i = 0; i < c->step_count; i++) {
        const conf_step *step = &c->steps[i];
        size_t at = 0;
        if (step->kind == CONF_STEP_BYTES && step->side == side && belongs(step, alternative))
            conf_bytes_read(memory, step->text, step->text_len, variables, &f.bytes, &mark, &at);
        f.ends[i] = f.bytes.len;
    }
    return f;
}

static conf_move move_of(const filled *f, const conf_case *c, size_t i)
{
    static const conf_move_kind kinds[] = {CONF_MOVE_WRITE, CONF_MOVE_CUT, CONF_MOVE_PAUSE, CONF_MOVE_HALF_CLOSE,
                                           CONF_MOVE_RESET};
    const conf_step *step = &c->steps[i];
    conf_move move = {.kind = kinds[step->kind], .milliseconds = step->milliseconds};
    size_t start = i > 0 ? f->ends[i - 1] : 0;

    if (step->kind == CONF_STEP_BYTES && f->bytes.at != NULL)
        move.bytes = (conf_bytes){f->bytes.at + start, f->ends[i] - start};
    return move;
}

/* ---- The responses of a case ---- */

/* Responses as libh1 reads them in audit mode, the last one without an end. */
static void read_responses(conf_memory *memory, const conf_case *c, conf_bytes bytes, conf_trace *trace)
{
    conf_told told = conf_told_of(memory, c, NULL);
    conf_input input = {.bytes = bytes.at,
                        .len = bytes.len,
                        .side = H1_RESPONSES,
                        .mode = H1_AUDIT,
                        .open = true,
                        .answers = told.answers,
                        .answer_count = told.answer_count,
                        .answers_unknown = told.answers_unknown || told.answer_count == 0};

    conf_trace_run(trace, &input, &(conf_pieces){0});
}

static bool is_interim(unsigned status)
{
    return status >= 100 && status < 200 && status != 101;
}

/* How many final responses have begun in some bytes. */
static size_t finals_in(conf_memory *memory, const conf_case *c, conf_bytes bytes)
{
    conf_trace trace = {0};
    size_t count = 0;

    read_responses(memory, c, bytes, &trace);
    for (size_t i = 0; i < trace.count; i++) {
        const h1_event *event = &trace.events[i].event;
        count += event->type == H1_HEAD && !is_interim(event->head.status) ? 1 : 0;
    }
    conf_trace_free(&trace);
    return count;
}

/* ---- A server's parts ---- */

/* The steps are gone through in order; the client's bytes end a part, and the next of the server's begins one. */
typedef struct parting {
    conf_memory *memory;
    const conf_case *c;
    filled filled;
    conf_parts parts;
    bool ended; /* the part before is closed */
} parting;

static conf_part *last_part(const parting *p)
{
    return p->parts.count > 0 && !p->ended ? &p->parts.at[p->parts.count - 1] : NULL;
}

static conf_part *begin_part(parting *p, size_t said)
{
    conf_part part = {.awaits = 1 + finals_in(p->memory, p->c, (conf_bytes){p->filled.bytes.at, said})};

    p->parts.at = conf_grow(p->memory, p->parts.at, p->parts.count, sizeof part);
    p->parts.at[p->parts.count++] = part;
    p->ended = false;
    return last_part(p);
}

static void part_step(parting *p, size_t i)
{
    const conf_step *step = &p->c->steps[i];
    conf_part *part = last_part(p);
    conf_move move = move_of(&p->filled, p->c, i);

    if (step->kind != CONF_STEP_PAUSE && step->side == H1_REQUESTS) {
        p->ended = p->ended || step->kind == CONF_STEP_BYTES;
        return;
    }
    if (part == NULL && step->kind != CONF_STEP_BYTES)
        return;
    if (part == NULL)
        part = begin_part(p, i > 0 ? p->filled.ends[i - 1] : 0);
    part->ends = part->ends || step->kind == CONF_STEP_HALF_CLOSE || step->kind == CONF_STEP_RESET;
    conf_moves_add(p->memory, &part->moves, &move);
}

conf_parts conf_parts_of_server(conf_memory *memory, const conf_case *c, size_t alternative,
                                const conf_variables *variables)
{
    parting p = {.memory = memory, .c = c};

    p.filled = fill_in(memory, c, H1_RESPONSES, alternative, variables);
    for (size_t i = 0; i < c->step_count; i++) {
        if (belongs(&c->steps[i], alternative))
            part_step(&p, i);
    }
    return p.parts;
}

/* ---- A client's moves ---- */

conf_moves conf_moves_of_client(conf_memory *memory, const conf_case *c, const conf_variables *variables,
                                unsigned milliseconds)
{
    filled f = fill_in(memory, c, H1_REQUESTS, 0, variables);
    conf_moves moves = {0};
    size_t answered = 0;
    bool speaks = false; /* the server has spoken since our last bytes */

    for (size_t i = 0; i < c->step_count; i++) {
        const conf_step *step = &c->steps[i];
        conf_move move = move_of(&f, c, i);
        if (step->alternative != 0)
            continue;
        if (step->kind != CONF_STEP_PAUSE && step->side == H1_RESPONSES) {
            speaks = speaks || step->kind == CONF_STEP_BYTES;
            continue;
        }
        if (speaks && moves.count > 0 && step->kind == CONF_STEP_BYTES) {
            conf_move await = {.kind = CONF_MOVE_AWAIT, .milliseconds = milliseconds, .count = ++answered};
            conf_moves_add(memory, &moves, &await);
            speaks = false;
        }
        if (step->kind != CONF_STEP_PAUSE || !speaks)
            conf_moves_add(memory, &moves, &move);
    }
    return moves;
}

/* ---- What comes behind a server's bytes ---- */

/* Is a fault found in what lies behind a complete message? Reading stops at it, and the message stands. */
static bool stands_before(const conf_trace *trace)
{
    for (size_t i = 0; i < trace->count; i++) {
        const h1_event *event = &trace->events[i].event;
        if ((event->type == H1_FAULT || event->type == H1_REFUSED) &&
            event->fault.rule == H1_RULE_DATA_AFTER_LAST_MESSAGE)
            return true;
    }
    return trace->last == H1_MORE;
}

conf_after conf_after_responses(conf_memory *memory, const conf_case *c, conf_bytes responses)
{
    conf_trace trace = {0};
    conf_seen_messages messages;
    conf_after after = CONF_AFTER_CLOSE;

    read_responses(memory, c, responses, &trace);
    messages = conf_seen_in(memory, &trace, responses.at);
    if (messages.count > 0 && messages.complete == messages.count && stands_before(&trace)) {
        const conf_seen *last = &messages.at[messages.count - 1];
        bool keeps = (last->head->flags & H1_HEAD_KEEP_ALIVE) != 0;
        if (!is_interim(last->head->status) && last->head->framing != H1_FRAMING_TUNNEL)
            after = keeps ? CONF_AFTER_STAY : CONF_AFTER_LINGER;
    }
    conf_trace_free(&trace);
    return after;
}
