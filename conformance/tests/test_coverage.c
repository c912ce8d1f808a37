/* SPDX-License-Identifier: MIT */
/* What covers a row of the ledger and what doesn't, on small tables; and that the tables of the tree are sound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../coverage.h"

static const char LEDGER[] =
    "id\trfc\tsection\ttitle\tlevel\tsubject\tparaphrase\tapplies\tobservable\tsmuggling\tscope\tnote\n"
    "9112-1-A01\t9112\t1\tOne\tABNF\tsender\tgrammar\trequest\tparser\tno\tin\t\n"
    "9112-1-01\t9112\t1\tOne\tMUST\trecipient\tfirst\trequest\tparser\tno\tin\t\n"
    "9112-1-02\t9112\t1\tOne\tMUST NOT\tserver\tsecond\trequest\tprobe-server\tno\tin\t\n"
    "9112-1-03\t9112\t1\tOne\tSHOULD\tserver\tthird\trequest\tprobe-server\tno\tin\t\n"
    "9112-1-04\t9112\t1\tOne\tMUST\tserver\tfourth\trequest\tno\tno\tin\t\n"
    "9112-1-05\t9112\t1\tOne\tMUST\tserver\tfifth\trequest\tparser\tno\tout\t\n";

static const char START[] = "id\tlevel\tscope\tobservable\n"
                            "9112-1-A01\tABNF\tin\tparser\n"
                            "9112-1-01\tMUST\tin\tparser\n"
                            "9112-1-02\tMUST NOT\tin\tprobe-server\n"
                            "9112-1-03\tSHOULD\tin\tprobe-server\n"
                            "9112-1-04\tMUST\tin\tno\n"
                            "9112-1-05\tMUST\tout\tparser\n";

static const char CASES[] = "# Two cases.\n"
                            "case refused\n"
                            "title: A line is refused\n"
                            "needs: 9112-1-A01 9112-1-01\n"
                            "rule:  method-invalid\n"
                            "side:  request\n"
                            "> G\\^(T / HTTP/1.1\\r\\n\\r\\n\n"
                            "parser >: refuse method-invalid\n";

static const conf_coverage_tables PLAIN = {.start = START,
                                           .changes = "id\told\tnew\tclause\twhy\n",
                                           .reasons = "id\treason\tsentence\n",
                                           .faults = "role\tfault\trequirements\ttitle\n",
                                           .red = "role\tfault\tcase\n"};

typedef struct bench {
    conf_memory memory;
    conf_ledger ledger;
    conf_suite suite;
} bench;

static conf_coverage measure(bench *b, const conf_coverage_tables *tables)
{
    *b = (bench){0};
    assert_int_equal(conf_ledger_read(&b->memory, LEDGER, strlen(LEDGER), &b->ledger), 0);
    conf_suite_init(&b->suite, &b->memory, &b->ledger);
    conf_suite_read_text(&b->suite, "rfc9112/1-one.case", CASES, strlen(CASES));
    if (b->suite.fault_count > 0)
        fail_msg("%u: %s", b->suite.faults[0].line, b->suite.faults[0].text);
    return conf_coverage_of(&b->memory, &b->suite, tables);
}

static void a_refused_symbol_covers_grammar_and_nothing_else(void **state)
{
    bench b;
    conf_coverage coverage = measure(&b, &PLAIN);

    (void)state;
    assert_null(coverage.slip);
    assert_int_equal(coverage.rows[0].state, CONF_ROW_COVERED);
    assert_int_equal(coverage.rows[1].state, CONF_ROW_NAMED);
    assert_int_equal(coverage.rows[2].state, CONF_ROW_MISSING);
    assert_int_equal(coverage.rows[4].state, CONF_ROW_UNASKED);
    assert_int_equal(coverage.rows[5].state, CONF_ROW_UNASKED);
    assert_int_equal(coverage.today.rows, 6);
    assert_int_equal(coverage.today.all.observable, 4);
    assert_int_equal(coverage.today.all.covered, 1);
    assert_int_equal(coverage.today.must.observable, 2);
    assert_int_equal(coverage.today.should.observable, 1);
    conf_memory_free(&b.memory);
}

static void a_fault_covers_its_own_row_through_a_case_that_names_it(void **state)
{
    conf_coverage_tables tables = PLAIN;
    bench b;
    conf_coverage coverage;

    (void)state;
    tables.faults = "role\tfault\trequirements\ttitle\n"
                    "parser\tone\t9112-1-01 9112-1-02\ta fault\n";
    tables.red = "role\tfault\tcase\n"
                 "parser\tone\t9112-1/refused\n";
    coverage = measure(&b, &tables);
    assert_int_equal(coverage.rows[1].state, CONF_ROW_COVERED);
    assert_string_equal(coverage.rows[1].fault, "one");
    assert_int_equal(coverage.rows[2].state, CONF_ROW_MISSING);
    assert_int_equal(coverage.start.must.covered, 1);
    conf_memory_free(&b.memory);

    tables.red = "role\tfault\tcase\nserver\tone\t9112-1/refused\n";
    assert_int_equal(measure(&b, &tables).rows[1].state, CONF_ROW_NAMED);
    conf_memory_free(&b.memory);
    tables.red = "role\tfault\tcase\nparser\ttwo\t9112-1/refused\n";
    assert_int_equal(measure(&b, &tables).rows[1].state, CONF_ROW_NAMED);
    conf_memory_free(&b.memory);
}

static void a_reason_counts_where_nothing_covers(void **state)
{
    conf_coverage_tables tables = PLAIN;
    bench b;
    conf_coverage coverage;

    (void)state;
    tables.reasons = "id\treason\tsentence\n9112-1-A01\ttime\tNo.\n9112-1-03\ttime\tIt takes an hour.\n";
    coverage = measure(&b, &tables);
    assert_null(coverage.slip);
    assert_int_equal(coverage.rows[0].state, CONF_ROW_COVERED);
    assert_int_equal(coverage.rows[3].state, CONF_ROW_REASONED);
    assert_int_equal(coverage.start.should.reasoned, 1);
    conf_memory_free(&b.memory);
}

static void a_slip_in_a_table_is_said(void **state)
{
    static const struct {
        const char *start, *reasons, *said;
    } rows[] = {
        {"id\tlevel\n", NULL, "ledger-start.tsv:1"},
        {"id\tlevel\tscope\tobservable\n9112-1-01\tSHOULD\tin\tparser\n", NULL, "9112-1-01"},
        {"id\tlevel\tscope\tobservable\n9112-1-01\tMUST\tin\tno\n", NULL, "9112-1-01"},
        {"id\tlevel\tscope\tobservable\n9112-9-01\tMUST\tin\tno\n", NULL, "9112-9-01"},
        {NULL, "id\treason\tsentence\n9112-9-01\ttime\tNo.\n", "9112-9-01"},
        {NULL, "id\treason\tsentence\n9112-1-01\tlazy\tNo.\n", "9112-1-01"},
        {NULL, "id\treason\tsentence\n9112-1-01\ttime\t\n", "9112-1-01"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_coverage_tables tables = PLAIN;
        bench b;
        conf_coverage coverage;
        tables.start = rows[i].start != NULL ? rows[i].start : tables.start;
        tables.reasons = rows[i].reasons != NULL ? rows[i].reasons : tables.reasons;
        coverage = measure(&b, &tables);
        assert_non_null(coverage.slip);
        assert_non_null(strstr(coverage.slip, rows[i].said));
        conf_memory_free(&b.memory);
    }
}

#define CHANGED "id\told\tnew\tclause\twhy\n"

/* 9112-1-01 is MUST in parser today; here it began as SHOULD. */
static void a_changed_row_needs_an_entry_that_says_all(void **state)
{
    static const struct {
        const char *changes, *said; /* said: NULL where all is well */
    } rows[] = {
        {CHANGED, "9112-1-01"},
        {CHANGED "9112-1-01\tSHOULD in parser\tMUST in parser\t9112 1\tIt says so.\n", NULL},
        {CHANGED "9112-1-01\tMAY in parser\tMUST in parser\t9112 1\tIt says so.\n", "SHOULD in parser"},
        {CHANGED "9112-1-01\tSHOULD in parser\tMUST in no\t9112 1\tIt says so.\n", "MUST in parser"},
        {CHANGED "9112-1-01\tSHOULD in parser\tMUST in parser\t\tIt says so.\n", "clause"},
        {CHANGED "9112-1-01\tSHOULD in parser\tMUST in parser\t9112 1\t\n", "why"},
        {CHANGED "9112-1-01\tSHOULD in parser\tMUST in parser\t9112 1\tIt says so.\n"
                 "9112-1-04\tMUST in parser\tMUST in no\t9112 1\tIt says so.\n",
         "9112-1-04"},
        {CHANGED "9112-1-01\tSHOULD in parser\tMUST in parser\t9112 1\tIt says so.\n"
                 "9112-9-09\tMUST in parser\tMUST in no\t9112 1\tIt says so.\n",
         "9112-9-09"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_coverage_tables tables = PLAIN;
        conf_coverage coverage;
        bench b;
        tables.start = "id\tlevel\tscope\tobservable\n9112-1-01\tSHOULD\tin\tparser\n9112-1-04\tMUST\tin\tno\n";
        tables.changes = rows[i].changes;
        coverage = measure(&b, &tables);
        if (rows[i].said == NULL)
            assert_null(coverage.slip);
        else if (coverage.slip == NULL || strstr(coverage.slip, rows[i].said) == NULL)
            fail_msg("%zu: %s", i, coverage.slip != NULL ? coverage.slip : "nothing said");
        conf_memory_free(&b.memory);
    }
}

static void the_tables_of_the_tree_are_sound(void **state)
{
    conf_coverage_tables tables = conf_coverage_builtin();
    conf_memory memory = {0};
    conf_ledger ledger = conf_ledger_builtin(&memory);
    conf_suite suite;
    conf_coverage coverage;

    (void)state;
    conf_suite_init(&suite, &memory, &ledger);
    coverage = conf_coverage_of(&memory, &suite, &tables);
    if (coverage.slip != NULL)
        fail_msg("%s", coverage.slip);
    assert_int_equal(coverage.start.rows, 1015);
    conf_memory_free(&memory);
}

/* The rows that were asked of the start's, and what they come to: none is without a case and without a reason; every
 * MUST and SHOULD is held, few MUSTs by a reason, nine SHOULDs of ten by a case that was seen red. A case that is
 * changed and can't fail for its row any more turns this red. */
static void coverage_does_not_drop(void **state)
{
    conf_coverage_tables tables = conf_coverage_builtin();
    conf_memory memory = {0};
    conf_ledger ledger = conf_ledger_builtin(&memory);
    conf_suite suite;
    conf_coverage coverage;
    conf_counts must, should;

    (void)state;
    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_tree(&suite, "conformance/cases");
    coverage = conf_coverage_of(&memory, &suite, &tables);
    must = coverage.start.must;
    should = coverage.start.should;
    for (size_t i = 0; i < coverage.count; i++) {
        if (coverage.rows[i].state == CONF_ROW_MISSING)
            fail_msg("%s has neither a case nor a reason", coverage.rows[i].row->id);
    }
    assert_int_equal(must.covered + must.reasoned, must.observable);
    assert_true(must.reasoned * 100 <= must.observable * 8);
    assert_int_equal(should.covered + should.reasoned, should.observable);
    assert_true(should.covered * 10 >= should.observable * 9);
    assert_true(coverage.start.all.covered * 100 >= coverage.start.all.observable * 87);
    conf_memory_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refused_symbol_covers_grammar_and_nothing_else),
        cmocka_unit_test(a_fault_covers_its_own_row_through_a_case_that_names_it),
        cmocka_unit_test(a_reason_counts_where_nothing_covers),
        cmocka_unit_test(a_slip_in_a_table_is_said),
        cmocka_unit_test(a_changed_row_needs_an_entry_that_says_all),
        cmocka_unit_test(the_tables_of_the_tree_are_sound),
        cmocka_unit_test(coverage_does_not_drop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
