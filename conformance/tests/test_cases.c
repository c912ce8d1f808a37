/* SPDX-License-Identifier: MIT */
/* The cases themselves: each is as libh1 plays it, at every single cut and at random ones, and each parser rule has a
 * case that triggers it and a near miss that doesn't.
 *
 * Runs from the tree's root, as ctest runs it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../distance.h"
#include "conformance/parser/play_parser.h"
#include "conformance/rule_row.h"
#include "show.h"

enum { RANDOM_FEEDINGS = 25 };

static conf_memory memory;
static conf_suite suite;

static void are_read_without_a_slip(void **state)
{
    (void)state;
    show_faults(&suite);
    assert_int_equal(suite.fault_count, 0);
    assert_true(suite.case_count >= 150);
}

static void are_as_libh1_plays_them(void **state)
{
    const conf_feeding feeding = {.random = RANDOM_FEEDINGS, .seed = 20240607};
    size_t failed = 0;
    uint64_t feedings = 0;

    (void)state;
    for (size_t i = 0; i < suite.case_count; i++) {
        conf_result result = conf_play_parser(&memory, suite.cases[i], &feeding);
        feedings += result.feedings;
        failed += result.state == CONF_FAIL;
        show_result(&result, 3);
    }
    print_message("%zu cases, bytes fed %llu times\n", suite.case_count, (unsigned long long)feedings);
    assert_int_equal(failed, 0);
}

/* ---- Every rule has its cases ---- */

static bool triggers(const conf_case *c, h1_rule rule)
{
    return c->rule == rule;
}

static bool is_near(const conf_case *c, h1_rule rule)
{
    for (size_t i = 0; i < c->near_count; i++) {
        if (c->near[i] == rule)
            return true;
    }
    return false;
}

/* The bytes that a rule is about in a case that triggers it: those of the marked direction. */
static conf_bytes marked_bytes(const conf_case *c)
{
    return c->bytes[c->marks[H1_REQUESTS].kind != CONF_MARK_NONE ? H1_REQUESTS : H1_RESPONSES];
}

static unsigned distance(const conf_case *near, const conf_case *trigger)
{
    h1_side side = trigger->marks[H1_REQUESTS].kind != CONF_MARK_NONE ? H1_REQUESTS : H1_RESPONSES;
    conf_bytes a = near->bytes[side];
    conf_bytes b = marked_bytes(trigger);

    return conf_distance(a.at, a.len, b.at, b.len);
}

static unsigned nearest(const conf_case *near, h1_rule rule)
{
    unsigned least = CONF_DISTANCE_MOST + 1;

    for (size_t i = 0; i < suite.case_count; i++) {
        if (triggers(suite.cases[i], rule) && distance(near, suite.cases[i]) < least)
            least = distance(near, suite.cases[i]);
    }
    return least;
}

/* The folder and section that a rule's cases belong to. */
static void say_where(const h1_rule_info *info)
{
    print_message("    add it to conformance/cases/rfc%s/%s-….case, or start with: ci/new-rule %s --cases\n",
                  info->rfc[0] != '\0' ? info->rfc + 4 : "9112", info->section, h1_rule_name(info->rule).text);
}

/* Returns how many cases the rule lacks. */
static unsigned lacks(const h1_rule_info *info)
{
    h1_rule_text text = h1_rule_name(info->rule);
    const char *name = text.text;
    size_t triggering = 0;
    size_t near = 0;
    unsigned least = CONF_DISTANCE_MOST + 1;

    for (size_t i = 0; i < suite.case_count; i++) {
        triggering += triggers(suite.cases[i], info->rule);
        if (!is_near(suite.cases[i], info->rule))
            continue;
        near++;
        least = nearest(suite.cases[i], info->rule) < least ? nearest(suite.cases[i], info->rule) : least;
    }
    if (triggering == 0)
        print_message("%s has no case that triggers it: one with 'rule: %s' and a mark at its place\n", name, name);
    if (near == 0)
        print_message(
            "%s has no near miss: an accepted case with 'near: %s', at most four bytes from a triggering one\n", name,
            name);
    else if (triggering > 0 && least > CONF_DISTANCE_MOST)
        print_message("%s: none of its %zu near misses is within four bytes of a triggering case\n", name, near);
    if (triggering == 0 || near == 0 || least > CONF_DISTANCE_MOST)
        say_where(info);
    return (triggering == 0 ? 1U : 0U) + (near == 0 || least > CONF_DISTANCE_MOST ? 1U : 0U);
}

/* Rules that show in bytes. Those of frames that are notes tell of a receiver's state (no memory, no space, a file too
 * large for it), which no bytes can bring about; tests of h1 receive do. */
static bool shows_in_bytes(const h1_rule_info *info)
{
    return info->area == H1_AREA_PARSER || info->area == H1_AREA_MESSAGE || info->area == H1_AREA_EXCHANGE ||
           (info->area == H1_AREA_FRAME && info->severity != H1_SEVERITY_NOTE);
}

static void show_each_rule_triggered_and_nearly(void **state)
{
    const h1_rule_info *info;
    unsigned missing = 0;
    unsigned rules = 0;

    (void)state;
    for (size_t i = 0; (info = h1_rule_at(i)) != NULL; i++) {
        if (!shows_in_bytes(info))
            continue;
        rules++;
        missing += lacks(info);
    }
    print_message("%u rules\n", rules);
    assert_int_equal(missing, 0);
}

/* Each near miss is near by itself, so that none is there for show. */
static void are_near_where_they_say_so(void **state)
{
    size_t far = 0;

    (void)state;
    for (size_t i = 0; i < suite.case_count; i++) {
        const conf_case *c = suite.cases[i];
        for (size_t k = 0; k < c->near_count; k++) {
            if (nearest(c, c->near[k]) <= CONF_DISTANCE_MOST)
                continue;
            print_message("%s:%u: %s is more than four bytes from every case that triggers %s\n", c->path, c->line,
                          c->id, h1_rule_name(c->near[k]).text);
            far++;
        }
    }
    assert_int_equal(far, 0);
}

/* Mend it with: conform_lint --rule-rows conformance/cases > conformance/rule-rows.tsv */
static void give_each_rule_the_row_that_the_table_has(void **state)
{
    const h1_rule_info *info;
    size_t differ = 0;

    (void)state;
    for (size_t i = 0; (info = h1_rule_at(i)) != NULL; i++) {
        const conf_requirement *kept = conf_rule_row(suite.ledger, info->rule);
        const conf_requirement *said = conf_rule_row_by_cases(&suite, info->rule);
        if (kept == said)
            continue;
        print_message("%s: rule-rows.tsv has %s, the cases say %s\n", h1_rule_name(info->rule).text,
                      kept != NULL ? kept->id : "none", said != NULL ? said->id : "none");
        differ++;
    }
    assert_int_equal(differ, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(are_read_without_a_slip),
        cmocka_unit_test(are_as_libh1_plays_them),
        cmocka_unit_test(show_each_rule_triggered_and_nearly),
        cmocka_unit_test(are_near_where_they_say_so),
        cmocka_unit_test(give_each_rule_the_row_that_the_table_has),
    };
    conf_ledger ledger = conf_ledger_builtin(&memory);
    int failed;

    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_tree(&suite, "conformance/cases");
    failed = cmocka_run_group_tests_name("cases", tests, NULL, NULL);
    conf_memory_free(&memory);
    return failed;
}
