/* SPDX-License-Identifier: MIT */
/* "Looks at a byte at most twice", as h1.h promises of h1_next(): in 64 pipelined messages, however they are cut.
 *
 * The library of this test says of each look which bytes it was at (parser/src/looks.h); here they are counted. Every
 * message that is read whole is read once; a second look has a byte of an element that wasn't all here: the fast path's
 * first, then the reference's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <h1/h1.h>

#include "parser/src/looks.h"
#include "parser/src/scan/scan.h"

enum { MESSAGES = 64, MOST_BYTES = 16384, MOST_LOOKS = 2, FIELDS = 400, MOST_EVENTS = 80 };

/* What is read, and how often each byte of it was looked at. */
static struct count {
    uint8_t bytes[MOST_BYTES];
    size_t len;
    unsigned looks[MOST_BYTES];
} count;

void h1i_look(const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const uint8_t *byte = bytes + i;
        assert_true(byte >= count.bytes && byte < count.bytes + count.len);
        count.looks[byte - count.bytes]++;
    }
}

/* ---- The messages ------------------------------------------------------------------------------------------------ */

static const char *const REQUESTS[] = {
    "GET /a?b=c HTTP/1.1\r\nHost: a.example\r\n\r\n",
    ("PROPFIND /%20d HTTP/1.1\r\nHost: a.example:8080\r\nConnection: keep-alive\r\nUser-Agent: some words in a row\r\n"
     "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nCookie: a=b; c=d\r\n\r\n"),
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
    ("PUT http://a.example/ HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n"
     "5\r\nhello\r\n1a;b=\"c\"\r\nabcdefghijklmnopqrstuvwxyz\r\n3\r\nabc\r\n0\r\nT: railer\r\n\r\n"),
    ("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
     "3\r\nabc\r\n11\r\n0123456789abcdef0\r\n1\r\na\r\nA\r\n0123456789\r\n5\r\n\r\n1\r\n\r\n9\r\nabcdefghi\r\n"
     "7\r\nabcdefg\r\n8\r\nabcdefgh\r\n4;a\r\nabcd\r\n05\r\nabcde\r\n6\r\nabcdef\r\n12\r\n0123456789abcdef01\r\n"
     "2\r\n\r\n\r\n0\r\n\r\n"),
    "OPTIONS * HTTP/1.1\r\nHost: [::1]\r\nX-Empty:\r\nA-rather-long-name-of-a-field-line-it-is: x\ty \r\n\r\n",
};

static const char *const RESPONSES[] = {
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nServer: some/1.0\r\n\r\nhello",
    "HTTP/1.1 204 \r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n",
    ("HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\n\r\n"
     "5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"),
};

/* The messages in turn, the first one being the k-th. */
static void fill(h1_side side, size_t k)
{
    const size_t n = side == H1_REQUESTS ? sizeof REQUESTS / sizeof *REQUESTS : sizeof RESPONSES / sizeof *RESPONSES;

    count.len = 0;
    for (size_t i = 0; i < MESSAGES; i++) {
        const char *message = side == H1_REQUESTS ? REQUESTS[(i + k) % n] : RESPONSES[(i + k) % n];
        size_t len = strlen(message);
        assert_true(count.len + len <= sizeof count.bytes);
        memcpy(count.bytes + count.len, message, len);
        count.len += len;
    }
    memset(count.looks, 0, sizeof count.looks);
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

/* How a buffer grows: by pieces of a size, or of sizes up to that by a generator. */
typedef struct cuts {
    size_t size;
    uint32_t random; /* 0: all of the same size */
} cuts;

static size_t next_piece(cuts *c)
{
    if (c->random == 0)
        return c->size;
    c->random ^= c->random << 13;
    c->random ^= c->random >> 17;
    c->random ^= c->random << 5;
    return 1 + c->random % c->size;
}

/* Reads all messages in calls for n events, or of h1_next() where n is 0. Returns how many heads there were. */
static size_t read_all(h1_side side, cuts c, size_t n)
{
    h1_field fields[FIELDS];
    h1_event ev[MOST_EVENTS];
    h1_stream s;
    size_t at = 0;
    size_t here = 0;
    size_t heads = 0;

    h1_stream_init(&s, side, H1_STRICT, NULL);
    h1_stream_fields(&s, fields, FIELDS);
    for (;;) {
        size_t got = 1;
        h1_stream_expect(&s, H1_TO_OTHER);
        at += n == 0 ? h1_next(&s, count.bytes + at, here - at, false, ev)
                     : h1_next_n(&s, count.bytes + at, here - at, false, ev, n, &got);
        for (size_t i = 0; i < got; i++)
            heads += ev[i].type == H1_HEAD;
        if (ev[got - 1].type != H1_MORE)
            continue;
        if (here == count.len)
            break;
        here += next_piece(&c);
        here = here < count.len ? here : count.len;
    }
    assert_int_equal(at, count.len);
    return heads;
}

static unsigned most_looks(size_t *where)
{
    unsigned most = 0;

    for (size_t i = 0; i < count.len; i++) {
        if (count.looks[i] > most) {
            most = count.looks[i];
            *where = i;
        }
    }
    return most;
}

/* The most looks that any byte had, however it came. */
static unsigned most_ever;

static void check(h1_side side, size_t first, cuts c, size_t n)
{
    size_t where = 0;
    unsigned most;

    fill(side, first);
    assert_int_equal(read_all(side, c, n), MESSAGES);
    most = most_looks(&where);
    if (most > MOST_LOOKS)
        print_message("%s: side %d from message %zu, pieces of %zu (%u), %zu events: %u looks at byte %zu\n",
                      h1_kernel_in_use(), (int)side, first, c.size, (unsigned)c.random, n, most, where);
    most_ever = most > most_ever ? most : most_ever;
    assert_true(most <= MOST_LOOKS);
}

/* Every size of pieces up to a message's, some above, and rows of random ones. */
static void check_cuts(h1_side side, size_t first, size_t n)
{
    for (size_t size = 1; size < 300; size++)
        check(side, first, (cuts){size, 0}, n);
    for (uint32_t random = 1; random <= 100; random++)
        check(side, first, (cuts){(size_t)random * 16, random}, n);
    check(side, first, (cuts){MOST_BYTES, 0}, n);
}

static void check_kernels(size_t n)
{
    for (size_t i = 0; i <= 3; i++) {
        const char *name = h1_kernel_name(i) != NULL ? h1_kernel_name(i) : "none";
        if (!h1i_scan_force(name))
            continue;
        for (size_t first = 0; first < sizeof REQUESTS / sizeof *REQUESTS; first++)
            check_cuts(H1_REQUESTS, first, n);
        for (size_t first = 0; first < sizeof RESPONSES / sizeof *RESPONSES; first++)
            check_cuts(H1_RESPONSES, first, n);
    }
}

static void looks_at_each_byte_twice_at_most(void **state)
{
    (void)state;
    most_ever = 0;
    check_kernels(0);
    print_message("most looks at a byte, event by event: %u\n", most_ever);
}

static void looks_at_each_byte_twice_at_most_in_batches(void **state)
{
    (void)state;
    most_ever = 0;
    check_kernels(7);
    check_kernels(MOST_EVENTS);
    print_message("most looks at a byte, in batches: %u\n", most_ever);
}

/* What is counted is there to be counted: read in one piece, each byte but those of content is looked at. */
static void looks_at_all_bytes_but_content(void **state)
{
    size_t where;

    (void)state;
    assert_true(h1i_scan_force("words"));
    fill(H1_REQUESTS, 0);
    assert_int_equal(read_all(H1_REQUESTS, (cuts){MOST_BYTES, 0}, 1), MESSAGES);
    for (size_t i = 0; i < strlen(REQUESTS[0]) + strlen(REQUESTS[1]); i++)
        assert_true(count.looks[i] >= 1);
    assert_true(most_looks(&where) >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looks_at_all_bytes_but_content),
        cmocka_unit_test(looks_at_each_byte_twice_at_most),
        cmocka_unit_test(looks_at_each_byte_twice_at_most_in_batches),
    };
    return cmocka_run_group_tests_name("looks", tests, NULL, NULL);
}
