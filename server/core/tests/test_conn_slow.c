/* SPDX-License-Identifier: MIT */
/* Connections whose clients are slow: to send, and to take what is answered. The clock is the test's. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "wire.h"

#define HOST      "Host: a\r\n"
#define GET_HELLO "GET /hello HTTP/1.1\r\n" HOST "\r\n"

static void feed(wire *w, const char *text)
{
    wire_feed(w, (const uint8_t *)text, strlen(text), NULL, 0, false);
}

/* ---- Time -------------------------------------------------------------------------------------------------------- */

static void gives_up_on_the_slow(void **state)
{
    static const struct {
        const char *what, *bytes, *before, *after;
        uint64_t at; /* milliseconds until then */
    } SLOW[] = {
        {"idle", "", "open", "closed", 60000},
        {"idle after a request", GET_HELLO, "200(hello) open", "200(hello) closed", 60000},
        {"idle after empty lines", "\r\n\r\n", "open", "closed", 60000},
        {"a head", "GET /hello HTTP/1.1\r\nHo", "open", "408! shut", 15000},
        {"a second head", GET_HELLO "G", "200(hello) open", "200(hello) 408! shut", 15000},
        {"a content", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 9\r\n\r\nabc", "open", "408! shut", 15000},
        {"a content as it comes", "POST /count HTTP/1.1\r\n" HOST "Content-Length: 9\r\n\r\nabc", "open", "408! shut",
         15000},
        {"a linger", "GET / HTTP/9.9\r\n\r\n", "505! shut", "505! closed", 5000},
    };

    (void)state;
    for (size_t i = 0; i < sizeof SLOW / sizeof SLOW[0]; i++) {
        wire w = {.out = NULL};
        wire_begin(&w);
        feed(&w, SLOW[i].bytes);
        wire_wait(&w, SLOW[i].at - 1);
        if (strcmp(wire_say(&w, NULL), SLOW[i].before) != 0)
            fail_msg("%s: %s before", SLOW[i].what, w.said);
        wire_wait(&w, 1);
        if (strcmp(wire_say(&w, NULL), SLOW[i].after) != 0)
            fail_msg("%s: %s after", SLOW[i].what, w.said);
        wire_end(&w);
    }
}

static void takes_a_content_that_is_fast_enough(void **state)
{
    uint8_t bytes[256] = {'x'};
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    feed(&w, "POST /count HTTP/1.1\r\n" HOST "Content-Length: 25600\r\n\r\n");
    for (int i = 0; i < 100; i++) { /* 256 bytes a second, which is the least */
        wire_feed(&w, bytes, sizeof bytes, NULL, 0, false);
        wire_wait(&w, 999);
    }
    assert_string_equal(wire_say(&w, NULL), "200(25600) open");
    wire_end(&w);
}

static void streams_while_time_passes(void **state)
{
    wire w = {.out = NULL};
    size_t before;

    (void)state;
    wire_begin(&w);
    feed(&w, "GET /stream?3l HTTP/1.1\r\n" HOST "\r\n");
    before = w.out_len;
    assert_true(before > 0);
    wire_wait(&w, 49);
    assert_int_equal(w.out_len, before);
    wire_wait(&w, 1);
    assert_int_equal(w.out_len, before + 10);
    wire_wait(&w, 100);
    assert_string_equal(wire_say(&w, NULL), "200(piecepiecepiece)~ open");
    wire_end(&w);
}

static void waits_for_a_producer_that_makes_nothing(void **state)
{
    wire w = {.out = NULL};
    size_t before;

    (void)state;
    wire_begin(&w);
    feed(&w, "GET /stream?3n HTTP/1.1\r\n" HOST "\r\n");
    assert_string_equal(wire_say(&w, NULL), "open");
    before = w.out_len;
    wire_wait(&w, 9);
    assert_int_equal(w.out_len, before);
    wire_wait(&w, 100);
    assert_string_equal(wire_say(&w, NULL), "200~ open");
    wire_end(&w);
}

/* A work that another connection left has none of its times. */
static void gives_every_connection_its_own_time(void **state)
{
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    feed(&w, "G");
    wire_wait(&w, 14000);
    srv_conn_free(w.c);
    w.c = NULL;
    feed(&w, "G");
    wire_wait(&w, 10000);
    assert_string_equal(wire_say(&w, NULL), "open");
    wire_end(&w);
}

/* ---- Clients that don't read ------------------------------------------------------------------------------------- */

static void stops_reading_while_the_client_takes_nothing(void **state)
{
    static const char request[] = "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1000\r\n\r\n";
    uint8_t content[1000];
    srv_service service = {.limits = srv_default_limits};
    wire w = {.out = NULL};
    srv_conn *c;
    size_t fed = 0;

    (void)state;
    memset(content, 'c', sizeof content);
    wire_begin(&w);
    service.routes = w.service.routes;
    service.route_count = w.service.route_count;
    c = srv_conn_new(&service, NULL);
    while ((srv_conn_wants(c) & SRV_WANTS_READ) != 0 && fed < 1000) {
        srv_conn_take(c, (const uint8_t *)request, sizeof request - 1, false);
        srv_conn_take(c, content, sizeof content, false);
        fed++;
    }
    assert_true(fed < 400);
    assert_true(srv_conn_output(c).len < service.limits.unsent + 2000);
    assert_int_equal(srv_conn_deadline(c), service.limits.send_ms);
    service.now_ms = service.limits.send_ms;
    srv_conn_tick(c);
    assert_int_equal(srv_conn_wants(c), SRV_WANTS_CLOSE | SRV_WANTS_RESET);
    srv_conn_free(c);
    srv_service_close(&service);
    wire_end(&w);
}

/* As feed(), but what is answered waits. */
static void take(wire *w, const char *text)
{
    srv_conn_take(w->c, (const uint8_t *)text, strlen(text), false);
}

static void makes_no_more_than_there_is_room_for(void **state)
{
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    w.c = srv_conn_new(&w.service, NULL);
    take(&w, "GET /stream?2b HTTP/1.1\r\n" HOST "\r\n");
    assert_in_range(srv_conn_output(w.c).len, 65536, 65536 + 2000);
    srv_conn_sent(w.c, 10000);
    assert_in_range(srv_conn_output(w.c).len, 65536, 65536 + 2000);
    wire_end(&w);
}

static void bears_a_client_that_takes_little_but_something(void **state)
{
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    w.c = srv_conn_new(&w.service, NULL);
    take(&w, GET_HELLO);
    for (int i = 0; i < 10; i++) {
        w.service.now_ms += w.service.limits.send_ms - 1;
        srv_conn_tick(w.c);
        assert_int_equal(srv_conn_wants(w.c) & SRV_WANTS_CLOSE, 0);
        srv_conn_sent(w.c, 1);
    }
    wire_end(&w);
}

/* What was made after a long silence has its own time to be taken. */
static void counts_a_clients_time_from_what_it_is_to_take(void **state)
{
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    w.service.limits.send_ms = 40;
    w.c = srv_conn_new(&w.service, NULL);
    take(&w, "GET /stream?9l HTTP/1.1\r\n" HOST "\r\n");
    srv_conn_sent(w.c, srv_conn_output(w.c).len);
    w.service.now_ms += 50;
    srv_conn_tick(w.c);
    assert_true(srv_conn_output(w.c).len > 0);
    assert_int_equal(srv_conn_deadline(w.c), w.service.now_ms + 40);
    wire_end(&w);
}

/* All requests in one piece, and the client takes the answers a few bytes at a time. */
static void answers_all_to_a_client_that_reads_slowly(void **state)
{
    wire w = {.out = NULL};
    srv_output o;

    (void)state;
    wire_begin(&w);
    w.service.limits.unsent = 64;
    w.c = srv_conn_new(&w.service, NULL);
    for (int i = 0; i < 10; i++)
        srv_conn_take(w.c, (const uint8_t *)GET_HELLO, sizeof GET_HELLO - 1, false);
    while ((o = srv_conn_output(w.c)).len > 0) {
        size_t len = o.len < 7 ? o.len : 7;
        memcpy(w.out + w.out_len, o.bytes, len);
        w.out_len += len;
        srv_conn_sent(w.c, len);
    }
    assert_string_equal(wire_say(&w, NULL),
                        "200(hello) 200(hello) 200(hello) 200(hello) 200(hello) 200(hello) 200(hello) 200(hello) "
                        "200(hello) 200(hello) open");
    wire_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_up_on_the_slow),
        cmocka_unit_test(takes_a_content_that_is_fast_enough),
        cmocka_unit_test(streams_while_time_passes),
        cmocka_unit_test(waits_for_a_producer_that_makes_nothing),
        cmocka_unit_test(gives_every_connection_its_own_time),
        cmocka_unit_test(stops_reading_while_the_client_takes_nothing),
        cmocka_unit_test(makes_no_more_than_there_is_room_for),
        cmocka_unit_test(bears_a_client_that_takes_little_but_something),
        cmocka_unit_test(counts_a_clients_time_from_what_it_is_to_take),
        cmocka_unit_test(answers_all_to_a_client_that_reads_slowly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
