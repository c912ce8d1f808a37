/* SPDX-License-Identifier: MIT */
/* See play_proxy.h: which cases are played to a proxy, and what is made of each play. */
#include "play_proxy.h"

#include <string.h>

#include "conformance/net/outcome_judge.h"
#include "conformance/net/transcript.h"
#include "play_proxy_one.h"
#include "proxy_case.h"
#include "proxy_sent.h"

enum { SHORT_MILLISECONDS = 700 }; /* the deadline of a case that isn't judged */

/* ---- What a play comes to ---- */

/* A request that is none of those that were sent came to the origin, and neither client nor proxy know of it: there
 * were more requests than were sent, and more than came back responses. A proxy that reads bytes leniently, and answers
 * all that it reads, smuggles nothing. */
static bool is_smuggled(const conf_proxy_play *play)
{
    size_t asked = play->asked.count > 0 ? play->asked.count : 1;
    size_t requests = play->up->requests;

    return play->up->unattributed > 0 && requests > asked && requests > conf_observed_finals(&play->down);
}

/* The canary was sent behind the answers to all else and came to the origin, so what answers it has to be what the
 * origin said to it. A proxy that answers something else of its own says so by another status. */
static bool is_mixed_up(const conf_proxy_play *play)
{
    const conf_seen *answer = play->asked.count > 1 ? conf_observed_final(&play->down, play->asked.count - 1) : NULL;
    size_t len = play->canary != NULL ? strlen(play->canary) : 0;

    if (play->c->canary != CONF_CANARY_AFTER_RESPONSE || !play->up->canary || play->asked.refused || answer == NULL)
        return false;
    return answer->head->status == 200 && (answer->body.len != len || memcmp(answer->body.at, play->canary, len) != 0);
}

static void judge_proofs(const conf_proxy_play *play, conf_result *result)
{
    conf_memory *memory = play->memory;
    size_t responses = conf_observed_finals(&play->down);
    size_t asked = play->asked.count + 1;

    if (is_smuggled(play))
        conf_result_add_live(memory, result, "up", "only requests that were sent reach the origin",
                             conf_format(memory, "%zu that nobody sent", play->up->unattributed));
    if (is_mixed_up(play))
        conf_result_add_live(memory, result, "down",
                             "the response to the last request is the one that the origin sent to it",
                             "one that the client can't match: what lay behind another response");
    if (responses > asked)
        conf_result_add_live(memory, result, "down", "a response for each request",
                             conf_format(memory, "%zu responses to at most %zu requests", responses, asked));
}

/* The canary has reached the origin, though the proxy refused what came before it: leftovers were read as a request. */
static void judge_canary(const conf_proxy_play *play, conf_result *result)
{
    const conf_seen *first = conf_observed_final(&play->down, 0);

    if (!play->up->canary || result->state == CONF_FAIL || first == NULL || first->head->status < 400)
        return;
    conf_result_add_live(play->memory, result, "canary", "the request behind one that was refused is no request",
                         "it reached the origin");
    result->state = conf_case_strength(play->c, CONF_ROLE_PROXY);
}

/* Reasons why what happened proves nothing; NULL where it does. A gateway's own 502 to 504 without a request at the
 * origin may tell of a connection that was closed at the wrong moment. */
static const char *why_inconclusive(const conf_proxy_play *play, const conf_ruling *ruling, bool again)
{
    const conf_seen *first = conf_observed_final(&play->down, 0);
    size_t finals = conf_observed_finals(&play->down);

    if (play->up->confused)
        return "a request that may be another case's came meanwhile";
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
    if (!again && is_mixed_up(play))
        return "a response came that is not to the request";
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

static conf_transcript *transcript_of(const conf_proxy_play *play, const conf_observed *up)
{
    conf_transcript *transcript = conf_alloc(play->memory, sizeof *transcript);

    *transcript = (conf_transcript){.sent = play->sent,
                                    .forwarded = {up->received.at, up->received.len},
                                    .paused = play->moves.count > 1,
                                    .received = {play->down.received.at, play->down.received.len},
                                    .ending = play->down.ending,
                                    .timed_out = play->timed_out,
                                    .milliseconds = play->took};
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
    const conf_case *c = conf_case_filled(memory, play->c, &play->variables);
    conf_result result = {.c = original, .transcript = transcript_of(play, &up)};
    bool judged = conf_case_is_for_proxy(original);
    conf_ruling ruling = {.state = CONF_SKIP};

    if (judged)
        ruling = conf_judge_outcomes(memory, c, CONF_ROLE_PROXY, conducts,
                                     conf_case_speaks_of(c, CONF_JUDGED_PROXY) ? 3 : 2);
    if (ruling.state == CONF_FAIL || ruling.state == CONF_WARN || is_smuggled(play) || is_mixed_up(play) ||
        play->up->confused)
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

/* ---- Side by side, and once more ---- */

typedef enum turn {
    TURN_FIRST = 0, /* all cases, as many side by side as was asked for */
    TURN_ALONE,     /* those whose requests can't be told from others' */
    TURN_AGAIN,     /* those that are inconclusive */
    TURNS,
} turn;

typedef struct playing {
    conf_net *net;
    const conf_suite *suite;
    const conf_proxy *proxy;
    conf_origin *origin;
    conf_result *results;
    conf_proxy_sent *sent;
    void (*shown)(void *context, size_t done);
    void *context;
    turn turn;
    bool *confused;             /* [suite->case_count] */
    conf_proxy_play **underway; /* [suite->case_count] NULL: it isn't */
    size_t next;                /* the first case that was not begun */
    size_t going_on;
} playing;

typedef struct slot {
    playing *all;
    size_t index; /* of the case */
    conf_proxy_play play;
} slot;

static void free_play(conf_proxy_play *play)
{
    for (size_t i = 0; i < play->up->wire_count; i++)
        conf_observed_free(&play->up->wires[i]);
    conf_observed_free(&play->down);
}

static void begin_next(playing *all);

static void take_result(playing *all, size_t index, conf_proxy_play *play)
{
    all->results[index] = judge(play, all->suite->cases[index], all->turn == TURN_AGAIN);
    all->confused[index] = play->up->confused;
    if (!play->up->confused)
        conf_proxy_look(play, all->sent);
}

/* What was under way when the run was interrupted proves nothing: its result stays as it was. */
static void play_done(void *context, conf_proxy_play *play)
{
    slot *s = context;
    playing *all = s->all;

    all->underway[s->index] = NULL;
    if (!conf_net_interrupted(all->net))
        take_result(all, s->index, play);
    free_play(play);
    if (all->turn == TURN_FIRST && all->shown != NULL)
        all->shown(all->context, all->next);
    all->going_on--;
    begin_next(all);
    if (all->going_on == 0)
        conf_net_stop(all->net);
}

static bool is_due(const playing *all, size_t index)
{
    if (all->turn == TURN_ALONE)
        return all->confused[index];
    if (all->turn == TURN_AGAIN)
        return all->results[index].state == CONF_INCONCLUSIVE;
    return all->results[index].state != CONF_SKIP;
}

static void begin(playing *all, size_t index)
{
    conf_memory *memory = all->suite->memory;
    const conf_case *c = all->suite->cases[index];
    slot *s = conf_alloc(memory, sizeof *s);

    *s = (slot){.all = all, .index = index};
    s->play =
        (conf_proxy_play){.net = all->net,
                          .memory = memory,
                          .proxy = all->proxy,
                          .origin = all->origin,
                          .c = conf_case_for_proxy(memory, c, all->proxy->forward),
                          .milliseconds = conf_case_is_for_proxy(c) ? all->proxy->milliseconds : SHORT_MILLISECONDS,
                          .done = play_done,
                          .context = s};
    all->going_on++;
    all->underway[index] = &s->play;
    conf_proxy_play_begin(&s->play);
}

static void begin_next(playing *all)
{
    while (all->next < all->suite->case_count && !is_due(all, all->next))
        all->next++;
    if (all->next < all->suite->case_count && !conf_net_interrupted(all->net))
        begin(all, all->next++);
}

static void end_all(void *context)
{
    const playing *all = context;

    for (size_t i = 0; i < all->suite->case_count; i++) {
        if (all->underway[i] != NULL)
            conf_proxy_play_end(all->underway[i]);
    }
}

/* Each case's result until it is played. */
static void choose(playing *all)
{
    for (size_t i = 0; i < all->suite->case_count; i++) {
        const conf_case *c = all->suite->cases[i];
        const char *reason = conf_proxy_skips(all->suite->memory, c, all->proxy->forward);
        all->results[i] = (conf_result){.c = c,
                                        .state = reason != NULL ? CONF_SKIP : CONF_INCONCLUSIVE,
                                        .reason = reason != NULL ? reason : CONF_WAS_INTERRUPTED};
    }
}

static void play_all_of(playing *all, turn now)
{
    size_t jobs = now == TURN_FIRST ? all->proxy->jobs : 1;

    all->turn = now;
    all->next = 0;
    for (size_t i = 0; i < jobs; i++)
        begin_next(all);
    if (all->going_on > 0)
        conf_net_run(all->net);
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
                   .context = context,
                   .confused = conf_alloc(suite->memory, (suite->case_count + 1) * sizeof(bool)),
                   .underway = conf_alloc(suite->memory, (suite->case_count + 1) * sizeof(conf_proxy_play *))};

    *sent = (conf_proxy_sent){.up = {.memory = suite->memory}, .down = {.memory = suite->memory}};
    choose(&all);
    conf_net_when_interrupted(net, end_all, &all);
    for (turn now = TURN_FIRST; now < TURNS; now++)
        play_all_of(&all, now);
    conf_net_when_interrupted(net, NULL, NULL);
}

/* ---- Calibration ---- */

static void calibrated(void *context, conf_proxy_play *play)
{
    (void)context;
    conf_net_stop(play->net);
}

static void end_calibration(void *context)
{
    conf_proxy_play_end(context);
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

conf_proxy_profile conf_proxy_calibrate(conf_net *net, conf_memory *memory, const conf_proxy *proxy,
                                        conf_origin *origin)
{
    const conf_case nothing = {.id = "calibration", .name = "calibration"};
    conf_proxy_play play = {.net = net,
                            .memory = memory,
                            .proxy = proxy,
                            .origin = origin,
                            .c = conf_case_for_proxy(memory, &nothing, proxy->forward),
                            .milliseconds = proxy->milliseconds,
                            .done = calibrated};
    conf_proxy_profile profile;
    conf_observed up;

    conf_net_when_interrupted(net, end_calibration, &play);
    conf_proxy_play_begin(&play);
    conf_net_run(net);
    conf_net_when_interrupted(net, NULL, NULL);
    up = conf_origin_joined(memory, play.up, H1_AUDIT);
    profile = (conf_proxy_profile){.wrong = wrong_with(memory, &play),
                                   .via = conf_observed_field(memory, &up, conf_observed_final(&up, 0), "via")};
    profile.works = profile.wrong == NULL;
    conf_observed_free(&up);
    free_play(&play);
    return profile;
}
