/* SPDX-License-Identifier: MIT */
/* Every exchange rule with a response that breaks it because of its request, and one that nearly does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "checks/exchange.h"

enum { FIELDS = 16, FOUND = 8 };

/* A head that libh1 read. */
typedef struct head {
    h1_field fields[FIELDS];
    h1_event event;
    check_message message;
} head;

typedef struct findings {
    size_t count;
    h1_rule rules[FOUND];
    h1_span spans[FOUND];
} findings;

typedef struct row {
    const char *request;
    const char *responses[2]; /* the last of them is checked to its end, with its content */
    h1_rule rule;             /* the only one that is broken; or none */
    const char *at;           /* the bytes at fault in the last response */
    uint64_t content;
} row;

static void collect(void *context, h1_rule rule, h1_span span, h1_span second)
{
    findings *found = context;

    assert_int_equal(second.len, 0);
    assert_true(found->count < FOUND);
    found->rules[found->count] = rule;
    found->spans[found->count++] = span;
}

static void read_head(head *h, h1_side side, const char *text)
{
    h1_limits limits = h1_default_limits;
    h1_stream stream;

    limits.http09 = true;
    h1_stream_init(&stream, side, H1_AUDIT, &limits);
    h1_stream_fields(&stream, h->fields, FIELDS);
    h1_stream_expect(&stream, H1_TO_OTHER);
    do
        (void)h1_next(&stream, (const uint8_t *)text, strlen(text), false, &h->event);
    while (h->event.type == H1_FAULT);
    assert_int_equal(h->event.type, H1_HEAD);
    h->message = (check_message){side, (const uint8_t *)text, &h->event.head, h->fields, H1_TO_OTHER};
}

static void run_row(const row *r)
{
    check_exchange exchange;
    findings found = {0};
    head request;
    head response;
    const char *last = NULL;

    print_message("[ %s ] %.60s\n", r->rule == H1_RULE_NONE ? "near" : h1_rule_name(r->rule).text, r->request);
    read_head(&request, H1_REQUESTS, r->request);
    check_exchange_begin(&exchange, &request.message);
    memset(&request, 0xff, sizeof request); /* nothing of it is kept */
    for (size_t i = 0; i < 2 && r->responses[i] != NULL; i++) {
        last = r->responses[i];
        read_head(&response, H1_RESPONSES, last);
        check_exchange_head(&exchange, &response.message, collect, &found);
    }
    check_exchange_end(&exchange, &response.message, r->content, collect, &found);
    if (r->rule == H1_RULE_NONE) {
        assert_string_equal(found.count > 0 ? h1_rule_name(found.rules[0]).text : "", "");
        return;
    }
    assert_int_equal(found.count, 1);
    assert_string_equal(h1_rule_name(found.rules[0]).text, h1_rule_name(r->rule).text);
    assert_int_equal(found.spans[0].at, strstr(last, r->at) - last);
    assert_int_equal(found.spans[0].len, strlen(r->at));
}

#define RUN(rows)                                                                                                      \
    (void)state;                                                                                                       \
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)                                                            \
    run_row(&rows[i])
#define RULE(name, place) .rule = H1_RULE_##name, .at = (place)
#define CLEAN             .rule = H1_RULE_NONE
#define GET               "GET / HTTP/1.1\r\nHost: a\r\n"
#define POST              "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
#define OLD               "GET / HTTP/1.0\r\n"
#define END               "\r\n"
#define CHUNKED           "Transfer-Encoding: chunked"
#define SINCE             "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 "

static void http10_clients_are_spared_what_they_need_not_know(void **state)
{
    static const row rows[] = {
        {OLD END, {"HTTP/1.1 200 x\r\n" CHUNKED "\r\n\r\n"}, RULE(TRANSFER_ENCODING_TO_HTTP10, CHUNKED)},
        {GET END, {"HTTP/1.1 200 x\r\n" CHUNKED "\r\n\r\n"}, CLEAN},
        {OLD END, {"HTTP/1.1 103 x\r\n\r\n", NULL}, RULE(INTERIM_TO_HTTP10, "103")},
        {GET END, {"HTTP/1.1 103 x\r\n\r\n", "HTTP/1.1 200 x\r\n\r\n"}, CLEAN},
        {"GET /\r\n", {"HTTP/1.1 103 x\r\n" CHUNKED "\r\n\r\n"}, CLEAN}, /* HTTP/0.9: nothing is known of it */
    };
    RUN(rows);
}

#define CODED(codings) "HTTP/1.1 200 x\r\nTransfer-Encoding: " codings "\r\n\r\n"

static void codings_follow_te(void **state)
{
    static const row rows[] = {
        {GET END, {CODED("gzip, chunked")}, RULE(TRANSFER_CODING_NOT_ASKED, "gzip")},
        {GET "TE:\r\n\r\n", {CODED("Chunked, x-foo;a=b")}, RULE(TRANSFER_CODING_NOT_ASKED, "x-foo;a=b")},
        {GET "TE: Trailers\r\n\r\n", {CODED("deflate")}, RULE(TRANSFER_CODING_NOT_ASKED, "deflate")},
        {GET "TE: trailers, gzip;q=0.5\r\n\r\n", {CODED("gzip, chunked")}, CLEAN},
        {GET "TE: deflate\r\n\r\n", {CODED("gzip, chunked")}, CLEAN}, /* whether it can't take gzip isn't said */
        {GET END, {CODED("identity")}, CLEAN},
        {GET END, {CODED("CHUNKED")}, CLEAN},
    };
    RUN(rows);
}

#define SWITCH(to) "HTTP/1.1 101 x\r\nConnection: upgrade\r\nUpgrade: " to "\r\n\r\n"

static void switches_follow_an_offer(void **state)
{
    static const row rows[] = {
        {GET "Upgrade: a/1, b\r\n\r\n", {SWITCH("B/2, zz")}, RULE(SWITCH_NOT_ASKED, "zz")},
        {GET "Upgrade: a/1\r\nUpgrade: b\r\n\r\n", {SWITCH("B/2")}, CLEAN},
        {GET "Upgrade: a,b,c,d,e\r\n\r\n", {SWITCH("e")}, CLEAN},
        {GET END, {SWITCH("a")}, RULE(SWITCH_NOT_ASKED, "101")},
        {OLD "Upgrade: a\r\n\r\n", {SWITCH("a")}, RULE(SWITCH_NOT_ASKED, "101")},
        {POST "Upgrade: a\r\nExpect: 100-Continue\r\n\r\n", {SWITCH("a")}, RULE(SWITCH_BEFORE_CONTINUE, "101")},
        {POST "Upgrade: a\r\nExpect: 100-continue\r\n\r\n", {"HTTP/1.1 100 x\r\n\r\n", SWITCH("a")}, CLEAN},
        {POST "Upgrade: a\r\nExpect: 100-continue\r\n\r\n",
         {"HTTP/1.1 103 x\r\n\r\n", SWITCH("a")},
         RULE(SWITCH_BEFORE_CONTINUE, "101")},
        {POST "Upgrade: websocket\r\n\r\n", {SWITCH("WebSocket")}, RULE(SWITCH_WITH_CONTENT, "101")},
        {GET "Upgrade: websocket\r\n\r\n", {SWITCH("websocket")}, CLEAN},
    };
    RUN(rows);
}

#define UNCHANGED "HTTP/1.1 304 x\r\n\r\n"

static void conditions_are_answered_where_there_are_any(void **state)
{
    static const row rows[] = {
        {"OPTIONS / HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n",
         {UNCHANGED},
         RULE(PRECONDITION_IGNORED_METHOD, "304")},
        {"MKCOL / HTTP/1.1\r\nHost: a\r\n\r\n", {"HTTP/1.1 412 x\r\n\r\n"}, .content = 1},
        {POST "If-None-Match: *\r\n\r\n", {UNCHANGED}, RULE(NOT_MODIFIED_TO_UNSAFE, "304")},
        {"QUERY / HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n", {UNCHANGED}, CLEAN},
        {GET END, {UNCHANGED}, RULE(NOT_MODIFIED_UNASKED, "304")},
        {GET SINCE "UTC\r\n\r\n", {UNCHANGED}, RULE(NOT_MODIFIED_UNASKED, "304")},
        {GET SINCE "GMT\r\n\r\n", {UNCHANGED}, CLEAN},
        {GET "If-Modified-Since: Mon, 06 Nov 1994 08:49:37 GMT\r\n\r\n", {UNCHANGED}, CLEAN}, /* a wrong day */
        {GET SINCE "UTC\r\nIf-None-Match: a\r\n\r\n", {UNCHANGED}, CLEAN},
    };
    RUN(rows);
}

#define PART     "HTTP/1.1 206 x\r\nContent-Range: bytes 0-1/2\r\n"
#define MULTI    "Content-Type: Multipart/Byteranges;boundary=a"
#define REFUSED  "HTTP/1.1 416 x\r\nContent-Range: bytes */2\r\n\r\n"
#define MODIFIED "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"

static void ranges_are_answered_where_they_were_asked_for(void **state)
{
    static const row rows[] = {
        {GET END, {PART END}, RULE(RANGE_UNASKED, "206")},
        {POST "Range: bytes=0-1\r\n\r\n", {PART END}, RULE(RANGE_UNASKED, "206")},
        {"QUERY / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n", {PART END}, CLEAN},
        {GET END, {REFUSED}, RULE(RANGE_UNASKED, "416"), .content = 1},
        {GET "Range: bytes=0-1\r\n\r\n", {"HTTP/1.1 206 x\r\n" MULTI "\r\n\r\n"}, RULE(MULTIPART_FOR_ONE_RANGE, MULTI)},
        {GET "Range: bytes=0-1,4-5\r\n\r\n", {"HTTP/1.1 206 x\r\n" MULTI "\r\n\r\n"}, CLEAN},
        {GET "Range: bytes=0-1\r\nRange: bytes=4-5\r\n\r\n", {"HTTP/1.1 206 x\r\n" MULTI "\r\n\r\n"}, CLEAN},
        {GET "Range: bytes=5-\r\n\r\n",
         {"HTTP/1.1 416 x\r\n\r\n"},
         RULE(CONTENT_RANGE_MISSING_IN_416, "416"),
         .content = 1},
        {GET "Range: lines=5-\r\n\r\n", {"HTTP/1.1 416 x\r\n\r\n"}, .content = 1},
        {GET "Range: bytes=0-1\r\nIf-Range: \"a\"\r\n\r\n",
         {PART MODIFIED "\r\n\r\n"},
         RULE(FIELDS_IN_206_TO_IF_RANGE, MODIFIED)},
        {GET "Range: bytes=0-1\r\nIf-Range: \"a\"\r\n\r\n", {PART "ETag: \"a\"\r\n\r\n"}, CLEAN},
        {GET "Range: bytes=0-1\r\nIf-Range: \"a\"\r\n\r\n", {PART "\r\n"}, .content = 2},
        {GET "Range: bytes=0-1\r\n\r\n", {PART "\r\n"}, RULE(CONTENT_TYPE_MISSING, "206"), .content = 2},
        {GET "Range: bytes=0-1\r\n\r\n", {PART "Content-Type: a/b\r\n\r\n"}, .content = 2},
    };
    RUN(rows);
}

static void errors_and_ends_are_explained(void **state)
{
    static const row rows[] = {
        {POST END,
         {"HTTP/1.1 415 x\r\nAccept-Encoding: gzip\r\n\r\n"},
         RULE(ACCEPT_ENCODING_WITH_415, "Accept-Encoding: gzip"),
         .content = 1},
        {POST "Content-Encoding: br\r\n\r\n", {"HTTP/1.1 415 x\r\nAccept-Encoding: gzip\r\n\r\n"}, .content = 1},
        {GET END, {"HTTP/1.1 500 x\r\n\r\n"}, RULE(ERROR_WITHOUT_CONTENT, "500")},
        {GET END, {"HTTP/1.1 500 x\r\n\r\n"}, .content = 1},
        {"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", {"HTTP/1.1 404 x\r\n\r\n"}, CLEAN},
        {GET "Connection: a, Close\r\n\r\n", {"HTTP/1.1 200 x\r\n\r\n"}, RULE(CLOSE_NOT_ANSWERED, "200")},
        {GET "Connection: close\r\n\r\n",
         {"HTTP/1.1 103 x\r\n\r\n", "HTTP/1.1 200 x\r\nConnection: close\r\n\r\n"},
         CLEAN},
        {GET "Connection: close\r\n\r\n", {"HTTP/1.0 200 x\r\n\r\n"}, CLEAN},
    };
    RUN(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(http10_clients_are_spared_what_they_need_not_know),
        cmocka_unit_test(codings_follow_te),
        cmocka_unit_test(switches_follow_an_offer),
        cmocka_unit_test(conditions_are_answered_where_there_are_any),
        cmocka_unit_test(ranges_are_answered_where_they_were_asked_for),
        cmocka_unit_test(errors_and_ends_are_explained),
    };
    return cmocka_run_group_tests_name("exchange checks", tests, NULL, NULL);
}
