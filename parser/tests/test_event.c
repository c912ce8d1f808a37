/* SPDX-License-Identifier: MIT */
/* What is asked of events once they are out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <h1/h1.h>

static h1_event first_event(const char *text, h1_side side, const h1_limits *limits)
{
    h1_stream s;
    h1_field fields[8];
    h1_event ev;

    h1_stream_init(&s, side, H1_STRICT, limits);
    h1_stream_fields(&s, fields, 8);
    h1_stream_expect(&s, H1_TO_OTHER);
    h1_next(&s, (const uint8_t *)text, strlen(text), true, &ev);
    return ev;
}

static void a_response_answers_the_method_of_its_request(void **state)
{
    static const struct {
        const char *request;
        h1_answers answers;
    } rows[] = {
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", H1_TO_OTHER},
        {"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", H1_TO_HEAD},
        {"head / HTTP/1.1\r\nHost: a\r\n\r\n", H1_TO_OTHER},
        {"HEAD / HTTP/1.0\r\n\r\n", H1_TO_HEAD},
        {"CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", H1_TO_CONNECT},
        {"GET /\r\n", H1_TO_09},
    };
    h1_limits limits = h1_default_limits;

    (void)state;
    limits.http09 = true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        h1_event ev = first_event(rows[i].request, H1_REQUESTS, &limits);
        assert_int_equal(ev.type, H1_HEAD);
        assert_int_equal(h1_answers_to(&ev.head), rows[i].answers);
    }
}

static void an_event_counts_from_elsewhere(void **state)
{
    h1_event head = first_event("GET /a HTTP/1.1\r\nHost: a\r\n\r\n", H1_REQUESTS, NULL);
    h1_event status = first_event("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", H1_RESPONSES, NULL);
    h1_event refused = first_event("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", H1_REQUESTS, NULL);
    h1_event data = {.type = H1_DATA, .data = {3, 4}};
    h1_event chunk = {.type = H1_CHUNK, .chunk = {.size = 5, .ext = {1, 2}}};
    h1_span second = refused.fault.second;
    h1_event end = {.type = H1_END};

    (void)state;
    h1_event_shift(&head, 100);
    assert_int_equal(head.head.method.at, 100);
    assert_int_equal(head.head.target.at, 104);
    assert_int_equal(head.head.target.len, 2);
    h1_event_shift(&status, 7);
    assert_int_equal(status.head.reason.at, 20);
    assert_int_equal(refused.type, H1_REFUSED);
    h1_event_shift(&refused, 10);
    assert_int_equal(refused.fault.second.at, second.at + 10);
    assert_int_equal(refused.fault.second.len, second.len);
    h1_event_shift(&data, 10);
    assert_int_equal(data.data.at, 13);
    h1_event_shift(&chunk, 10);
    assert_int_equal(chunk.chunk.ext.at, 11);
    assert_int_equal(chunk.chunk.size, 5);
    h1_event_shift(&end, 10);
    assert_int_equal(end.type, H1_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_response_answers_the_method_of_its_request),
        cmocka_unit_test(an_event_counts_from_elsewhere),
    };
    return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
