/* SPDX-License-Identifier: MIT */
/* See sent.h. A result needs a case: one is made up for each rule, with the rule as its requirement. */
#include "sent.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/parser/seen_checks.h"

enum { BYTES_AROUND = 2048 };

/* ---- Looking ---- */

typedef struct looking {
    conf_sent *sent;
    const conf_observed *observed;
    const char *where;
    const conf_sent *brought;
    bool behind_head; /* what comes now is content, or a trailer section */
} looking;

static conf_sent_rule *find(const conf_sent *sent, h1_rule rule)
{
    for (size_t i = 0; i < sent->rule_count; i++) {
        if (sent->rules[i].rule == rule)
            return &sent->rules[i];
    }
    return NULL;
}

/* May a rule that is broken not be passed on either? By number of the rule: the clause that says so. */
static bool is_forbidden_to_pass_on(h1_rule rule)
{
    static const h1_rule rules[] = {
        H1_RULE_BARE_CR,                               /* RFC 9112 section 2.2 */
        H1_RULE_WHITESPACE_BEFORE_FIELDS,              /* RFC 9112 section 2.2 */
        H1_RULE_HTTP_VERSION_MINOR,                    /* RFC 9112 section 2.3: its own version */
        H1_RULE_HTTP_VERSION_MAJOR,                    /* the same */
        H1_RULE_HOST_MISSING,                          /* RFC 9112 section 3.2: 400 */
        H1_RULE_HOST_REPEATED,                         /* the same */
        H1_RULE_HOST_INVALID,                          /* the same */
        H1_RULE_FIELD_SPACE_BEFORE_COLON,              /* RFC 9112 section 5.1 */
        H1_RULE_OBS_FOLD,                              /* RFC 9112 section 5.2 */
        H1_RULE_FIELD_VALUE_NUL,                       /* RFC 9110 section 5.5 */
        H1_RULE_CONTENT_LENGTH_INVALID,                /* RFC 9110 section 8.6 */
        H1_RULE_CONTENT_LENGTH_DIFFERS,                /* the same */
        H1_RULE_CONTENT_LENGTH_REPEATED,               /* the same */
        H1_RULE_CONTENT_LENGTH_WITH_TRANSFER_ENCODING, /* RFC 9112 section 6.3 */
        H1_RULE_TRANSFER_ENCODING_TO_HTTP10,           /* RFC 9112 section 6.1: of each server, to its own client */
        H1_RULE_INTERIM_TO_HTTP10,                     /* RFC 9110 section 15.2: the same */
        H1_RULE_CLOSE_NOT_ANSWERED,                    /* RFC 9112 section 9.6: of each connection */
    };

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (rules[i] == rule)
            return true;
    }
    return false;
}

/* Does the clause speak of the header section alone? What a trailer section had goes on as it came. */
static bool is_of_headers_alone(h1_rule rule)
{
    return rule == H1_RULE_WHITESPACE_BEFORE_FIELDS || rule == H1_RULE_FIELD_SPACE_BEFORE_COLON;
}

static bool was_brought(const looking *l, h1_rule rule)
{
    return l->brought != NULL && find(l->brought, rule) != NULL;
}

static bool is_held_against(const looking *l, h1_rule rule)
{
    const h1_rule_info *info = h1_rule_info_of(rule);

    if (info == NULL || info->keyword == H1_KEYWORD_LIMIT)
        return false;
    return (info->area != H1_AREA_MESSAGE && info->area != H1_AREA_EXCHANGE) || is_forbidden_to_pass_on(rule) ||
           !was_brought(l, rule);
}

/* Had the peer been given it, and does no clause forbid to pass it on here? */
static bool was_passed_on(const looking *l, h1_rule rule)
{
    return was_brought(l, rule) && (!is_forbidden_to_pass_on(rule) || (l->behind_head && is_of_headers_alone(rule)));
}

/* The bytes from a little before the place on: a peer may have sent a lot. */
static void keep_bytes(const looking *l, h1_span span, conf_sent_rule *row)
{
    size_t from = span.at > BYTES_AROUND / 2 ? span.at - BYTES_AROUND / 2 : 0;
    size_t len = l->observed->received.len - from;
    conf_buffer copy = {0};

    conf_buffer_add(l->sent->memory, &copy, l->observed->received.at + from, len < BYTES_AROUND ? len : BYTES_AROUND);
    row->bytes = (conf_bytes){copy.at, copy.len};
    row->place = (h1_place){span.at - from, span.len};
}

static void take(void *context, h1_rule rule, h1_span span, h1_span second)
{
    const looking *l = context;
    conf_sent *sent = l->sent;
    conf_sent_rule *row = find(sent, rule);
    bool passed_on = was_passed_on(l, rule);

    (void)second;
    if (!is_held_against(l, rule))
        return;
    if (row == NULL) {
        sent->rules = conf_grow(sent->memory, sent->rules, sent->rule_count, sizeof *row);
        row = &sent->rules[sent->rule_count++];
        *row = (conf_sent_rule){.rule = rule, .side = l->observed->side, .passed_on = true};
    }
    if (row->count == 0 || (row->passed_on && !passed_on)) {
        row->where = l->where;
        keep_bytes(l, span, row);
    }
    row->passed_on = row->passed_on && passed_on;
    row->count++;
}

/* A request of HTTP/1.0 that doesn't ask to keep the connection ends it for the parser; a peer whose server kept it
 * open all the same may go on. */
static bool is_forgiven(const conf_observed *observed, h1_rule rule)
{
    const conf_seen_messages *messages = &observed->messages;

    return rule == H1_RULE_DATA_AFTER_LAST_MESSAGE && observed->side == H1_REQUESTS && messages->count > 0 &&
           messages->at[messages->count - 1].head->minor == 0;
}

void conf_sent_look(conf_sent *sent, const conf_observed *observed, const char *where, const conf_sent *brought)
{
    looking l = {.sent = sent, .observed = observed, .where = where, .brought = brought};

    sent->side = observed->side;
    for (size_t i = 0; i < observed->trace.count; i++) {
        const h1_event *event = &observed->trace.events[i].event;
        if ((event->type == H1_FAULT || event->type == H1_REFUSED) && !is_forgiven(observed, event->fault.rule))
            take(&l, event->fault.rule, event->fault.span, event->fault.second);
        if (event->type == H1_HEAD || event->type == H1_END)
            l.behind_head = event->type == H1_HEAD && !event->last;
    }
    l.behind_head = false;
    for (size_t i = 0; i < observed->messages.count; i++) {
        const conf_seen *seen = &observed->messages.at[i];

        sent->messages++;
        conf_seen_check(observed->side, observed->bytes, seen, take, &l);
    }
}

void conf_sent_forgive(conf_sent *brought, h1_rule rule)
{
    brought->rules = conf_grow(brought->memory, brought->rules, brought->rule_count, sizeof *brought->rules);
    brought->rules[brought->rule_count++] = (conf_sent_rule){.rule = rule, .where = ""};
}

/* ---- Results ---- */

static conf_state state_of(const h1_rule_info *info)
{
    if (info->severity == H1_SEVERITY_NOTE)
        return CONF_USED_LIBERTY;
    if (info->keyword == H1_KEYWORD_MUST || info->keyword == H1_KEYWORD_ABNF)
        return CONF_FAIL;
    return info->keyword == H1_KEYWORD_SHOULD ? CONF_WARN : CONF_USED_LIBERTY;
}

/* "9112" of "RFC 9112". */
static const char *number_of(const char *rfc)
{
    return strncmp(rfc, "RFC ", 4) == 0 ? rfc + 4 : rfc;
}

static conf_case *make_case(const conf_sent *sent, const char *name, const conf_requirement *need, const char *title)
{
    conf_memory *memory = sent->memory;
    const char *did = sent->side == H1_REQUESTS ? "sent" : "answered";
    conf_case *c = conf_alloc(memory, sizeof *c);
    const conf_requirement **needs = conf_alloc(memory, sizeof(conf_requirement *));

    needs[0] = need;
    *c = (conf_case){.id = conf_format(memory, "%s/%s", did, name),
                     .name = conf_text(memory, name, strlen(name)),
                     .path = did,
                     .rfc = need->rfc,
                     .section = need->section,
                     .title = title,
                     .needs = needs,
                     .need_count = 1,
                     .has_side = true,
                     .side = CONF_SIDE_EXCHANGE};
    return c;
}

static conf_requirement *make_requirement(conf_memory *memory, const h1_rule_info *info)
{
    conf_requirement *row = conf_alloc(memory, sizeof *row);
    h1_rule_text name = h1_rule_name(info->rule);

    *row = (conf_requirement){.id = conf_text(memory, name.text, strlen(name.text)),
                              .rfc = number_of(info->rfc),
                              .section = info->section,
                              .section_title = "",
                              .level = h1_keyword_name(info->keyword),
                              .subject = "sender",
                              .paraphrase = info->title,
                              .applies = "exchange",
                              .observable = "",
                              .in_scope = true,
                              .note = ""};
    return row;
}

static conf_result broken(const conf_sent *sent, const conf_sent_rule *row, const char *who)
{
    conf_memory *memory = sent->memory;
    const h1_rule_info *info = h1_rule_info_of(row->rule);
    conf_requirement *need = make_requirement(memory, info);
    conf_case *c = make_case(sent, need->id, need, conf_format(memory, "%s: %s", who, info->title));
    conf_result result = {.c = c};
    conf_buffer expected = {0};
    conf_buffer actual = {0};
    conf_difference d = {.block = "sent", .feeding = "live", .placed = true, .side = row->side, .at = row->place};

    conf_put(memory, &expected, "no message breaks %s", need->id);
    conf_put(memory, &actual, "%zu of %zu messages do%s, the first in %s", row->count, sent->messages,
             row->passed_on ? ", as they came" : "", row->where);
    d.expected = (conf_bytes){expected.at, expected.len};
    d.actual = (conf_bytes){actual.at, actual.len};
    c->rule = row->rule;
    c->bytes[row->side] = row->bytes;
    conf_result_add(memory, &result, &d);
    result.state = row->passed_on ? CONF_USED_LIBERTY : state_of(info);
    return result;
}

static const conf_requirement VALID = {.id = "9110-2.2-01",
                                       .rfc = "9110",
                                       .section = "2.2",
                                       .section_title = "Requirements Notation",
                                       .level = "MUST NOT",
                                       .subject = "sender",
                                       .paraphrase = "Generate no protocol element that breaks its ABNF rule.",
                                       .applies = "exchange",
                                       .observable = "parser",
                                       .in_scope = true,
                                       .note = ""};

static int by_rule(const void *a, const void *b)
{
    const conf_sent_rule *x = a;
    const conf_sent_rule *y = b;

    return (x->rule > y->rule) - (x->rule < y->rule);
}

conf_result *conf_sent_results(const conf_sent *sent, const char *who, size_t *count)
{
    conf_result *results = conf_alloc(sent->memory, (sent->rule_count + 1) * sizeof *results);

    *count = sent->rule_count;
    if (sent->rule_count > 0)
        qsort(sent->rules, sent->rule_count, sizeof *sent->rules, by_rule);
    for (size_t i = 0; i < sent->rule_count; i++)
        results[i] = broken(sent, &sent->rules[i], who);
    if (sent->rule_count == 0 && sent->messages > 0) {
        const char *title = conf_format(sent->memory, "%s: every message is valid", who);
        results[(*count)++] = (conf_result){.c = make_case(sent, "valid", &VALID, title)};
    }
    return results;
}
