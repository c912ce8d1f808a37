/* SPDX-License-Identifier: MIT */
/* See play_client.h: which cases are played to a client, several side by side, and what is made of each play. */
#include "play_client.h"

#include <string.h>

#include "conformance/net/asked.h"
#include "conformance/net/transcript.h"
#include "play_client_one.h"

/* ---- Which cases ---- */

/* A method that is put into a shell's command line as it is. */
static bool is_plain(const char *method)
{
    size_t len = strlen(method);

    return len > 0 && len < 32 && strspn(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == len;
}

/* Returns NULL where the case can be played, else why not; *method receives what the client is to send. */
static const char *why_not(conf_memory *memory, const conf_case *c, const conf_client_profile *profile,
                           const char **method)
{
    conf_asked asked;

    *method = "GET";
    if (!conf_case_speaks_of(c, CONF_JUDGED_CLIENT))
        return "nothing in it is for a client";
    if (c->bytes[H1_RESPONSES].len == 0)
        return "it has no response to play";
    if (c->bytes[H1_REQUESTS].len == 0)
        return NULL;
    asked = conf_asked_in(memory, c->bytes[H1_REQUESTS]);
    if (asked.count == 0 || asked.at[0].major != 1 || asked.at[0].minor != 1)
        return "its request is not one of HTTP/1.1, and no client can be told to send it";
    *method = conf_text(memory, (const char *)asked.at[0].method.at, asked.at[0].method.len);
    if ((asked.at[0].flags & (H1_HEAD_CONNECT | H1_HEAD_UPGRADE)) != 0)
        return "its request asks for a tunnel, and a client is only told URLs and methods";
    if (!is_plain(*method))
        return "its method can't be given to a command";
    if (strcmp(*method, "GET") != 0 && !profile->takes_method)
        return "it needs a method, and the client's command has no {method}";
    return NULL;
}

/* ---- What a play comes to ---- */

/* A bare command reports neither status nor content: what must never be reported can't be asked of it. */
static const conf_case *without_reports(conf_memory *memory, const conf_case *c)
{
    conf_case *copy = conf_alloc(memory, sizeof *copy);

    *copy = *c;
    copy->outcomes = conf_alloc(memory, c->outcome_count * sizeof *c->outcomes);
    copy->outcome_count = 0;
    for (size_t i = 0; i < c->outcome_count; i++) {
        if (!c->outcomes[i].never || c->outcomes[i].judged != CONF_JUDGED_CLIENT)
            copy->outcomes[copy->outcome_count++] = c->outcomes[i];
    }
    return copy;
}

/* The second answer has to be the one that was given to the second request, or an error. */
static void judge_second(const conf_client_play *play, conf_result *result)
{
    const conf_answer *answer = play->said.count > 1 ? &play->said.answers[1] : NULL;
    size_t len = strlen(play->token);

    if (!play->mixed || answer == NULL || answer->error != NULL || answer->status == 0 || !answer->has_body)
        return;
    if (answer->status == 200 && answer->body.len == len && memcmp(answer->body.at, play->token, len) == 0)
        return;
    if (strcmp(play->method, "GET") != 0 && answer->body.len == 0)
        return;
    conf_result_add_live(
        play->memory, result, "client", "the second URL's answer is the response to the second request",
        conf_format(play->memory, "status %u with %zu bytes of content: what lay behind the first response",
                    answer->status, answer->body.len));
}

static conf_transcript *transcript_of(const conf_client_play *play, const conf_link *first)
{
    conf_transcript *transcript = conf_alloc(play->memory, sizeof *transcript);

    *transcript = (conf_transcript){.sent = play->c->bytes[H1_RESPONSES],
                                    .mark = play->c->marks[H1_RESPONSES],
                                    .received = {first->observed.received.at, first->observed.received.len},
                                    .ending = first->observed.ending,
                                    .milliseconds = first->observed.last_at - first->observed.opened_at};
    return transcript;
}

static conf_result inconclusive(const conf_case *c, const char *reason)
{
    return (conf_result){.c = c, .state = CONF_INCONCLUSIVE, .reason = reason};
}

/* "close" is asked of the connection that got the response: it counts as open where it was used again. */
static conf_result judge(const conf_client_play *play, const conf_client_profile *profile)
{
    conf_memory *memory = play->memory;
    const conf_case *c = profile->reports ? play->c : without_reports(memory, play->c);
    conf_link *first = conf_client_play_first(play);
    conf_conduct conduct = {.judged = CONF_JUDGED_CLIENT, .failed = play->status != 0};
    conf_result result = {.c = play->c};
    conf_ruling ruling;

    if (play->wrong != NULL)
        return (conf_result){.c = play->c, .state = CONF_ERROR, .reason = play->wrong};
    if (play->hung)
        return inconclusive(play->c, "the client hung and was killed");
    if (first == NULL)
        return inconclusive(play->c, "the client sent no complete request");
    if (profile->reports && play->said.wrong != NULL)
        return inconclusive(play->c, "a line that the client printed is no report of a response");
    conduct.observed = &first->observed;
    conduct.attempts = play->attempts;
    conduct.pipelined = first->second && !play->mixed;
    conduct.answers = profile->reports ? play->said.answers : NULL;
    conduct.answer_count = profile->reports ? play->said.count : 0;
    if (first->second)
        first->observed.ending = CONF_STILL_OPEN;
    result.transcript = transcript_of(play, first);
    ruling = conf_judge_outcomes(memory, c, CONF_ROLE_CLIENT, &conduct, 1);
    if (ruling.has_difference)
        conf_result_add(memory, &result, &ruling.difference);
    result.state = ruling.state;
    if (profile->reports && ruling.state != CONF_FAIL)
        judge_second(play, &result);
    return result;
}

/* ---- Side by side ---- */

typedef struct playing {
    conf_net *net;
    const conf_suite *suite;
    const conf_client *client;
    const conf_client_profile *profile;
    conf_result *results;
    conf_sent *sent;
    void (*shown)(void *context, size_t done);
    void *context;
    const char **methods;        /* [suite->case_count] NULL: not played */
    conf_client_play **underway; /* [suite->case_count] NULL: it isn't */
    size_t next;                 /* the first case that was not begun */
    size_t done;
    bool again; /* only what stayed inconclusive is played */
} playing;

typedef struct slot {
    playing *all;
    size_t index; /* of the case */
    conf_client_play play;
} slot;

static void begin_next(playing *all);

static void look_at_requests(conf_client_play *play, conf_sent *sent)
{
    for (size_t i = 0; i < play->link_count; i++)
        conf_sent_look(sent, &play->links[i]->observed, play->c->id, NULL);
}

static void free_seen(conf_client_play *play)
{
    for (size_t i = 0; i < play->link_count; i++)
        conf_observed_free(&play->links[i]->observed);
}

/* What was under way when the run was interrupted proves nothing: its result stays as it was. */
static void play_done(void *context, conf_client_play *play)
{
    slot *s = context;
    playing *all = s->all;

    all->underway[s->index] = NULL;
    if (conf_net_interrupted(all->net)) {
        free_seen(play);
        return;
    }
    all->results[s->index] = judge(play, all->profile);
    look_at_requests(play, all->sent);
    free_seen(play);
    if (!all->again && all->shown != NULL)
        all->shown(all->context, ++all->done);
    begin_next(all);
}

static bool is_due(const playing *all, size_t index)
{
    return all->methods[index] != NULL && (!all->again || all->results[index].state == CONF_INCONCLUSIVE);
}

static void begin_next(playing *all)
{
    slot *s;

    while (all->next < all->suite->case_count && !is_due(all, all->next))
        all->next++;
    if (all->next == all->suite->case_count || conf_net_interrupted(all->net))
        return;
    s = conf_alloc(all->suite->memory, sizeof *s);
    *s = (slot){.all = all, .index = all->next};
    s->play = (conf_client_play){.net = all->net,
                                 .memory = all->suite->memory,
                                 .client = all->client,
                                 .c = all->suite->cases[all->next],
                                 .method = all->methods[all->next],
                                 .done = play_done,
                                 .context = s};
    all->underway[all->next++] = &s->play;
    conf_client_play_begin(&s->play);
}

static void end_all(void *context)
{
    const playing *all = context;

    for (size_t i = 0; i < all->suite->case_count; i++) {
        if (all->underway[i] != NULL)
            conf_client_play_end(all->underway[i]);
    }
}

/* Each case's result until it is played. */
static void choose(playing *all)
{
    conf_memory *memory = all->suite->memory;

    all->methods = conf_alloc(memory, (all->suite->case_count + 1) * sizeof *all->methods);
    all->underway = conf_alloc(memory, (all->suite->case_count + 1) * sizeof(conf_client_play *));
    for (size_t i = 0; i < all->suite->case_count; i++) {
        const char *method = NULL;
        const conf_case *c = all->suite->cases[i];
        const char *reason = why_not(memory, c, all->profile, &method);
        all->results[i] = reason != NULL ? (conf_result){.c = c, .state = CONF_SKIP, .reason = reason}
                                         : inconclusive(c, CONF_WAS_INTERRUPTED);
        all->methods[i] = reason == NULL ? method : NULL;
    }
}

void conf_play_client(conf_net *net, const conf_suite *suite, const conf_client *client,
                      const conf_client_profile *profile, conf_result *results, conf_sent *sent,
                      void (*shown)(void *context, size_t done), void *context)
{
    playing all = {.net = net,
                   .suite = suite,
                   .client = client,
                   .profile = profile,
                   .results = results,
                   .sent = sent,
                   .shown = shown,
                   .context = context};

    choose(&all);
    conf_net_when_interrupted(net, end_all, &all);
    for (size_t i = 0; i < client->jobs; i++)
        begin_next(&all);
    conf_net_run(net);
    all.again = true;
    all.next = 0;
    begin_next(&all);
    conf_net_run(net);
    conf_net_when_interrupted(net, NULL, NULL);
}

/* ---- Calibration ---- */

static void calibrated(void *context, conf_client_play *play)
{
    (void)play;
    *(bool *)context = true;
}

static void end_calibration(void *context)
{
    conf_client_play_end(context);
}

static const char *wrong_with(conf_memory *memory, const conf_client_play *play, const conf_link *first)
{
    if (play->wrong != NULL)
        return play->wrong;
    if (play->hung)
        return "it hung and was killed";
    if (first == NULL)
        return conf_format(memory, "it sent no complete request; exit status %d", play->status);
    if (play->status != 0)
        return conf_format(memory, "a good response made it end with exit status %d", play->status);
    return NULL;
}

/* An adapter's report of the good response: JSON, with its status and its content. */
static bool is_report(const conf_client_play *play)
{
    size_t len = strlen(play->token);

    return play->said.wrong == NULL && play->said.count > 0 && play->said.answers[0].status == 200 &&
           play->said.answers[0].error == NULL && play->said.answers[0].body.len == len &&
           memcmp(play->said.answers[0].body.at, play->token, len) == 0;
}

conf_client_profile conf_client_calibrate(conf_net *net, conf_memory *memory, const conf_client *client)
{
    bool done = false;
    conf_client_play play = {
        .net = net, .memory = memory, .client = client, .method = "GET", .done = calibrated, .context = &done};
    conf_client_profile profile = {.takes_method = strstr(client->command, "{method}") != NULL};
    conf_link *first;

    conf_net_when_interrupted(net, end_calibration, &play);
    conf_client_play_begin(&play);
    conf_net_run(net);
    conf_net_when_interrupted(net, NULL, NULL);
    first = conf_client_play_first(&play);
    profile.wrong = done ? wrong_with(memory, &play, first) : "its play did not end";
    profile.works = profile.wrong == NULL;
    if (profile.works) {
        profile.reports = is_report(&play);
        profile.agent =
            conf_observed_field(memory, &first->observed, conf_observed_final(&first->observed, 0), "user-agent");
        profile.reuses = first->second;
    }
    for (size_t i = 0; i < play.link_count; i++)
        profile.asks_twice = profile.asks_twice || play.links[i]->second;
    free_seen(&play);
    return profile;
}
