/* SPDX-License-Identifier: MIT */
/* h1 conform --client: calibrates a client, has the suite played to it, and puts the results in order. */
#include "cli/conform_peers.h"

#include <stdio.h>

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "conformance/peers/play_client.h"

static void show(void *context, size_t done)
{
    cli_progress_at(context, done, done);
}

/* What was tested, and what of it could be seen; nothing was where the calibration was interrupted. */
static const char *describe(conf_memory *memory, const conf_client *client, const conf_client_profile *profile)
{
    const char *agent = profile->agent != NULL ? conf_format(memory, " (%s)", profile->agent) : "";
    const char *judged = profile->reports ? "" : ", judged by its exit status, what it sends and its connections";
    const char *twice = !profile->asks_twice ? ", which asks one URL only"
                        : profile->reuses    ? ", which uses a connection again"
                                             : ", which makes a connection for each URL";

    if (!profile->works)
        return conf_format(memory, "client '%s'", client->command);
    return conf_format(memory, "client '%s'%s%s%s", client->command, agent, twice, judged);
}

static size_t played(const conf_suite *suite)
{
    size_t count = 0;

    for (size_t i = 0; i < suite->case_count; i++) {
        for (size_t k = 0; k < suite->cases[i]->outcome_count; k++) {
            if (suite->cases[i]->outcomes[k].judged != CONF_JUDGED_CLIENT)
                continue;
            count++;
            break;
        }
    }
    return count;
}

static void collect(const conf_suite *suite, const conf_result *results, const conf_sent *sent, conf_run *run)
{
    size_t count;
    const conf_result *habits = conf_sent_results(sent, "What the client sends", &count);

    for (size_t i = 0; i < suite->case_count; i++)
        conf_run_add(suite->memory, suite->ledger, run, &results[i]);
    for (size_t i = 0; i < count; i++)
        conf_run_add(suite->memory, suite->ledger, run, &habits[i]);
}

cli_status cli_conform_to_client(const conf_suite *suite, const cli_conform_client *options, conf_run *run,
                                 const char **target)
{
    conf_client client = {.command = options->command,
                          .milliseconds = (unsigned)(options->seconds * 1000),
                          .jobs = (size_t)options->jobs};
    conf_net *net = conf_net_new(suite->memory);
    conf_result *results = conf_alloc(suite->memory, (suite->case_count + 1) * sizeof *results);
    conf_sent sent = {.memory = suite->memory};
    conf_client_profile profile;
    cli_progress progress;
    bool can_play;

    if (net == NULL)
        return CLI_INTERNAL;
    conf_net_heed_signals(net);
    profile = conf_client_calibrate(net, suite->memory, &client);
    can_play = profile.works || conf_net_interrupted(net);
    if (can_play) {
        cli_progress_begin(&progress, "playing cases", played(suite));
        progress.bar = true;
        conf_play_client(net, suite, &client, &profile, results, &sent, show, &progress);
        cli_progress_end(&progress);
        collect(suite, results, &sent, run);
        *target = describe(suite->memory, &client, &profile);
    } else {
        fprintf(stderr, "h1 conform: the client can't be played with: %s\n", profile.wrong);
    }
    cli_interrupted = conf_net_interrupted(net);
    conf_net_free(net);
    return can_play ? CLI_OK : CLI_NOTHING;
}
