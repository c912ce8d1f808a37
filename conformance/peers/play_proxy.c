/* SPDX-License-Identifier: MIT */
/* See play_proxy.h: which cases are played to a proxy, one after the other, and what is made of each play. */
#include "play_proxy.h"

#include <string.h>

#include "conformance/net/outcome_judge.h"
#include "conformance/net/transcript.h"
#include "play_proxy_one.h"

enum { SHORT_MILLISECONDS = 700 }; /* the deadline of a case that isn't judged */

/* ---- A case as a proxy gets it ---- */

static bool speaks_of(const conf_case *c, conf_judged judged)
{
    for (size_t i = 0; i < c->outcome_count; i++) {
        if (c->outcomes[i].judged == judged)
            return true;
    }
    return false;
}

static bool has_proxy_lines(const conf_case *c)
{
    return speaks_of(c, CONF_JUDGED_PROXY) || speaks_of(c, CONF_JUDGED_UP) || speaks_of(c, CONF_JUDGED_DOWN);
}

/* RFC 9110 section 3.7: a proxy is chosen by its client, a gateway stands for an origin server. A row that names one of
 * the two binds no other. */
static bool binds_this(const conf_requirement *row, bool forward)
{
    static const char *const others[] = {"intermediary", "cache", "recipient", "sender", "client", "server"};

    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strstr(row->subject, others[i]) != NULL)
            return true;
    }
    return strstr(row->subject, forward ? "proxy" : "gateway") != NULL;
}

/* The rows that bind this kind of intermediary; the others don't count in the verdict. */
static void keep_binding(conf_memory *memory, conf_case *copy, bool forward)
{
    const conf_requirement **needs = conf_alloc(memory, (copy->need_count + 1) * sizeof *needs);
    size_t kept = 0;

    for (size_t i = 0; i < copy->need_count; i++) {
        if (binds_this(copy->needs[i], forward))
            needs[kept++] = copy->needs[i];
    }
    copy->needs = needs;
    copy->need_count = kept;
}

/* Text with each `from` in it replaced. */
static conf_bytes replaced(conf_memory *memory, conf_bytes text, const char *from, const char *to)
{
    size_t len = strlen(from);
    conf_buffer out = {0};

    for (size_t i = 0; i < text.len;) {
        bool here = text.len - i >= len && memcmp(text.at + i, from, len) == 0;
        conf_buffer_add(memory, &out, here ? (const uint8_t *)to : text.at + i, here ? strlen(to) : 1);
        i += here ? len : 1;
    }
    return (conf_bytes){out.at, out.len};
}

static const char ASK[] = "GET {target} HTTP/1.1\\r\\nHost: {host}\\r\\n\\r\\n";

/* A response case has no request of its own; through a forward proxy, a path alone asks for nothing. Where only what is
 * forwarded is looked at, the case's responses are for others: a good one is played. */
static conf_case *adapted(conf_memory *memory, const conf_case *c, bool forward)
{
    conf_case *copy = conf_alloc(memory, sizeof *copy);
    bool asks = c->bytes[H1_REQUESTS].len > 0;
    bool judged = has_proxy_lines(c);

    *copy = *c;
    copy->steps = conf_alloc(memory, (c->step_count + 1) * sizeof *copy->steps);
    copy->step_count = 0;
    if (!asks)
        copy->steps[copy->step_count++] =
            (conf_step){.kind = CONF_STEP_BYTES, .side = H1_REQUESTS, .text = ASK, .text_len = sizeof ASK - 1};
    for (size_t i = 0; i < c->step_count; i++) {
        conf_step step = c->steps[i];
        if (!judged && step.kind != CONF_STEP_PAUSE && step.side == H1_RESPONSES)
            continue;
        if (forward && step.kind == CONF_STEP_BYTES && step.side == H1_REQUESTS) {
            conf_bytes text = {(const uint8_t *)step.text, step.text_len};
            text = replaced(memory, text, " {path}", " {target}");
            step.text = (const char *)text.at;
            step.text_len = text.len;
        }
        copy->steps[copy->step_count++] = step;
    }
    keep_binding(memory, copy, forward);
    return copy;
}

static void fill_value(conf_memory *memory, const conf_variables *variables, conf_bytes *value)
{
    if (value->at == NULL)
        return;
    *value = replaced(memory, *value, conf_parser_variables.host, variables->host);
    *value = replaced(memory, *value, conf_parser_variables.origin, variables->origin);
}

/* The case's lines with hosts filled in as they were in its bytes. */
static conf_case *filled(conf_memory *memory, const conf_case *c, const conf_variables *variables)
{
    conf_case *copy = conf_alloc(memory, sizeof *copy);

    *copy = *c;
    copy->outcomes = conf_alloc(memory, (c->outcome_count + 1) * sizeof *copy->outcomes);
    for (size_t i = 0; i < c->outcome_count; i++) {
        conf_matches *matches = &copy->outcomes[i].matches;
        copy->outcomes[i] = c->outcomes[i];
        matches->at = conf_alloc(memory, (matches->count + 1) * sizeof *matches->at);
        for (size_t k = 0; k < matches->count; k++) {
            matches->at[k] = c->outcomes[i].matches.at[k];
            fill_value(memory, variables, &matches->at[k].value);
        }
    }
    return copy;
}

/* ---- What a play comes to ---- */

static void add_proof(conf_memory *memory, conf_result *result, const char *block, const char *expected,
                      const char *actual)
{
    conf_difference d = {.block = block,
                         .line = result->c->line,
                         .feeding = "live",
                         .expected = {(const uint8_t *)expected, strlen(expected)},
                         .actual = {(const uint8_t *)actual, strlen(actual)}};

    conf_result_add(memory, result, &d);
}

/* A request that is none of those that were sent came to the origin, and neither client nor proxy know of it: there
 * were more requests than were sent, and more than came back responses. A proxy that reads bytes leniently, and answers
 * all that it reads, smuggles nothing. */
static bool is_smuggled(const conf_proxy_play *play)
{
    size_t asked = play->asked.count > 0 ? play->asked.count : 1;
    size_t requests = play->up->requests;

    return play->up->unattributed > 0 && requests > asked && requests > conf_observed_finals(&play->down);
}

static void judge_proofs(const conf_proxy_play *play, conf_result *result)
{
    conf_memory *memory = play->memory;
    size_t responses = conf_observed_finals(&play->down);
    size_t asked = play->asked.count + 1;

    if (is_smuggled(play))
        add_proof(memory, result, "up", "only requests that were sent reach the origin",
                  conf_format(memory, "%zu that nobody sent", play->up->unattributed));
    if (responses > asked)
        add_proof(memory, result, "down", "a response for each request",
                  conf_format(memory, "%zu responses to at most %zu requests", responses, asked));
}

/* The canary has reached the origin, though the proxy refused what came before it: leftovers were read as a request. */
static void judge_canary(const conf_proxy_play *play, conf_result *result)
{
    const conf_seen *first = conf_observed_final(&play->down, 0);

    if (!play->up->canary || result->state == CONF_FAIL || first == NULL || first->head->status < 400)
        return;
    add_proof(play->memory, result, "canary", "the request behind one that was refused is no request",
              "it reached the origin");
    result->state = conf_case_strength(play->c, CONF_ROLE_PROXY);
}

/* Reasons why what happened proves nothing; NULL where it does. A gateway's own 502 to 504 without a request at the
 * origin may tell of a connection that was closed at the wrong moment. */
static const char *why_inconclusive(const conf_proxy_play *play, const conf_ruling *ruling, bool again)
{
    const conf_seen *first = conf_observed_final(&play->down, 0);
    size_t finals = conf_observed_finals(&play->down);

    if (play->down.ending == CONF_NO_WIRE)
        return "the proxy took no connection";
    if (first == NULL && play->timed_out)
        return "no answer came in time";
    if (first == NULL && play->down.ending == CONF_RESET)
        return "the connection was reset before an answer";
    if (ruling->outcome == NULL && conf_observed_closed(&play->down) && finals > 0 && finals < play->due &&
        !play->asked.refused && !play->asked.unfinished)
        return "the proxy closed before it had answered each request, as it may";
    if (!again && is_smuggled(play))
        return "a request came to the origin that nobody sent";
    if (!again && play->up->requests == 0 && first != NULL && first->head->status >= 502 && first->head->status <= 504)
        return "the proxy did not reach the origin";
    return NULL;
}

static conf_observed strictly(conf_memory *memory, const conf_observed *observed)
{
    conf_observed strict = *observed;

    strict.mode = H1_STRICT;
    strict.trace = (conf_trace){0};
    conf_observed_read(memory, &strict);
    return strict;
}

static conf_transcript *transcript_of(const conf_proxy_play *play)
{
    conf_transcript *transcript = conf_alloc(play->memory, sizeof *transcript);
    conf_observed up = conf_origin_joined(play->memory, play->up, H1_AUDIT);

    *transcript = (conf_transcript){.sent = play->sent,
                                    .forwarded = {up.received.at, up.received.len},
                                    .paused = play->moves.count > 1,
                                    .received = {play->down.received.at, play->down.received.len},
                                    .ending = play->down.ending,
                                    .timed_out = play->timed_out,
                                    .milliseconds = play->took};
    conf_observed_free(&up);
    return transcript;
}

static conf_result judge(const conf_proxy_play *play, const conf_case *original, bool again)
{
    conf_memory *memory = play->memory;
    conf_observed up = conf_origin_joined(memory, play->up, H1_STRICT);
    conf_observed down = strictly(memory, &play->down);
    conf_conduct conducts[] = {{.judged = CONF_JUDGED_UP, .observed = &up},
                               {.judged = CONF_JUDGED_DOWN, .observed = &down},
                               {.judged = CONF_JUDGED_PROXY, .observed = &down}};
    const conf_case *c = filled(memory, play->c, &play->variables);
    conf_result result = {.c = original, .transcript = transcript_of(play)};
    bool judged = has_proxy_lines(original);
    conf_ruling ruling = {.state = CONF_SKIP};

    if (judged)
        ruling = conf_judge_outcomes(memory, c, CONF_ROLE_PROXY, conducts, speaks_of(c, CONF_JUDGED_PROXY) ? 3 : 2);
    if (ruling.state == CONF_FAIL || ruling.state == CONF_WARN || is_smuggled(play))
        result.reason = why_inconclusive(play, &ruling, again);
    if (result.reason != NULL) {
        result.state = CONF_INCONCLUSIVE;
    } else {
        result.reason = judged ? NULL : "nothing in it is for a proxy; what was forwarded was looked at";
        if (ruling.has_difference)
            conf_result_add(memory, &result, &ruling.difference);
        result.state = ruling.state;
        judge_proofs(play, &result);
        if (judged)
            judge_canary(play, &result);
    }
    conf_observed_free(&up);
    conf_observed_free(&down);
    return result;
}

/* ---- One after the other ---- */

typedef struct playing {
    conf_net *net;
    const conf_suite *suite;
    const conf_proxy *proxy;
    conf_origin *origin;
    conf_result *results;
    conf_proxy_sent *sent;
    void (*shown)(void *context, size_t done);
    void *context;
    conf_proxy_play play;
    size_t index; /* of the case that is being played */
    bool again;
} playing;

static bool has_tag(const conf_case *c, const char *tag)
{
    for (size_t i = 0; i < c->tag_count; i++) {
        if (strcmp(c->tags[i], tag) == 0)
            return true;
    }
    return false;
}

static const char *why_not(conf_memory *memory, const conf_case *c, bool forward)
{
    bool requests = c->bytes[H1_REQUESTS].len > 0;
    conf_case copy = *c;

    if (c->side == CONF_SIDE_VALUE || c->side == CONF_SIDE_FRAME)
        return "nothing in it is for a proxy";
    if (!has_proxy_lines(c))
        return requests ? NULL : "nothing in it is for a proxy";
    if (has_tag(c, forward ? "reverse" : "forward"))
        return forward ? "it is for gateways" : "it is for forward proxies";
    keep_binding(memory, &copy, forward);
    for (size_t i = 0; i < copy.need_count; i++) {
        if ((conf_requirement_roles(copy.needs[i]) & CONF_ROLE_PROXY) != 0)
            return NULL;
    }
    return forward ? "it binds gateways only" : "it binds forward proxies only";
}

/* What nobody can read as a request of HTTP/1 may be answered as HTTP/0.9 is: with content alone. */
static bool has_status_line(const conf_proxy_play *play)
{
    const conf_buffer *received = &play->down.received;

    return play->asked.count > 0 || (received->len >= 5 && memcmp(received->at, "HTTP/", 5) == 0);
}

/* What the proxy was given to pass on is no fault of its. Behind a preface of HTTP/2 it may well go on in HTTP/2. */
static void look_at_messages(const conf_proxy_play *play, conf_proxy_sent *sent)
{
    conf_memory *memory = play->memory;
    conf_observed given = {.side = H1_REQUESTS, .mode = H1_AUDIT, .ending = CONF_ENDED};
    conf_observed answered = {.side = H1_RESPONSES, .mode = H1_AUDIT, .ending = CONF_ENDED};
    conf_sent brought_up = {.memory = memory};
    conf_sent brought_down = {.memory = memory};

    if (play->c->rule == H1_RULE_HTTP2_PREFACE)
        return;
    conf_buffer_add(memory, &given.received, play->sent.at, play->sent.len);
    for (size_t group = 0; group <= play->c->alternative_count; group++) {
        conf_mark mark;
        conf_bytes bytes = conf_case_bytes(memory, play->c, H1_RESPONSES, group, &play->variables, &mark);
        conf_buffer_add(memory, &answered.received, bytes.at, bytes.len);
    }
    conf_observed_read(memory, &given);
    conf_observed_read(memory, &answered);
    conf_sent_look(&brought_up, &given, play->c->id, NULL);
    conf_sent_look(&brought_down, &answered, play->c->id, NULL);
    for (size_t i = 0; i < play->up->wire_count; i++)
        conf_sent_look(&sent->up, &play->up->wires[i], play->c->id, &brought_up);
    if (play->proxy->forward) /* RFC 9110 section 15.5.6 binds origin servers, and so gateways */
        conf_sent_forgive(&brought_down, H1_RULE_ALLOW_MISSING);
    if (has_status_line(play))
        conf_sent_look(&sent->down, &play->down, play->c->id, &brought_down);
    conf_observed_free(&given);
    conf_observed_free(&answered);
}

static void free_play(conf_proxy_play *play)
{
    for (size_t i = 0; i < play->up->wire_count; i++)
        conf_observed_free(&play->up->wires[i]);
    conf_observed_free(&play->down);
}

static bool begin_next(playing *all);

static void play_done(void *context, conf_proxy_play *play)
{
    playing *all = context;

    all->results[all->index] = judge(play, all->suite->cases[all->index], all->again);
    look_at_messages(play, all->sent);
    free_play(play);
    all->index++;
    if (!all->again && all->shown != NULL)
        all->shown(all->context, all->index);
    if (!begin_next(all))
        conf_net_stop(all->net);
}

static bool is_due(const playing *all)
{
    const conf_case *c = all->suite->cases[all->index];

    if (all->again)
        return all->results[all->index].state == CONF_INCONCLUSIVE;
    all->results[all->index] =
        (conf_result){.c = c, .state = CONF_SKIP, .reason = why_not(all->suite->memory, c, all->proxy->forward)};
    return all->results[all->index].reason == NULL;
}

/* False: there is none left. */
static bool begin_next(playing *all)
{
    const conf_case *c;

    while (all->index < all->suite->case_count && !is_due(all))
        all->index++;
    if (all->index == all->suite->case_count)
        return false;
    c = all->suite->cases[all->index];
    all->play = (conf_proxy_play){.net = all->net,
                                  .memory = all->suite->memory,
                                  .proxy = all->proxy,
                                  .origin = all->origin,
                                  .c = adapted(all->suite->memory, c, all->proxy->forward),
                                  .milliseconds = has_proxy_lines(c) ? all->proxy->milliseconds : SHORT_MILLISECONDS,
                                  .done = play_done,
                                  .context = all};
    conf_proxy_play_begin(&all->play);
    return true;
}

void conf_play_proxy(conf_net *net, const conf_suite *suite, const conf_proxy *proxy, conf_origin *origin,
                     conf_result *results, conf_proxy_sent *sent, void (*shown)(void *context, size_t done),
                     void *context)
{
    playing all = {.net = net,
                   .suite = suite,
                   .proxy = proxy,
                   .origin = origin,
                   .results = results,
                   .sent = sent,
                   .shown = shown,
                   .context = context};

    *sent = (conf_proxy_sent){.up = {.memory = suite->memory}, .down = {.memory = suite->memory}};
    for (unsigned turn = 0; turn < 2; turn++) {
        all.again = turn > 0;
        all.index = 0;
        if (begin_next(&all))
            conf_net_run(net);
    }
}

/* ---- Calibration ---- */

static void calibrated(void *context, conf_proxy_play *play)
{
    (void)context;
    conf_net_stop(play->net);
}

static const char *wrong_with(conf_memory *memory, const conf_proxy_play *play)
{
    const conf_seen *response = conf_observed_final(&play->down, 0);

    if (play->down.ending == CONF_NO_WIRE)
        return play->down.error;
    if (play->up->requests == 0 && response == NULL)
        return "a good request was not answered, and did not reach the origin";
    if (play->up->requests == 0)
        return conf_format(memory, "a good request was answered with %u, and did not reach the origin",
                           response->head->status);
    if (response == NULL || response->head->status != 200)
        return "the origin's response to a good request did not come back";
    return NULL;
}

static const char *via_of(conf_memory *memory, const conf_observed *up)
{
    const conf_seen *request = conf_observed_final(up, 0);

    for (size_t i = 0; request != NULL && i < request->head->fields; i++) {
        const h1_field *field = &request->fields[i];
        if (field->name_len == 3 && strncasecmp((const char *)up->bytes + field->name_at, "via", 3) == 0)
            return conf_text(memory, (const char *)up->bytes + field->value_at, field->value_len);
    }
    return NULL;
}

conf_proxy_profile conf_proxy_calibrate(conf_net *net, conf_memory *memory, const conf_proxy *proxy,
                                        conf_origin *origin)
{
    const conf_case nothing = {.id = "calibration", .name = "calibration"};
    conf_proxy_play play = {.net = net,
                            .memory = memory,
                            .proxy = proxy,
                            .origin = origin,
                            .c = adapted(memory, &nothing, proxy->forward),
                            .milliseconds = proxy->milliseconds,
                            .done = calibrated};
    conf_proxy_profile profile;
    conf_observed up;

    conf_proxy_play_begin(&play);
    conf_net_run(net);
    up = conf_origin_joined(memory, play.up, H1_AUDIT);
    profile = (conf_proxy_profile){.wrong = wrong_with(memory, &play), .via = via_of(memory, &up)};
    profile.works = profile.wrong == NULL;
    conf_observed_free(&up);
    free_play(&play);
    return profile;
}
