/* SPDX-License-Identifier: MIT */
/* The rule table keeps its promises: sorted, unique, inside its areas, named and explained. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/rules.h"

static const struct range {
    unsigned first, last;
} AREAS[] = {
    [H1_AREA_PARSER] = {1, 499},       [H1_AREA_FRAME] = {500, 599},     [H1_AREA_MESSAGE] = {1000, 1499},
    [H1_AREA_EXCHANGE] = {1500, 1999}, [H1_AREA_CAPTURE] = {2000, 2499},
};

static void is_sorted_so_that_bisection_finds_every_row(void **state)
{
    (void)state;
    for (size_t i = 0; h1_rule_at(i) != NULL; i++) {
        const h1_rule_info *info = h1_rule_at(i);
        if (i > 0)
            assert_true(h1_rule_at(i - 1)->rule < info->rule);
        assert_ptr_equal(h1_rule_info_of(info->rule), info);
    }
    assert_true(h1_rule_at(0) != NULL);
}

static void keeps_every_number_inside_its_area(void **state)
{
    (void)state;
    for (size_t i = 0; h1_rule_at(i) != NULL; i++) {
        const h1_rule_info *info = h1_rule_at(i);
        print_message("[ row ] %s\n", info->symbol);
        assert_in_range(info->rule, AREAS[info->area].first, AREAS[info->area].last);
    }
}

static void explains_every_rule_and_cites_a_clause_unless_it_is_a_limit(void **state)
{
    (void)state;
    for (size_t i = 0; h1_rule_at(i) != NULL; i++) {
        const h1_rule_info *info = h1_rule_at(i);
        print_message("[ row ] %s\n", info->symbol);
        assert_true(strlen(info->title) > 0 && strlen(info->title) <= 100);
        assert_true(strlen(info->why) > 0 && strlen(info->why) <= 160);
        if (info->area != H1_AREA_FRAME || strcmp(info->rfc, "H1 frames") != 0)
            assert_int_equal(strncmp(info->rfc, "RFC ", 4), 0);
        assert_true(strlen(info->section) > 0);
        assert_true(info->status == 0 || (info->status >= 400 && info->status <= 599));
    }
}

static void prints_names_that_find_their_rule_again(void **state)
{
    (void)state;
    for (size_t i = 0; h1_rule_at(i) != NULL; i++) {
        const h1_rule_info *info = h1_rule_at(i);
        h1_rule_text name = h1_rule_name(info->rule);
        assert_true(strlen(name.text) == strlen(info->symbol));
        assert_null(strpbrk(name.text, "_ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
        assert_int_equal(h1_rule_by_name(name.text, strlen(name.text)), info->rule);
        assert_int_equal(h1_rule_by_name(info->symbol, strlen(info->symbol)), info->rule);
    }
    assert_string_equal(h1_rule_name(H1_RULE_FIELD_SPACE_BEFORE_COLON).text, "field-space-before-colon");
    assert_string_equal(h1_rule_name(H1_RULE_NONE).text, "none");
}

static void finds_a_rule_by_its_number_and_nothing_by_anything_else(void **state)
{
    static const struct {
        const char *name;
        h1_rule rule;
    } rows[] = {
        {"1", H1_RULE_BARE_LF},       {"203", H1_RULE_FIELD_SPACE_BEFORE_COLON},
        {"0", H1_RULE_NONE},          {"99999", H1_RULE_NONE},
        {"", H1_RULE_NONE},           {"bare", H1_RULE_NONE},
        {"bare-lf ", H1_RULE_NONE},   {"1x", H1_RULE_NONE},
        {"4294967297", H1_RULE_NONE}, /* 2^32 + 1 wraps to 1 */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("[ name ] '%s'\n", rows[i].name);
        assert_int_equal(h1_rule_by_name(rows[i].name, strlen(rows[i].name)), rows[i].rule);
    }
    assert_null(h1_rule_info_of((h1_rule)499));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_sorted_so_that_bisection_finds_every_row),
        cmocka_unit_test(keeps_every_number_inside_its_area),
        cmocka_unit_test(explains_every_rule_and_cites_a_clause_unless_it_is_a_limit),
        cmocka_unit_test(prints_names_that_find_their_rule_again),
        cmocka_unit_test(finds_a_rule_by_its_number_and_nothing_by_anything_else),
    };
    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
