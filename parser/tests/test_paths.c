/* SPDX-License-Identifier: MIT */
/* The fast path and the reference give the same events: for whole messages and at every cut, one event a call and in
 * batches, by every kernel that this machine has. What is compared with each other is all that a caller can see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "parser/src/scan/scan.h"
#include "parser/tests/batches.h"
#include "parser/tests/trace.h"

static const char *const REQUESTS[] = {
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "G / HTTP/1.0\r\n\r\n",
    "PUT / HTTP/1.0\r\nContent-Length: 2\r\n\r\nab",
    "PUT / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab",
    "GET /a/b?c=%20d%2F HTTP/1.1\r\nHost: example.com:8080\r\nAccept: */*\r\nX: a\tb \r\nEmpty:\r\nBlank: \t \r\n\r\n",
    ("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: b\r\n\r\nHEAD /c HTTP/1.0\r\nConnection: "
     "Keep-Alive\r\n\r\n"),
    ("POST /u HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: a\r\n\r\nGET / "
     "HTTP/1.0\r\n\r\n"),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
     "chunked\r\n\r\n5\r\nhello\r\n1e\r\n012345678901234567890123456789\r\n"
     "0\r\nX: y\r\n\r\nOPTIONS * HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n"),
    "GET http://a.example/x HTTP/1.1\r\nHost: a.example\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
    "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "HEAD / HTTP/1.1\r\nHost: a:1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab",
    "POST / HTTP/1.1\r\nHost: a:12345\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab",
    "PUT / HTTP/1.1\r\nHost: a:b\r\nContent-Length: 2\r\n\r\nab",
    "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
    "PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "PUT / HTTP/1.0\r\nContent-Length: 9999999999999999999\r\nConnection: keep-alive\r\n\r\na",
    ("GET / HTTP/1.1\r\nHost: a\r\nX-A-Name-Of-More-Than-Thirty-Two-Bytes-That-Has-To-Be-Stepped: value\r\n "
     "folded\r\n\r\n"),
    "GET / HTTP/1.1\r\nA: 0123456789012345678901234567890123456789012345678901234567890123456789\r\nHost: a\r\n\r\n",
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: a, b\r\nConnection: c\r\nContent-Length: 0\r\nExpect: x\r\nUpgrade: "
     "y\r\n"
     "Connection: d\r\nConnection: e\r\nConnection: f\r\nConnection: g\r\n\r\n"),
};

static const char *const RESPONSES[] = {
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhelloHTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 \r\nServer: a\r\nHost: not judged\r\n\r\neverything until the close",
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\nT: r\r\n\r\nHTTP/1.1 304 Not "
     "Modified\r\n\r\n"),
    "HTTP/1.1 599 a\tb\x80\r\nSpace : c\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-LENGTH: 0005\r\nContent-Length: 5\r\n\r\nhello",
    "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\nConnection: close\r\n\r\n1\r\na\r\nff\r\nb",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n\x01\x02",
};

static const trace_plan PLANS[] = {
    {H1_REQUESTS, H1_STRICT, NULL, 0, true, false},
    {H1_REQUESTS, H1_AUDIT, NULL, 0, false, true},
    {H1_RESPONSES, H1_STRICT, NULL, 0x1111111111111111u, true, false},
    {H1_RESPONSES, H1_AUDIT, NULL, 0x1111215431211111u, false, false},
};

static void force(const char *kernel)
{
    assert_true(h1i_scan_force(kernel));
}

static bool next_kernel(size_t *i, const char **kernel)
{
    while ((*kernel = h1_kernel_name((*i)++)) != NULL) {
        if (h1i_scan_force(*kernel))
            return true;
    }
    return false;
}

static void same_traces(const trace_plan *plan, const char *kernel, const char *message, const size_t *cuts,
                        size_t n_cuts)
{
    static trace by_reference;
    static trace by_kernel;
    const uint8_t *bytes = (const uint8_t *)message;
    size_t len = strlen(message);
    size_t at;

    force("none");
    trace_run(&by_reference, plan, bytes, len, cuts, n_cuts);
    force(kernel);
    trace_run(&by_kernel, plan, bytes, len, cuts, n_cuts);
    if (by_kernel.broke != NULL)
        fail_msg("%s: %s", kernel, by_kernel.broke);
    at = trace_difference(&by_reference, &by_kernel);
    if (at == SIZE_MAX && by_reference.refused_by == by_kernel.refused_by)
        return;
    print_error("reference: %s\n", trace_line(&by_reference, at));
    print_error("%s: %s\n", kernel, trace_line(&by_kernel, at));
    fail_msg("event %zu of %s differs", at, message);
}

static void same_at_every_cut(const trace_plan *plan, const char *message)
{
    const char *kernel;

    for (size_t i = 0; next_kernel(&i, &kernel);) {
        same_traces(plan, kernel, message, NULL, 0);
        for (size_t cut = 0; cut <= strlen(message); cut++)
            same_traces(plan, kernel, message, &cut, 1);
    }
}

static void gives_what_the_reference_gives_at_every_cut(void **state)
{
    (void)state;
    for (size_t p = 0; p < sizeof PLANS / sizeof *PLANS; p++) {
        bool requests = PLANS[p].side == H1_REQUESTS;
        size_t n = requests ? sizeof REQUESTS / sizeof *REQUESTS : sizeof RESPONSES / sizeof *RESPONSES;
        for (size_t i = 0; i < n; i++)
            same_at_every_cut(&PLANS[p], requests ? REQUESTS[i] : RESPONSES[i]);
    }
}

/* ---- Heads that are long enough to be walked over line by line when they come in pieces ---------------------------
 */

#define LINES                                                                                                          \
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8\r\n"                           \
    "X:\r\nAccept-Language:en-GB,en;q=0.5\r\nY: \t white space \t \r\nZ: 1\r\n"

static const char *const LONG_REQUESTS[] = {
    "GET /a/b?c=%20d HTTP/1.1\r\n" LINES "Host: example.com\r\n" LINES "Content-Length: 2\r\n" LINES "\r\nabGET / H",
    "GET / HTTP/1.1\r\nHost: a\r\n" LINES "Host: b\r\n" LINES "\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n" LINES LINES "Connection: a,,close\r\n" LINES "Content-Length: 2,2\r\n" LINES
    "\r\nab",
    "GET / HTTP/1.1\r\nHost: a\r\n" LINES " folded\r\n" LINES "\r\n",
    "GET / HTTP/1.1\r\n" LINES "Host: a\r\n\r\n",
    "GET / HTTP/1.1\r\nCookie: the first line, which is cut in its value; and then folded\r\n folded\r\nHost: "
    "a\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n" LINES "Sp ace: b\r\n" LINES "\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n" LINES LINES "A: \x01\r\n" LINES "\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n" LINES LINES ": b\r\n" LINES "\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n" LINES LINES "A\r\n" LINES "\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n" LINES LINES "A: b\rc\r\n" LINES "\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n" LINES LINES "A: b\n" LINES "\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n" LINES LINES "Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n" LINES
    "\r\n1\r\na\r\n0\r\n" LINES LINES "Content-Length: 1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n" LINES LINES LINES LINES "Longer-Than-The-Limit-Of-This-Test: " LINES "\r\n",
};

static const char *const LONG_RESPONSES[] = {
    "HTTP/1.1 200 OK\r\n" LINES "Content-Length: 2\r\n" LINES "Connection: close\r\n" LINES "\r\nab",
    "HTTP/1.1 200 OK\r\n" LINES LINES "Content-Length: 2\r\n folded\r\n" LINES "\r\nab",
    "HTTP/1.1 200 OK\r\n" LINES LINES "Content-Length: x\r\n" LINES "\r\nab",
    "HTTP/1.1 200 OK\r\n" LINES "Fold: a  \r\n  b   \r\n \t \r\n\t\r\n" LINES "\r\nab",
    "HTTP/1.1 200 OK\r\n" LINES LINES "Content-Length : 2\r\n" LINES "\r\nab",
    "HTTP/1.1 200 OK\r\n" LINES LINES "Content-Length: 2\r\n" LINES "Content-Length: 3\r\n" LINES LINES "\r\nab",
    "HTTP/1.1 200 OK\r\n" LINES LINES "Content-Length: 2\r\n@: 1\r\n" LINES LINES "\r\nab",
};

enum { MOST_CUTS = 1024 };

/* In pieces of every size up to 300, so that line ends meet the ends of pieces in each way. */
static void same_in_pieces(const trace_plan *plan, const char *message)
{
    const char *kernel;

    for (size_t i = 0; next_kernel(&i, &kernel);) {
        for (size_t size = 1; size <= 300; size++) {
            size_t cuts[MOST_CUTS];
            size_t n = 0;
            for (size_t cut = size; cut < strlen(message) && n < MOST_CUTS; cut += size)
                cuts[n++] = cut;
            same_traces(plan, kernel, message, cuts, n);
        }
    }
}

static void same_long_messages(const h1_limits *limits)
{
    for (size_t p = 0; p < sizeof PLANS / sizeof *PLANS; p++) {
        bool requests = PLANS[p].side == H1_REQUESTS;
        size_t n =
            requests ? sizeof LONG_REQUESTS / sizeof *LONG_REQUESTS : sizeof LONG_RESPONSES / sizeof *LONG_RESPONSES;
        trace_plan plan = PLANS[p];
        plan.limits = limits;
        for (size_t i = 0; i < n; i++)
            same_in_pieces(&plan, requests ? LONG_REQUESTS[i] : LONG_RESPONSES[i]);
    }
}

static void gives_what_the_reference_gives_in_pieces_of_every_size(void **state)
{
    (void)state;
    same_long_messages(NULL);
}

/* Each limit by itself falls somewhere into these messages. */
static void keeps_the_limits_in_pieces(void **state)
{
    static const struct {
        uint16_t field_line, fields;
        uint32_t head, trailers;
    } rows[] = {{80, 100, 4000, 4000}, {8192, 9, 4000, 4000}, {8192, 100, 333, 4000}, {8192, 100, 4000, 111}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        h1_limits limits = h1_default_limits;
        limits.field_line = rows[i].field_line;
        limits.fields = rows[i].fields;
        limits.head = rows[i].head;
        limits.trailers = rows[i].trailers;
        same_long_messages(&limits);
    }
}

/* The last line has a fault, behind which it is read on, and no field of the array is behind it: sanitizers see a look.
 */
static void asks_no_field_behind_the_array(void **state)
{
    static const char head[] = "POST / HTTP/1.1\r\nHost: a\r\nX: 0123456789012345678901234567890123456789\r\n"
                               "Transfer-Encoding: gzip, , chunked\r\n\r\n";
    const char *kernel;

    (void)state;
    for (size_t k = 0; next_kernel(&k, &kernel);) {
        for (size_t cut = 1; cut < sizeof head - 1; cut++) {
            h1_field fields[3];
            h1_event ev[3];
            h1_stream s;
            h1_stream_init(&s, H1_REQUESTS, H1_STRICT, NULL);
            h1_stream_fields(&s, fields, 3);
            assert_int_equal(h1_next(&s, (const uint8_t *)head, cut, false, &ev[0]), 0);
            if (ev[0].type == H1_MORE)
                h1_next(&s, (const uint8_t *)head, sizeof head - 1, false, &ev[0]);
            assert_int_equal(ev[0].type, H1_FAULT);
            h1_next(&s, (const uint8_t *)head, sizeof head - 1, false, &ev[1]);
            assert_int_equal(ev[1].type, H1_HEAD);
            assert_int_equal(ev[1].head.fields, 3);
        }
    }
}

/* A name that matters in all its letters but one does not: none may be known by a part of it. */
static void knows_names_by_every_letter(void **state)
{
    static const char *const lines[] = {
        "Host: b",    "Connection: close", "Content-Length: 0", "Transfer-Encoding: chunked", "Expect: 100-continue",
        "Upgrade: x",
    };
    const char *kernel;

    (void)state;
    for (size_t k = 0; next_kernel(&k, &kernel);) {
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
            for (size_t at = 0; lines[i][at] != ':'; at++) {
                char message[160];
                int before = snprintf(message, sizeof message, "GET / HTTP/1.1\r\nHost: a\r\n");
                snprintf(message + before, sizeof message - (size_t)before, "%s\r\n\r\n", lines[i]);
                message[(size_t)before + at] = '#';
                same_traces(&PLANS[0], kernel, message, NULL, 0);
                before = snprintf(message, sizeof message, "HTTP/1.1 200 OK\r\n");
                snprintf(message + before, sizeof message - (size_t)before, "%s\r\n\r\n", lines[i]);
                message[(size_t)before + at] = '#';
                same_traces(&PLANS[2], kernel, message, NULL, 0);
            }
        }
    }
}

enum { EVENTS = 8, FIELDS = 16 };

static void same_batches(const char *kernel, const uint8_t *bytes, size_t len, const batches_plan *plan)
{
    const char *found = batches_difference(plan, kernel, bytes, len);

    if (found != NULL)
        fail_msg("%s: %s differs, %zu events a call, of: %.*s", kernel, found, plan->events, (int)len,
                 (const char *)bytes);
}

/* Two of the messages behind each other, so that one in the middle of a batch meets each way of going on. */
static void gives_the_same_batches(void **state)
{
    const size_t n = sizeof REQUESTS / sizeof *REQUESTS;
    const char *kernel;

    (void)state;
    for (size_t k = 0; next_kernel(&k, &kernel);) {
        for (size_t i = 0; i < n * n; i++) {
            uint8_t bytes[1024];
            size_t first = strlen(REQUESTS[i / n]);
            size_t second = strlen(REQUESTS[i % n]);
            memcpy(bytes, REQUESTS[i / n], first);
            memcpy(bytes + first, REQUESTS[i % n], second);
            for (size_t events = 1; events <= EVENTS; events++) {
                for (unsigned capacity = 1; capacity <= FIELDS; capacity += 3)
                    same_batches(kernel, bytes, first + second,
                                 &(batches_plan){.events = events, .capacity = (uint16_t)capacity});
            }
            same_batches(kernel, bytes, first + second, &(batches_plan){.piece = 1, .events = 1, .capacity = FIELDS});
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_what_the_reference_gives_at_every_cut),
        cmocka_unit_test(gives_what_the_reference_gives_in_pieces_of_every_size),
        cmocka_unit_test(keeps_the_limits_in_pieces),
        cmocka_unit_test(asks_no_field_behind_the_array),
        cmocka_unit_test(knows_names_by_every_letter),
        cmocka_unit_test(gives_the_same_batches),
    };
    return cmocka_run_group_tests_name("paths", tests, NULL, NULL);
}
