/* SPDX-License-Identifier: MIT */
/* What texts of others become in Markdown, HTML, TAP and in a SARIF location: nothing in them acts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/fingerprint.h"
#include "report/github.h"
#include "report/gitlab.h"
#include "report/hex.h"
#include "report/markdown.h"
#include "report/markup.h"
#include "report/sarif.h"
#include "report/tap.h"
#include "report/utf8.h"

typedef void writer(FILE *out, const char *text);

static void assert_writes(writer *write, const char *text, const char *expected)
{
    char *written = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&written, &len);

    assert_non_null(out);
    write(out, text);
    assert_int_equal(fclose(out), 0);
    assert_string_equal(written, expected);
    free(written);
}

typedef struct row {
    const char *text, *written;
} row;

static void assert_rows(writer *write, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_writes(write, rows[i].text, rows[i].written);
}

static void shows_no_character_that_acts(void **state)
{
    static const row rows[] = {
        {"plain\nlines \\ stay", "plain\nlines \\ stay"},
        {"\x1b[2J\r\t\x7f", "\\x1b[2J\\r\\t\\x7f"},
        {"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80", "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80"},
        {"\xc2\x9b", "\\xc2\\x9b"}, /* CSI of the C1 controls */
        /* NOLINTBEGIN(misc-misleading-bidirectional): misleading on purpose */
        {"\xe2\x80\x8e", "\\xe2\\x80\\x8e"}, /* LEFT-TO-RIGHT MARK */
        {"\xe2\x80\xae", "\\xe2\\x80\\xae"}, /* RIGHT-TO-LEFT OVERRIDE */
        {"\xe2\x81\xa6", "\\xe2\\x81\\xa6"}, /* LEFT-TO-RIGHT ISOLATE */
        /* NOLINTEND(misc-misleading-bidirectional) */
        {"\xef\xbb\xbf", "\\xef\\xbb\\xbf"}, /* BYTE ORDER MARK */
        {"\xed\xa0\x80", "\\xed\\xa0\\x80"}, /* a surrogate */
        {"\xc0\xbc", "\\xc0\\xbc"},          /* "<", overlong */
        {"\xf0\x9f\x98", "\\xf0\\x9f\\x98"}, /* cut */
        {"\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80"},
    };

    (void)state;
    assert_rows(report_utf8_to, rows, sizeof rows / sizeof *rows);
}

static void makes_no_markup(void **state)
{
    static const row rows[] = {
        {"<script>&\"'\n", "&lt;script&gt;&amp;&quot;&#39;\n"},
        {"\xff<", "\\xff&lt;"},
    };
    static const row values[] = {{"a\"b\nc", "a&quot;b&#10;c"}};

    (void)state;
    assert_rows(report_markup_to, rows, sizeof rows / sizeof *rows);
    assert_rows(report_markup_value_to, values, 1);
}

static void makes_no_markdown(void **state)
{
    static const row rows[] = {
        {"# no heading", "&#35; no heading"},
        {"[link](x) *bold* _it_", "\\[link\\]\\(x\\) \\*bold\\* \\_it\\_"},
        {"a|b\nc", "a\\|b c"},
        {"<b> &amp; @all #1 http://x", "&lt;b&gt; &amp;amp; &#64;all &#35;1 http&#58;//x"},
        {"`code`", "\\`code\\`"},
        {"\xff", "\\\\xff"},
    };

    (void)state;
    assert_rows(report_markdown_to, rows, sizeof rows / sizeof *rows);
}

static void code_spans_and_blocks_stay_closed(void **state)
{
    static const row spans[] = {
        {"", "(none)"}, {"a b", "`a b`"}, {"`", "`` ` ``"}, {"``x`", "``` ``x` ```"}, {"a|b\nc", "`a\\x7cb c`"},
    };
    static const row blocks[] = {
        {"one\ntwo", "```text\none\ntwo\n```\n"},
        {"```\nout", "````text\n```\nout\n````\n"},
        {"\x1b", "```text\n\\x1b\n```\n"},
    };

    (void)state;
    assert_rows(report_markdown_code_to, spans, sizeof spans / sizeof *spans);
    assert_rows(report_markdown_block_to, blocks, sizeof blocks / sizeof *blocks);
}

static void tap_of(FILE *out, const char *text)
{
    report_tap_test_to(out, 1, &(report_tap_test){.name = text, .state = "fail", .text = "a\n...\n"});
    report_tap_test_to(out, 2, &(report_tap_test){.name = "n", .state = "fail", .skip = text});
}

static void tap_lines_hold_no_directive_of_others(void **state)
{
    (void)state;
    assert_writes(tap_of, "x # SKIP \\\ny",
                  "not ok 1 - x \\# SKIP \\\\\\ny\n  ---\n  state: fail\n  text: |\n    a\n    ...\n  ...\n"
                  "ok 2 - n # SKIP x \\# SKIP \\\\\\ny\n");
}

static void hex_of(FILE *out, const char *text)
{
    report_hex_to(out, (const uint8_t *)text, strlen(text), 16);
}

static void shows_bytes_in_hexadecimal(void **state)
{
    (void)state;
    assert_writes(hex_of, "GET / HTTP/1.1\r\n\xff",
                  "00000010  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..\n"
                  "00000020  ff                                                .\n");
}

static void sarif_paths_are_uris_and_regions_stay_inside(void **state)
{
    report_sarif log;
    json_t *location = report_sarif_location("a b/%\xff.case", 0, NULL);
    json_t *place = json_object_get(location, "physicalLocation");
    const report_sarif_stream stream = {"sent", "id/sent", (const uint8_t *)"abc", 3, 2, 9};
    json_t *bytes, *region, *document;
    const char *version;
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    int length;

    (void)state;
    assert_string_equal(json_string_value(json_object_get(json_object_get(place, "artifactLocation"), "uri")),
                        "a%20b/%25%FF.case");
    assert_int_equal(json_integer_value(json_object_get(json_object_get(place, "region"), "startLine")), 1);
    report_sarif_begin(&log, out);
    bytes = report_sarif_bytes(&log, &stream);
    region = json_object_get(json_object_get(bytes, "physicalLocation"), "region");
    assert_int_equal(json_integer_value(json_object_get(region, "byteOffset")), 2);
    assert_int_equal(json_integer_value(json_object_get(region, "byteLength")), 1);
    assert_int_equal(log.artifact_count, 1);
    json_decref(location);
    json_decref(bytes);
    report_sarif_add_result(&log, json_object());
    assert_true(report_sarif_end(&log, "1.2.3", json_object()));
    assert_int_equal(fclose(out), 0);
    document = json_loads(text, 0, NULL);
    assert_int_equal(json_unpack(document, "{s:[{s:[{}!], s:[{s:i}], s:{s:{s:s}}}]}", "runs", "results", "artifacts",
                                 "length", &length, "tool", "driver", "version", &version),
                     0);
    assert_int_equal(length, 3);
    assert_string_equal(version, "1.2.3");
    json_decref(document);
    free(text);
}

static void fingerprints_tell_texts_apart(void **state)
{
    (void)state;
    assert_string_not_equal(report_fingerprint_of("ab", "c").text, report_fingerprint_of("a", "bc").text);
    assert_string_equal(report_fingerprint_of("ab", "c").text, report_fingerprint_of("ab", "c").text);
}

static void github_of(FILE *out, const char *text)
{
    report_github_to(out, &(report_annotation){"error", text, 1, text, text});
}

static void annotations_hold_no_command_of_others(void **state)
{
    (void)state;
    assert_writes(github_of, "\x1b\xff", "::error file=\\x1b\\xff,line=1,title=\\x1b\\xff::\\x1b\\xff\n");
    assert_writes(github_of, "a:b,c%\n::error::x",
                  "::error file=a%3Ab%2Cc%25%0A%3A%3Aerror%3A%3Ax,line=1,title=a%3Ab%2Cc%25%0A%3A%3Aerror%3A%3Ax::"
                  "a:b,c%25%0A::error::x\n");
}

static void gitlab_of(FILE *out, const char *text)
{
    report_gitlab list = report_gitlab_begin(out);

    assert_true(report_gitlab_add(&list, &(report_gitlab_issue){text, "c", "f", REPORT_GITLAB_MINOR, "p", 1}));
    assert_true(report_gitlab_add(&list, &(report_gitlab_issue){"d", "c", "f", REPORT_GITLAB_MAJOR, text, 2}));
    assert_true(report_gitlab_end(&list));
}

static void gitlab_issues_are_json_whatever_they_say(void **state)
{
    (void)state;
    assert_writes(gitlab_of, "\"\x1b\xff",
                  "[\n{\"description\":\"\\\"\\\\x1b\\\\xff\",\"check_name\":\"c\",\"fingerprint\":\"f\","
                  "\"severity\":\"minor\",\"location\":{\"path\":\"p\",\"lines\":{\"begin\":1}}},\n"
                  "{\"description\":\"d\",\"check_name\":\"c\",\"fingerprint\":\"f\",\"severity\":\"major\","
                  "\"location\":{\"path\":\"\\\"\\\\x1b\\\\xff\",\"lines\":{\"begin\":2}}}\n]\n");
}

static void no_value_says_nothing(FILE *out, const char *text)
{
    report_gitlab list = report_gitlab_begin(out);

    (void)text;
    assert_true(report_gitlab_end(&list));
}

static void gitlab_has_an_empty_list(void **state)
{
    (void)state;
    assert_writes(no_value_says_nothing, "", "[\n]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_no_character_that_acts),
        cmocka_unit_test(makes_no_markup),
        cmocka_unit_test(makes_no_markdown),
        cmocka_unit_test(code_spans_and_blocks_stay_closed),
        cmocka_unit_test(tap_lines_hold_no_directive_of_others),
        cmocka_unit_test(shows_bytes_in_hexadecimal),
        cmocka_unit_test(sarif_paths_are_uris_and_regions_stay_inside),
        cmocka_unit_test(fingerprints_tell_texts_apart),
        cmocka_unit_test(annotations_hold_no_command_of_others),
        cmocka_unit_test(gitlab_issues_are_json_whatever_they_say),
        cmocka_unit_test(gitlab_has_an_empty_list),
    };
    return cmocka_run_group_tests_name("texts of others", tests, NULL, NULL);
}
