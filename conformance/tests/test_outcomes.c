/* SPDX-License-Identifier: MIT */
/* What a server's bytes come to under a case's lines: which line decides, and how strong it is where none does. No
 * connection is made: the bytes and how they ended are given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "conformance/net/outcome_judge.h"

/* 9112-2.2-10 is a SHOULD, 9112-5.1-01 a MUST of servers, 9112-2.1-A01 grammar */
#define SHOULD  "case a\ntitle: T\nneeds: 9112-2.2-10\nside: request\n> GET {path} HTTP/1.1\\r\\n\n"
#define MUST    "case a\ntitle: T\nneeds: 9112-2.2-10 9112-5.1-01\nside: request\n> GET {path} HTTP/1.1\\r\\n\n"
#define GRAMMAR "case a\ntitle: T\nneeds: 9112-2.1-A01\nside: request\n> GET {path} HTTP/1.1\\r\\n\n"

#define OK        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: b\r\n\r\nok"
#define BAD       "HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n"
#define NOT_FOUND "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"
#define NO_METHOD "HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n"
#define UNKNOWN   "HTTP/1.1 501 No\r\nContent-Length: 0\r\n\r\n"
#define GO_ON     "HTTP/1.1 100 Continue\r\n\r\n"

typedef struct row {
    const char *text;   /* the case */
    const char *bytes;  /* what the server sent */
    conf_ending ending; /* and how that ended */
    conf_state state;   /* what is due */
    unsigned line;      /* of the line that decides, counted behind the case's head from 1; 0: none */
} row;

enum { HEAD_LINES = 5 };

static void read_case(conf_suite *suite, conf_memory *memory, conf_ledger *ledger, const char *text)
{
    *ledger = conf_ledger_builtin(memory);
    conf_suite_init(suite, memory, ledger);
    conf_suite_read_text(suite, "rfc9112/2.2-a.case", text, strlen(text));
    if (suite->fault_count > 0)
        print_error("%u: %s\n", suite->faults[0].line, suite->faults[0].text);
    assert_int_equal(suite->fault_count, 0);
}

static void judge_row(const row *r, size_t number)
{
    conf_memory memory = {0};
    conf_ledger ledger;
    conf_suite suite;
    conf_observed observed = {.side = H1_RESPONSES, .mode = H1_AUDIT, .ending = r->ending};
    conf_conduct conduct = {.judged = CONF_JUDGED_SERVER, .observed = &observed};
    conf_ruling ruling;

    read_case(&suite, &memory, &ledger, r->text);
    conf_buffer_add(&memory, &observed.received, (const uint8_t *)r->bytes, strlen(r->bytes));
    conf_observed_read(&memory, &observed);
    ruling = conf_judge_outcomes(&memory, suite.cases[0], CONF_ROLE_SERVER, &conduct, 1);
    if (ruling.state != r->state)
        print_error("row %zu: %s instead of %s\n", number, conf_state_name(ruling.state), conf_state_name(r->state));
    assert_int_equal(ruling.state, r->state);
    assert_int_equal(ruling.outcome != NULL ? ruling.outcome->line - HEAD_LINES : 0, r->line);
    assert_int_equal(ruling.has_difference, r->line == 0 || ruling.outcome->never);
    conf_observed_free(&observed);
    conf_memory_free(&memory);
}

static void judge_rows(const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        judge_row(&rows[i], i + 1);
}

#define JUDGE_ALL(rows) judge_rows(rows, sizeof(rows) / sizeof *(rows))

static void the_first_line_that_fits_decides(void **state)
{
    static const row rows[] = {
        {MUST "server: status 400\nserver: status 400-499 as SHOULD\n", BAD, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: status 400\nserver: status 401-499 as SHOULD\n", NOT_FOUND, CONF_STILL_OPEN, CONF_WARN, 2},
        {MUST "server: status 400\nserver: close as MAY\n", "", CONF_ENDED, CONF_USED_LIBERTY, 2},
        {MUST "server: close as MAY\nserver: close\n", "", CONF_RESET, CONF_USED_LIBERTY, 1},
    };

    (void)state;
    JUDGE_ALL(rows);
}

static void the_requirement_says_how_strong_it_is(void **state)
{
    static const row rows[] = {
        {MUST "server: status 400\n", OK, CONF_STILL_OPEN, CONF_FAIL, 0},
        {SHOULD "server: status 400\n", OK, CONF_STILL_OPEN, CONF_WARN, 0},
        {GRAMMAR "server: status 400\n", OK, CONF_STILL_OPEN, CONF_WARN, 0},
    };

    (void)state;
    JUDGE_ALL(rows);
}

static void close_alone_is_a_close_without_an_answer(void **state)
{
    static const row rows[] = {
        {MUST "server: close\n", OK, CONF_ENDED, CONF_FAIL, 0},
        {MUST "server: status 200 close\n", OK, CONF_ENDED, CONF_PASS, 1},
        {MUST "server: status 200 close\n", OK, CONF_RESET, CONF_PASS, 1},
        {MUST "server: status 200 close\n", OK, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: close\n", "HTTP/1.1 200 OK\r\n", CONF_ENDED, CONF_PASS, 1},
    };

    (void)state;
    JUDGE_ALL(rows);
}

static void a_read_is_no_response(void **state)
{
    static const row rows[] = {
        {MUST "server: status 200\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: status 200\n", GO_ON, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: status 200\n", GO_ON OK, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: bytes \"100 Continue\"\n", GO_ON, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: nothing\n", GO_ON, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: nothing\n", "", CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: nothing\n", "", CONF_ENDED, CONF_FAIL, 0},
    };

    (void)state;
    JUDGE_ALL(rows);
}

static void bytes_may_have_an_order(void **state)
{
    static const row rows[] = {
        {MUST "server: bytes \"200\" before \"404\"\n", OK NOT_FOUND, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: bytes \"404\" before \"200\"\n", OK NOT_FOUND, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: bytes \"404\" before \"404\"\n", OK NOT_FOUND, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: bytes \"200\" before \"404\"\n", "", CONF_STILL_OPEN, CONF_FAIL, 0},
    };

    (void)state;
    JUDGE_ALL(rows);
}

static void numbers_say_which_response(void **state)
{
    static const row rows[] = {
        {MUST "server: response 2 status 404\n", OK NOT_FOUND, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: status 200 response 2 status 404 close\n", OK NOT_FOUND, CONF_ENDED, CONF_PASS, 1},
        {MUST "server: status 404\n", OK NOT_FOUND, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: response 2 status 404\n", OK, CONF_STILL_OPEN, CONF_FAIL, 0},
    };

    (void)state;
    JUDGE_ALL(rows);
}

static void a_route_that_says_no_took_the_message(void **state)
{
    static const row rows[] = {
        {MUST "server: close\nserver: status 200-399 as SHOULD\n", NO_METHOD, CONF_STILL_OPEN, CONF_WARN, 2},
        {MUST "server: close\nserver: status 200-399 as MAY\n", NOT_FOUND, CONF_STILL_OPEN, CONF_USED_LIBERTY, 2},
        {MUST "server: close\nserver: status 200-399 as MAY\n", BAD, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: status 200-399\n", NO_METHOD, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: accept\n", NO_METHOD, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: accept\n", BAD, CONF_STILL_OPEN, CONF_FAIL, 0},
    };

    (void)state;
    JUDGE_ALL(rows);
}

static void a_501_is_a_refusal(void **state)
{
    static const row rows[] = {
        {MUST "server: status 400-499\n", UNKNOWN, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: status 400\nserver: status 401-499 as SHOULD\n", UNKNOWN, CONF_STILL_OPEN, CONF_WARN, 2},
        {MUST "server: status 400\n", UNKNOWN, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: status 501\nnever: server status 400-499\n", UNKNOWN, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: error\n", UNKNOWN, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: error\n", "", CONF_ENDED, CONF_PASS, 1},
        {MUST "server: error\n", OK, CONF_ENDED, CONF_FAIL, 0},
    };

    (void)state;
    JUDGE_ALL(rows);
}

static void what_never_may_be_outweighs_what_may(void **state)
{
    static const row rows[] = {
        {MUST "server: status 200\nnever: server body \"ok\"\n", OK, CONF_STILL_OPEN, CONF_FAIL, 2},
        {SHOULD "server: status 200\nnever: server field X-A\n", OK, CONF_STILL_OPEN, CONF_WARN, 2},
        {MUST "server: status 200\nnever: server field X-B\n", OK, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: status 405\nnever: server check allow-missing\n", NO_METHOD, CONF_STILL_OPEN, CONF_FAIL, 2},
        {MUST "server: status 404\nnever: server check allow-missing\n", NOT_FOUND, CONF_STILL_OPEN, CONF_PASS, 1},
    };

    (void)state;
    JUDGE_ALL(rows);
}

static void matchers_look_into_the_message(void **state)
{
    static const row rows[] = {
        {MUST "server: field x-a\n", OK, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: field X-B\n", OK, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: without X-B\n", OK, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: without X-A\n", OK, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: field X-A status 200 body \"ok\"\n", OK, CONF_STILL_OPEN, CONF_PASS, 1},
        {MUST "server: check date-invalid\n", OK, CONF_STILL_OPEN, CONF_FAIL, 0},
        {MUST "server: check allow-missing\n", NO_METHOD, CONF_STILL_OPEN, CONF_PASS, 1},
    };

    (void)state;
    JUDGE_ALL(rows);
}

static void a_field_is_compared_with_the_first_response(void **state)
{
    static const char text[] = MUST "server: response 2 same X-A\n";
    static const row rows[] = {
        {text, OK OK, CONF_STILL_OPEN, CONF_PASS, 1},
        {text, BAD BAD, CONF_STILL_OPEN, CONF_PASS, 1},
        {text, BAD OK, CONF_STILL_OPEN, CONF_FAIL, 0},
        {text, OK BAD, CONF_STILL_OPEN, CONF_FAIL, 0},
        {text, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nx-a: c\r\n\r\n" OK, CONF_STILL_OPEN, CONF_FAIL, 0},
        {text, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nx-a: b\r\n\r\n" OK, CONF_STILL_OPEN, CONF_PASS, 1},
        {text, OK, CONF_STILL_OPEN, CONF_FAIL, 0},
    };

    (void)state;
    JUDGE_ALL(rows);
}

static void a_page_that_changed_meanwhile_can_be_told(void **state)
{
    static const char text[] = MUST "server: response 2 same X-A\nserver: response 3 changed X-A\n";
    static const row rows[] = {
        {text, OK BAD OK, CONF_STILL_OPEN, CONF_FAIL, 0},  {text, OK BAD BAD, CONF_STILL_OPEN, CONF_PASS, 2},
        {text, OK BAD, CONF_STILL_OPEN, CONF_FAIL, 0},     {text, OK OK BAD, CONF_STILL_OPEN, CONF_PASS, 1},
        {text, BAD OK BAD, CONF_STILL_OPEN, CONF_FAIL, 0},
    };

    (void)state;
    JUDGE_ALL(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_line_that_fits_decides),
        cmocka_unit_test(the_requirement_says_how_strong_it_is),
        cmocka_unit_test(close_alone_is_a_close_without_an_answer),
        cmocka_unit_test(a_read_is_no_response),
        cmocka_unit_test(bytes_may_have_an_order),
        cmocka_unit_test(numbers_say_which_response),
        cmocka_unit_test(a_route_that_says_no_took_the_message),
        cmocka_unit_test(a_501_is_a_refusal),
        cmocka_unit_test(what_never_may_be_outweighs_what_may),
        cmocka_unit_test(matchers_look_into_the_message),
        cmocka_unit_test(a_field_is_compared_with_the_first_response),
        cmocka_unit_test(a_page_that_changed_meanwhile_can_be_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
