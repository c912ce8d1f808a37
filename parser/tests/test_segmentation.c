/* SPDX-License-Identifier: MIT */
/* However bytes are cut, the events are the same, and a refusal comes with the byte that decides it.
 *
 * Each of the messages below is read whole and at every cut; then each is damaged a few thousand times, in a way that
 * is the same in every run, and read in pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "parser/tests/trace.h"

static const char *const REQUESTS[] = {
    "GET /a/b?c=%20d HTTP/1.1\r\nHost: example.com:8080\r\nAccept: */*\r\nX: a\tb \r\n\r\n",
    "\r\n\r\nPOST /upload HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, , chunked\r\n\r\n5;a=\"b;\\\"c\" ; d\r\nhello\r\n"
     "0000\r\nX: y\r\nContent-Length: 3\r\n\r\nGET / HTTP/1.0\r\n\r\n"),
    "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n\x16\x03\x01",
    "GET http://user@a:99999/%zz#x HTTP/1.1\r\nHost: b\r\nConnection: close, upgrade\r\nX : 1\r\n 2\r\n\r\nG",
    "OPTIONS * HTTP/1.2\r\nHost:\r\nExpect: 100-continue\r\nContent-Length: 5, 5\r\n\r\nhello",
    "POST / HTTP/1.1\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "PROXY TCP4 1.2.3.4 1.2.3.5 1 2\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /\r\n",
};

static const char *const RESPONSES[] = {
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhelloHTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 \r\nFold: a\r\n \tb\r\nSpace : c\r\n\r\neverything until the close",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n10;x\r\n0123456789abcdef\r\n0\r\nT: r\r\n\r\n",
    "\r\nHTTP/1.1 999\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n\x01\x02",
    "<html>a reply to HTTP/0.9</html>",
    "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
};

/* A small generator of our own, so that every run damages alike. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static const trace_plan PLANS[] = {
    {H1_REQUESTS, H1_STRICT, NULL, 0x1111111111111111u, true, false},
    {H1_REQUESTS, H1_AUDIT, NULL, 0x1111111111111111u, true, true},
    {H1_RESPONSES, H1_STRICT, NULL, 0x1111111111111111u, true, false},
    {H1_RESPONSES, H1_AUDIT, NULL, 0x0000000000000000u, true, false},
    {H1_RESPONSES, H1_AUDIT, NULL, 0x4444444411112111u, false, true},
    {H1_RESPONSES, H1_STRICT, NULL, 0x1115431115431114u, true, false},
};

static void same_as(const trace *whole, const trace_plan *plan, const uint8_t *bytes, size_t len, const size_t *cuts,
                    size_t n_cuts)
{
    static trace pieces;
    size_t at;

    trace_run(&pieces, plan, bytes, len, cuts, n_cuts);
    if (pieces.broke != NULL)
        fail_msg("%s, cut at %zu", pieces.broke, cuts[0]);
    at = trace_difference(whole, &pieces);
    if (at == SIZE_MAX)
        return;
    print_error("whole:  %s\n", trace_line(whole, at));
    print_error("pieces: %s\n", trace_line(&pieces, at));
    fail_msg("event %zu differs when cut at %zu of %zu bytes", at, cuts[0], len);
}

static void read_whole(trace *whole, const trace_plan *plan, const uint8_t *bytes, size_t len)
{
    trace_run(whole, plan, bytes, len, NULL, 0);
    if (whole->broke != NULL)
        fail_msg("%s", whole->broke);
}

static void same_at_every_cut(const trace_plan *plan, const char *message)
{
    static trace whole;
    const uint8_t *bytes = (const uint8_t *)message;
    size_t len = strlen(message);
    size_t every[1024];

    read_whole(&whole, plan, bytes, len);
    for (size_t cut = 0; cut <= len; cut++)
        same_as(&whole, plan, bytes, len, &cut, 1);
    for (size_t i = 0; i < len; i++)
        every[i] = i;
    same_as(&whole, plan, bytes, len, every, len);
}

static void gives_the_same_events_at_every_cut(void **state)
{
    (void)state;
    for (size_t p = 0; p < sizeof PLANS / sizeof *PLANS; p++) {
        bool requests = PLANS[p].side == H1_REQUESTS;
        size_t n = requests ? sizeof REQUESTS / sizeof *REQUESTS : sizeof RESPONSES / sizeof *RESPONSES;
        for (size_t i = 0; i < n; i++)
            same_at_every_cut(&PLANS[p], requests ? REQUESTS[i] : RESPONSES[i]);
    }
}

/* Overwrites, drops or doubles a byte; half the time one that means something. */
static size_t damage(uint8_t *bytes, size_t len, uint32_t *random)
{
    static const char telling[] = "\r\n :;,=\"\t\0%#@[]0/HTP.\x80\x7f";
    size_t at = next_random(random) % len;
    uint32_t what = next_random(random);
    uint8_t byte = (uint8_t)(what >> 8);

    if (what % 2 == 0)
        byte = (uint8_t)telling[(what >> 8) % (sizeof telling - 1)];
    if (what % 3 == 0 && len > 1) {
        memmove(bytes + at, bytes + at + 1, len - at - 1);
        return len - 1;
    }
    if (what % 3 == 1) {
        memmove(bytes + at + 1, bytes + at, len - at);
        bytes[at] = byte;
        return len + 1;
    }
    bytes[at] = byte;
    return len;
}

static size_t random_cuts(size_t *cuts, size_t len, uint32_t *random)
{
    size_t n = 0;

    for (size_t at = next_random(random) % 8; at < len && n < 64; at += 1 + next_random(random) % 24)
        cuts[n++] = at;
    return n;
}

static void damaged(const trace_plan *plan, const char *message, uint32_t *random)
{
    static trace whole;
    uint8_t bytes[600];
    size_t cuts[64];
    size_t len = strlen(message);

    memcpy(bytes, message, len);
    for (uint32_t i = next_random(random) % 4; i > 0; i--)
        len = damage(bytes, len, random);
    read_whole(&whole, plan, bytes, len);
    same_as(&whole, plan, bytes, len, cuts, random_cuts(cuts, len, random));
}

static void gives_the_same_events_for_damaged_bytes(void **state)
{
    uint32_t random = 20221106;

    (void)state;
    for (unsigned round = 0; round < 1500; round++) {
        for (size_t p = 0; p < sizeof PLANS / sizeof *PLANS; p++) {
            bool requests = PLANS[p].side == H1_REQUESTS;
            size_t n = requests ? sizeof REQUESTS / sizeof *REQUESTS : sizeof RESPONSES / sizeof *RESPONSES;
            damaged(&PLANS[p], requests ? REQUESTS[round % n] : RESPONSES[round % n], &random);
        }
    }
}

static void refuses_with_the_byte_that_decides(void **state)
{
    static const struct {
        const char *bytes;
        uint64_t decided_by; /* bytes that must be here, and no more */
        size_t plan;
    } rows[] = {
        {"GET /a b HTTP/1.1\r\n", 8, 0},
        {"G\x01T / HTTP/1.1\r\n", 2, 0},
        {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 21, 0},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\n\r\n", 45, 0},
        {"GET / HTTP/1.1\r\nX: a\rb", 22, 0},
        {"GET / HTTP/1.1\r\n\r\nmore", 18, 0},
        {"HTTP/1.1 200 OK\r\nContent-Length: x\r\nA: b\r\n\r\n", 37, 2},
        {"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", 37, 2}, /* a CR can't start a fold */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static trace t;
        size_t every[100];
        size_t len = strlen(rows[i].bytes);

        print_message("[ bytes ] %s\n", rows[i].bytes);
        for (size_t k = 0; k < len; k++)
            every[k] = k;
        trace_run(&t, &PLANS[rows[i].plan], (const uint8_t *)rows[i].bytes, len, every, len);
        assert_int_equal(t.events[t.count - 1].type, H1_REFUSED);
        assert_int_equal(t.refused_by, rows[i].decided_by);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_same_events_at_every_cut),
        cmocka_unit_test(gives_the_same_events_for_damaged_bytes),
        cmocka_unit_test(refuses_with_the_byte_that_decides),
    };
    return cmocka_run_group_tests_name("segmentation", tests, NULL, NULL);
}
