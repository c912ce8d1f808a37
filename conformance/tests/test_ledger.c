/* SPDX-License-Identifier: MIT */
/* The ledger that is built in, how its rows are found and whom they bind; and distances. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../distance.h"
#include "../ledger.h"

static size_t rows_below(const conf_ledger *ledger, const char *prefix)
{
    size_t count = 0;

    for (const conf_requirement *row = NULL; (row = conf_ledger_next(ledger, prefix, row)) != NULL; count++)
        assert_true(strncmp(row->id, "9112", 4) == 0);
    return count;
}

static void finds_a_row_by_its_id(void **state)
{
    conf_memory memory = {0};
    conf_ledger ledger = conf_ledger_builtin(&memory);
    const conf_requirement *row = conf_ledger_find(&ledger, "9112-5.1-02");

    (void)state;
    assert_int_equal(ledger.count, 1046);
    assert_non_null(row);
    assert_string_equal(row->rfc, "9112");
    assert_string_equal(row->section, "5.1");
    assert_string_equal(row->section_title, "Field Line Parsing");
    assert_string_equal(row->level, "MUST");
    assert_true(row->in_scope);
    assert_null(conf_ledger_find(&ledger, "9112-5.1-99"));
    assert_null(conf_ledger_find(&ledger, "9112-5.1"));
    conf_memory_free(&memory);
}

static void walks_a_section_with_all_below_it(void **state)
{
    conf_memory memory = {0};
    conf_ledger ledger = conf_ledger_builtin(&memory);

    (void)state;
    assert_int_equal(rows_below(&ledger, "9112"), 219);
    assert_int_equal(rows_below(&ledger, "RFC 9112"), 219);
    assert_true(rows_below(&ledger, "9112-7") > rows_below(&ledger, "9112-7.1"));
    assert_true(rows_below(&ledger, "9112-7.1") > rows_below(&ledger, "9112-7.1.1"));
    assert_int_equal(rows_below(&ledger, "9112-7.1-A02"), 1);
    assert_int_equal(rows_below(&ledger, "9112-"), 0);
    assert_int_equal(rows_below(&ledger, "91"), 0);
    assert_int_equal(rows_below(&ledger, ""), 0);
    conf_memory_free(&memory);
}

static void binds_the_roles_that_a_subject_names(void **state)
{
    static const struct {
        const char *subject;
        unsigned roles;
    } rows[] = {
        {"server", CONF_ROLE_SERVER | CONF_ROLE_PROXY},
        {"origin server", CONF_ROLE_SERVER},
        {"user agent", CONF_ROLE_CLIENT},
        {"client", CONF_ROLE_CLIENT | CONF_ROLE_PROXY},
        {"sender", CONF_ROLE_SERVER | CONF_ROLE_CLIENT | CONF_ROLE_PROXY},
        {"recipient", CONF_ROLE_SERVER | CONF_ROLE_CLIENT | CONF_ROLE_PROXY},
        {"proxy or gateway", CONF_ROLE_PROXY},
        {"intermediary", CONF_ROLE_PROXY},
        {"cache", CONF_ROLE_PROXY},
        {"registrant", 0},
        {"specification author", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_requirement row = {.subject = rows[i].subject};
        print_message("[ binds ] %s\n", rows[i].subject);
        assert_int_equal(conf_requirement_roles(&row), rows[i].roles);
    }
}

static void names_the_line_that_has_not_twelve_columns(void **state)
{
    static const char text[] = "id\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\n1\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\n2\tb\tc\n";
    conf_memory memory = {0};
    conf_ledger ledger;

    (void)state;
    assert_int_equal(conf_ledger_read(&memory, text, sizeof text - 1, &ledger), 3);
    assert_int_equal(ledger.count, 1);
    assert_string_equal(ledger.rows[0].id, "1");
    conf_memory_free(&memory);
}

static void measures_distances_up_to_four(void **state)
{
    static const struct {
        const char *a, *b;
        unsigned distance;
    } rows[] = {
        {"", "", 0},
        {"abc", "abc", 0},
        {"abc", "abd", 1},
        {"abc", "ab", 1},
        {"ab", "abc", 1},
        {"abc", "xbcy", 2},
        {"kitten", "sitting", 3},
        {"", "abcd", 4},
        {"abcd", "", 4},
        {"", "abcde", 5},
        {"abcdef", "abcdefghij", 4},
        {"abcdefghi", "bcdefghij", 2},
        {"abcdef", "uvwxyz", 5},
        {"aaaaaaaaaa", "aaaaa", 5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("[ measures ] '%s' '%s'\n", rows[i].a, rows[i].b);
        assert_int_equal(conf_name_distance(rows[i].a, strlen(rows[i].a), rows[i].b), rows[i].distance);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_a_row_by_its_id),
        cmocka_unit_test(walks_a_section_with_all_below_it),
        cmocka_unit_test(binds_the_roles_that_a_subject_names),
        cmocka_unit_test(names_the_line_that_has_not_twelve_columns),
        cmocka_unit_test(measures_distances_up_to_four),
    };
    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
