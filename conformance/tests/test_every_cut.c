/* SPDX-License-Identifier: MIT */
/* The long cases at every single cut: elsewhere they are cut only where it is telling (play_parser.h). Those of more
 * than 16 KiB take minutes, as the work grows with the square; they have their turn with the argument "longest". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "conformance/parser/play_parser.h"
#include "show.h"

enum { LONGEST_INPUT = 16384 };

static bool longest;

static bool is_wanted(const conf_case *c)
{
    size_t requests = c->bytes[H1_REQUESTS].len;
    size_t responses = c->bytes[H1_RESPONSES].len;
    size_t len = requests > responses ? requests : responses;

    return longest ? len > LONGEST_INPUT : len > CONF_LONG_INPUT && len <= LONGEST_INPUT;
}

static void make_no_difference_to_long_cases(void **state)
{
    const conf_feeding feeding = {.all_cuts = true};
    conf_memory memory = {0};
    conf_ledger ledger = conf_ledger_builtin(&memory);
    conf_suite suite;
    size_t played = 0;
    size_t failed = 0;

    (void)state;
    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_tree(&suite, "conformance/cases");
    for (size_t i = 0; i < suite.case_count; i++) {
        const conf_case *c = suite.cases[i];
        conf_result result;
        if (!is_wanted(c))
            continue;
        result = conf_play_parser(&memory, c, &feeding);
        played++;
        failed += result.state == CONF_FAIL;
        show_result(&result, 3);
    }
    print_message("%zu long cases\n", played);
    conf_memory_free(&memory);
    assert_true(played > 0);
    assert_int_equal(failed, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(make_no_difference_to_long_cases),
    };

    longest = argc > 1 && strcmp(argv[1], "longest") == 0;
    return cmocka_run_group_tests_name("every cut", tests, NULL, NULL);
}
