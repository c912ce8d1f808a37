/* SPDX-License-Identifier: MIT */
/* See judge_message.h. A matcher is turned into a pair of byte strings, what is due and what is there; where they are
 * equal it holds, and where they are not they are what is reported. */
#include "judge_message.h"

#include <string.h>

#include <h1/words.h>

#include "seen_checks.h"

/* One message, and the pair being made. */
typedef struct matching {
    conf_memory *memory;
    h1_side side;
    const conf_seen *seen;
    const uint8_t *bytes;
    conf_buffer due, there;
    h1_rule wanted; /* of CONF_MATCH_CHECK, */
    bool found;     /* and whether it fired */
} matching;

static bool same_bytes(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len)
{
    return a_len == b_len && (a_len == 0 || memcmp(a, b, a_len) == 0);
}

static void put_bytes(matching *m, conf_buffer *out, const uint8_t *bytes, size_t len)
{
    conf_buffer_add(m->memory, out, bytes, len);
}

static void put_pair(matching *m, const conf_match *match, h1_span span)
{
    put_bytes(m, &m->due, match->value.at, match->value.len);
    put_bytes(m, &m->there, m->bytes + span.at, span.len);
}

/* In audit a CR without LF reads as SP, in a start-line too (RFC 9112 section 2.2). */
static void read_cr_as_sp(conf_buffer *text)
{
    for (size_t i = 0; i < text->len; i++) {
        if (text->at[i] == '\r')
            text->at[i] = ' ';
    }
}

static void put_numbers(matching *m, const char *what, uint64_t due, uint64_t there)
{
    conf_put(m->memory, &m->due, "%llu %s", (unsigned long long)due, what);
    conf_put(m->memory, &m->there, "%llu %s", (unsigned long long)there, what);
}

static void put_words(matching *m, const conf_match *match, const char *there)
{
    put_bytes(m, &m->due, match->value.at, match->value.len);
    conf_put(m->memory, &m->there, "%s", there);
}

static void put_status(matching *m, const conf_match *match)
{
    unsigned status = m->seen->head->status;

    conf_put(m->memory, &m->there, "%u", status);
    for (size_t i = 0; i < match->range_count; i++) {
        const conf_range *range = &match->ranges[i];
        if (status >= range->low && status <= range->high) {
            m->due = m->there;
            return;
        }
        conf_put(m->memory, &m->due, "%s%u", i > 0 ? "," : "", range->low);
        if (range->low != range->high)
            conf_put(m->memory, &m->due, "-%u", range->high);
    }
}

/* Names are compared without case (RFC 9110 section 5.1). */
static bool has_name(const matching *m, const h1_field *field, conf_bytes name)
{
    return h1_same_words(m->bytes + field->name_at, field->name_len, name.at, name.len);
}

static void put_field(matching *m, conf_buffer *out, conf_bytes name, conf_bytes value)
{
    conf_put(m->memory, out, "%s", out->len > 0 ? "; " : "");
    put_bytes(m, out, name.at, name.len);
    conf_put(m->memory, out, " = ");
    put_bytes(m, out, value.at, value.len);
}

static void put_fields(matching *m, const conf_match *match, const h1_field *fields, size_t count)
{
    put_field(m, &m->due, match->name, match->value);
    for (size_t i = 0; i < count; i++) {
        conf_bytes value;
        if (!has_name(m, &fields[i], match->name))
            continue;
        value = conf_seen_value(m->memory, m->bytes, &fields[i]);
        if (same_bytes(value.at, value.len, match->value.at, match->value.len)) {
            m->there = m->due;
            return;
        }
        put_field(m, &m->there, match->name, value);
    }
    if (m->there.len == 0)
        conf_put(m->memory, &m->there, "no such field line");
}

static void put_presence(matching *m, const conf_match *match, bool due)
{
    size_t count = 0;

    for (size_t i = 0; i < m->seen->head->fields; i++)
        count += has_name(m, &m->seen->fields[i], match->name);
    put_bytes(m, &m->due, match->name.at, match->name.len);
    if (due == (count > 0))
        m->there = m->due;
    else
        conf_put(m->memory, &m->there, count > 0 ? "%zu such field lines" : "no such field line", count);
}

static void put_has(matching *m, const conf_match *match)
{
    put_presence(m, match, true);
}

static void put_without(matching *m, const conf_match *match)
{
    put_presence(m, match, false);
}

static void take_finding(void *context, h1_rule rule, h1_span span, h1_span second)
{
    matching *m = context;

    (void)span;
    (void)second;
    conf_put(m->memory, &m->there, "%s%s", m->there.len > 0 ? ", " : "", h1_rule_name(rule).text);
    if (m->wanted == rule)
        m->found = true;
}

static void put_check(matching *m, const conf_match *match)
{
    m->wanted = (h1_rule)match->number;
    conf_seen_check(m->side, m->bytes, m->seen, take_finding, m);
    conf_put(m->memory, &m->due, "%s", h1_rule_name(m->wanted).text);
    if (m->found)
        m->there = m->due;
    else if (m->there.len == 0)
        conf_put(m->memory, &m->there, "no check fires");
}

static const char *form_name(uint8_t form)
{
    static const char *const names[] = {"none", "origin", "absolute", "authority", "asterisk"};
    return names[form];
}

static const char *framing_name(uint8_t framing)
{
    static const char *const names[] = {"none", "length", "chunked", "close", "tunnel", "undecided"};
    return names[framing];
}

static void put_version(matching *m, const conf_match *match)
{
    put_bytes(m, &m->due, match->value.at, match->value.len);
    conf_put(m->memory, &m->there, "%u.%u", m->seen->head->major, m->seen->head->minor);
}

static void put_method(matching *m, const conf_match *match)
{
    put_pair(m, match, m->seen->head->method);
}

static void put_target(matching *m, const conf_match *match)
{
    put_pair(m, match, m->seen->head->target);
}

static void put_reason(matching *m, const conf_match *match)
{
    put_pair(m, match, m->seen->head->reason);
    read_cr_as_sp(&m->there);
}

static void put_form(matching *m, const conf_match *match)
{
    put_words(m, match, form_name(m->seen->head->form));
}

static void put_framing(matching *m, const conf_match *match)
{
    put_words(m, match, framing_name(m->seen->head->framing));
}

static void put_keep_alive(matching *m, const conf_match *match)
{
    put_words(m, match, (m->seen->head->flags & H1_HEAD_KEEP_ALIVE) != 0 ? "yes" : "no");
}

static void put_header_field(matching *m, const conf_match *match)
{
    put_fields(m, match, m->seen->fields, m->seen->head->fields);
}

static void put_trailer_field(matching *m, const conf_match *match)
{
    put_fields(m, match, m->seen->trailers, m->seen->trailer_count);
}

static void put_field_count(matching *m, const conf_match *match)
{
    put_numbers(m, "field lines", match->number, m->seen->head->fields);
}

static void put_chunk_count(matching *m, const conf_match *match)
{
    put_numbers(m, "chunks", match->number, m->seen->chunks);
}

static void put_body_size(matching *m, const conf_match *match)
{
    put_numbers(m, "bytes", match->number, m->seen->body_size);
}

static void put_body(matching *m, const conf_match *match)
{
    put_bytes(m, &m->due, match->value.at, match->value.len);
    put_bytes(m, &m->there, m->seen->body.at, m->seen->body.len);
}

typedef struct matcher {
    const char *name;
    void (*put)(matching *m, const conf_match *match); /* NULL: it isn't a matcher of HTTP messages */
} matcher;

static const matcher MATCHERS[] = {
    [CONF_MATCH_METHOD] = {"method", put_method},
    [CONF_MATCH_TARGET] = {"target", put_target},
    [CONF_MATCH_FORM] = {"form", put_form},
    [CONF_MATCH_VERSION] = {"version", put_version},
    [CONF_MATCH_STATUS] = {"status", put_status},
    [CONF_MATCH_REASON] = {"reason", put_reason},
    [CONF_MATCH_FIELD] = {"field", put_header_field},
    [CONF_MATCH_HAS] = {"field", put_has},
    [CONF_MATCH_WITHOUT] = {"without", put_without},
    [CONF_MATCH_FIELDS] = {"fields", put_field_count},
    [CONF_MATCH_BODY] = {"body", put_body},
    [CONF_MATCH_BODY_SIZE] = {"body", put_body_size},
    [CONF_MATCH_FRAMING] = {"framing", put_framing},
    [CONF_MATCH_CHUNKS] = {"chunks", put_chunk_count},
    [CONF_MATCH_TRAILER] = {"trailer", put_trailer_field},
    [CONF_MATCH_KEEP_ALIVE] = {"keep-alive", put_keep_alive},
    [CONF_MATCH_CHECK] = {"check", put_check},
    [CONF_MATCH_DICT] = {"dict", NULL},
    [CONF_MATCH_PAYLOAD] = {"payload", NULL},
    [CONF_MATCH_PAYLOAD_SIZE] = {"payload", NULL},
    [CONF_MATCH_REPLY] = {"reply", NULL},
    [CONF_MATCH_ACCEPT] = {"accept", NULL},
    [CONF_MATCH_CLOSE] = {"close", NULL},
    [CONF_MATCH_ERROR] = {"error", NULL},
    [CONF_MATCH_NOTHING] = {"nothing", NULL},
    [CONF_MATCH_SAME] = {"same", NULL},
    [CONF_MATCH_CHANGED] = {"changed", NULL},
    [CONF_MATCH_PIPELINED] = {"pipelined", NULL},
    [CONF_MATCH_ATTEMPTS] = {"attempts", NULL},
    [CONF_MATCH_BYTES] = {"bytes", NULL},
};

static void report(const conf_judging *j, unsigned line, const conf_buffer *expected, const conf_buffer *actual)
{
    conf_difference d = {.block = conf_block_name(j->mode, j->side),
                         .line = line,
                         .feeding = "whole",
                         .side = j->side,
                         .expected = {expected->at, expected->len},
                         .actual = {actual->at, actual->len}};

    conf_result_add(j->memory, j->result, &d);
}

bool conf_match_message(conf_memory *memory, h1_side side, const uint8_t *bytes, const conf_seen *seen,
                        const conf_match *match, conf_buffer *due, conf_buffer *there)
{
    matching m = {.memory = memory, .side = side, .seen = seen, .bytes = bytes};

    if (MATCHERS[match->kind].put != NULL)
        MATCHERS[match->kind].put(&m, match);
    else
        conf_put(memory, &m.due, "an HTTP message has none");
    if (same_bytes(m.due.at, m.due.len, m.there.at, m.there.len))
        return true;
    conf_put(memory, due, "%s ", MATCHERS[match->kind].name);
    conf_buffer_add(memory, due, m.due.at, m.due.len);
    conf_buffer_add(memory, there, m.there.at, m.there.len);
    return false;
}

const char *conf_match_name(conf_match_kind kind)
{
    return MATCHERS[kind].name;
}

static void judge_match(const conf_judging *j, size_t number, const conf_seen *seen, const conf_match *match)
{
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    conf_put(j->memory, &expected, "message %zu: ", number);
    if (!conf_match_message(j->memory, j->side, j->c->bytes[j->side].at, seen, match, &expected, &actual))
        report(j, match->line, &expected, &actual);
}

/* Responses are held to the case's own requests. */
static void pair_with_requests(const conf_judging *j, conf_seen_messages *responses)
{
    const conf_bytes *bytes = &j->c->bytes[H1_REQUESTS];
    conf_input input = {.bytes = bytes->at, .len = bytes->len, .side = H1_REQUESTS, .mode = H1_AUDIT};
    conf_trace trace = {0};
    conf_seen_messages requests;

    conf_trace_run(&trace, &input, &(conf_pieces){0});
    requests = conf_seen_in(j->memory, &trace, bytes->at);
    conf_seen_pair(responses, j->c->bytes[H1_RESPONSES].at, conf_seen_exchanges(j->memory, &requests, bytes->at),
                   requests.count);
    conf_trace_free(&trace);
}

void conf_judge_messages(const conf_judging *j, const conf_expect *expect)
{
    conf_seen_messages seen;
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (expect->message_count == 0)
        return;
    seen = conf_seen_in(j->memory, j->trace, j->c->bytes[j->side].at);
    if (j->side == H1_RESPONSES)
        pair_with_requests(j, &seen);
    if (expect->message_count < seen.complete || expect->message_count > seen.count) {
        conf_put(j->memory, &expected, "%zu messages", expect->message_count);
        conf_put(j->memory, &actual, "%zu messages, %zu of them complete", seen.count, seen.complete);
        report(j, expect->line, &expected, &actual);
    }
    for (size_t i = 0; i < expect->message_count && i < seen.count; i++) {
        const conf_matches *matches = &expect->messages[i].matches;
        for (size_t k = 0; k < matches->count; k++)
            judge_match(j, i + 1, &seen.at[i], &matches->at[k]);
    }
}
