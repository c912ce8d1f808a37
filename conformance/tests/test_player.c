/* SPDX-License-Identifier: MIT */
/* A wrong expectation is caught, and so is a parser that depends on the cuts or breaks its contract.
 *
 * The parser is made wrong through the linker: h1_next() and h1_conn_next() are wrapped (--wrap), and each test chooses
 * what the wrappers do to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "conformance/parser/play_parser.h"
#include "show.h"

#define HEAD "case a\ntitle: T\nneeds: 9112-2.2-10\n"
#define GET  HEAD "side: request\n> GET {path} HTTP/1.1\\r\\nHost: {host}\\r\\n\\r\\n\n"
#define BARE HEAD "side: request\nrule: bare-lf\n> GET {path} HTTP/1.1\\^\\nHost: {host}\\r\\n\\r\\n\n"
#define OFF  HEAD "side: request\nrule: bare-lf\n> GET {path} HTTP/1.\\^1\\nHost: {host}\\r\\n\\r\\n\n"
#define LONG HEAD "side: request\nrule: bare-lf\n> GET {path} HTTP/1.1\\^[\\nHost\\^]: {host}\\r\\n\\r\\n\n"
#define POST HEAD "side: request\n> POST {path} HTTP/1.1\\r\\nHost: {host}\\r\\nContent-Length: 5\\r\\n\\r\\nhello\n"
#define CHUNKED                                                                                                        \
    HEAD "side: request\n> POST {path} HTTP/1.1\\r\\nHost: {host}\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n"         \
         "5\\r\\nhello\\r\\n0\\r\\nX: y\\r\\n\\r\\n\n"
#define ANSWER                                                                                                         \
    HEAD "side: exchange\n> HEAD {path} HTTP/1.1\\r\\nHost: {host}\\r\\n\\r\\n\n"                                      \
         "< HTTP/1.1 200 All right\\r\\nContent-Length: 5\\r\\n\\r\\n\n"

/* ---- The wrong parser ---- */

enum wrong {
    RIGHT,
    FORGETS_CR_AT_CUT,   /* a wrong answer only where CRLF is cut: the LF that comes alone is refused */
    REFUSES_LATE,        /* with every fifth byte it doesn't refuse yet */
    LOOKS_TOO_FAR,       /* what it says depends on a byte that hasn't arrived */
    CONSUMES_TOO_MUCH,   /* says that it consumed more than there was */
    NEVER_ENDS,          /* gives the same event for ever */
    CHANGES_ITS_MIND,    /* a second call after the end says something else */
    WAITS_AT_THE_END,    /* asks for MORE where nothing will come */
    LOSES_A_BYTE_AT_CUT, /* content that is cut loses a byte */
    TURNS_LAST_AROUND,   /* a head before the end says the opposite of whether a body follows */
    CONN_FORGETS,        /* a connection takes every response for one to HEAD */
};

static enum wrong wrong;
static unsigned calls_after_end;

size_t __real_h1_next(h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev);
size_t __wrap_h1_next(h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev);

static bool is_last(h1_event_type type)
{
    return type == H1_CLOSED || type == H1_REFUSED || type == H1_INCOMPLETE || type == H1_STOPPED;
}

size_t __wrap_h1_next(h1_stream *s, const uint8_t *buf, size_t len, bool end, h1_event *ev)
{
    bool cut_behind_cr = !end && len > 0 && buf[len - 1] == '\r';
    size_t used;

    if (wrong == LOOKS_TOO_FAR && len > 8)
        len += !end;
    used = __real_h1_next(s, buf, len, end, ev);
    if (wrong == REFUSES_LATE && !end && ev->type == H1_REFUSED && len % 5 == 0)
        ev->type = H1_MORE;
    if (wrong == FORGETS_CR_AT_CUT && cut_behind_cr && ev->type == H1_MORE)
        *ev = (h1_event){.type = H1_REFUSED, .fault = {.rule = H1_RULE_BARE_CR, .span = {(uint32_t)(len - used), 1}}};
    if (wrong == CONSUMES_TOO_MUCH && ev->type == H1_END)
        return len + 1;
    if (wrong == NEVER_ENDS && ev->type == H1_CLOSED)
        ev->type = H1_END;
    if (wrong == CHANGES_ITS_MIND && is_last(ev->type) && calls_after_end++ % 2 == 1)
        ev->type = H1_END;
    if (wrong == WAITS_AT_THE_END && ev->type == H1_CLOSED)
        ev->type = H1_MORE;
    if (wrong == LOSES_A_BYTE_AT_CUT && ev->type == H1_DATA && !ev->last)
        ev->data.len -= ev->data.len > 1;
    if (wrong == TURNS_LAST_AROUND && ev->type == H1_HEAD && !end)
        ev->last = !ev->last;
    return used;
}

size_t __real_h1_conn_next(h1_conn *c, h1_side side, const uint8_t *buf, size_t len, bool end, h1_event *ev);
size_t __wrap_h1_conn_next(h1_conn *c, h1_side side, const uint8_t *buf, size_t len, bool end, h1_event *ev);

size_t __wrap_h1_conn_next(h1_conn *c, h1_side side, const uint8_t *buf, size_t len, bool end, h1_event *ev)
{
    size_t used = __real_h1_conn_next(c, side, buf, len, end, ev);

    if (wrong == CONN_FORGETS && ev->type == H1_HEAD && side == H1_RESPONSES)
        ev->head.framing = H1_FRAMING_NONE;
    return used;
}

/* ---- Playing ---- */

static conf_memory memory;
static conf_ledger ledger;

static const conf_case *read_case(const char *text)
{
    static conf_suite suite;

    if (ledger.count == 0)
        ledger = conf_ledger_builtin(&memory);
    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_text(&suite, "cases/rfc9112/2.2-test.case", text, strlen(text));
    show_faults(&suite);
    assert_int_equal(suite.fault_count, 0);
    assert_int_equal(suite.case_count, 1);
    return suite.cases[0];
}

static conf_result play(const char *text, enum wrong how)
{
    conf_result result;

    wrong = how;
    calls_after_end = 0;
    result = conf_play_parser(&memory, read_case(text), NULL);
    wrong = RIGHT;
    return result;
}

static bool has(conf_bytes bytes, const char *part)
{
    size_t len = strlen(part);

    for (size_t i = 0; i + len <= bytes.len; i++) {
        if (memcmp(bytes.at + i, part, len) == 0)
            return true;
    }
    return false;
}

struct caught {
    const char *text;
    unsigned line; /* where the case is wrong */
    const char *block;
    const char *expected, *actual; /* parts of what is said */
};

static void catches(const struct caught *row)
{
    conf_result result = play(row->text, RIGHT);
    const conf_difference *d = &result.differences[0];

    print_message("[ catches ] %s, not %s\n", row->expected, row->actual);
    assert_int_equal(result.state, CONF_FAIL);
    assert_true(result.difference_count > 0);
    if (!has(d->expected, row->expected) || !has(d->actual, row->actual) || d->line != row->line)
        show_result(&result, 9);
    assert_int_equal(d->line, row->line);
    assert_string_equal(d->block, row->block);
    assert_string_equal(d->feeding, "whole");
    assert_true(has(d->expected, row->expected));
    assert_true(has(d->actual, row->actual));
}

static void passes_what_is_so(void **state)
{
    static const char *const texts[] = {
        GET "parser >: accept\naudit >: accept\n",
        GET "parser >: accept method GET target / form origin version 1.1 fields 1 framing none keep-alive yes\n",
        GET "parser >:\n  message 1\n    field host = h.example\n  then open\n",
        BARE "parser >: refuse bare-lf\naudit >: fault bare-lf\n",
        POST "parser >: accept body \"hello\" framing length\n",
        POST "parser >: accept body 5 bytes\n",
        CHUNKED "parser >: accept body \"hello\" chunks 1 trailer X = y\n",
        ANSWER "parser <: accept status 200 framing none reason All right\n",
        HEAD "side: request\n> GET / HT\nparser >: incomplete\n",
        HEAD "side: request\n> GET / HT\nparser >:\n  then open\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        conf_result result = play(texts[i], RIGHT);
        show_result(&result, 9);
        assert_int_equal(result.state, CONF_PASS);
    }
}

static void catches_a_wrong_end(void **state)
{
    static const struct caught rows[] = {
        {GET "parser >: refuse bare-lf\nrule: bare-lf\n> \\^x\n", 6, "parser >", "refuse bare-lf", "incomplete"},
        {BARE "parser >: accept\naudit >: fault bare-lf\n", 7, "parser >", "between messages",
         "refuse bare-lf at byte 14"},
        {BARE "parser >: refuse bare-cr\naudit >: fault bare-lf\n", 7, "parser >", "refuse bare-cr", "refuse bare-lf"},
        {GET "parser >: incomplete\n", 6, "parser >", "inside a message", "between messages"},
        {POST "parser >:\n  message 1\n  then incomplete\n", 6, "parser >", "inside a message", "between messages"},
        {GET "audit >: then stop\n", 6, "audit >", "stop", "between messages"},
        {HEAD "side: request\n> GET / HT\nparser >: accept\n", 6, "parser >", "between messages", "inside a message"},
        {ANSWER "parser <: refuse bare-lf\n", 7, "parser <", "refuse bare-lf", "between messages"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        catches(&rows[i]);
}

static void catches_a_wrong_fault(void **state)
{
    static const struct caught rows[] = {
        {GET "audit >: fault bare-lf\n", 6, "audit >", "bare-lf", "no fault"},
        {BARE "audit >: accept\nparser >: refuse bare-lf\n", 7, "audit >", "no fault", "bare-lf at byte 14"},
        {BARE "audit >: fault bare-lf fault bare-lf\n", 7, "audit >", "bare-lf, bare-lf", "bare-lf at byte 14"},
        {BARE "audit >: fault bare-cr fault bare-lf\n", 7, "audit >", "bare-cr, bare-lf", "bare-lf at byte 14"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        catches(&rows[i]);
}

static void catches_a_wrong_place(void **state)
{
    static const struct caught rows[] = {
        {OFF "parser >: refuse bare-lf\n", 7, "parser >", "bare-lf at byte 13", "bare-lf at byte 14"},
        {OFF "audit >: fault bare-lf\n", 7, "audit >", "bare-lf at byte 13", "bare-lf at byte 14"},
        {LONG "parser >: refuse bare-lf\n", 7, "parser >", "at byte 14, 5 bytes", "at byte 14, 1 bytes"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        catches(&rows[i]);
}

static void catches_a_wrong_message(void **state)
{
    static const struct caught rows[] = {
        {GET "parser >: accept method HEAD\n", 6, "parser >", "message 1: method HEAD", "GET"},
        {GET "parser >: accept target /x\n", 6, "parser >", "target /x", "/"},
        {GET "parser >: accept form absolute\n", 6, "parser >", "form absolute", "origin"},
        {GET "parser >: accept version 1.0\n", 6, "parser >", "version 1.0", "1.1"},
        {GET "parser >: accept fields 2\n", 6, "parser >", "fields 2 field lines", "1 field lines"},
        {GET "parser >: accept framing length\n", 6, "parser >", "framing length", "none"},
        {GET "parser >: accept keep-alive no\n", 6, "parser >", "keep-alive no", "yes"},
        {GET "parser >:\n  message 1\n    field Host = h\n", 8, "parser >", "field Host = h", "Host = h.example"},
        {GET "parser >: accept field X = y\n", 6, "parser >", "field X = y", "no such field line"},
        {GET "parser >:\n  message 1\n  message 2\n", 6, "parser >", "2 messages", "1 messages, 1 of them complete"},
        {POST "parser >: accept body \"hullo\"\n", 6, "parser >", "body hullo", "hello"},
        {POST "parser >: accept body 4 bytes\n", 6, "parser >", "body 4 bytes", "5 bytes"},
        {CHUNKED "parser >: accept chunks 2\n", 6, "parser >", "chunks 2 chunks", "1 chunks"},
        {CHUNKED "parser >: accept trailer X = z\n", 6, "parser >", "trailer X = z", "X = y"},
        {ANSWER "parser <: accept status 201,300-399\n", 7, "parser <", "status 201,300-399", "200"},
        {ANSWER "parser <: accept reason Fine\n", 7, "parser <", "reason Fine", "All right"},
        {ANSWER "parser <: accept framing length\n", 7, "parser <", "framing length", "none"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        catches(&rows[i]);
}

static void catches_a_near_miss_that_hits(void **state)
{
    static const struct caught row = {HEAD "side: request\nnear: bare-lf\n> GET / HTTP/1.1\\r\\nHost: a\\n\\r\\n\n"
                                           "parser >:\n  then open\n",
                                      7, "parser >", "open", "refuse bare-lf"};
    conf_result result = play(row.text, RIGHT);

    (void)state;
    catches(&row);
    assert_true(has(result.differences[1].expected, "no bare-lf: this is its near miss"));
}

static void catches_a_check_that_does_not_fire(void **state)
{
    static const char text[] = HEAD "side: request\nrule: date-invalid\ncheck: date-invalid\n"
                                    "> GET / HTTP/1.1\\r\\nHost: a\\r\\n\\^Date: x\\r\\n\\r\\n\n";
    static const char none[] = HEAD "side: request\nrule: date-invalid\ncheck: date-invalid\n"
                                    "> GET / HTTP/1.1\\r\\nHost: a\\r\\n\\^Data: x\\r\\n\\r\\n\n";
    static const char near[] = HEAD "side: request\nnear: date-invalid\n"
                                    "> GET / HTTP/1.1\\r\\nHost: a\\r\\nDate: x\\r\\n\\r\\n\n";
    conf_result result = play(text, RIGHT);

    (void)state;
    assert_int_equal(result.difference_count, 1);
    assert_true(has(result.differences[0].expected, "date-invalid at byte 25"));
    assert_true(has(result.differences[0].actual, "date-invalid at byte 31"));
    result = play(none, RIGHT);
    assert_true(has(result.differences[0].expected, "date-invalid fires"));
    result = play(near, RIGHT);
    assert_true(has(result.differences[0].expected, "no date-invalid: this is its near miss"));
}

static void catches_a_parser_that_depends_on_the_cuts(void **state)
{
    static const struct {
        enum wrong wrong;
        const char *text, *feeding;
        const char *actual;
    } rows[] = {
        {FORGETS_CR_AT_CUT, GET "parser >: accept\n", "whole", "HEAD"},
        {REFUSES_LATE, BARE "parser >: refuse bare-lf\n", "cut at 20", "34 bytes arrived"},
        {LOSES_A_BYTE_AT_CUT, POST "parser >: accept\n", "cut at", "DATA"},
        {TURNS_LAST_AROUND, POST "parser >: accept\n", "whole", "HEAD"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_result result = play(rows[i].text, rows[i].wrong);
        assert_int_equal(result.state, CONF_FAIL);
        show_result(&result, 9);
        assert_non_null(strstr(result.differences[0].feeding, rows[i].feeding));
        assert_true(has(result.differences[0].actual, rows[i].actual));
    }
}

static void catches_a_parser_that_breaks_its_contract(void **state)
{
    static const struct {
        enum wrong wrong;
        const char *said;
    } rows[] = {
        {CONSUMES_TOO_MUCH, "more bytes were consumed"},
        {NEVER_ENDS, "events without end"},
        {CHANGES_ITS_MIND, "not given again"},
        {WAITS_AT_THE_END, "MORE was asked for at the end"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_result result = play(POST "parser >: accept\n", rows[i].wrong);
        assert_int_equal(result.state, CONF_FAIL);
        show_result(&result, 1);
        assert_true(has(result.differences[0].actual, rows[i].said));
    }
    assert_int_equal(play(GET "parser >: accept\n", LOOKS_TOO_FAR).state, CONF_FAIL);
}

static void catches_a_connection_that_differs_from_its_streams(void **state)
{
    static const char text[] =
        HEAD "side: exchange\n> GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n\n"
             "< HTTP/1.1 200 \\r\\nContent-Length: 2\\r\\n\\r\\nok\nparser <: accept body \"ok\"\n";
    conf_result result = play(text, CONN_FORGETS);

    (void)state;
    assert_int_equal(play(text, RIGHT).state, CONF_PASS);
    assert_int_equal(result.state, CONF_FAIL);
    assert_string_equal(result.differences[0].feeding, "as a connection");
    assert_string_equal(result.differences[0].block, "parser <");
    assert_true(has(result.differences[0].expected, "framing 1"));
    assert_true(has(result.differences[0].actual, "framing 0"));
}

static void tells_each_direction_what_the_other_says(void **state)
{
    static const char *const texts[] = {
        HEAD "side: exchange\n> CONNECT a:1 HTTP/1.1\\r\\nHost: a:1\\r\\n\\r\\n\n< HTTP/1.1 200 \\r\\n\\r\\n\n> \\x00\n"
             "parser >: accept method CONNECT\nparser <: accept framing tunnel\n",
        HEAD "side: exchange\n> CONNECT a:1 HTTP/1.1\\r\\nHost: a:1\\r\\n\\r\\n\n< HTTP/1.1 403 \\r\\nContent-Length: "
             "0\\r\\n"
             "\\r\\n\n> GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n\n< HTTP/1.1 204 \\r\\n\\r\\n\n"
             "parser >:\n  message 1\n    method CONNECT\n  message 2\n    method GET\n"
             "parser <:\n  message 1\n    status 403\n  message 2\n    status 204\n",
        HEAD "side: exchange\n< HTTP/1.1 408 \\r\\n\\r\\n\n> GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n\n"
             "parser <: refuse data-after-last-message\n",
        HEAD
        "side: response\n< HTTP/1.1 204 \\r\\n\\r\\nHTTP/1.1 204 \\r\\n\\r\\n\nparser <:\n  message 1\n  message 2\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        conf_result result = play(texts[i], RIGHT);
        show_result(&result, 9);
        assert_int_equal(result.state, CONF_PASS);
    }
}

static void skips_what_no_parser_can_say(void **state)
{
    conf_result result =
        play(HEAD "side: request\n> GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n\nserver: status 200\n", RIGHT);

    (void)state;
    assert_int_equal(result.state, CONF_SKIP);
    assert_string_equal(result.reason, "nothing in it is for a parser");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_what_is_so),
        cmocka_unit_test(catches_a_wrong_end),
        cmocka_unit_test(catches_a_wrong_fault),
        cmocka_unit_test(catches_a_wrong_place),
        cmocka_unit_test(catches_a_wrong_message),
        cmocka_unit_test(catches_a_near_miss_that_hits),
        cmocka_unit_test(catches_a_check_that_does_not_fire),
        cmocka_unit_test(catches_a_parser_that_depends_on_the_cuts),
        cmocka_unit_test(catches_a_parser_that_breaks_its_contract),
        cmocka_unit_test(catches_a_connection_that_differs_from_its_streams),
        cmocka_unit_test(tells_each_direction_what_the_other_says),
        cmocka_unit_test(skips_what_no_parser_can_say),
    };
    int failed = cmocka_run_group_tests_name("player", tests, NULL, NULL);

    conf_memory_free(&memory);
    return failed;
}
