/* SPDX-License-Identifier: MIT */
/* Reads case files and prints what is wrong with them, for whoever writes them; with --play also how libh1 differs.
 * With --rule-rows it prints conformance/rule-rows.tsv as these cases would have it.
 *
 *   conform_lint [--play] FILE-OR-DIRECTORY...
 *   conform_lint --rule-rows FILE-OR-DIRECTORY...
 *
 * Exit status 0 when nothing is wrong, 1 otherwise, 2 without arguments. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "conformance/parser/play_parser.h"
#include "conformance/rule_row.h"
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

static void print_rule_rows(const conf_suite *suite)
{
    const h1_rule_info *info;

    puts("rule\trequirement");
    for (size_t i = 0; (info = h1_rule_at(i)) != NULL; i++) {
        const conf_requirement *row = conf_rule_row_by_cases(suite, info->rule);
        if (row != NULL)
            printf("%s\t%s\n", h1_rule_name(info->rule).text, row->id);
    }
}

int main(int argc, char **argv)
{
    conf_memory memory = {0};
    conf_ledger ledger = conf_ledger_builtin(&memory);
    int playing = argc > 1 && strcmp(argv[1], "--play") == 0;
    int listing = argc > 1 && strcmp(argv[1], "--rule-rows") == 0;
    size_t failed = 0;
    conf_suite suite;

    if (argc < 2 + playing + listing) {
        fputs("usage: conform_lint [--play | --rule-rows] FILE-OR-DIRECTORY...\n", stderr);
        return 2;
    }
    conf_suite_init(&suite, &memory, &ledger);
    for (int i = 1 + playing + listing; i < argc; i++)
        read_path(&suite, argv[i]);
    show_faults(&suite);
    if (playing)
        failed = play(&memory, &suite);
    if (listing)
        print_rule_rows(&suite);
    else
        printf("%zu files, %zu cases, %zu faults, %zu failed\n", suite.file_count, suite.case_count, suite.fault_count,
               failed);
    failed += suite.fault_count;
    conf_memory_free(&memory);
    return failed > 0;
}
