/* SPDX-License-Identifier: MIT */
/* What is made of a subject's answers: which are answers at all, and how strong a deviation is by the requirement and
 * by the case's own lines. The subject is made up: conf_subject_ask() is wrapped (--wrap), and each row is its answer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "conformance/parser/play_subject.h"
#include "conformance/reader/reader.h"

static conf_memory memory;
static conf_ledger ledger;

/* ---- Answers ---- */

static void tells_answers_from_what_is_none(void **state)
{
    static const struct {
        const char *text;
        const char *wrong; /* a part; NULL: it is an answer */
    } rows[] = {
        {"{\"verdict\":\"accept\"}", NULL},
        {"{\"verdict\":\"refuse\",\"at\":3,\"why\":\"\\u00e4\",\"messages\":[]}", NULL},
        {"{\"verdict\":\"accept\",\"messages\":[{\"method\":\"GET\",\"fields\":[[\"a\",\"\"]],\"keep\":true}]}", NULL},
        {"{\"verdict\":\"accept\",\"messages\":[{\"unknown\":1}],\"more\":{}}", NULL},
        {"", "verdict is none of"},
        {"[]", "verdict is none of"},
        {"{\"verdict\":1}", "verdict is none of"},
        {"{\"verdict\":\"yes\"}", "verdict is none of"},
        {"{\"verdict\":\"refuse\",\"at\":-1}", "at is no number"},
        {"{\"verdict\":\"refuse\",\"at\":\"3\"}", "at is no number"},
        {"{\"verdict\":\"refuse\",\"why\":3}", "why is no string"},
        {"{\"verdict\":\"accept\",\"messages\":{}}", "messages is no list"},
        {"{\"verdict\":\"accept\",\"messages\":[1]}", "no object"},
        {"{\"verdict\":\"accept\",\"messages\":[{\"method\":1}]}", "method is no string"},
        {"{\"verdict\":\"accept\",\"messages\":[{\"method\":\"\\u0100\"}]}", "above U+00FF"},
        {"{\"verdict\":\"accept\",\"messages\":[{\"status\":\"200\"}]}", "status is no number"},
        {"{\"verdict\":\"accept\",\"messages\":[{\"fields\":[[\"a\"]]}]}", "no pair"},
        {"{\"verdict\":\"accept\",\"messages\":[{\"fields\":[[\"a\",1]]}]}", "the value of a field is no string"},
        {"{\"verdict\":\"accept\",\"messages\":[{\"keep\":1}]}", "keep is neither"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_reply reply;
        const char *wrong = conf_reply_read(&memory, (const uint8_t *)rows[i].text, strlen(rows[i].text), &reply);
        if ((wrong == NULL) != (rows[i].wrong == NULL) || (wrong != NULL && strstr(wrong, rows[i].wrong) == NULL))
            fail_msg("%s: %s", rows[i].text, wrong != NULL ? wrong : "an answer");
    }
}

static void reads_characters_as_bytes(void **state)
{
    static const char text[] = "{\"verdict\":\"refuse\",\"why\":\"a\\u0000\\u007f\\u0080\\u00ff\"}";
    conf_reply reply;

    (void)state;
    assert_null(conf_reply_read(&memory, (const uint8_t *)text, sizeof text - 1, &reply));
    assert_int_equal(reply.why.len, 5);
    assert_memory_equal(reply.why.at, "a\0\x7f\x80\xff", 5);
}

/* ---- Judging ---- */

/* The made-up subject. */
static const char *answer;
static unsigned asked;

bool __wrap_conf_subject_ask(conf_subject *subject, const conf_question *question, conf_reply *reply,
                             const char **trouble);
unsigned __wrap_conf_subject_fills(const conf_subject *subject);

bool __wrap_conf_subject_ask(conf_subject *subject, const conf_question *question, conf_reply *reply,
                             const char **trouble)
{
    (void)subject;
    (void)question;
    asked++;
    *trouble = "it died";
    return answer != NULL && conf_reply_read(&memory, (const uint8_t *)answer, strlen(answer), reply) == NULL;
}

unsigned __wrap_conf_subject_fills(const conf_subject *subject)
{
    (void)subject;
    return CONF_FILLS_METHOD | CONF_FILLS_FIELDS | CONF_FILLS_BODY_SIZE | CONF_FILLS_BODY_SHA256;
}

static conf_result play(const char *text, const char *says)
{
    static conf_suite suite;
    conf_not_compared tally = {0};

    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_text(&suite, "cases/rfc9112/5.1-test.case", text, strlen(text));
    if (suite.fault_count > 0)
        fail_msg("%s", suite.faults[0].text);
    answer = says;
    asked = 0;
    return conf_play_subject(&memory, NULL, suite.cases[0], &tally);
}

/* 9112-5.1-01 MUST, server; 9112-2.2-10 SHOULD, server; 9112-5-A01 grammar. */
#define CASE(needs, rule) "case a\ntitle: T\nside: request\nneeds: " needs "\n" rule
#define SPACE(needs)      CASE(needs, "rule: field-space-before-colon\n> GET / HTTP/1.1\\r\\nHost\\^ : a\\r\\n\\r\\n\n")
#define BARE(needs)       CASE(needs, "rule: bare-lf\n> GET / HTTP/1.1\\^\\nHost: a\\r\\n\\r\\n\n")
#define GOOD(needs)       CASE(needs, "> POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 2\\r\\n\\r\\nhi\n")
#define REFUSE            "parser >: refuse field-space-before-colon\n"
#define LF                "parser >: refuse bare-lf\n"
#define ACCEPTS           "{\"verdict\":\"accept\"}"
#define REFUSES           "{\"verdict\":\"refuse\",\"why\":\"no\"}"

static void judges_by_requirement_and_lines(void **state)
{
    static const struct {
        const char *text, *says;
        conf_state due;
    } rows[] = {
        {SPACE("9112-5.1-01") REFUSE "server: status 400\n", REFUSES, CONF_PASS},
        {SPACE("9112-5.1-01") REFUSE "server: status 400\n", ACCEPTS, CONF_FAIL},
        {SPACE("9112-5.1-01") REFUSE "server: status 400\nserver: status 200-299 as SHOULD\n", ACCEPTS, CONF_WARN},
        {SPACE("9112-5.1-01") REFUSE "server: status 400\nserver: accept as MAY\n", ACCEPTS, CONF_USED_LIBERTY},
        {SPACE("9112-5.1-01") REFUSE, ACCEPTS, CONF_WARN}, /* it was never weighed for others */
        {SPACE("9112-2.2-10") REFUSE "server: status 400\n", ACCEPTS, CONF_WARN},
        {SPACE("9112-5.1-01") REFUSE "server: status 400\n", "{\"verdict\":\"incomplete\"}", CONF_INCONCLUSIVE},
        {SPACE("9112-5.1-01") REFUSE "server: status 400\n", "{\"verdict\":\"unsupported\"}", CONF_SKIP},
        {SPACE("9112-5.1-01") REFUSE "server: status 400\n", NULL, CONF_FAIL},
        {BARE("9112-5.1-01") LF "server: status 400\n", ACCEPTS, CONF_WARN}, /* a rule of grammar */
        {GOOD("9112-5.1-01") "parser >: accept\nserver: status 200\n", ACCEPTS, CONF_PASS},
        {GOOD("9112-5.1-01") "parser >: accept\nserver: status 200\n", REFUSES, CONF_FAIL},
        {GOOD("9112-2.2-10") "parser >: accept\nserver: status 200\n", REFUSES, CONF_WARN},
        {GOOD("9112-5.1-01") "parser >: accept\nserver: status 200\nserver: close as MAY\n", REFUSES,
         CONF_USED_LIBERTY},
        {GOOD("9112-2.2-10") "parser >: accept\n", "{\"verdict\":\"more\"}", CONF_WARN},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_result result = play(rows[i].text, rows[i].says);
        if (result.state != rows[i].due)
            fail_msg("row %zu is %s, not %s", i, conf_state_name(result.state), conf_state_name(rows[i].due));
        assert_int_equal(result.difference_count, result.state == CONF_FAIL || result.state == CONF_WARN);
        assert_true(asked > 0);
    }
    assert_string_equal(play(rows[8].text, NULL).differences[0].block, "target-died");
}

#define SAYS(members) "{\"verdict\":\"accept\",\"messages\":[{" members "}]}"
#define HASH          "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4" /* of "hi" */

static void compares_messages(void **state)
{
    static const char text[] =
        GOOD("9112-5.1-01") "parser >:\n  message 1\n    method POST\n    version 1.1\n    field host = a\n"
                            "    body \"hi\"\n    form origin\n  then end\n";
    static const struct {
        const char *says;
        const char *actual; /* NULL: they match */
    } rows[] = {
        {SAYS("\"method\":\"POST\",\"fields\":[[\"HOST\",\" a\\t\"]],\"body_size\":2,\"body_sha256\":\"" HASH "\""),
         NULL},
        {SAYS("\"version\":\"9.9\""), NULL}, /* it doesn't say that it can tell it */
        {SAYS(""), NULL},
        {ACCEPTS, NULL},
        {SAYS("\"method\":\"PUT\""), "method PUT"},
        {SAYS("\"fields\":[[\"Host\",\"b\"]]"), "field host = b"},
        {SAYS("\"fields\":[[\"Hosts\",\"a\"]]"), "field host = (no such field)"},
        {SAYS("\"body_size\":3"), "bytes of content: 3"},
        {SAYS("\"body_size\":2,\"body_sha256\":\"00\""), "SHA-256 of the content: 00"},
        {"{\"verdict\":\"accept\",\"messages\":[]}", "0 messages"},
        {"{\"verdict\":\"accept\",\"messages\":[{},{}]}", "2 messages"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_result result = play(text, rows[i].says);
        if ((result.state == CONF_PASS) != (rows[i].actual == NULL))
            fail_msg("row %zu is %s", i, conf_state_name(result.state));
        if (rows[i].actual == NULL)
            continue;
        assert_int_equal(result.differences[0].actual.len, strlen(rows[i].actual));
        assert_memory_equal(result.differences[0].actual.at, rows[i].actual, strlen(rows[i].actual));
    }
}

static void passes_over_how_much_white_space_there_is(void **state)
{
    static const char text[] =
        CASE("9112-5.1-01", "> GET / HTTP/1.1\\r\\nHost: a\\r\\nA: b c\\r\\n\\r\\n\n") "parser >:\n  message 1\n    "
                                                                                       "field A = b c\n  then end\n";

    (void)state;
    assert_int_equal(play(text, SAYS("\"fields\":[[\"a\",\" b \\t c\"]]")).state, CONF_PASS);
    assert_int_equal(play(text, SAYS("\"fields\":[[\"a\",\"bc\"]]")).state, CONF_WARN);
    assert_int_equal(play(text, SAYS("\"fields\":[[\"a\",\"b c d\"]]")).state, CONF_WARN);
    assert_int_equal(play(text, SAYS("\"fields\":[[\"a\",\"\"]]")).state, CONF_WARN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_answers_from_what_is_none),           cmocka_unit_test(reads_characters_as_bytes),
        cmocka_unit_test(judges_by_requirement_and_lines),           cmocka_unit_test(compares_messages),
        cmocka_unit_test(passes_over_how_much_white_space_there_is),
    };
    int failed;

    ledger = conf_ledger_builtin(&memory);
    failed = cmocka_run_group_tests_name("subject", tests, NULL, NULL);
    conf_memory_free(&memory);
    return failed;
}
