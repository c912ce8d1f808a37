/* SPDX-License-Identifier: MIT */
/* Reads case files and prints what is wrong with them, for whoever writes them; with --play also how libh1 differs:
 *
 *   conform_lint [--play] FILE-OR-DIRECTORY...
 *
 * Exit status 0 when nothing is wrong, 1 otherwise, 2 without arguments. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "conformance/parser/play_parser.h"
#include "show.h"

static void read_path(conf_suite *suite, const char *path)
{
    struct stat status;

    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        conf_suite_read_tree(suite, path);
    else
        conf_suite_read_file(suite, path);
}

static size_t play(conf_memory *memory, const conf_suite *suite)
{
    size_t failed = 0;

    for (size_t i = 0; i < suite->case_count; i++) {
        conf_result result = conf_play_parser(memory, suite->cases[i], NULL);
        failed += result.state == CONF_FAIL;
        show_result(&result, 5);
    }
    return failed;
}

int main(int argc, char **argv)
{
    conf_memory memory = {0};
    conf_ledger ledger = conf_ledger_builtin(&memory);
    int playing = argc > 1 && strcmp(argv[1], "--play") == 0;
    size_t failed = 0;
    conf_suite suite;

    if (argc < 2 + playing) {
        fputs("usage: conform_lint [--play] FILE-OR-DIRECTORY...\n", stderr);
        return 2;
    }
    conf_suite_init(&suite, &memory, &ledger);
    for (int i = 1 + playing; i < argc; i++)
        read_path(&suite, argv[i]);
    show_faults(&suite);
    if (playing)
        failed = play(&memory, &suite);
    printf("%zu files, %zu cases, %zu faults, %zu failed\n", suite.file_count, suite.case_count, suite.fault_count,
           failed);
    failed += suite.fault_count;
    conf_memory_free(&memory);
    return failed > 0;
}
