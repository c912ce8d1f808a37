/* SPDX-License-Identifier: MIT */
/* What the reader makes of a good case, and for every slip the line and what is said of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "conformance/reader/reader.h"

/* A case's first four lines, so that what a row adds begins on line 5; and what makes it whole. */
#define HEAD     "case a\ntitle: T\nneeds: 9112-2.2-10 9112-6.3-07\nside: request\n"
#define EXCHANGE "case a\ntitle: T\nneeds: 9112-2.2-10 9112-6.3-07\nside: exchange\n"
#define PROXY    "case a\ntitle: T\nneeds: 9110-5.6.1.1-01\nside: proxy\n"
#define BYTES    "> G\\r\\n\n"
#define DUE      "parser >: accept\n"

static const char PATH[] = "cases/rfc9112/7.1-chunked.case";

struct slip {
    const char *text;
    unsigned line;
    const char *said; /* a part of it */
};

static conf_memory memory;
static conf_ledger ledger;

static conf_suite read_as(const char *path, const char *text)
{
    conf_suite suite;

    if (ledger.count == 0)
        ledger = conf_ledger_builtin(&memory);
    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_text(&suite, path, text, strlen(text));
    return suite;
}

static void says(const struct slip *slip)
{
    conf_suite suite = read_as(PATH, slip->text);

    print_message("[ says ] %s\n", slip->said);
    if (suite.fault_count != 1 || suite.case_count != 0)
        fail_msg("%zu faults and %zu cases, the first fault: %s\n%s", suite.fault_count, suite.case_count,
                 suite.fault_count > 0 ? suite.faults[0].text : "-", slip->text);
    assert_string_equal(suite.faults[0].path, PATH);
    assert_int_equal(suite.faults[0].line, slip->line);
    if (strstr(suite.faults[0].text, slip->said) == NULL)
        fail_msg("said: %s", suite.faults[0].text);
}

static void say_all(const struct slip *slips, size_t count)
{
    for (size_t i = 0; i < count; i++)
        says(&slips[i]);
}

#define SAY_ALL(slips) say_all(slips, sizeof(slips) / sizeof *(slips))

static void names_the_line_of_a_slip_in_form(void **state)
{
    static const struct slip slips[] = {
        {"> a\n", 1, "expected 'case NAME' or a comment before the first case"},
        {"", 0, "expected at least one case"},
        {"# nothing\n", 1, "expected at least one case"},
        {HEAD BYTES DUE "nonsense\n", 7, "expected 'KEY: …'"},
        {HEAD BYTES DUE "title: T \n", 7, "no blanks at the end of the line"},
        {HEAD BYTES DUE "\ttags: a\n", 7, "without TAB"},
        {HEAD BYTES DUE "tags: a\r\n", 7, "without TAB, CR"},
        {HEAD BYTES DUE "tags: \xff\n", 7, "expected UTF-8 text"},
        {HEAD BYTES DUE "rule: ???\n", 7, "the gap ???"},
        {HEAD BYTES "tags: x\n  method GET\n" DUE, 7, "nothing above this indented line takes one"},
        {"case A\n" BYTES, 1, "expected a name of a-z"},
        {"case a b\n" BYTES, 1, "nothing more is expected here, but there is 'b'"},
        {HEAD BYTES DUE "alt X\n", 7, "expected a name of a-z"},
    };

    (void)state;
    SAY_ALL(slips);
}

static void names_the_line_of_a_slip_in_a_key(void **state)
{
    static const struct slip slips[] = {
        {HEAD BYTES DUE "titel: T\n", 7, "unknown key 'titel:'; did you mean 'title:'?"},
        {HEAD BYTES DUE "colour: red\n", 7, "unknown key 'colour:'"},
        {HEAD BYTES DUE "parser: accept\n", 7, "unknown key 'parser:'; did you mean 'parser >:'?"},
        {HEAD BYTES DUE "title: T\n", 7, "'title:' stands twice"},
        {HEAD BYTES DUE DUE, 7, "'parser >:' stands twice"},
        {HEAD BYTES DUE "tags: Smuggling\n", 7, "expected tags of a-z"},
        {HEAD BYTES DUE "origin: somewhere\n", 7, "expected 'capture FILE stream N' or 'fuzz HASH'"},
        {HEAD BYTES DUE "origin: capture x.pcap stream first\n", 7, "expected the stream's number"},
        {HEAD BYTES DUE "canary: sometimes\n", 7, "expected same-write or after-response"},
        {HEAD BYTES DUE "limits: none\n", 7, "expected http09, array N"},
        {HEAD BYTES DUE "limits: array 0\n", 7, "expected 1 to 1000 entries of the array"},
        {HEAD BYTES DUE "near: chunk-bare-fl\n", 7, "unknown rule 'chunk-bare-fl'; did you mean 'chunk-bare-lf'?"},
        {HEAD BYTES DUE "near: BARE_LF\n", 7, "unknown rule 'BARE_LF'; did you mean 'bare-lf'?"},
        {HEAD BYTES DUE "near: 1\n", 7, "unknown rule '1'; did you mean 'bare-lf'?"},
        {HEAD BYTES DUE "near:\n", 7, "expected the name of a rule"},
        {"case a\ntitle: T\nneeds: 9112-9.9-99\nside: request\n" BYTES DUE, 3, "unknown requirement '9112-9.9-99'"},
        {"case a\ntitle: T\nneeds:\nside: request\n" BYTES DUE, 3, "expected ids of the requirement ledger"},
        {"case a\ntitle: T\nneeds: 9112-2.2-10\nside: both\n" BYTES DUE, 4, "instead of 'both'"},
        {"case a\ntitle:\nneeds: 9112-2.2-10\nside: request\n" BYTES DUE, 2, "expected a sentence"},
        {"case a\ntitle: T\nneeds: 9112-2.2-10\nside: value\nvalue: horse\n= a\naccept\n", 5,
         "unknown grammar 'horse'"},
    };

    (void)state;
    SAY_ALL(slips);
}

static void names_the_line_of_a_slip_in_the_script(void **state)
{
    static const struct slip slips[] = {
        {HEAD ">a\n" DUE, 5, "expected one blank and at least one byte behind '>'"},
        {HEAD ">\n" DUE, 5, "expected one blank and at least one byte behind '>'"},
        {HEAD "> a\\q\n" DUE, 5, "expected one of \\r \\n"},
        {HEAD BYTES "~ 5s\n" DUE, 6, "expected a pause as '~ 50ms'"},
        {HEAD BYTES "~ 0ms\n" DUE, 6, "a pause of 1 to 60000"},
        {HEAD BYTES "~ xms\n" DUE, 6, "expected milliseconds"},
        {HEAD "|\n" BYTES DUE, 5, "expected bytes before '|'"},
        {HEAD BYTES "| now\n" DUE, 6, "expected '|' alone"},
        {HEAD BYTES "$ now\n" DUE, 6, "expected '$' alone"},
        {HEAD "!\n" BYTES DUE, 5, "expected bytes before '!'"},
    };

    (void)state;
    SAY_ALL(slips);
}

static void names_the_line_of_a_slip_in_what_a_parser_says(void **state)
{
    static const struct slip slips[] = {
        {HEAD BYTES "parser >:\n", 6, "expected accept, refuse RULE, incomplete"},
        {HEAD BYTES "parser >: refuse\n", 6, "expected the name of a rule"},
        {HEAD BYTES "parser >: refuse bare-ll\n", 6, "did you mean 'bare-lf'?"},
        {HEAD BYTES "parser >: refuse date-invalid\n", 6, "expected a parser's rules"},
        {HEAD BYTES "parser >: accept accept\n", 6, "said before"},
        {HEAD BYTES "parser >:\n  message 2\n  then end\n", 7, "expected 'message 1'"},
        {HEAD BYTES "parser >:\n  method GET\n  then end\n", 7, "expected 'message 1' or 'accept'"},
        {HEAD BYTES "parser >:\n  then end\n  message 1\n", 8, "nothing may follow what ends the block"},
        {HEAD BYTES "parser >:\n  then wait\n", 7, "behind 'then' instead of 'wait'"},
        {HEAD BYTES "parser >:\n  then stop\n", 6, "only 'audit' stops"},
        {HEAD BYTES "parser >: accept methd GET\n", 6, "unknown matcher 'methd'; did you mean 'method'?"},
        {HEAD BYTES "parser >: accept close\n", 6, "unknown matcher 'close'"},
        {HEAD BYTES "parser >: accept status 99\n", 6, "expected status codes"},
        {HEAD BYTES "parser >: accept status 400-\n", 6, "expected status codes"},
        {HEAD BYTES "parser >: accept form path\n", 6, "instead of 'path'"},
        {HEAD BYTES "parser >: accept framing content-length\n", 6, "instead of 'content-length'"},
        {HEAD BYTES "parser >: accept keep-alive maybe\n", 6, "instead of 'maybe'"},
        {HEAD BYTES "parser >: accept version 11\n", 6, "expected a version"},
        {HEAD BYTES "parser >: accept fields many\n", 6, "expected how many"},
        {HEAD BYTES "parser >: accept field Host: a\n", 6, "expected NAME = VALUE"},
        {HEAD BYTES "parser >: accept field = a\n", 6, "or a NAME alone"},
        {HEAD BYTES "parser >: accept trailer Host\n", 6, "expected NAME = VALUE"},
        {HEAD BYTES "parser >: accept without\n", 6, "or a NAME alone"},
        {HEAD BYTES "parser >: accept check explode\n", 6, "unknown rule 'explode'"},
        {HEAD BYTES "parser >: accept check bare-lf\n", 6, "expected a rule of messages"},
        {HEAD BYTES "parser >: accept body 5\n", 6, "expected 'bytes' behind the number"},
        {HEAD BYTES "parser >: accept body \"hello\n", 6, "expected a \" that ends"},
        {HEAD BYTES "parser >: accept body \"a\"b\"\n", 6, "expected a blank behind the closing"},
        {HEAD BYTES "parser >: accept method\n", 6, "expected a value"},
        {HEAD BYTES "parser >: accept dict a = {\n", 6, "expected a JSON value"},
        {HEAD BYTES DUE "parser <: accept\n", 7, "expected bytes in this direction"},
    };

    (void)state;
    SAY_ALL(slips);
}

static void names_the_line_of_a_slip_in_what_others_may_do(void **state)
{
    static const struct slip slips[] = {
        {HEAD BYTES "server:\n", 6, "expected an outcome"},
        {HEAD BYTES "server: explode\n", 6, "unknown matcher 'explode'"},
        {HEAD BYTES "server: close as MUST\n", 6, "expected SHOULD or MAY"},
        {HEAD BYTES "server: close as MAY now\n", 6, "but there is 'now'"},
        {HEAD BYTES "never: server close as MAY\n", 6, "has no strength"},
        {HEAD BYTES "never: peer close\n", 6, "expected server, client, proxy, up or down"},
        {HEAD BYTES "server: bytes 5\n", 6, "expected bytes in quotes"},
        {HEAD BYTES "server: response 0 close\n", 6, "expected a number from 1 to 64"},
        {HEAD BYTES "server: response two\n", 6, "expected which one"},
        {HEAD BYTES "server: bytes \"a\" before b\n", 6, "expected bytes in quotes"},
        {HEAD BYTES "server: pipelined\n", 6, "only of a client it is told"},
        {HEAD BYTES "server: attempts 2\n", 6, "only of a client it is told"},
        {HEAD BYTES "client: attempts often\n", 6, "expected how many"},
        {HEAD BYTES "server: request 1 close\n", 6, "unknown matcher 'request'"},
        {HEAD BYTES "client: close\n", 6, "expected bytes behind '< ' for a client"},
        {HEAD BYTES "up: nothing\n", 6, "expected side: proxy"},
        {"case a\ntitle: T\nneeds: 9112-6.3-07\nside: request\n" BYTES "server: close\n", 6, "that binds a server"},
        {"case a\ntitle: T\nneeds: 9112-2.2-10\nside: response\n< H\nclient: error\n", 6, "that binds a client"},
        {PROXY BYTES "alt x\n  down: close\n    up: nothing\n", 8, "unknown matcher 'up:'"},
        {PROXY BYTES "alt x\n  down: close\n up: nothing\n", 8, "the indentation of the group's first line"},
        {PROXY BYTES "alt x\n  down: close\nalt x\n  up: nothing\n", 8, "stands in this case already"},
        {PROXY BYTES "alt x\n  tags: T\n", 7, "does not belong into a group"},
    };

    (void)state;
    SAY_ALL(slips);
}

static void names_what_does_not_go_together(void **state)
{
    static const struct slip slips[] = {
        {"case a\nneeds: 9112-2.2-10\nside: request\n" BYTES DUE, 1, "expected 'title:'"},
        {"case a\ntitle: T\nside: request\n" BYTES DUE, 1, "expected 'needs:'"},
        {"case a\ntitle: T\nneeds: 9112-2.2-10\n" BYTES DUE, 1, "expected 'side:'"},
        {HEAD BYTES, 1, "expected what is due in this case"},
        {HEAD BYTES "< H\n" DUE, 1, "expected side: exchange"},
        {HEAD BYTES DUE "accept\n", 1, "expected side: value"},
        {"case a\ntitle: T\nneeds: 9112-2.2-10\nside: value\nvalue: host\n= a\n", 1, "'accept' or 'refuse'"},
        {"case a\ntitle: T\nneeds: 9112-2.2-10\nside: value\nvalue: host\n= a\nrefuse host-invalid\n", 7,
         "has a place, its mark, and no rule"},
        {"case a\ntitle: T\nneeds: 9112-2.2-10\nside: value\nvalue: host\n= a\\^b\naccept\n", 1,
         "expected 'refuse' where a byte of the value is marked"},
        {"case a\ntitle: T\nneeds: 9112-2.2-10\nside: value\nvalue: host\n= a\n> b\naccept\n", 1,
         "expected no bytes of a direction"},
        {"case a\ntitle: T\nneeds: 9112-2.2-10\nside: value\nvalue: hots\n= a\naccept\n", 5,
         "unknown grammar 'hots'; did you mean 'host'?"},
        {HEAD BYTES "rule: bare-lf\nparser >: refuse bare-lf\n", 6, "expected a mark"},
        {HEAD "> \\^G\n" DUE, 1, "expected 'rule:'"},
        {HEAD "> G\\^\nrule: bare-lf\nparser >: refuse bare-lf\n", 1, "expected a byte behind \\^"},
        {HEAD "> \\^[G\nrule: bare-lf\nparser >: refuse bare-lf\n", 1, "expected \\^] behind \\^["},
        {HEAD "> \\^G\nrule: bare-lf\n" DUE, 6, "expected something that waits for this rule"},
        {EXCHANGE "> \\^G\n< \\^H\nrule: bare-lf\nparser >: refuse bare-lf\n", 1, "expected one mark"},
        {HEAD BYTES "near: bare-lf\naudit >: fault bare-lf\n", 1, "a near miss of a rule cannot expect"},
        {HEAD BYTES "near: bare-lf\nparser >: refuse bare-cr\n", 7, "expected a near miss to be accepted"},
        {HEAD BYTES DUE "check: bare-lf\n", 1, "expected rules of messages"},
    };

    (void)state;
    SAY_ALL(slips);
}

static void takes_ids_from_the_path(void **state)
{
    static const char text[] = HEAD BYTES DUE;
    static const char *const wrong[] = {
        "7.1-x.case",       "rfc9112/7.1.case", "rfc9112/7.1-x.txt",  "rfc911/7.1-x.case",
        "cases/7.1-x.case", "rfc9112/-x.case",  "rfcabcd/7.1-x.case",
    };
    conf_suite suite = read_as("any/where/rfc9112/C.1-http09.case", text);

    (void)state;
    assert_int_equal(suite.fault_count, 0);
    assert_int_equal(suite.case_count, 1);
    assert_string_equal(suite.cases[0]->id, "9112-C.1/a");
    suite = read_as("any/where/seeds.case", text);
    assert_int_equal(suite.fault_count, 0);
    assert_string_equal(suite.cases[0]->id, "seeds-0/a");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        suite = read_as(wrong[i], text);
        print_message("[ refuses ] %s\n", wrong[i]);
        assert_int_equal(suite.case_count, 0);
        assert_int_equal(suite.fault_count, 1);
        assert_int_equal(suite.faults[0].line, 0);
    }
}

static void refuses_an_id_that_stands_in_another_file(void **state)
{
    static const char text[] = "# two\n" HEAD BYTES DUE;
    conf_suite suite = read_as(PATH, HEAD BYTES DUE);

    (void)state;
    conf_suite_read_text(&suite, "cases/rfc9112/7.1-more.case", text, sizeof text - 1);
    assert_int_equal(suite.case_count, 1);
    assert_int_equal(suite.fault_count, 1);
    assert_string_equal(suite.faults[0].path, "cases/rfc9112/7.1-more.case");
    assert_int_equal(suite.faults[0].line, 2);
    assert_non_null(strstr(suite.faults[0].text, "cases/rfc9112/7.1-chunked.case:1"));
}

static void reads_on_behind_a_slip(void **state)
{
    conf_suite suite =
        read_as(PATH, HEAD BYTES DUE "titel: x\n\ncase b\ntitle: T\nneeds: 9112-2.2-10\nside: request\n" BYTES DUE);

    (void)state;
    assert_int_equal(suite.fault_count, 1);
    assert_int_equal(suite.case_count, 1);
    assert_string_equal(suite.cases[0]->name, "b");
}

static void keeps_everything_that_a_case_says(void **state)
{
    static const char text[] =
        "# The section.\n\ncase all\ntitle:  It's \"all\" here   # but not this\nneeds:  9110-8.6-07 9112-6.3-P01 # "
        "why\n"
        "rule:   content-length-on-204\ntags:   a b-c\nside:   exchange\norigin: capture x.pcap stream 7\n"
        "limits: http09 array 9\n\n> GET {path} HTTP/1.1\\r\\n\n> \\r\\n\n|\n"
        "< HTTP/1.1 204 No Content\\r\\n\\^[Content-Length: 5\\^]\\r\\n\\r\\n\n~ 20ms\n< hello\n$\n\n"
        "parser <:\n  fault bare-lf\n  message 1\n    status 204\n    framing none\n    field A = b # c\n"
        "  then refuse data-after-last-message\naudit >: fault bare-lf fault bare-cr then stop\n"
        "check:  content-length-on-204\nclient: status 200-299,304 body \"\\x00\\\"\"\nclient: error as MAY\n"
        "never:  client body 5 bytes\ncanary: same-write after-response\n";
    conf_suite suite = read_as("cases/rfc9110/8.6-content-length.case", text);
    const conf_case *c;
    const conf_expect *expect;

    (void)state;
    assert_int_equal(suite.fault_count, 0);
    assert_int_equal(suite.case_count, 1);
    c = suite.cases[0];
    assert_string_equal(c->id, "9110-8.6/all");
    assert_string_equal(c->title, "It's \"all\" here");
    assert_int_equal(c->line, 3);
    assert_int_equal(c->need_count, 2);
    assert_string_equal(c->needs[1]->id, "9112-6.3-P01");
    assert_int_equal(c->rule, H1_RULE_CONTENT_LENGTH_ON_204);
    assert_int_equal(c->tag_count, 2);
    assert_string_equal(c->tags[1], "b-c");
    assert_string_equal(c->origin, "capture x.pcap stream 7");
    assert_true(c->http09);
    assert_int_equal(c->array, 9);
    assert_int_equal(c->bytes[H1_REQUESTS].len, 18);
    assert_int_equal(c->bytes[H1_RESPONSES].len, 51);
    assert_int_equal(c->marks[H1_RESPONSES].kind, CONF_MARK_SPAN);
    assert_int_equal(c->marks[H1_RESPONSES].at, 25);
    assert_int_equal(c->marks[H1_RESPONSES].len, 17);
    assert_int_equal(c->step_count, 7);
    assert_int_equal(c->steps[2].kind, CONF_STEP_CUT);
    assert_int_equal(c->steps[2].side, H1_REQUESTS);
    assert_int_equal(c->steps[4].milliseconds, 20);
    assert_int_equal(c->steps[6].kind, CONF_STEP_HALF_CLOSE);
    assert_int_equal(c->steps[6].side, H1_RESPONSES);
    expect = &c->expects[CONF_MODE_STRICT][H1_RESPONSES];
    assert_int_equal(expect->end, CONF_END_REFUSED);
    assert_int_equal(expect->refusal, H1_RULE_DATA_AFTER_LAST_MESSAGE);
    assert_int_equal(expect->fault_count, 1);
    assert_int_equal(expect->message_count, 1);
    assert_int_equal(expect->messages[0].matches.count, 3);
    assert_memory_equal(expect->messages[0].matches.at[2].value.at, "b # c", 5);
    expect = &c->expects[CONF_MODE_AUDIT][H1_REQUESTS];
    assert_int_equal(expect->end, CONF_END_STOPPED);
    assert_int_equal(expect->fault_count, 2);
    assert_int_equal(c->expects[CONF_MODE_STRICT][H1_REQUESTS].line, 0);
    assert_int_equal(c->check_count, 1);
    assert_int_equal(c->outcome_count, 3);
    assert_int_equal(c->outcomes[0].matches.at[0].range_count, 2);
    assert_int_equal(c->outcomes[0].matches.at[1].value.len, 2);
    assert_int_equal(c->outcomes[1].strength, CONF_AS_MAY);
    assert_true(c->outcomes[2].never);
    assert_int_equal(c->canary, CONF_CANARY_SAME_WRITE | CONF_CANARY_AFTER_RESPONSE);
}

static void keeps_groups_apart(void **state)
{
    static const char text[] =
        PROXY "> G\n\nalt refused\n  down: status 400-499,501 close\n  up:   nothing\nalt forwarded\n"
              "  up:   accept\n    body \"hello\"\n  never: up bytes \"x\"\n  < H\n  down: status 200\n"
              "proxy: close\n";
    conf_suite suite = read_as(PATH, text);
    const conf_case *c;

    (void)state;
    assert_int_equal(suite.fault_count, 0);
    c = suite.cases[0];
    assert_int_equal(c->alternative_count, 2);
    assert_int_equal(c->outcome_count, 6);
    assert_int_equal(c->outcomes[1].alternative, 1);
    assert_int_equal(c->outcomes[2].alternative, 2);
    assert_int_equal(c->outcomes[2].matches.count, 2);
    assert_int_equal(c->outcomes[5].alternative, 0);
    assert_int_equal(c->steps[1].alternative, 2);
    assert_int_equal(c->bytes[H1_RESPONSES].len, 0);
}

static void names_a_file_that_cannot_be_read(void **state)
{
    conf_suite suite = read_as(PATH, HEAD BYTES DUE);

    (void)state;
    conf_suite_read_file(&suite, "no/such.case");
    conf_suite_read_tree(&suite, "no/such/directory");
    assert_int_equal(suite.fault_count, 3);
    assert_string_equal(suite.faults[0].path, "no/such.case");
    assert_string_equal(suite.faults[1].path, "no/such/directory");
    assert_non_null(strstr(suite.faults[2].text, "expected a directory with case files"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_line_of_a_slip_in_form),
        cmocka_unit_test(names_the_line_of_a_slip_in_a_key),
        cmocka_unit_test(names_the_line_of_a_slip_in_the_script),
        cmocka_unit_test(names_the_line_of_a_slip_in_what_a_parser_says),
        cmocka_unit_test(names_the_line_of_a_slip_in_what_others_may_do),
        cmocka_unit_test(names_what_does_not_go_together),
        cmocka_unit_test(takes_ids_from_the_path),
        cmocka_unit_test(refuses_an_id_that_stands_in_another_file),
        cmocka_unit_test(reads_on_behind_a_slip),
        cmocka_unit_test(keeps_everything_that_a_case_says),
        cmocka_unit_test(keeps_groups_apart),
        cmocka_unit_test(names_a_file_that_cannot_be_read),
    };
    int failed = cmocka_run_group_tests_name("reader", tests, NULL, NULL);

    conf_memory_free(&memory);
    return failed;
}
