/* SPDX-License-Identifier: MIT */
/* See cases.h. */
#include "cli/cases.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static conf_memory memory;

static bool is_directory(const char *path)
{
    return access(path, R_OK | X_OK) == 0;
}

/* A path beside the program's own directory, where it exists. */
static const char *beside_program(const char *relative)
{
    static char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    char *slash;

    if (len <= 0)
        return NULL;
    path[len] = '\0';
    slash = strrchr(path, '/');
    if (slash == NULL || (size_t)(slash + 1 - path) + strlen(relative) >= sizeof path)
        return NULL;
    memcpy(slash + 1, relative, strlen(relative) + 1);
    return is_directory(path) ? path : NULL;
}

const char *cli_cases_directory(const char *given)
{
    const char *found = given != NULL ? given : getenv("H1_CASES");

    if (found == NULL && is_directory("conformance/cases"))
        found = "conformance/cases";
    if (found == NULL)
        found = beside_program("../../conformance/cases");
    if (found == NULL)
        found = beside_program("../share/h1strict/cases");
    return found;
}

const conf_ledger *cli_ledger(void)
{
    static conf_ledger ledger;

    if (ledger.rows == NULL)
        ledger = conf_ledger_builtin(&memory);
    return &ledger;
}

const conf_suite *cli_cases(void)
{
    static conf_suite suite;
    const char *directory;

    if (suite.memory == NULL) {
        conf_suite_init(&suite, &memory, cli_ledger());
        directory = cli_cases_directory(NULL);
        if (directory != NULL)
            conf_suite_read_tree(&suite, directory);
    }
    return &suite;
}

const conf_case *cli_case_of_rule(h1_rule rule, const conf_case *after)
{
    const conf_suite *suite = cli_cases();
    bool behind = after == NULL;

    for (size_t i = 0; i < suite->case_count; i++) {
        if (behind && conf_case_is_about(suite->cases[i], rule))
            return suite->cases[i];
        behind = behind || suite->cases[i] == after;
    }
    return NULL;
}

const conf_case *cli_case_near_rule(h1_rule rule)
{
    const conf_suite *suite = cli_cases();

    for (size_t i = 0; i < suite->case_count; i++) {
        const conf_case *c = suite->cases[i];
        for (size_t k = 0; k < c->near_count; k++) {
            if (c->near[k] == rule)
                return c;
        }
    }
    return NULL;
}
