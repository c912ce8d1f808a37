/* SPDX-License-Identifier: MIT */
/* h1 version. */
#include <stdio.h>

#include <jansson.h>
#include <pcap/pcap.h>

#include "cli/command.h"
#include "rules/rules.h"

static const cli_option OPTIONS[] = {{0}};

static size_t rule_count(void)
{
    size_t count = 0;

    while (h1_rule_at(count) != NULL)
        count++;
    return count;
}

static cli_status version(char **words, size_t count)
{
    (void)words;
    if (count > 0)
        return cli_usage(&cli_version, "it takes no arguments");
    printf("h1 %s, %zu rules, jansson %s, %s\n", H1_VERSION, rule_count(), jansson_version_str(), pcap_lib_version());
    return CLI_OK;
}

const cli_command cli_version = {
    "version", "", "Print the version, and those of the libraries in use.", NULL, OPTIONS, {"version", "--version"},
    version,
};
