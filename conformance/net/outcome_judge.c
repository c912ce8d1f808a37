/* SPDX-License-Identifier: MIT */
/* See outcome_judge.h: which lines fit, and how strong it is where none does. */
#include "outcome_judge.h"

#include <string.h>

#include "conformance/parser/judge_message.h"

/* ---- Strength ---- */

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Is the role the sender of what a row applies to? A server sends responses; a client, requests; a proxy, both. */
static bool sends(const conf_requirement *row, conf_role role)
{
    if (role == CONF_ROLE_SERVER)
        return strcmp(row->applies, "response") == 0;
    if (role == CONF_ROLE_CLIENT)
        return strcmp(row->applies, "request") == 0;
    return true;
}

/* Grammar rows bind whoever sends; a recipient may recover (RFC 9110 sections 2.2 and 2.4). */
static unsigned strength_of(const conf_requirement *row, conf_role role)
{
    if ((conf_requirement_roles(row) & role) == 0)
        return 0;
    if (starts(row->level, "MUST"))
        return 2;
    if (starts(row->level, "SHOULD"))
        return 1;
    if (strcmp(row->level, "ABNF") == 0)
        return sends(row, role) ? 2 : 0;
    if (strcmp(row->level, "PROSE") == 0)
        return strstr(row->note, "MUST") != NULL ? 2 : 1;
    return 0;
}

const conf_requirement *conf_case_binding(const conf_case *c, conf_role role)
{
    const conf_requirement *strongest = NULL;
    unsigned most = 0;

    for (size_t i = 0; i < c->need_count; i++) {
        unsigned strength = strength_of(c->needs[i], role);
        if (strength <= most)
            continue;
        most = strength;
        strongest = c->needs[i];
    }
    return strongest;
}

conf_state conf_case_strength(const conf_case *c, conf_role role)
{
    const conf_requirement *row = conf_case_binding(c, role);

    return row != NULL && strength_of(row, role) == 2 ? CONF_FAIL : CONF_WARN;
}

/* ---- One matcher ---- */

/* A line and the conduct that it is held against. */
typedef struct fitting {
    conf_memory *memory;
    const conf_outcome *outcome;
    const conf_conduct *conduct;
    conf_buffer *expected, *actual;
} fitting;

static size_t number_of(const fitting *f, const conf_match *match)
{
    return match->message > 0 ? match->message - 1 : f->conduct->first;
}

static const conf_seen *message_of(const fitting *f, const conf_match *match)
{
    const conf_observed *observed = f->conduct->observed;

    return observed != NULL ? conf_observed_final(observed, number_of(f, match)) : NULL;
}

static bool is_closed(const fitting *f)
{
    return f->conduct->observed != NULL && conf_observed_closed(f->conduct->observed);
}

static bool receives_responses(const fitting *f)
{
    return f->conduct->judged == CONF_JUDGED_SERVER || f->conduct->judged == CONF_JUDGED_DOWN ||
           f->conduct->judged == CONF_JUDGED_PROXY;
}

bool conf_status_refuses(unsigned status)
{
    static const unsigned refusals[] = {400, 408, 411, 413, 414, 417, 426, 431};

    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (refusals[i] == status)
            return true;
    }
    return status >= 500;
}

static const conf_answer *answer_of(const fitting *f, const conf_match *match)
{
    size_t n = number_of(f, match);

    return n < f->conduct->answer_count ? &f->conduct->answers[n] : NULL;
}

static bool fits_accept(const fitting *f, const conf_match *match)
{
    const conf_seen *seen = message_of(f, match);
    const conf_answer *answer = answer_of(f, match);

    if (f->conduct->judged == CONF_JUDGED_CLIENT)
        return !f->conduct->failed && (answer == NULL || answer->error == NULL);
    if (seen == NULL)
        return false;
    return receives_responses(f) ? !conf_status_refuses(seen->head->status)
                                 : conf_observed_fault(f->conduct->observed) == NULL;
}

static bool fits_error(const fitting *f, const conf_match *match)
{
    const conf_seen *seen = message_of(f, match);
    const conf_answer *answer = answer_of(f, match);

    if (f->conduct->judged == CONF_JUDGED_CLIENT)
        return f->conduct->failed || (answer != NULL && answer->error != NULL);
    return seen != NULL ? seen->head->status >= 400 : is_closed(f);
}

/* Does a line ask for a message, for bytes or for none? */
static bool asks_for_message(const conf_outcome *outcome)
{
    for (size_t i = 0; i < outcome->matches.count; i++) {
        conf_match_kind kind = outcome->matches.at[i].kind;
        if (kind != CONF_MATCH_CLOSE)
            return true;
    }
    return false;
}

/* "close" alone is a close without a response. */
static bool fits_close(const fitting *f, const conf_match *match)
{
    if (!is_closed(f))
        return false;
    return !receives_responses(f) || asks_for_message(f->outcome) || message_of(f, match) == NULL;
}

static bool fits_nothing(const fitting *f)
{
    const conf_observed *observed = f->conduct->observed;
    bool silent = observed == NULL || observed->received.len == 0;

    if (f->conduct->judged == CONF_JUDGED_UP) /* a request that is broken off has asked for nothing */
        return silent || (conf_observed_finals(observed) == 0 && conf_observed_fault(observed) == NULL);
    return silent && (!receives_responses(f) || !is_closed(f));
}

/* Where some bytes first stand; NULL where they don't. */
static const uint8_t *find(const uint8_t *in, size_t len, conf_bytes what)
{
    return len > 0 ? memmem(in, len, what.at, what.len) : NULL;
}

static bool fits_bytes(const fitting *f, const conf_match *match)
{
    const conf_observed *observed = f->conduct->observed;
    const uint8_t *at = NULL, *behind;

    if (observed != NULL)
        at = find(observed->received.at, observed->received.len, match->value);
    if (at == NULL || match->behind.len == 0)
        return at != NULL;
    behind = at + match->value.len;
    return find(behind, observed->received.len - (size_t)(behind - observed->received.at), match->behind) != NULL;
}

/* A field that is what it is in the first message. */
static bool fits_same(const fitting *f, const conf_match *match)
{
    const conf_observed *observed = f->conduct->observed;
    const conf_seen *seen = message_of(f, match);
    const conf_seen *first = seen != NULL ? conf_observed_final(observed, 0) : NULL;
    const h1_field *field = seen != NULL ? conf_seen_field(seen, observed->bytes, match->name) : NULL;
    const h1_field *before = seen != NULL ? conf_seen_field(first, observed->bytes, match->name) : NULL;
    conf_bytes values[2];

    if (seen == NULL || field == NULL || before == NULL)
        return seen != NULL && field == before;
    values[0] = conf_seen_value(f->memory, observed->bytes, field);
    values[1] = conf_seen_value(f->memory, observed->bytes, before);
    return values[0].len == values[1].len &&
           (values[0].len == 0 || memcmp(values[0].at, values[1].at, values[0].len) == 0);
}

/* What a client reports of a response; what it doesn't report isn't compared. */
static bool fits_answer(const fitting *f, const conf_match *match)
{
    const conf_answer *answer = answer_of(f, match);

    if (f->conduct->answers == NULL)
        return !f->conduct->failed;
    if (answer == NULL || answer->error != NULL)
        return false;
    if (match->kind == CONF_MATCH_STATUS)
        return answer->status == 0 || conf_match_has_status(match, answer->status);
    if (!answer->has_body)
        return true;
    if (match->kind == CONF_MATCH_BODY_SIZE)
        return answer->body.len == match->number;
    return answer->body.len == match->value.len &&
           (answer->body.len == 0 || memcmp(answer->body.at, match->value.at, answer->body.len) == 0);
}

static bool is_reported(conf_match_kind kind)
{
    return kind == CONF_MATCH_STATUS || kind == CONF_MATCH_BODY || kind == CONF_MATCH_BODY_SIZE;
}

/* 404 or 405 shows that the message was taken as much as 200 does: where taking it is a SHOULD missed or a liberty, it
 * is the same whether the route then likes the request. */
static bool is_taken(const fitting *f, const conf_match *match, const conf_seen *seen)
{
    unsigned status = seen->head->status;

    return receives_responses(f) && f->outcome->strength != CONF_ALLOWED && match->kind == CONF_MATCH_STATUS &&
           status > 400 && !conf_status_refuses(status) && conf_match_has_status(match, 200);
}

/* Where any 4xx is a refusal, so is a 501 for a method, and a 505. */
static bool is_refused(const fitting *f, const conf_match *match, const conf_seen *seen)
{
    unsigned status = seen->head->status;

    return receives_responses(f) && !f->outcome->never && match->kind == CONF_MATCH_STATUS &&
           (status == 501 || status == 505) && conf_match_has_status(match, 401) && conf_match_has_status(match, 499);
}

static bool say_not(const fitting *f, const conf_match *match)
{
    conf_put(f->memory, f->expected, "%s", conf_match_name(match->kind));
    conf_put_conduct(f->memory, f->actual, f->conduct);
    return false;
}

static bool fits_message(const fitting *f, const conf_match *match)
{
    const conf_seen *seen = message_of(f, match);

    if (seen == NULL)
        return say_not(f, match);
    if (is_taken(f, match, seen) || is_refused(f, match, seen))
        return true;
    return conf_match_message(f->memory, f->conduct->observed->side, f->conduct->observed->bytes, seen, match,
                              f->expected, f->actual);
}

/* The matchers that speak of more than one message; the rest are of messages. */
static bool fits(const fitting *f, const conf_match *match)
{
    bool fit;

    if (match->kind == CONF_MATCH_ACCEPT)
        fit = fits_accept(f, match);
    else if (match->kind == CONF_MATCH_CLOSE)
        fit = fits_close(f, match);
    else if (match->kind == CONF_MATCH_ERROR)
        fit = fits_error(f, match);
    else if (match->kind == CONF_MATCH_NOTHING)
        fit = fits_nothing(f);
    else if (match->kind == CONF_MATCH_SAME)
        fit = fits_same(f, match);
    else if (match->kind == CONF_MATCH_CHANGED)
        fit = message_of(f, match) != NULL && !fits_same(f, match);
    else if (match->kind == CONF_MATCH_PIPELINED)
        fit = f->conduct->pipelined;
    else if (match->kind == CONF_MATCH_ATTEMPTS)
        fit = f->conduct->attempts <= match->number;
    else if (match->kind == CONF_MATCH_BYTES)
        fit = fits_bytes(f, match);
    else if (f->conduct->judged == CONF_JUDGED_CLIENT && is_reported(match->kind))
        fit = fits_answer(f, match);
    else
        return fits_message(f, match);
    return fit || say_not(f, match);
}

bool conf_outcome_fits(conf_memory *memory, const conf_outcome *outcome, const conf_conduct *conduct,
                       conf_buffer *expected, conf_buffer *actual)
{
    fitting f = {memory, outcome, conduct, expected, actual};

    for (size_t i = 0; i < outcome->matches.count; i++) {
        if (!fits(&f, &outcome->matches.at[i]))
            return false;
    }
    return true;
}

/* ---- Groups of lines ---- */

typedef struct judging {
    conf_memory *memory;
    const conf_case *c;
    const conf_conduct *conducts;
    size_t count;
} judging;

static bool line_fits(const judging *j, const conf_outcome *outcome, const conf_conduct *conduct)
{
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    return conf_outcome_fits(j->memory, outcome, conduct, &expected, &actual);
}

/* The conduct that a line speaks of; NULL where it was not observed. */
static const conf_conduct *conduct_of(const judging *j, const conf_outcome *outcome)
{
    for (size_t i = 0; i < j->count; i++) {
        if (j->conducts[i].judged == outcome->judged)
            return &j->conducts[i];
    }
    return NULL;
}

/* The never line of a group that what happened fits; NULL where there is none. */
static const conf_outcome *forbidden(const judging *j, size_t group)
{
    for (size_t i = 0; i < j->c->outcome_count; i++) {
        const conf_outcome *outcome = &j->c->outcomes[i];
        const conf_conduct *conduct = conduct_of(j, outcome);
        if (outcome->never && outcome->alternative == group && conduct != NULL && line_fits(j, outcome, conduct))
            return outcome;
    }
    return NULL;
}

/* What the lines of one word in a group come to. */
typedef struct fit {
    bool asked;                  /* there are such lines */
    const conf_outcome *outcome; /* the first that fits */
} fit;

static fit fit_of(const judging *j, const conf_conduct *conduct, size_t group)
{
    fit found = {0};

    for (size_t i = 0; i < j->c->outcome_count && found.outcome == NULL; i++) {
        const conf_outcome *outcome = &j->c->outcomes[i];
        if (outcome->never || outcome->alternative != group || outcome->judged != conduct->judged)
            continue;
        found.asked = true;
        if (line_fits(j, outcome, conduct))
            found.outcome = outcome;
    }
    return found;
}

static conf_state state_of(const conf_outcome *outcome)
{
    static const conf_state states[] = {CONF_PASS, CONF_WARN, CONF_USED_LIBERTY};
    return states[outcome->strength];
}

/* PASS, then USED_LIBERTY, then WARN. */
static bool is_weaker(conf_state a, conf_state b)
{
    return (a == CONF_WARN && b != CONF_WARN) || (a == CONF_USED_LIBERTY && b == CONF_PASS);
}

/* Adds a group's lines to a ruling. Returns false where the group doesn't fit. */
static bool group_fits(const judging *j, size_t group, conf_ruling *ruling)
{
    if (group > 0 && forbidden(j, group) != NULL)
        return false;
    for (size_t i = 0; i < j->count; i++) {
        fit found = fit_of(j, &j->conducts[i], group);
        if (!found.asked)
            continue;
        if (found.outcome == NULL)
            return false;
        if (ruling->outcome == NULL || is_weaker(state_of(found.outcome), ruling->state)) {
            ruling->outcome = found.outcome;
            ruling->state = state_of(found.outcome);
        }
    }
    return true;
}

/* ---- The ruling ---- */

static bool is_judged(const judging *j, const conf_outcome *outcome)
{
    return conduct_of(j, outcome) != NULL;
}

static const conf_outcome *first_line(const judging *j)
{
    for (size_t i = 0; i < j->c->outcome_count; i++) {
        if (is_judged(j, &j->c->outcomes[i]) && !j->c->outcomes[i].never)
            return &j->c->outcomes[i];
    }
    return NULL;
}

static void put_allowed(const judging *j, conf_buffer *out)
{
    size_t group = 0;

    for (size_t i = 0; i < j->c->outcome_count; i++) {
        const conf_outcome *outcome = &j->c->outcomes[i];
        if (outcome->never || !is_judged(j, outcome))
            continue;
        if (out->len > 0)
            conf_put(j->memory, out, outcome->alternative == group && group > 0 ? " and " : ", or ");
        group = outcome->alternative;
        conf_put_outcome(j->memory, out, outcome);
    }
}

static void put_all_conduct(const judging *j, conf_buffer *out)
{
    for (size_t i = 0; i < j->count; i++) {
        if (j->count > 1)
            conf_put(j->memory, out, "%s%s: ", i > 0 ? "; " : "",
                     j->conducts[i].judged == CONF_JUDGED_UP ? "up" : "down");
        conf_put_conduct(j->memory, out, &j->conducts[i]);
    }
}

/* `line` is the never line that was broken, or NULL where no line fits. */
static void rule_against(const judging *j, conf_role role, const conf_outcome *line, conf_ruling *ruling)
{
    static const char *const blocks[] = {"server", "client", "proxy", "up", "down"};
    const conf_outcome *at = line != NULL ? line : first_line(j);
    conf_buffer expected = {0};
    conf_buffer actual = {0};

    if (line != NULL)
        conf_put_outcome(j->memory, &expected, line);
    else
        put_allowed(j, &expected);
    put_all_conduct(j, &actual);
    *ruling = (conf_ruling){.state = conf_case_strength(j->c, role), .outcome = line, .has_difference = true};
    ruling->difference = (conf_difference){.block = blocks[at->judged],
                                           .line = at->line,
                                           .feeding = "live",
                                           .expected = {expected.at, expected.len},
                                           .actual = {actual.at, actual.len}};
}

conf_ruling conf_judge_outcomes(conf_memory *memory, const conf_case *c, conf_role role, const conf_conduct *conducts,
                                size_t count)
{
    judging j = {memory, c, conducts, count};
    const conf_outcome *never = forbidden(&j, 0);
    conf_ruling outside = {.state = CONF_PASS};
    bool fits_outside = group_fits(&j, 0, &outside);

    for (size_t group = c->alternative_count > 0 ? 1 : 0; never == NULL && fits_outside; group++) {
        conf_ruling ruling = outside;
        if (group > c->alternative_count)
            break;
        if (group == 0 || group_fits(&j, group, &ruling))
            return ruling;
    }
    rule_against(&j, role, never, &outside);
    return outside;
}
