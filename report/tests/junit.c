/* SPDX-License-Identifier: MIT */
/* What junit.c writes is what CI systems read, and well-formed whatever the texts hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/junit.h"

/* The whole document that one case makes; to be freed. */
static char *document_of(const report_junit_case *c)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    assert_non_null(out);
    report_junit_begin(out, "libh1", 1, c->state == REPORT_JUNIT_FAILURE, c->state == REPORT_JUNIT_ERROR,
                       c->state == REPORT_JUNIT_SKIPPED);
    report_junit_suite(out, "RFC 9112 7.1", c, 1);
    report_junit_end(out);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void writes(const report_junit_case *c, const char *part)
{
    char *text = document_of(c);

    if (strstr(text, part) == NULL)
        fail_msg("expected %s in\n%s", part, text);
    free(text);
}

static void counts_each_state_as_junit_names_it(void **state)
{
    report_junit_case c = {"9112-7.1", "bare-lf", REPORT_JUNIT_PASS, "MUST", "wrong", NULL};

    (void)state;
    writes(&c, "<testcase classname=\"9112-7.1\" name=\"bare-lf\"/>");
    c.state = REPORT_JUNIT_FAILURE;
    writes(&c, "<testsuite name=\"RFC 9112 7.1\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">");
    writes(&c, "<failure type=\"MUST\" message=\"wrong\"/>");
    c.state = REPORT_JUNIT_ERROR;
    writes(&c, "failures=\"0\" errors=\"1\" skipped=\"0\"");
    writes(&c, "<error type=\"MUST\" message=\"wrong\"/>");
    c.state = REPORT_JUNIT_SKIPPED;
    writes(&c, "errors=\"0\" skipped=\"1\"");
    writes(&c, "<skipped message=\"wrong\"/>");
}

static void escapes_what_xml_reserves_or_forbids(void **state)
{
    static const struct {
        const char *text, *written;
    } rows[] = {
        {"a<b>&\"c\"", "message=\"a&lt;b&gt;&amp;&quot;c&quot;\""},
        {"]]>", "message=\"]]&gt;\""},
        {"two\nlines", "message=\"two&#10;lines\""},
        {"nul \x01 esc \x1b", "message=\"nul \\x01 esc \\x1b\""},
        {"tab\tcr\r", "message=\"tab\\tcr\\r\""},
        {"del \x7f", "message=\"del \\x7f\""},
        {"good \xc3\xa4 \xe2\x80\xa6 \xf0\x9f\x98\x80", "message=\"good \xc3\xa4 \xe2\x80\xa6 \xf0\x9f\x98\x80\""},
        {"alone \x80", "message=\"alone \\x80\""},
        {"cut \xe2\x80", "message=\"cut \\xe2\\x80\""},
        {"overlong \xc0\x80", "message=\"overlong \\xc0\\x80\""},
        {"control \xc2\x9b", "message=\"control \\xc2\\x9b\""},
        {"surrogate \xed\xa0\x80", "message=\"surrogate \\xed\\xa0\\x80\""},
        {"none \xef\xbf\xbf", "message=\"none \\xef\\xbf\\xbf\""},
        {"beyond \xf4\x90\x80\x80", "message=\"beyond \\xf4\\x90\\x80\\x80\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        report_junit_case c = {"g", "n", REPORT_JUNIT_FAILURE, "MUST", rows[i].text, NULL};
        writes(&c, rows[i].written);
    }
}

static void keeps_lines_in_the_text(void **state)
{
    report_junit_case c = {"g", "n", REPORT_JUNIT_FAILURE, "MUST", "m", "expected <1>\nactual & 2\n"};

    (void)state;
    writes(&c, ">expected &lt;1&gt;\nactual &amp; 2\n</failure>");
}

/* Every byte, alone and behind every lead byte, through the reader that most CI systems use. */
static void is_well_formed_whatever_the_bytes(void **state)
{
    char path[] = "/tmp/junitXXXXXX";
    char command[128];
    int file = mkstemp(path);
    FILE *out = file >= 0 ? fdopen(file, "w") : NULL;

    (void)state;
    assert_non_null(out);
    report_junit_begin(out, "all bytes", 255, 255, 0, 0);
    for (unsigned byte = 1; byte < 256; byte++) {
        char text[] = {'\xe2', (char)byte, (char)byte, '\x80', (char)byte, '\0'};
        report_junit_case c = {text, text, REPORT_JUNIT_FAILURE, text, text, text};
        report_junit_suite(out, text, &c, 1);
    }
    report_junit_end(out);
    assert_int_equal(fclose(out), 0);
    /* NOLINTBEGIN(cert-env33-c): a test may ask the shell for xmllint. */
    if (system("command -v xmllint > /dev/null") != 0) {
        print_message("skipped: xmllint not installed\n");
    } else {
        snprintf(command, sizeof command, "xmllint --noout %s", path);
        assert_int_equal(system(command), 0);
    }
    /* NOLINTEND(cert-env33-c) */
    remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_each_state_as_junit_names_it),
        cmocka_unit_test(escapes_what_xml_reserves_or_forbids),
        cmocka_unit_test(keeps_lines_in_the_text),
        cmocka_unit_test(is_well_formed_whatever_the_bytes),
    };
    return cmocka_run_group_tests_name("junit", tests, NULL, NULL);
}
