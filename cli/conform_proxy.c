/* SPDX-License-Identifier: MIT */
/* h1 conform --proxy: listens as the origin behind a proxy, calibrates, has the suite played, and puts the results in
 * order. */
#include <stdio.h>

#include "cli/conform_peers.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "conformance/peers/play_proxy.h"

static void show(void *context, size_t done)
{
    cli_progress_at(context, done, done);
}

static const char *describe(conf_memory *memory, const conf_proxy *proxy, const conf_proxy_profile *profile)
{
    return conf_format(memory, "%s %s%s%s%s", proxy->forward ? "forward proxy" : "reverse proxy", proxy->authority,
                       profile->via != NULL ? " (Via: " : "", profile->via != NULL ? profile->via : "",
                       profile->via != NULL ? ")" : "");
}

static void add_results(const conf_suite *suite, const conf_result *results, size_t count, conf_run *run)
{
    for (size_t i = 0; i < count; i++)
        conf_run_add(suite->memory, suite->ledger, run, &results[i]);
}

static void play(conf_net *net, const conf_suite *suite, const conf_proxy *proxy, conf_origin *origin, conf_run *run)
{
    conf_result *results = conf_alloc(suite->memory, (suite->case_count + 1) * sizeof *results);
    const conf_result *habits;
    conf_proxy_sent sent;
    cli_progress progress;
    size_t count;

    cli_progress_begin(&progress, "playing cases", suite->case_count);
    progress.bar = true;
    conf_play_proxy(net, suite, proxy, origin, results, &sent, show, &progress);
    cli_progress_end(&progress);
    add_results(suite, results, suite->case_count, run);
    habits = conf_sent_results(&sent.up, "What the proxy forwards", &count);
    add_results(suite, habits, count, run);
    habits = conf_sent_results(&sent.down, "What the proxy answers", &count);
    add_results(suite, habits, count, run);
}

/* Say why nothing can be played. */
static cli_status cannot(const char *what, const char *why)
{
    fprintf(stderr, "h1 conform: %s: %s\n", what, why);
    return CLI_NOTHING;
}

static cli_status play_through(conf_net *net, const conf_suite *suite, const conf_proxy *proxy, conf_run *run,
                               const char **target)
{
    const char *error = NULL;
    conf_origin *origin = conf_origin_new(net, suite->memory, proxy->origin_port, &error);
    conf_proxy_profile profile;
    bool can_play;

    if (origin == NULL)
        return cannot("can't listen on --origin-port", error);
    profile = conf_proxy_calibrate(net, suite->memory, proxy, origin);
    can_play = profile.works || conf_net_interrupted(net);
    if (can_play)
        play(net, suite, proxy, origin, run);
    *target = describe(suite->memory, proxy, &profile);
    conf_origin_close(origin);
    return can_play ? CLI_OK : cannot("the proxy can't be played with", profile.wrong);
}

cli_status cli_conform_to_proxy(const conf_suite *suite, const cli_conform_proxy *options, conf_run *run,
                                const char **target)
{
    conf_proxy proxy = {.forward = options->mode == CLI_PROXY_FORWARD,
                        .origin_port = (unsigned)options->origin_port,
                        .milliseconds = (unsigned)(options->seconds * 1000),
                        .jobs = (size_t)options->jobs};
    const char *path;
    const char *wrong = conf_peer_read(suite->memory, options->url, &proxy.peer, &path);
    conf_net *net;
    cli_status status;

    if (wrong != NULL)
        return cli_usage(&cli_conform, "--proxy %s: %s", options->url, wrong);
    if (options->origin_port == 0 || options->origin_port > 65535)
        return cli_usage(&cli_conform, "--proxy needs --origin-port N, the port that the proxy forwards to");
    if (proxy.peer.port == options->origin_port && conf_peer_is_near(&proxy.peer))
        return cli_usage(&cli_conform, "--origin-port %u is the proxy's own port", proxy.peer.port);
    if (!options->may_test && !conf_peer_is_near(&proxy.peer))
        return cli_usage(&cli_conform, "%s is not on this machine or in a private network: --i-may-test-this-host",
                         proxy.peer.host);
    proxy.authority =
        proxy.peer.local ? "localhost" : conf_format(suite->memory, "%s:%u", proxy.peer.host, proxy.peer.port);
    net = conf_net_new(suite->memory);
    if (net == NULL)
        return CLI_INTERNAL;
    conf_net_heed_signals(net);
    status = play_through(net, suite, &proxy, run, target);
    cli_interrupted = conf_net_interrupted(net);
    conf_net_free(net);
    return status;
}
