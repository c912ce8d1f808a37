/* SPDX-License-Identifier: MIT */
/* See play_frame.h. */
#include "play_frame.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "frame_trace.h"
#include "judge.h"
#include "play_parser.h"

/* A direction being played. */
typedef struct play {
    conf_memory *memory;
    conf_result *result;
    const conf_case *c;
    h1_side side;
    conf_frame_trace bytewise;
} play;

static conf_difference difference(const play *p, unsigned line, const char *feeding)
{
    return (conf_difference){
        .block = conf_block_name(CONF_MODE_STRICT, p->side), .line = line, .feeding = feeding, .side = p->side};
}

static void report(play *p, conf_difference d, const conf_buffer *expected, const conf_buffer *actual)
{
    d.expected = (conf_bytes){expected->at, expected->len};
    d.actual = (conf_bytes){actual->at, actual->len};
    conf_result_add(p->memory, p->result, &d);
}

static void put_trace(play *p, conf_buffer *out, const conf_frame_trace *trace)
{
    conf_put_frame_end(p->memory, out, trace->last, trace->rule, trace->count);
    if (trace->rule != H1_RULE_NONE)
        conf_put(p->memory, out, ", at byte %zu, %zu bytes", trace->at, trace->len);
    if (trace->broken != NULL)
        conf_put(p->memory, out, "; the decoder %s", trace->broken);
}

/* ---- Every cut ---- */

/* Returns whether it was as byte by byte; notes the difference. */
static bool feed(play *p, const conf_pieces *pieces, const char *feeding)
{
    conf_frame_trace trace = conf_frame_trace_of(p->memory, p->c, p->side, pieces);
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    p->result->feedings++;
    if (trace.broken == NULL && conf_frame_trace_same(&trace, &p->bytewise))
        return true;
    conf_put(p->memory, &expected, "as fed byte by byte: ");
    put_trace(p, &expected, &p->bytewise);
    put_trace(p, &actual, &trace);
    report(p, difference(p, p->c->line, feeding), &expected, &actual);
    return false;
}

/* Every cut; in long inputs those that tell something. */
static void feed_cuts(play *p)
{
    const conf_bytes *bytes = &p->c->bytes[p->side];

    p->bytewise = conf_frame_trace_of(p->memory, p->c, p->side, &(conf_pieces){.bytewise = true});
    p->result->feedings++;
    if (!feed(p, &(conf_pieces){0}, "whole"))
        return;
    for (size_t cut = 1; cut < bytes->len; cut++) {
        if (bytes->len > CONF_LONG_INPUT && !conf_cut_is_telling(bytes->at, bytes->len, cut))
            continue;
        if (!feed(p, &(conf_pieces){.cuts = &cut, .count = 1}, conf_format(p->memory, "cut at %zu", cut)))
            return;
    }
}

/* ---- The end and the place ---- */

static frame_event_type last_due(const conf_expect *expect, const conf_frame_trace *trace)
{
    if (expect->end == CONF_END_OPEN)
        return FRAME_MORE;
    if (expect->end != CONF_END_REFUSED)
        return FRAME_CLOSED;
    return trace->last == FRAME_INCOMPLETE ? FRAME_INCOMPLETE : FRAME_REFUSED;
}

static void judge_end(play *p, const conf_expect *expect)
{
    const conf_frame_trace *trace = &p->bytewise;
    frame_event_type due = last_due(expect, trace);
    bool counted = expect->message_count == 0 || expect->message_count == trace->count;
    conf_difference d = difference(p, expect->line, "whole");
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (due == trace->last && expect->refusal == trace->rule && counted)
        return;
    conf_put_frame_end(p->memory, &expected, due, expect->refusal, counted ? trace->count : expect->message_count);
    put_trace(p, &actual, trace);
    d.placed = trace->rule != H1_RULE_NONE;
    d.at = (h1_place){trace->at, trace->len};
    report(p, d, &expected, &actual);
}

static void judge_place(play *p, const conf_expect *expect)
{
    const conf_mark *mark = &p->c->marks[p->side];
    const conf_frame_trace *trace = &p->bytewise;
    conf_difference d = difference(p, expect->line, "whole");
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (mark->kind == CONF_MARK_NONE || trace->rule != p->c->rule)
        return;
    if (trace->at == mark->at && (mark->kind != CONF_MARK_SPAN || trace->len == mark->len))
        return;
    conf_put(p->memory, &expected, "%s at byte %zu, %zu bytes", h1_rule_name(p->c->rule).text, mark->at, mark->len);
    put_trace(p, &actual, trace);
    d.placed = true;
    d.at = (h1_place){trace->at, trace->len};
    report(p, d, &expected, &actual);
}

static void judge_near(play *p)
{
    for (size_t i = 0; i < p->c->near_count; i++) {
        conf_buffer expected = {0};
        conf_buffer actual = {0};
        if (p->bytewise.rule != p->c->near[i])
            continue;
        conf_put(p->memory, &expected, "no %s: this is its near miss", h1_rule_name(p->c->near[i]).text);
        put_trace(p, &actual, &p->bytewise);
        report(p, difference(p, p->c->line, "whole"), &expected, &actual);
    }
}

/* ---- What frames say ---- */

static void put_json(play *p, conf_buffer *out, const json_t *value)
{
    char *text = value != NULL ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_ENSURE_ASCII) : NULL;

    conf_put(p->memory, out, "%s", text != NULL ? text : "no such key");
    free(text);
}

static void judge_member(play *p, const conf_match *match, const conf_frame *frame)
{
    const char *dictionary = (const char *)p->c->bytes[p->side].at + frame->dictionary_at;
    const size_t flags = JSON_DECODE_ANY | JSON_ALLOW_NUL;
    json_t *object = json_loadb(dictionary, frame->dictionary_len, flags, NULL);
    json_t *due = json_loadb((const char *)match->value.at, match->value.len, flags, NULL);
    const char *key = conf_text(p->memory, (const char *)match->name.at, match->name.len);
    const json_t *value = json_object_get(object, key);
    bool same = value != NULL && json_equal(value, due);
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (!same) {
        conf_put(p->memory, &expected, "%s = ", key);
        conf_put(p->memory, &actual, "%s = ", key);
        put_json(p, &expected, due);
        put_json(p, &actual, value);
        report(p, difference(p, match->line, "whole"), &expected, &actual);
    }
    json_decref(object);
    json_decref(due);
}

static void judge_payload(play *p, const conf_match *match, const conf_frame *frame)
{
    bool sized = match->kind == CONF_MATCH_PAYLOAD_SIZE;
    size_t due = sized ? (size_t)match->number : match->value.len;
    const uint8_t *payload = p->c->bytes[p->side].at + frame->payload_at;
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (due == frame->payload_len && (sized || due == 0 || memcmp(payload, match->value.at, due) == 0))
        return;
    conf_put(p->memory, &expected, "payload of %zu bytes", due);
    conf_put(p->memory, &actual, "payload of %zu bytes", frame->payload_len);
    if (!sized) {
        conf_put(p->memory, &expected, ": ");
        conf_put(p->memory, &actual, ": ");
        conf_buffer_add(p->memory, &expected, match->value.at, match->value.len);
        conf_buffer_add(p->memory, &actual, payload, frame->payload_len);
    }
    report(p, difference(p, match->line, "whole"), &expected, &actual);
}

static void judge_frames(play *p, const conf_expect *expect)
{
    for (size_t i = 0; i < expect->message_count && i < p->bytewise.count; i++) {
        const conf_matches *matches = &expect->messages[i].matches;
        const conf_frame *frame = &p->bytewise.frames[i];
        for (size_t k = 0; k < matches->count; k++) {
            if (matches->at[k].kind == CONF_MATCH_DICT || matches->at[k].kind == CONF_MATCH_REPLY)
                judge_member(p, &matches->at[k], frame);
            else
                judge_payload(p, &matches->at[k], frame);
        }
    }
}

void conf_play_frame(conf_memory *memory, const conf_case *c, conf_result *result)
{
    for (unsigned side = 0; side < 2; side++) {
        const conf_expect *expect = &c->expects[CONF_MODE_STRICT][side];
        play p = {.memory = memory, .result = result, .c = c, .side = (h1_side)side};
        if (c->bytes[side].len == 0 && expect->line == 0)
            continue;
        feed_cuts(&p);
        judge_near(&p);
        if (expect->line == 0)
            continue;
        judge_end(&p, expect);
        judge_place(&p, expect);
        judge_frames(&p, expect);
    }
}
