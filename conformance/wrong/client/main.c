/* SPDX-License-Identifier: MIT */
/* The wrong client; see client.h. It is asked by itself: what plays the cases starts
 *
 *   wrong_client ask FAULT URL URL METHOD   "-" for no fault */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client.h"
#include "conformance/peers/play_client.h"

static char own_path[4096];

static void play(const conf_suite *suite, conf_result *results)
{
    conf_net *net = conf_net_new(suite->memory);
    conf_client client = {.milliseconds = 4000, .jobs = 4};
    conf_client_profile profile;
    conf_sent sent = {.memory = suite->memory};

    client.command = conf_format(suite->memory, "exec '%s' ask '%s' {url} {url2} {method}", own_path,
                                 wrong_now != NULL ? wrong_now->name : "-");
    profile = conf_client_calibrate(net, suite->memory, &client);
    if (wrong_now == NULL && !profile.works)
        fprintf(stderr, "wrong client: %s\n", profile.wrong);
    conf_play_client(net, suite, &client, &profile, results, &sent, NULL, NULL);
    conf_net_free(net);
}

static int ask(char **words)
{
    for (const wrong_fault *fault = wrong_faults; fault->name != NULL; fault++) {
        if (strcmp(fault->name, words[2]) == 0)
            wrong_now = fault;
    }
    wrong_ask(words[3], words[4], words[5]);
    return 0;
}

int main(int count, char **words)
{
    static const wrong_role client = {"client", wrong_faults, 1U << CONF_JUDGED_CLIENT, 4, play};

    if (count == 6 && strcmp(words[1], "ask") == 0)
        return ask(words);
    if (readlink("/proc/self/exe", own_path, sizeof own_path - 1) < 0) {
        perror("/proc/self/exe");
        return 3;
    }
    return wrong_main(count, words, &client);
}
