/* SPDX-License-Identifier: MIT */
/* See live.h. The loop is run from here and from live_target.c only; plays report back by callbacks that note what came
 * and stop it. */
#include "live.h"

#include <string.h>

#include "conformance/net/transcript.h"
#include "live_target.h"

/* Where a case stands. */
typedef enum stand {
    STANDS_QUEUED = 0,
    STANDS_FLYING,
    STANDS_DONE,
} stand;

typedef struct flight {
    struct live_run *run;
    size_t index;
} flight;

typedef struct live_run {
    const conf_live *live;
    const conf_suite *suite;
    conf_result *results;
    conf_live_profile *profile;
    conf_server server;
    conf_target target;
    stand *stands;
    uint64_t *done_at; /* when a case was done; 0 */
    flight *flights;
    conf_sent sent;
    size_t flying, done;
    bool alarmed; /* something looks as if the target had died */
    uint64_t until;
} live_run;

/* ---- One play ---- */

/* Something that a target which is well rarely does. */
static bool is_alarming(const conf_result *result, const conf_observed *observed)
{
    return observed->ending == CONF_NO_WIRE || (result->state == CONF_INCONCLUSIVE && observed->received.len == 0);
}

static void landed(void *context, conf_result *result, const conf_observed *observed)
{
    flight *f = context;
    live_run *run = f->run;

    run->results[f->index] = *result;
    run->stands[f->index] = STANDS_DONE;
    run->done_at[f->index] = conf_net_now(run->target.net);
    run->flying--;
    run->done++;
    run->alarmed = run->alarmed || run->target.exited || is_alarming(result, observed);
    if (run->live->shown != NULL)
        run->live->shown(run->live->context, run->done, run->suite->case_count);
    conf_net_stop(run->target.net);
}

static void launch(live_run *run, size_t index, bool careful)
{
    conf_server_play play = {.net = run->target.net,
                             .memory = run->suite->memory,
                             .server = &run->server,
                             .c = run->suite->cases[index],
                             .careful = careful,
                             .sent = careful ? NULL : &run->sent,
                             .over = landed,
                             .context = &run->flights[index]};

    run->stands[index] = STANDS_FLYING;
    run->flying++;
    conf_play_server(&play);
}

static void land_all(live_run *run)
{
    while (run->flying > 0)
        conf_net_run(run->target.net);
}

static void play_alone(live_run *run, size_t index)
{
    launch(run, index, true);
    land_all(run);
}

static void requeue(live_run *run, size_t index)
{
    if (run->stands[index] == STANDS_DONE)
        run->done--;
    run->stands[index] = STANDS_QUEUED;
}

/* ---- A target that died ---- */

enum { EXIT_PATIENCE = 500 };

/* A process that writes its memory down takes a while to be gone. */
static const char *how_it_died(live_run *run)
{
    if (run->target.process != NULL)
        conf_target_wait(&run->target, EXIT_PATIENCE);
    if (run->target.exited)
        return conf_format(run->suite->memory, "the target ended: %s", run->target.how);
    return "the target runs, but answers no request any more";
}

static void put_down(live_run *run, size_t index, const char *how)
{
    conf_result *result = &run->results[index];
    conf_transcript *transcript = conf_alloc(run->suite->memory, sizeof *transcript);

    conf_result_add_live(run->suite->memory, result, "target-died", "the target goes on serving",
                         conf_format(run->suite->memory, "target-died: %s", how));
    result->reason = NULL;
    if (result->transcript != NULL)
        *transcript = *result->transcript;
    transcript->conduct = "died";
    transcript->last_words = run->target.last_words;
    result->transcript = transcript;
}

/* End what is left of it and start it anew. Returns whether it answers. */
static bool revive(live_run *run)
{
    if (run->live->start != NULL) {
        conf_target_end(&run->target);
        return conf_target_start(&run->target) == NULL && conf_target_answers(&run->target, run->server.timeout);
    }
    conf_target_wait(&run->target, 1000);
    return conf_target_answers(&run->target, run->server.timeout);
}

/* The case that may have done it: in flight when the alarm came, or done a moment before. */
static bool is_suspect(const live_run *run, size_t index, uint64_t since)
{
    return run->stands[index] == STANDS_DONE && run->results[index].state != CONF_SKIP && run->done_at[index] >= since;
}

/* Play the suspects alone. Returns whether one of them did it again; it is put down, and the others are queued. */
static bool bisect(live_run *run, const size_t *suspects, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *how;
        play_alone(run, suspects[i]);
        if (conf_target_answers(&run->target, run->server.timeout / 2))
            continue;
        how = how_it_died(run);
        conf_target_end(&run->target);
        put_down(run, suspects[i], how);
        for (size_t k = i + 1; k < count; k++)
            requeue(run, suspects[k]);
        return true;
    }
    return false;
}

static void give_up(live_run *run, const char *reason)
{
    for (size_t i = 0; i < run->suite->case_count; i++) {
        if (run->stands[i] != STANDS_QUEUED)
            continue;
        run->results[i] = (conf_result){.c = run->suite->cases[i], .state = CONF_INCONCLUSIVE, .reason = reason};
        run->stands[i] = STANDS_DONE;
        run->done++;
    }
}

/* Those without an answer first: one of them is the likeliest. */
static size_t *suspects_of(live_run *run, uint64_t since, size_t *count)
{
    size_t *suspects = conf_alloc(run->suite->memory, run->suite->case_count * sizeof *suspects);

    *count = 0;
    for (unsigned pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < run->suite->case_count; i++) {
            bool silent = run->results[i].state == CONF_INCONCLUSIVE;
            if (is_suspect(run, i, since) && silent == (pass == 0))
                suspects[(*count)++] = i;
        }
    }
    return suspects;
}

static void look_after(live_run *run, uint64_t since)
{
    size_t count;
    size_t *suspects;

    run->alarmed = false;
    if (conf_target_answers(&run->target, run->server.timeout / 2))
        return;
    run->profile->deaths++;
    run->profile->last_words = run->target.last_words;
    suspects = suspects_of(run, since, &count);
    for (size_t i = 0; i < count; i++)
        requeue(run, suspects[i]);
    if (!revive(run)) {
        give_up(run, run->live->start != NULL
                         ? "the target died and did not come back; this case or another made it"
                         : "the target died while this case or another was played; --start lets h1 find which");
        run->profile->unexplained++;
    } else if (!bisect(run, suspects, count)) {
        run->profile->unexplained++;
    } else if (!revive(run)) {
        give_up(run, "the target died and did not come back");
    }
    run->alarmed = false;
}

/* ---- All of them ---- */

/* The first case that is queued, or the number of cases. */
static size_t next_queued(const live_run *run)
{
    size_t i = 0;

    while (i < run->suite->case_count && run->stands[i] != STANDS_QUEUED)
        i++;
    return i;
}

static bool is_late(const live_run *run)
{
    if (run->profile->interrupted)
        return true;
    return run->until != 0 && conf_net_now(run->target.net) >= run->until;
}

/* Until none is left, or something looks as if the target had died; then those that are under way come to their end. */
static void play_queued(live_run *run)
{
    while (run->done < run->suite->case_count && !run->alarmed && !is_late(run)) {
        size_t next = next_queued(run);
        if (next < run->suite->case_count && run->flying < run->profile->jobs)
            launch(run, next, false);
        else
            conf_net_run(run->target.net);
        run->alarmed = run->alarmed || run->target.exited;
    }
    land_all(run);
}

static void play_side_by_side(live_run *run)
{
    do {
        uint64_t since = conf_net_now(run->target.net);
        play_queued(run);
        if (is_late(run)) {
            run->profile->out_of_time = !run->profile->interrupted;
            give_up(run, run->profile->interrupted ? CONF_WAS_INTERRUPTED : "the run's --deadline came first");
            return;
        }
        look_after(run, since); /* also at the end: the last case may have done it */
    } while (run->done < run->suite->case_count);
}

/* Once more, alone and carefully. */
static void play_again(live_run *run)
{
    for (size_t i = 0; i < run->suite->case_count; i++) {
        if (run->results[i].state != CONF_INCONCLUSIVE || run->results[i].transcript == NULL || is_late(run))
            continue;
        requeue(run, i);
        run->profile->again++;
        play_alone(run, i);
        look_after(run, run->done_at[i]);
    }
}

static void skip_what_cannot(live_run *run)
{
    for (size_t i = 0; i < run->suite->case_count; i++) {
        const char *reason = conf_server_skips(&run->server, run->suite->cases[i]);
        run->flights[i] = (flight){run, i};
        if (reason == NULL)
            continue;
        run->results[i] = (conf_result){.c = run->suite->cases[i], .state = CONF_SKIP, .reason = reason};
        run->stands[i] = STANDS_DONE;
        run->done++;
    }
}

/* What is gentlest comes first. */
static void measure(live_run *run)
{
    uint64_t now = conf_net_now(run->target.net);
    uint64_t left = run->until > 0 ? run->until - now : UINT64_MAX;

    conf_target_measure_waits(&run->target, run->profile, run->live->watch < left ? run->live->watch : (unsigned)left);
    if (!is_late(run))
        conf_target_measure_held(&run->target, run->profile);
    if (!is_late(run))
        conf_target_measure(&run->target, &run->profile->limits);
    run->profile->out_of_time = is_late(run) && !run->profile->interrupted;
}

static bool play_all(live_run *run)
{
    const char *error = conf_target_start(&run->target);

    if (error != NULL) {
        run->profile->unreachable = error;
        return false;
    }
    conf_target_calibrate(&run->target, &run->server, run->profile);
    if (!run->server.answered)
        return false;
    run->profile->jobs = run->profile->side_by_side ? run->live->jobs : 1;
    skip_what_cannot(run);
    play_side_by_side(run);
    play_again(run);
    if (run->live->measures && !is_late(run))
        measure(run);
    return true;
}

/* ---- Interruptions ---- */

/* The target is a process group of its own: nobody else would end it. */
static void interrupted(void *context)
{
    live_run *run = context;

    run->profile->interrupted = true;
    conf_net_stop(run->target.net);
}

bool conf_live_play(const conf_live *live, const conf_suite *suite, conf_result *results, conf_live_profile *profile)
{
    size_t count = suite->case_count + 1;
    live_run run = {.live = live, .suite = suite, .results = results, .profile = profile, .server = live->server};
    bool played;

    *profile = (conf_live_profile){0};
    run.target =
        (conf_target){.net = conf_net_new(suite->memory), .memory = suite->memory, .live = live, .server = &run.server};
    if (run.target.net == NULL) {
        profile->unreachable = "there is no event loop";
        return false;
    }
    run.stands = conf_alloc(suite->memory, count * sizeof *run.stands);
    run.done_at = conf_alloc(suite->memory, count * sizeof *run.done_at);
    run.flights = conf_alloc(suite->memory, count * sizeof *run.flights);
    if (live->deadline > 0)
        run.until = conf_net_now(run.target.net) + live->deadline;
    run.sent.memory = suite->memory;
    conf_net_when_interrupted(run.target.net, interrupted, &run);
    conf_net_heed_signals(run.target.net);
    played = play_all(&run);
    if (played)
        profile->habits = conf_sent_results(&run.sent, "the server", &profile->habit_count);
    conf_target_end(&run.target);
    if (profile->unreachable != NULL || profile->unexplained > 0)
        profile->last_words = run.target.last_words;
    conf_net_free(run.target.net);
    return played;
}
