/* SPDX-License-Identifier: MIT */
/* Requests and what they are answered with, fed whole, byte by byte, and cut in two at every place: the answers have to
 * be the same bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire.h"

typedef struct row {
    const char *name, *bytes, *heads, *said;
    bool end;
} row;

#define HOST      "Host: a\r\n"
#define GET_HELLO "GET /hello HTTP/1.1\r\n" HOST "\r\n"

/* A piece of the given length that stands for itself in a table. */
static const row ROWS[] = {
    {"one request", GET_HELLO, NULL, "200(hello) open", false},
    {"pipelined requests in order", GET_HELLO "GET /below/x HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL,
     "200(hello) 200(/below/x) 200(hello) open", false},
    {"an answer although the client has closed its side", GET_HELLO, NULL, "200(hello) closed", true},
    {"nothing", "", NULL, "closed", true},
    {"close", "GET /hello HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", NULL, "200(hello)! closed", false},
    {"HTTP/1.0", "GET /hello HTTP/1.0\r\n\r\n", NULL, "200(hello)! closed", false},
    {"HTTP/1.0 kept", "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" GET_HELLO, NULL,
     "200(hello) 200(hello) open", false},
    {"HEAD", "HEAD /hello HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, "HG", "200 200(hello) open", false},
    {"HEAD of what isn't there", "HEAD /nothing HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, "HG", "404 200(hello) open",
     false},
    {"empty lines before a request", "\r\n\r\n" GET_HELLO, NULL, "200(hello) open", false},

    {"absolute-form", "GET http://a/below/y?q HTTP/1.1\r\n" HOST "\r\n", NULL, "200(/below/y) open", false},
    {"absolute-form without a path", "OPTIONS http://a HTTP/1.1\r\n" HOST "\r\n", NULL, "404 open", false},
    {"https in the clear", "GET https://a/hello HTTP/1.1\r\n" HOST "\r\n", NULL, "421 open", false},
    {"a scheme that isn't ours", "GET ftp://a/hello HTTP/1.1\r\n" HOST "\r\n", NULL, "421 open", false},
    {"nothing under this path", "GET /nothing HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, "404 200(hello) open", false},
    {"no prefix without a slash", "GET /hello/x HTTP/1.1\r\n" HOST "\r\n", NULL, "404 open", false},

    {"nothing below an exact path", "GET /exact/ HTTP/1.1\r\n" HOST "\r\nGET /exact/x HTTP/1.1\r\n" HOST "\r\n", NULL,
     "200(hello) 404 open", false},

    {"OPTIONS", "OPTIONS /hello HTTP/1.1\r\n" HOST "\r\n", NULL, "200 open", false},
    {"OPTIONS of the server", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", NULL, "200 open", false},
    {"a method that the path doesn't take", "PUT /hello HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL,
     "405 200(hello) open", false},
    {"an unknown method", "BREW /hello HTTP/1.1\r\n" HOST "\r\n", NULL, "501 open", false},
    {"an unknown method where all are taken", "BREW /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nhi", NULL,
     "200(hi) open", false},
    {"TRACE", "TRACE /echo HTTP/1.1\r\n" HOST "\r\n", NULL, "405 open", false},
    {"TRACE that says it has no content", "TRACE /echo HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", NULL, "405 open",
     false},
    {"TRACE with content", "TRACE /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nhi", NULL, "400! shut", false},
    {"CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n" GET_HELLO, NULL, "501! shut", false},
    {"a refusal lingers, though the client said close",
     "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\nConnection: close\r\n\r\n", NULL, "501! shut", false},
    {"OPTIONS of a route that takes it", "OPTIONS /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nhi", NULL,
     "200(hi) open", false},
    {"HEAD of a route that knows GET", "HEAD /below/x HTTP/1.1\r\n" HOST "\r\n", "H", "200 open", false},
    {"upgrade is ignored", "GET /hello HTTP/1.1\r\n" HOST "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n" GET_HELLO, NULL,
     "200(hello) 200(hello) open", false},

    {"content by length", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nabcde" GET_HELLO, NULL,
     "200(abcde) 200(hello) open", false},
    {"chunked content",
     "POST /echo HTTP/1.1\r\n" HOST
     "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: u\r\n\r\n" GET_HELLO,
     NULL, "200(abcde) 200(hello) open", false},
    {"content as it comes", "POST /count HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nabcde" GET_HELLO, NULL,
     "200(5) 200(hello) open", false},
    {"no content as it comes", "POST /count HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n" GET_HELLO, NULL,
     "200(0) 200(hello) open", false},
    {"chunks as they come", "POST /count HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
     NULL, "200(3) open", false},
    {"content that nobody wants, short", "POST /nothing HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc" GET_HELLO,
     NULL, "404 200(hello) open", false},
    {"content that nobody wants, of unknown length",
     "POST /nothing HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" GET_HELLO, NULL,
     "404! shut", false},
    {"refused before the content", "POST /early HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc" GET_HELLO, NULL,
     "403 200(hello) open", false},
    {"too much content for the path", "POST /ten HTTP/1.1\r\n" HOST "Content-Length: 11\r\n\r\n01234567890" GET_HELLO,
     NULL, "413 200(hello) open", false},
    {"too much content in chunks",
     "POST /ten HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n" GET_HELLO, NULL,
     "413! shut", false},
    {"too much content for the server", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 99999999\r\n\r\nabc", NULL,
     "413! shut", false},
    {"a coding that isn't known",
     "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" GET_HELLO, NULL, "501! shut",
     false},

    {"417", "POST /echo HTTP/1.1\r\n" HOST "Expect: tea\r\nContent-Length: 2\r\n\r\nhi" GET_HELLO, NULL, "417! shut",
     false},
    {"an answer instead of 100, then close",
     "POST /early HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n" GET_HELLO, NULL, "403! shut",
     false},
    {"an expectation in HTTP/1.0 is ignored", "POST /echo HTTP/1.0\r\nExpect: tea\r\nContent-Length: 2\r\n\r\nhi", NULL,
     "200(hi)! closed", false},

    {"a fault, then nothing more", "GET /hello HTTP/1.1\r\nHost : a\r\n\r\n" GET_HELLO, NULL, "400! shut", false},
    {"an answer, a fault, then nothing more", GET_HELLO "GET /hello HTTP/1.1\r\n\r\n" GET_HELLO, NULL,
     "200(hello) 400! shut", false},
    {"HTTP/2.0", "GET / HTTP/2.0\r\n" HOST "\r\n", NULL, "505! shut", false},
    {"the HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", NULL, "400! shut", false},
    {"a fault in a chunk",
     "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n" GET_HELLO, NULL,
     "400! shut", false},
    {"a fault in a chunk as it comes",
     "POST /count HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n" GET_HELLO, NULL,
     "400! shut", false},
    {"a fault behind an answer that isn't whole",
     "POST /pour?3l HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabcX" GET_HELLO, NULL, " cut reset",
     false},
    {"a fault behind fields that were meant for another answer",
     "POST /evil HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabcX" GET_HELLO, NULL, "400! shut", false},
    {"half a head", "GET /hello HTTP/1.1\r\nHo", NULL, "400! closed", true},
    {"half a content", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nabc", NULL, "400! closed", true},

    {"a status without content", "GET /status?204 HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, "204 200(hello) open",
     false},
    {"304", "GET /status?304 HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, "304 200(hello) open", false},
    {"205", "GET /status?205 HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, "205 200(hello) open", false},
    {"an interim status is no answer", "GET /status?103 HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, "500! shut", false},
    {"a route that doesn't answer", "GET /silent HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, "500 200(hello) open",
     false},
    {"a field that would split the answer", "GET /split HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, "500! shut", false},

    {"a field that would split a stream", "GET /evil HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, "500! shut", false},
    {"a stream", "GET /stream?3 HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, "200(piecepiecepiece)~ 200(hello) open",
     false},
    {"a stream for HEAD", "HEAD /stream?3 HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, "HG", "200 200(hello) open", false},
    {"a stream for HTTP/1.0", "GET /stream?3 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", NULL,
     "200(piecepiecepiece)! shut", false},
    {"a stream with a trailer", "GET /stream?1t HTTP/1.1\r\n" HOST "TE: trailers\r\nConnection: TE\r\n\r\n", NULL,
     "200(piece)~+1 open", false},
    {"a trailer that the client didn't ask for", "GET /stream?1t HTTP/1.1\r\n" HOST "\r\n", NULL, "200(piece)~ open",
     false},
    {"a stream that breaks", "GET /stream?1f HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, " cut reset", false},
    {"a stream of known length", "GET /known?2 HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL,
     "200(piecepiece) 200(hello) open", false},
    {"a stream that is too short", "GET /known?1 HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, " cut reset", false},
    {"a stream that is too long", "GET /known?3 HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, "200(piecepiece) reset",
     false},
    {"a file", "GET /file HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, NULL, "200:800 200(hello) open", false},
    {"a file for HEAD", "HEAD /file HTTP/1.1\r\n" HOST "\r\n" GET_HELLO, "HG", "200 200(hello) open", false},
    {"two files", "GET /file HTTP/1.1\r\n" HOST "\r\nGET /file HTTP/1.1\r\n" HOST "\r\n", NULL, "200:800 200:800 open",
     false},
};

static void hold(const row *r, wire *w, const char *how, size_t at)
{
    const char *said = wire_say(w, r->heads);

    if (strcmp(said, r->said) != 0)
        fail_msg("%s, %s %zu: %s, not %s\n%.*s", r->name, how, at, said, r->said, (int)w->out_len, (char *)w->out);
}

static void answers_what_the_table_says_however_it_is_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        const row *r = &ROWS[i];
        const uint8_t *bytes = (const uint8_t *)r->bytes;
        size_t len = strlen(r->bytes), all[1024];
        wire w = {.out = NULL};
        for (size_t cut = 0; cut <= len; cut++) {
            wire_begin(&w);
            wire_feed(&w, bytes, len, &cut, 1, r->end);
            hold(r, &w, cut == 0 ? "whole" : "cut at", cut);
            wire_end(&w);
            all[cut] = cut + 1;
        }
        wire_begin(&w);
        wire_feed(&w, bytes, len, all, len, r->end);
        hold(r, &w, "byte by byte", 0);
        srv_conn_free(w.c);
        w.c = NULL;
        assert_int_equal(w.states, 0);
        wire_end(&w);
    }
}

static void feed(wire *w, const char *text)
{
    wire_feed(w, (const uint8_t *)text, strlen(text), NULL, 0, false);
}

static void says_100_when_the_content_is_wanted(void **state)
{
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    feed(&w, "POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    assert_string_equal(wire_say(&w, NULL), "100 open");
    feed(&w, "hi");
    assert_string_equal(wire_say(&w, NULL), "100 200(hi) open");
    feed(&w, "POST /count HTTP/1.1\r\n" HOST "Expect: 100-Continue\r\nTransfer-Encoding: chunked\r\n\r\n");
    assert_string_equal(wire_say(&w, NULL), "100 200(hi) 100 open");
    feed(&w, "0\r\n\r\n");
    assert_string_equal(wire_say(&w, NULL), "100 200(hi) 100 200(0) open");
    feed(&w, "POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 2\r\n\r\nhi");
    assert_string_equal(wire_say(&w, NULL), "100 200(hi) 100 200(0) 200(hi) open");
    feed(&w, "POST /ten HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 11\r\n\r\n");
    assert_string_equal(wire_say(&w, NULL), "100 200(hi) 100 200(0) 200(hi) 413! shut");
    wire_end(&w);
}

static void takes_http09_when_told_to(void **state)
{
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    w.service.limits.parser.http09 = true;
    feed(&w, "GET /hello\r\n");
    assert_int_equal(w.out_len, 5);
    assert_memory_equal(w.out, "hello", 5);
    assert_true(w.closed);
    wire_end(&w);
}

/* ---- Limits ------------------------------------------------------------------------------------------------------ */

static void refuses_beyond_the_limits_with_their_status(void **state)
{
    static const struct {
        const char *what, *said;
        unsigned target, fields, method;
    } LIMITS[] = {
        {"target", "414! shut", 9000, 0, 3},
        {"fields", "431! shut", 1, 101, 3},
        {"method", "501! shut", 1, 0, 9000},
    };

    (void)state;
    for (size_t i = 0; i < sizeof LIMITS / sizeof LIMITS[0]; i++) {
        wire w = {.out = NULL};
        wire_begin(&w);
        for (unsigned n = 0; n < LIMITS[i].method; n++)
            feed(&w, "M");
        feed(&w, " /");
        for (unsigned n = 0; n < LIMITS[i].target; n++)
            feed(&w, "t");
        feed(&w, " HTTP/1.1\r\n");
        for (unsigned n = 0; n < LIMITS[i].fields; n++)
            feed(&w, "F: v\r\n");
        feed(&w, HOST "\r\n");
        assert_string_equal(wire_say(&w, NULL), LIMITS[i].said);
        wire_end(&w);
    }
}

static void closes_after_so_many_requests(void **state)
{
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    w.service.limits.requests = 2;
    feed(&w, GET_HELLO GET_HELLO GET_HELLO);
    assert_string_equal(wire_say(&w, NULL), "200(hello) 200(hello)! shut");
    wire_end(&w);
}

static void finishes_what_is_under_way_when_draining(void **state)
{
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    feed(&w, GET_HELLO "GET /he");
    w.service.draining = true;
    feed(&w, "llo HTTP/1.1\r\n" HOST "\r\n");
    assert_string_equal(wire_say(&w, NULL), "200(hello) 200(hello)! shut");
    wire_end(&w);
    wire_begin(&w);
    feed(&w, GET_HELLO);
    w.service.draining = true;
    assert_int_equal(srv_conn_wants(w.c), SRV_WANTS_CLOSE | SRV_WANTS_READ);
    wire_end(&w);
}

/* ---- Reports ----------------------------------------------------------------------------------------------------- */

static void names_rule_offset_and_clause_of_a_fault(void **state)
{
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    feed(&w, GET_HELLO "GET / HTTP/1.1\r\nHost : a\r\n\r\n");
    w.out[w.out_len] = '\0';
    assert_non_null(strstr((char *)w.out, "application/problem+json"));
    assert_non_null(strstr((char *)w.out, "\"rule\":\"field-space-before-colon\""));
    assert_non_null(strstr((char *)w.out, "\"offset\":20,"));
    assert_non_null(strstr((char *)w.out, "\"clause\":\"RFC 9112 section 5.1\""));
    wire_end(&w);
}

static void names_the_place_of_what_only_a_server_refuses(void **state)
{
    static const struct {
        const char *request, *rule, *offset;
    } rows[] = {
        {"POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue, tea\r\n\r\n", "\"rule\":\"expect-unknown\"",
         "\"offset\":52,"},
        {"TRACE / HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\n", "\"rule\":\"content-with-trace\"", "\"offset\":27,"},
        {"TRACE / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", "\"rule\":\"content-with-trace\"",
         "\"offset\":27,"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        wire w = {.out = NULL};
        wire_begin(&w);
        feed(&w, GET_HELLO);
        feed(&w, rows[i].request);
        w.out[w.out_len] = '\0';
        assert_non_null(strstr((char *)w.out, rows[i].rule));
        assert_non_null(strstr((char *)w.out, rows[i].offset));
        wire_end(&w);
    }
}

static void keep_record(void *context, const srv_record *record)
{
    char *text = context;
    size_t len = strlen(text);

    snprintf(text + len, 256 - len, "%u %d %zu %d %d;", record->status, (int)record->rule, (size_t)record->content_in,
             record->offset == UINT64_MAX ? -1 : (int)record->offset, (int)record->content_out);
}

static int count_of(const uint8_t *text, const char *word)
{
    int count = 0;

    for (const char *at = (const char *)text; (at = strstr(at, word)) != NULL; at++)
        count++;
    return count;
}

/* Heads that are alike are kept for the next answer: not beyond their second, and not for an answer that differs. */
static void gives_each_answer_its_own_head(void **state)
{
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    feed(&w, GET_HELLO GET_HELLO "GET /below/x HTTP/1.1\r\n" HOST "\r\n" GET_HELLO);
    assert_string_equal(wire_say(&w, NULL), "200(hello) 200(hello) 200(/below/x) 200(hello) open");
    w.service.time++;
    w.out_len = 0;
    feed(&w, GET_HELLO);
    w.out[w.out_len] = '\0';
    assert_non_null(strstr((char *)w.out, "Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n"));
    feed(&w, "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
             "GET /below/x?1 HTTP/1.1\r\n" HOST "\r\nGET /below/x?2 HTTP/1.1\r\n" HOST "\r\n"
             "GET /status?204 HTTP/1.1\r\n" HOST "\r\n"
             "GET /stream?1 HTTP/1.1\r\n" HOST "\r\nHEAD /stream?1 HTTP/1.1\r\n" HOST "\r\n"
             "GET /hello HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    assert_string_equal(wire_say(&w, "GGGGGGH"),
                        "200(hello) 200(hello) 200(/below/x) 200(/below/x) 204 200(piece)~ 200 200(hello)! closed");
    w.out[w.out_len] = '\0';
    assert_int_equal(count_of(w.out, "Connection: keep-alive\r\n"), 1);
    assert_int_equal(count_of(w.out, "X-Query: 1\r\n"), 1);
    assert_int_equal(count_of(w.out, "X-Query: 2\r\n"), 1);
    assert_int_equal(count_of(w.out, "Transfer-Encoding: chunked\r\n"), 1);
    assert_int_equal(count_of(w.out, "Content-Length: "), 5);
    wire_end(&w);
}

static void records_each_exchange_once(void **state)
{
    char text[256] = "", due[64];
    wire w = {.out = NULL};

    (void)state;
    wire_begin(&w);
    w.service.context = text;
    w.service.record = keep_record;
    feed(&w, GET_HELLO "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nhi");
    feed(&w, "GET /stream?1l HTTP/1.1\r\n" HOST "\r\n");
    wire_wait(&w, 100);
    assert_string_equal(text, "200 0 0 -1 5;200 0 2 -1 2;200 0 0 -1 5;");
    text[0] = '\0';
    feed(&w, "GET /file HTTP/1.1\r\n" HOST "\r\nGET  \r\n");
    snprintf(due, sizeof due, "200 0 0 -1 800;400 %d 0 %zu", (int)H1_RULE_START_LINE_WHITESPACE,
             strlen(GET_HELLO "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nhi"
                              "GET /stream?1l HTTP/1.1\r\n" HOST "\r\nGET /file HTTP/1.1\r\n" HOST "\r\nGET "));
    assert_memory_equal(text, due, strlen(due));
    wire_end(&w);
    assert_int_equal(w.service.counters.open, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_what_the_table_says_however_it_is_cut),
        cmocka_unit_test(says_100_when_the_content_is_wanted),
        cmocka_unit_test(takes_http09_when_told_to),
        cmocka_unit_test(refuses_beyond_the_limits_with_their_status),
        cmocka_unit_test(closes_after_so_many_requests),
        cmocka_unit_test(finishes_what_is_under_way_when_draining),
        cmocka_unit_test(names_rule_offset_and_clause_of_a_fault),
        cmocka_unit_test(names_the_place_of_what_only_a_server_refuses),
        cmocka_unit_test(gives_each_answer_its_own_head),
        cmocka_unit_test(records_each_exchange_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
