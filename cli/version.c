/* SPDX-License-Identifier: MIT */
/* h1 version. */
#include <stdio.h>
#include <string.h>

#include <jansson.h>
#include <pcap/pcap.h>

#include "cli/command.h"
#include "h1/h1.h"
#include "rules/rules.h"

static const cli_option OPTIONS[] = {{0}};

static size_t rule_count(void)
{
    size_t count = 0;

    while (h1_rule_at(count) != NULL)
        count++;
    return count;
}

/* Those that are built in, the best first. */
static void print_kernels(void)
{
    const char *before = "kernels of the parser: ";

    for (size_t i = 0; h1_kernel_name(i) != NULL; i++) {
        bool in_use = strcmp(h1_kernel_name(i), h1_kernel_in_use()) == 0;
        printf("%s%s%s", before, h1_kernel_name(i), in_use ? " (in use)" : "");
        before = ", ";
    }
    putchar('\n');
}

static cli_status version(char **words, size_t count)
{
    (void)words;
    if (count > 0)
        return cli_usage(&cli_version, "it takes no arguments");
    printf("h1 %s, %zu rules, jansson %s, %s\n", H1_VERSION, rule_count(), jansson_version_str(), pcap_lib_version());
    print_kernels();
    return CLI_OK;
}

const cli_command cli_version = {
    "version", "",      "Print the version, the kernels of the parser, and the versions of libraries.",
    NULL,      OPTIONS, {"version", "--version"},
    version,
};
