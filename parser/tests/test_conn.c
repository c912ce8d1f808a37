/* SPDX-License-Identifier: MIT */
/* Which response answers which request, and what follows from it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <h1/h1.h>

typedef struct talk {
    h1_conn conn;
    h1_field fields[2][20];
    h1_event ev;
} talk;

static void begin(talk *t)
{
    h1_conn_init(&t->conn, H1_STRICT, NULL);
    h1_conn_fields(&t->conn, H1_REQUESTS, t->fields[0], 20);
    h1_conn_fields(&t->conn, H1_RESPONSES, t->fields[1], 20);
}

/* Presents text of one side and gives the first event; all of it is said to be consumed or not by *used. */
static h1_event_type say(talk *t, h1_side side, const char *text, size_t *used)
{
    *used = h1_conn_next(&t->conn, side, (const uint8_t *)text, strlen(text), false, &t->ev);
    return t->ev.type;
}

#define REQUEST(method) method " / HTTP/1.1\r\nHost: a\r\n\r\n"
#define WITH_LENGTH     "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"

static void frames_each_response_by_the_method_it_answers(void **state)
{
    talk t;
    size_t used;

    (void)state;
    begin(&t);
    assert_int_equal(say(&t, H1_REQUESTS, REQUEST("HEAD"), &used), H1_HEAD);
    assert_int_equal(say(&t, H1_REQUESTS, REQUEST("GET"), &used), H1_HEAD);
    assert_int_equal(h1_conn_outstanding(&t.conn), 2);
    assert_int_equal(say(&t, H1_RESPONSES, WITH_LENGTH, &used), H1_HEAD);
    assert_int_equal(t.ev.head.framing, H1_FRAMING_NONE);
    assert_int_equal(say(&t, H1_RESPONSES, WITH_LENGTH, &used), H1_HEAD);
    assert_int_equal(t.ev.head.framing, H1_FRAMING_LENGTH);
    assert_int_equal(h1_conn_outstanding(&t.conn), 0);
}

static void keeps_the_request_outstanding_through_interim_responses(void **state)
{
    talk t;
    size_t used;

    (void)state;
    begin(&t);
    say(&t, H1_REQUESTS, REQUEST("HEAD"), &used);
    assert_int_equal(say(&t, H1_RESPONSES, "HTTP/1.1 103 Early Hints\r\n\r\n", &used), H1_HEAD);
    assert_int_equal(h1_conn_outstanding(&t.conn), 1);
    assert_int_equal(say(&t, H1_RESPONSES, WITH_LENGTH, &used), H1_HEAD);
    assert_int_equal(t.ev.head.framing, H1_FRAMING_NONE);
}

static void refuses_a_response_that_answers_nothing(void **state)
{
    talk t;
    size_t used;

    (void)state;
    begin(&t);
    assert_int_equal(say(&t, H1_RESPONSES, WITH_LENGTH, &used), H1_REFUSED);
    assert_int_equal(t.ev.fault.rule, H1_RULE_DATA_AFTER_LAST_MESSAGE);
    begin(&t);
    h1_conn_joined(&t.conn);
    assert_int_equal(say(&t, H1_RESPONSES, WITH_LENGTH, &used), H1_HEAD);
    assert_int_equal(t.ev.head.framing, H1_FRAMING_UNDECIDED);
}

static void opens_the_tunnel_when_connect_is_granted_and_not_otherwise(void **state)
{
    static const char connect[] = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n";
    talk t;
    size_t used;

    (void)state;
    begin(&t);
    say(&t, H1_REQUESTS, connect, &used);
    assert_int_equal(say(&t, H1_REQUESTS, "\x16\x03", &used), H1_WAIT);
    assert_int_equal(say(&t, H1_RESPONSES, "HTTP/1.1 200 OK\r\n\r\n", &used), H1_HEAD);
    assert_int_equal(t.ev.head.framing, H1_FRAMING_TUNNEL);
    assert_int_equal(say(&t, H1_REQUESTS, "\x16\x03", &used), H1_TUNNEL);
    assert_int_equal(say(&t, H1_RESPONSES, "\x16\x03", &used), H1_TUNNEL);
    begin(&t);
    say(&t, H1_REQUESTS, connect, &used);
    say(&t, H1_RESPONSES, "HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n", &used);
    assert_int_equal(say(&t, H1_REQUESTS, connect, &used), H1_HEAD);
}

static void goes_on_in_http_when_an_upgrade_is_declined(void **state)
{
    static const char upgrade[] = "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n";
    talk t;
    size_t used;

    (void)state;
    begin(&t);
    say(&t, H1_REQUESTS, upgrade, &used);
    assert_int_equal(say(&t, H1_REQUESTS, REQUEST("GET"), &used), H1_WAIT);
    say(&t, H1_RESPONSES, "HTTP/1.1 204 \r\n\r\n", &used);
    assert_int_equal(say(&t, H1_REQUESTS, upgrade, &used), H1_HEAD);
    say(&t, H1_RESPONSES, "HTTP/1.1 101 Switching Protocols\r\n\r\n", &used);
    assert_int_equal(say(&t, H1_REQUESTS, "anything", &used), H1_TUNNEL);
}

static void resumes_when_the_answer_came_before_the_request_was_whole(void **state)
{
    static const char head[] = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 2\r\n\r\n";
    talk t;
    size_t used;

    (void)state;
    begin(&t);
    assert_int_equal(say(&t, H1_REQUESTS, head, &used), H1_HEAD);
    assert_int_equal(say(&t, H1_RESPONSES, "HTTP/1.1 200 OK\r\n\r\n", &used), H1_HEAD);
    assert_int_equal(say(&t, H1_REQUESTS, "ab", &used), H1_DATA);
    assert_int_equal(say(&t, H1_REQUESTS, "", &used), H1_END);
    assert_int_equal(say(&t, H1_REQUESTS, "tunnel", &used), H1_TUNNEL);
}

static void makes_requests_wait_when_the_memory_of_them_is_full(void **state)
{
    talk t;
    size_t used;
    uint8_t ring[1];

    (void)state;
    begin(&t);
    for (int i = 0; i < 64; i++)
        assert_int_equal(say(&t, H1_REQUESTS, REQUEST("GET"), &used), H1_HEAD);
    assert_int_equal(say(&t, H1_REQUESTS, REQUEST("GET"), &used), H1_WAIT);
    assert_int_equal(used, 0);
    say(&t, H1_RESPONSES, "HTTP/1.1 204 \r\n\r\n", &used);
    assert_int_equal(say(&t, H1_REQUESTS, REQUEST("GET"), &used), H1_HEAD);
    begin(&t);
    h1_conn_ring(&t.conn, ring, sizeof ring);
    for (int i = 0; i < 4; i++)
        assert_int_equal(say(&t, H1_REQUESTS, i == 3 ? REQUEST("HEAD") : REQUEST("GET"), &used), H1_HEAD);
    assert_int_equal(say(&t, H1_REQUESTS, REQUEST("GET"), &used), H1_WAIT);
    for (int i = 0; i < 3; i++)
        say(&t, H1_RESPONSES, "HTTP/1.1 204 \r\n\r\n", &used);
    say(&t, H1_RESPONSES, WITH_LENGTH, &used);
    assert_int_equal(t.ev.head.framing, H1_FRAMING_NONE);
}

static void asks_for_more_when_full_and_nothing_is_here(void **state)
{
    talk t;
    size_t used;

    (void)state;
    begin(&t);
    for (int i = 0; i < 64; i++)
        say(&t, H1_REQUESTS, REQUEST("GET"), &used);
    assert_int_equal(say(&t, H1_REQUESTS, "", &used), H1_MORE);
    assert_int_equal(h1_conn_next(&t.conn, H1_REQUESTS, NULL, 0, true, &t.ev), 0);
    assert_int_equal(t.ev.type, H1_CLOSED);
}

/* No more requests are counted than 32 bits can, and of a ring no more is touched than the requests need. */
static void takes_a_ring_that_holds_more_than_can_be_counted(void **state)
{
    talk t;
    size_t used;
    uint8_t ring[20];

    (void)state;
    begin(&t);
    h1_conn_ring(&t.conn, ring, UINT32_MAX);
    for (uint32_t i = 1; i <= 4 * sizeof ring; i++) {
        assert_int_equal(say(&t, H1_REQUESTS, REQUEST("GET"), &used), H1_HEAD);
        assert_int_equal(h1_conn_outstanding(&t.conn), i);
    }
    assert_int_equal(say(&t, H1_RESPONSES, "HTTP/1.1 204 \r\n\r\n", &used), H1_HEAD);
    assert_int_equal(h1_conn_outstanding(&t.conn), 4 * sizeof ring - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_each_response_by_the_method_it_answers),
        cmocka_unit_test(keeps_the_request_outstanding_through_interim_responses),
        cmocka_unit_test(refuses_a_response_that_answers_nothing),
        cmocka_unit_test(opens_the_tunnel_when_connect_is_granted_and_not_otherwise),
        cmocka_unit_test(goes_on_in_http_when_an_upgrade_is_declined),
        cmocka_unit_test(resumes_when_the_answer_came_before_the_request_was_whole),
        cmocka_unit_test(makes_requests_wait_when_the_memory_of_them_is_full),
        cmocka_unit_test(asks_for_more_when_full_and_nothing_is_here),
        cmocka_unit_test(takes_a_ring_that_holds_more_than_can_be_counted),
    };
    return cmocka_run_group_tests_name("conn", tests, NULL, NULL);
}
