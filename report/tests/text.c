/* SPDX-License-Identifier: MIT */
/* Reports as they are printed: groups, totals that stay exact, what was not looked at, and JSON lines. */
#include "drawn.h"

#include <jansson.h>

#include "report/report.h"

static const char HEAD[] = "GET /?k=secret HTTP/1.1\r\nCookie: a=b\r\nHost : h\r\n\r\n";

/* A report in one format. */
static report *opened(drawn *d, report_format format, uint64_t examples, bool redact)
{
    static report_output output;

    drawn_begin(d);
    output = (report_output){format, d->out, false, redact};
    return report_open(&(report_options){
        .outputs = &output, .output_count = 1, .examples = examples, .fails_from = H1_SEVERITY_ERROR, .version = "1"});
}

static report_item item_at(const char *server, uint64_t packet)
{
    return (report_item){
        .finding = {H1_RULE_FIELD_SPACE_BEFORE_COLON, H1_REQUESTS, 2, {1000 + 42, 1}, {0, 0}},
        .file = "a.pcap",
        .client = "192.0.2.1:5",
        .server = server,
        .stream = 4,
        .packet = packet,
        .message_at = 1000,
        .bytes = (const uint8_t *)HEAD,
        .len = sizeof HEAD - 1,
        .bytes_at = 1000,
        .in_head = true,
    };
}

static void groups_examples_and_counts_the_rest(void **state)
{
    report_totals totals = {.messages = 1234, .connections = 2, .packets = 5};
    drawn d;
    report *r;

    (void)state;
    r = opened(&d, REPORT_TEXT, 1, false);
    for (uint64_t packet = 1; packet <= 3; packet++)
        assert_true(report_add(r, &(report_item){
                                      .finding = item_at("", 1).finding,
                                      .file = "a.pcap",
                                      .client = "c",
                                      .server = "s:80",
                                      .packet = packet,
                                      .message_at = 1000,
                                  }));
    assert_int_equal(report_counts(r)->all, 3);
    assert_true(report_close(r, &totals));
    drawn_is(&d, "error: whitespace between field name and colon [field-space-before-colon]\n"
                 "  --> a.pcap: packet 1, c > s:80, request 2, byte 42\n"
                 "   and 2 more (--max-findings 0 shows all)\n"
                 "   = RFC 9112 section 5.1 (MUST)\n"
                 "   = why: one reader drops the field, another honours it: a way to smuggle Content-Length past a "
                 "proxy\n"
                 "   = h1 explain field-space-before-colon · Wireshark: frame.number == 1\n"
                 "\n"
                 "1,234 messages in 2 connections, 5 packets: 3 errors\n");
}

static void shows_examples_of_each_endpoint_and_hides_secrets(void **state)
{
    report_item one = item_at("192.0.2.9:80", 1);
    report_item two = item_at("192.0.2.8:80", 7);
    report_totals totals = {.messages = 1, .connections = 1};
    drawn d;
    report *r;

    (void)state;
    r = opened(&d, REPORT_TEXT, 1, true);
    assert_true(report_add(r, &one));
    assert_true(report_add(r, &two));
    assert_true(report_close(r, &totals));
    drawn_is(&d, "error: whitespace between field name and colon [field-space-before-colon]\n"
                 "  --> a.pcap: packet 1, 192.0.2.1:5 > 192.0.2.9:80, request 2, byte 42\n"
                 "   38 | Host : h\\r\\n\n"
                 "      |     ^\n"
                 "  --> a.pcap: packet 7, 192.0.2.1:5 > 192.0.2.8:80, request 2, byte 42\n"
                 "   38 | Host : h\\r\\n\n"
                 "      |     ^\n"
                 "   = RFC 9112 section 5.1 (MUST)\n"
                 "   = why: one reader drops the field, another honours it: a way to smuggle Content-Length past a "
                 "proxy\n"
                 "   = h1 explain field-space-before-colon · Wireshark: frame.number in {1, 7}\n"
                 "\n"
                 "1 message in 1 connection: 2 errors\n"
                 "redacted: credentials, cookie values, userinfo, query values and bodies are shown as *\n");
}

/* A piece may begin anywhere in a head, and a place may end behind the piece. */
static void hides_secrets_in_pieces_of_a_head(void **state)
{
    static const char piece[] = "a: secret\x01\r\nHost : h\r\n";
    report_item item = item_at("192.0.2.9:80", 1);
    drawn d;
    report *r;

    (void)state;
    item.finding.place = (h1_place){1013, 1000};
    item.bytes = (const uint8_t *)piece;
    item.len = sizeof piece - 1;
    item.bytes_at = 1004;
    item.head_cut = true;
    item.tail_cut = true;
    r = opened(&d, REPORT_TEXT, 0, true);
    assert_true(report_add(r, &item));
    assert_true(report_close(r, &(report_totals){.messages = 1, .connections = 1}));
    drawn_is(&d, "error: whitespace between field name and colon [field-space-before-colon]\n"
                 "  --> a.pcap: packet 1, 192.0.2.1:5 > 192.0.2.9:80, request 2, byte 13\n"
                 "    4 | …*********\\x01\\r\\n\n"
                 "      |           ^^^^^^^^\n"
                 "   16 | Host : h\\r\\n…\n"
                 "      | ^^^^^^^^^^^^\n"
                 "   = RFC 9112 section 5.1 (MUST)\n"
                 "   = why: one reader drops the field, another honours it: a way to smuggle Content-Length past a "
                 "proxy\n"
                 "   = h1 explain field-space-before-colon · Wireshark: frame.number == 1\n"
                 "\n"
                 "1 message in 1 connection: 1 error\n"
                 "redacted: credentials, cookie values, userinfo, query values and bodies are shown as *\n");
}

/* A finding without bytes. */
static bool add_bare(report *r, h1_rule rule, const char *server, uint64_t packet)
{
    return report_add(r, &(report_item){
                             .finding = {.rule = rule, .message = 1},
                             .file = "f",
                             .client = "c",
                             .server = server,
                             .packet = packet,
                         });
}

/* The text of a report of which only some lines matter. */
static char *closed(report *r, drawn *d, uint64_t messages)
{
    assert_true(report_close(r, &(report_totals){.messages = messages, .connections = 1}));
    assert_int_equal(fclose(d->out), 0);
    return d->text;
}

static void says_the_worst_first_and_which_rules_make_up_most(void **state)
{
    drawn d;
    report *r;
    char *text;

    (void)state;
    r = opened(&d, REPORT_TEXT, 1, false);
    assert_true(add_bare(r, H1_RULE_EMPTY_LINE_BEFORE_REQUEST, "s", 1));
    for (uint64_t packet = 2; packet < 20; packet++)
        assert_true(add_bare(r, H1_RULE_HOST_MISMATCH, packet % 2 == 0 ? "s" : "t", packet));
    assert_true(add_bare(r, H1_RULE_HOST_MISSING, "s", 20));
    text = closed(r, &d, 1);
    assert_non_null(strstr(text, "error: an HTTP/1.1 request without Host"));
    assert_true(strstr(text, "[host-missing]") < strstr(text, "[host-mismatch]"));
    assert_true(strstr(text, "[host-mismatch]") < strstr(text, "[empty-line-before-request]"));
    assert_non_null(strstr(text, "and 16 more"));
    assert_non_null(strstr(text, ": 1 error, 18 warnings, 1 note (1 rule makes up 90 %)\n"));
    free(text);
}

static void keeps_bounded_memory_and_exact_counts(void **state)
{
    enum { ENDPOINTS = 100000 };
    drawn d;
    report *r;
    char *text;

    (void)state;
    r = opened(&d, REPORT_TEXT, 3, false);
    for (unsigned i = 0; i < ENDPOINTS; i++) {
        char server[200];
        snprintf(server, sizeof server, "%0150u:80", i);
        assert_true(add_bare(r, H1_RULE_HOST_MISSING, server, i + 1));
        assert_true(add_bare(r, H1_RULE_HOST_MISSING, server, i + 1));
    }
    text = closed(r, &d, 1);
    assert_in_range(d.len, 1000000, 9000000);
    assert_non_null(strstr(text, "more findings than a report keeps pictures of"));
    assert_non_null(strstr(text, ": 200,000 errors\n"));
    free(text);
}

static void keeps_no_findings_and_nothing_to_judge_apart(void **state)
{
    static const report_unseen unseen[] = {
        {61, 0, "TLS connection", "TLS connections"}, {0, 9, "gap", "gaps"}, {1, 4100000, "fault", "faults"}};
    static const struct {
        report_totals totals;
        const char *due;
    } rows[] = {
        {{.messages = 1, .connections = 1, .packets = 1}, "1 message in 1 connection, 1 packet: no findings\n"},
        {{.connections = 62, .packets = 9, .unseen = unseen, .unseen_count = 3},
         "no HTTP/1 message in 62 connections, 9 packets: there was nothing to judge\n"
         "not looked at: 61 TLS connections, 1 fault (4.1 MB)\n"},
        {{.messages = 1, .connections = 1, .interrupted = true},
         "1 message in 1 connection: no findings\ninterrupted: this is what was found until then\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        drawn d;
        assert_true(report_close(opened(&d, REPORT_TEXT, 3, false), &rows[i].totals));
        drawn_is(&d, rows[i].due);
    }
}

static void writes_json_lines_that_hold_bytes_twice(void **state)
{
    report_item one = item_at("192.0.2.9:80", 9);
    report_totals totals = {.messages = 1, .connections = 1, .packets = 1};
    drawn d;
    report *r;
    json_t *line;
    const char *rule, *escaped, *base64;
    int offset, at;

    (void)state;
    r = opened(&d, REPORT_JSONL, 0, false);
    assert_true(report_add(r, &one));
    assert_true(report_close(r, &totals));
    fclose(d.out);
    line = json_loads(d.text, JSON_DISABLE_EOF_CHECK, NULL);
    assert_int_equal(json_unpack(line, "{s:s, s:{s:i, s:i}, s:{s:s, s:s}}", "rule", &rule, "place", "at", &at, "offset",
                                 &offset, "excerpt", "escaped", &escaped, "base64", &base64),
                     0);
    assert_string_equal(rule, "field-space-before-colon");
    assert_int_equal(at, 42);
    assert_int_equal(offset, 1042);
    assert_string_equal(escaped, "GET /?k=secret HTTP/1.1\\r\\nCookie: a=b\\r\\nHost : h\\r\\n\\r\\n");
    assert_true(strncmp(base64, "R0VUIC8/az1zZWNyZXQ", 19) == 0);
    json_decref(line);
    assert_non_null(strstr(d.text, "\"type\":\"summary\",\"schema\":1,\"messages\":1"));
    free(d.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_examples_and_counts_the_rest),
        cmocka_unit_test(shows_examples_of_each_endpoint_and_hides_secrets),
        cmocka_unit_test(hides_secrets_in_pieces_of_a_head),
        cmocka_unit_test(says_the_worst_first_and_which_rules_make_up_most),
        cmocka_unit_test(keeps_bounded_memory_and_exact_counts),
        cmocka_unit_test(keeps_no_findings_and_nothing_to_judge_apart),
        cmocka_unit_test(writes_json_lines_that_hold_bytes_twice),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
