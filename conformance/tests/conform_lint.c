/* SPDX-License-Identifier: MIT */
/* Reads case files and prints what is wrong with them, for whoever writes them:
 *
 *   conform_lint FILE-OR-DIRECTORY...
 *
 * Exit status 0 when nothing is wrong, 1 otherwise, 2 without arguments. */
#include <stdio.h>
#include <sys/stat.h>

#include "../reader.h"

int main(int argc, char **argv)
{
    conf_memory memory = {0};
    conf_ledger ledger = conf_ledger_builtin(&memory);
    conf_suite suite;
    size_t faults;

    if (argc < 2) {
        fputs("usage: conform_lint FILE-OR-DIRECTORY...\n", stderr);
        return 2;
    }
    conf_suite_init(&suite, &memory, &ledger);
    for (int i = 1; i < argc; i++) {
        struct stat status;
        if (stat(argv[i], &status) == 0 && S_ISDIR(status.st_mode))
            conf_suite_read_tree(&suite, argv[i]);
        else
            conf_suite_read_file(&suite, argv[i]);
    }
    for (size_t i = 0; i < suite.fault_count; i++)
        printf("%s:%u: %s\n", suite.faults[i].path, suite.faults[i].line, suite.faults[i].text);
    printf("%zu files, %zu cases, %zu faults\n", suite.file_count, suite.case_count, suite.fault_count);
    faults = suite.fault_count;
    conf_memory_free(&memory);
    return faults > 0;
}
