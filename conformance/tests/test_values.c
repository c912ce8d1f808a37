/* SPDX-License-Identifier: MIT */
/* A wrong verdict on a value is caught, and so is a wrong place; a reader that breaks the laws of values is, too; and
 * the cases have each grammar accept and refuse often enough.
 *
 * Runs from the tree's root, as ctest runs it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "conformance/parser/play_parser.h"
#include "conformance/reader/reader.h"

#define VALUE(grammar, bytes, verdict)                                                                                 \
    "case a\ntitle: T\nneeds: 9110-5.6.2-A01\nside: value\nvalue: " grammar "\n= " bytes "\n" verdict "\n"

enum { LEAST = 3 };

static conf_memory memory;
static conf_ledger ledger;

static conf_suite read_text(const char *text)
{
    conf_suite suite;

    if (ledger.count == 0)
        ledger = conf_ledger_builtin(&memory);
    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_text(&suite, "cases/rfc9110/5.6.2-test.case", text, strlen(text));
    assert_int_equal(suite.fault_count, 0);
    assert_int_equal(suite.case_count, 1);
    return suite;
}

/* ---- Verdict and place ---- */

static void judges_verdict_and_place(void **state)
{
    static const struct {
        const char *text;
        conf_state due;
        const char *actual; /* of the first difference */
    } rows[] = {
        {VALUE("token", "abc", "accept"), CONF_PASS, NULL},
        {VALUE("token", "ab\\^:c", "refuse"), CONF_PASS, NULL},
        {VALUE("quoted-string", "\\\"a", "refuse"), CONF_PASS, NULL},
        {VALUE("token", "abc", "refuse"), CONF_FAIL, "accept"},
        {VALUE("token", "ab:c", "accept"), CONF_FAIL, "refuse at byte 2: it fits nowhere"},
        {VALUE("token", "a\\^b:c", "refuse"), CONF_FAIL, "refuse at byte 2: it fits nowhere"},
        {VALUE("token", "ab:c", "refuse"), CONF_FAIL, "refuse at byte 2: it fits nowhere"},
        {VALUE("quoted-string", "\\\"\\^a", "refuse"), CONF_FAIL, "refuse at the end, byte 2: more is due"},
        {VALUE("range", "bytes=5-4", "accept"), CONF_FAIL,
         "refuse at byte 8: the grammar has it and an RFC rules it out"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_suite suite = read_text(rows[i].text);
        conf_result result = conf_play_parser(&memory, suite.cases[0], NULL);
        if (result.state != rows[i].due)
            fail_msg("row %zu is %s", i, conf_state_name(result.state));
        assert_int_equal(result.difference_count, rows[i].due == CONF_FAIL);
        if (rows[i].actual == NULL)
            continue;
        assert_int_equal(result.differences[0].line, 7);
        assert_int_equal(result.differences[0].actual.len, strlen(rows[i].actual));
        assert_memory_equal(result.differences[0].actual.at, rows[i].actual, strlen(rows[i].actual));
    }
}

/* ---- Laws ---- */

/* Refuses what begins a value that it accepts. */
static h1_value refuses_beginnings(const uint8_t *value, size_t len, size_t *bad)
{
    (void)value;
    *bad = len == 4 ? 4 : 0;
    return len == 4 ? H1_VALUE_OK : H1_VALUE_BYTE;
}

/* Where it refuses depends on what follows. */
static h1_value looks_ahead(const uint8_t *value, size_t len, size_t *bad)
{
    (void)value;
    *bad = len > 3 ? 1 : len;
    return len > 3 ? H1_VALUE_BYTE : H1_VALUE_ENDS;
}

static void holds_readers_to_the_laws(void **state)
{
    static const struct {
        conf_grammar grammar;
        const char *text;
        const char *feeding;
    } rows[] = {
        {{"token", refuses_beginnings}, VALUE("token", "abcd", "accept"), "the first 0 bytes"},
        {{"token", looks_ahead}, VALUE("token", "a\\^bcd", "refuse"), "the first 2 bytes"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_suite suite = read_text(rows[i].text);
        conf_case c = *suite.cases[0];
        conf_result result;
        c.grammar = &rows[i].grammar;
        result = conf_play_parser(&memory, &c, NULL);
        assert_int_equal(result.state, CONF_FAIL);
        assert_int_equal(result.difference_count, 1);
        assert_string_equal(result.differences[0].feeding, rows[i].feeding);
    }
}

/* ---- The cases ---- */

static size_t count(const conf_suite *suite, const conf_grammar *grammar, bool refused)
{
    size_t found = 0;

    for (size_t i = 0; i < suite->case_count; i++)
        found += suite->cases[i]->grammar == grammar && suite->cases[i]->value_refused == refused;
    return found;
}

static void has_each_grammar_accept_and_refuse(void **state)
{
    const conf_grammar *grammar;
    conf_suite suite;
    size_t lacking = 0;

    (void)state;
    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_tree(&suite, "conformance/cases");
    for (size_t i = 0; (grammar = conf_grammar_at(i)) != NULL; i++) {
        size_t accepted = count(&suite, grammar, false);
        size_t refused = count(&suite, grammar, true);
        if (accepted >= LEAST && refused >= LEAST)
            continue;
        print_message("value: %s is accepted in %zu cases and refused in %zu\n", grammar->name, accepted, refused);
        lacking++;
    }
    assert_int_equal(lacking, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_verdict_and_place),
        cmocka_unit_test(holds_readers_to_the_laws),
        cmocka_unit_test(has_each_grammar_accept_and_refuse),
    };
    int failed = cmocka_run_group_tests_name("values", tests, NULL, NULL);

    conf_memory_free(&memory);
    return failed;
}
