/* SPDX-License-Identifier: MIT */
/* What TCP reassembly hands out, written down as a line of text: 0"GET" is data of direction 0, 1gap(5,lost) a gap,
 * 0unseen bytes that somebody acknowledged, 0end(fin) an end, | the end of a connection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pcap/flows.h"
#include "pcap/tests/make_packet.h"

static const uint64_t NOW = 1700000000000000000; /* nanoseconds since 1970 */

struct bench {
    cap_memory memory;
    cap_flows *flows;
    uint64_t packets;
    char log[65536];
    size_t used;
    bool quiet;          /* count, don't write */
    uint64_t data_bytes; /* handed out in all */
    uint64_t gap_bytes;
};

#define note(bench, ...)                                                                                               \
    ((bench)->used += (size_t)snprintf((bench)->log + (bench)->used, sizeof(bench)->log - (bench)->used, __VA_ARGS__))

static void on_data(void *context, cap_flow *flow, unsigned dir, const uint8_t *bytes, size_t len, const cap_when *when)
{
    struct bench *bench = context;

    (void)flow;
    (void)when;
    bench->data_bytes += len;
    if (!bench->quiet)
        note(bench, "%u\"%.*s\" ", dir, (int)len, (const char *)bytes);
}

static void on_gap(void *context, cap_flow *flow, unsigned dir, uint64_t len, cap_gap_kind kind, const cap_when *when)
{
    static const char *const names[] = {"lost", "cut", "limit"};
    struct bench *bench = context;

    (void)flow;
    (void)when;
    bench->gap_bytes += len;
    if (!bench->quiet)
        note(bench, "%ugap(%llu,%s) ", dir, (unsigned long long)len, names[kind]);
}

static void on_unseen(void *context, cap_flow *flow, unsigned dir, const cap_when *when)
{
    struct bench *bench = context;

    (void)flow;
    (void)when;
    if (!bench->quiet)
        note(bench, "%uunseen ", dir);
}

static void on_end(void *context, cap_flow *flow, unsigned dir, cap_end_kind kind, const cap_when *when)
{
    static const char *const names[] = {"fin", "rst", "open", "evicted"};
    struct bench *bench = context;

    (void)flow;
    (void)when;
    if (!bench->quiet)
        note(bench, "%uend(%s) ", dir, names[kind]);
}

static void on_closed(void *context, cap_flow *flow)
{
    struct bench *bench = context;

    (void)flow;
    if (!bench->quiet)
        note(bench, "| ");
}

static void bench_open(struct bench *bench, size_t limit)
{
    memset(bench, 0, sizeof *bench);
    bench->memory.limit = limit;
    cap_sink sink = {bench, on_data, on_gap, on_unseen, on_end, on_closed};
    bench->flows = cap_flows_open(&bench->memory, &sink);
    assert_non_null(bench->flows);
}

/* What was handed out, once everything has ended. */
static const char *bench_close(struct bench *bench)
{
    cap_flows_finish(bench->flows);
    cap_flows_close(bench->flows);
    assert_int_equal(bench->memory.used, 0);
    if (bench->used > 0)
        bench->log[bench->used - 1] = 0;
    return bench->log;
}

static void put(struct bench *bench, unsigned dir, unsigned flags, uint32_t sequence, uint32_t ack, const char *text,
                uint32_t uncaptured)
{
    cap_endpoint ends[2] = {made_client(4), made_server(4)};
    uint32_t len = text ? (uint32_t)strlen(text) : 0;
    cap_segment segment = {
        .from = ends[dir],
        .to = ends[1 - dir],
        .sequence = sequence,
        .acknowledgment = ack,
        .flags = (uint8_t)flags,
        .bytes = (const uint8_t *)text,
        .captured = len,
        .length = len + uncaptured,
    };
    uint64_t packet = ++bench->packets;
    cap_when when = {.packet = packet, .time = NOW + packet * 1000000, .timed = true};
    assert_int_equal(cap_flows_segment(bench->flows, &segment, &when), CAP_OK);
}

/* Client's bytes begin at 1001, the server's at 5001. */
static void shake_hands(struct bench *bench)
{
    put(bench, 0, CAP_SYN, 1000, 0, NULL, 0);
    put(bench, 1, CAP_SYN | CAP_ACK, 5000, 1001, NULL, 0);
    put(bench, 0, CAP_ACK, 1001, 5001, NULL, 0);
}

static void client(struct bench *bench, uint32_t at, uint32_t ack, const char *text)
{
    put(bench, 0, CAP_ACK, 1001 + at, 5001 + ack, text, 0);
}

static void server(struct bench *bench, uint32_t at, uint32_t ack, const char *text)
{
    put(bench, 1, CAP_ACK, 5001 + at, 1001 + ack, text, 0);
}

/* Enough segments without data for whoever waits to lose patience. */
static void wait_long(struct bench *bench, uint32_t client_at, uint32_t server_at)
{
    for (int i = 0; i < 70; i++)
        server(bench, server_at, client_at, NULL);
}

static void hands_out_both_directions_as_they_come(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    client(&bench, 0, 0, "GET");
    server(&bench, 0, 3, "200");
    put(&bench, 1, CAP_ACK | CAP_FIN, 5004, 1004, NULL, 0);
    put(&bench, 0, CAP_ACK | CAP_FIN, 1004, 5005, NULL, 0);
    assert_string_equal(bench_close(&bench), "0\"GET\" 1\"200\" 1end(fin) 0end(fin) |");
}

static void sorts_what_is_out_of_order(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    client(&bench, 6, 0, "cc");
    client(&bench, 3, 0, "bbb");
    put(&bench, 0, CAP_ACK | CAP_FIN, 1009, 5001, NULL, 0);
    client(&bench, 0, 0, "aaa");
    assert_string_equal(bench_close(&bench), "0\"aaa\" 0\"bbb\" 0\"cc\" 0end(fin) 1end(open) |");
}

static void drops_what_comes_again(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    client(&bench, 0, 0, "abc");
    client(&bench, 0, 0, "abc");
    client(&bench, 2, 0, NULL);    /* keep-alive without a byte */
    client(&bench, 2, 0, "x");     /* keep-alive with one */
    client(&bench, 0, 0, "abcde"); /* a longer retransmission */
    assert_int_equal(cap_flows_counts(bench.flows)->repeated_bytes, 3 + 1 + 3);
    assert_string_equal(bench_close(&bench), "0\"abc\" 0\"de\" 0end(open) 1end(open) |");
}

static void takes_what_came_first_where_segments_overlap(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    client(&bench, 4, 0, "5678");
    client(&bench, 2, 0, "34xx78"); /* differs in 5 and 6 */
    client(&bench, 6, 0, "78");     /* the same */
    client(&bench, 0, 0, "12");
    assert_int_equal(cap_flows_counts(bench.flows)->differing_overlaps, 1);
    assert_string_equal(bench_close(&bench), "0\"12\" 0\"34\" 0\"5678\" 0end(open) 1end(open) |");
}

static void keeps_parts_between_what_waits_already(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    client(&bench, 2, 0, "C");
    client(&bench, 4, 0, "E");
    client(&bench, 1, 0, "bcdef");
    client(&bench, 0, 0, "a");
    assert_string_equal(bench_close(&bench), "0\"a\" 0\"b\" 0\"C\" 0\"d\" 0\"E\" 0\"f\" 0end(open) 1end(open) |");
}

static void reports_a_gap_once_the_peer_has_acknowledged_past_it(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    client(&bench, 0, 0, "GET");
    server(&bench, 0, 3, "aa");
    server(&bench, 7, 3, "bb");
    client(&bench, 3, 2, NULL);
    assert_string_equal(bench.log, "0\"GET\" 1\"aa\" ");
    client(&bench, 3, 9, NULL);
    wait_long(&bench, 3, 9);
    assert_string_equal(bench.log, "0\"GET\" 1\"aa\" 1gap(5,lost) 1\"bb\" ");
    assert_string_equal(bench_close(&bench), "0\"GET\" 1\"aa\" 1gap(5,lost) 1\"bb\" 0end(open) 1end(open) |");
}

static void waits_for_a_retransmission_that_nobody_acknowledged(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    server(&bench, 2, 0, "bb");
    wait_long(&bench, 0, 4);
    wait_long(&bench, 0, 4);
    server(&bench, 0, 0, "aa");
    assert_string_equal(bench_close(&bench), "1\"aa\" 1\"bb\" 0end(open) 1end(open) |");
}

static void hands_out_a_request_before_what_acknowledges_it(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    server(&bench, 0, 3, "200");
    client(&bench, 0, 0, "GET");
    assert_string_equal(bench_close(&bench), "0\"GET\" 1\"200\" 0end(open) 1end(open) |");
}

static void says_that_requests_are_missing_before_their_answers(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    server(&bench, 0, 100, "200");
    wait_long(&bench, 100, 3);
    assert_string_equal(bench.log, "0unseen 1\"200\" ");
    server(&bench, 3, 200, "404"); /* no second wait while nothing is seen of the client */
    assert_string_equal(bench.log, "0unseen 1\"200\" 1\"404\" ");
    assert_string_equal(bench_close(&bench), "0unseen 1\"200\" 1\"404\" 0gap(200,lost) 0end(open) 1end(open) |");
}

/* Nothing that really happened looks so, but captures need not be true. */
static void is_not_stopped_by_segments_that_answer_each_other(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    client(&bench, 0, 10, "aa");
    server(&bench, 0, 10, "bb");
    assert_string_equal(bench.log, "");
    assert_string_equal(bench_close(&bench), "1unseen 0\"aa\" 0unseen 1\"bb\" 0gap(8,lost) 0end(open) "
                                             "1gap(8,lost) 1end(open) |");
}

static void tells_cut_off_bytes_from_lost_ones(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    put(&bench, 1, CAP_ACK, 5001, 1001, "ab", 8);
    put(&bench, 1, CAP_ACK, 5021, 1001, "gh", 8);
    put(&bench, 1, CAP_ACK, 5011, 1001, "ef", 8);
    assert_int_equal(cap_flows_counts(bench.flows)->cut_bytes, 24);
    assert_string_equal(bench_close(&bench),
                        "1\"ab\" 1gap(8,cut) 1\"ef\" 1gap(8,cut) 1\"gh\" 1gap(8,cut) 0end(open) 1end(open) |");
}

static void counts_over_the_wrap_of_sequence_numbers(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    put(&bench, 0, CAP_SYN, 0xFFFFFFFD, 0, NULL, 0);
    put(&bench, 0, CAP_ACK, 0x00000001, 0, "defg", 0);
    put(&bench, 0, CAP_ACK, 0xFFFFFFFE, 0, "abc", 0);
    put(&bench, 0, CAP_ACK | CAP_FIN, 0x00000005, 0, NULL, 0);
    assert_string_equal(bench_close(&bench), "0\"abc\" 0\"defg\" 0end(fin) 1end(open) |");
}

static void begins_in_the_middle_with_the_first_data(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    put(&bench, 0, CAP_ACK, 1000, 5000, NULL, 0); /* a keep-alive, one before the data */
    put(&bench, 0, CAP_ACK, 1001, 5000, "GET", 0);
    put(&bench, 1, CAP_ACK, 5000, 1004, "200", 0);
    assert_string_equal(bench_close(&bench), "0\"GET\" 1\"200\" 0end(open) 1end(open) |");
}

static void takes_data_in_a_syn(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    put(&bench, 0, CAP_SYN, 1000, 0, "GET", 0);
    put(&bench, 1, CAP_SYN | CAP_ACK, 5000, 1001, NULL, 0); /* takes the SYN only */
    put(&bench, 0, CAP_ACK, 1001, 5001, "GET /", 0);
    assert_string_equal(bench_close(&bench), "0\"GET\" 0\" /\" 0end(open) 1end(open) |");
}

static void numbers_a_reused_port_anew(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    client(&bench, 0, 0, "one");
    put(&bench, 0, CAP_SYN, 1000, 0, NULL, 0); /* the same SYN again is no news */
    put(&bench, 0, CAP_SYN, 77000, 0, NULL, 0);
    put(&bench, 0, CAP_ACK, 77001, 0, "two", 0);
    assert_int_equal(cap_flows_counts(bench.flows)->connections, 2);
    assert_string_equal(bench_close(&bench), "0\"one\" 0end(open) 1end(open) | 0\"two\" 0end(open) 1end(open) |");
}

static void knows_the_client_by_a_syn_ack_alone(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    put(&bench, 1, CAP_SYN | CAP_ACK, 5000, 1001, NULL, 0);
    put(&bench, 0, CAP_ACK, 1001, 5001, "GET", 0);
    server(&bench, 0, 3, "200");
    assert_string_equal(bench_close(&bench), "0\"GET\" 1\"200\" 0end(open) 1end(open) |");
}

static void ends_both_directions_at_a_reset(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    client(&bench, 0, 0, "GET");
    put(&bench, 1, CAP_RST, 999999999, 0, NULL, 0); /* not of this connection */
    server(&bench, 0, 3, "20");
    put(&bench, 1, CAP_RST | CAP_ACK, 5003, 1004, NULL, 0);
    assert_string_equal(bench_close(&bench), "0\"GET\" 1\"20\" 0end(rst) 1end(rst) |");
}

static void goes_on_after_a_reset_that_nobody_heeds(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    shake_hands(&bench);
    put(&bench, 0, CAP_RST | CAP_ACK, 1001, 5001, NULL, 0);
    client(&bench, 0, 0, "GET");
    server(&bench, 0, 3, "200");
    put(&bench, 1, CAP_ACK | CAP_FIN, 5004, 1004, NULL, 0);
    assert_string_equal(bench_close(&bench), "0\"GET\" 1\"200\" 1end(fin) 0end(open) |");
}

static void gives_up_a_hole_when_one_side_only_was_captured(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    put(&bench, 1, CAP_ACK, 5001, 1001, "aa", 0);
    put(&bench, 1, CAP_ACK, 5013, 1001, "bb", 0);
    assert_string_equal(bench.log, "0\"aa\" ");
    for (int i = 0; i < 1100; i++)
        put(&bench, 1, CAP_ACK, 5015, 1001, NULL, 0);
    assert_string_equal(bench.log, "0\"aa\" 0gap(10,lost) 0\"bb\" ");
    bench_close(&bench);
}

/* Ten times the bound arrives behind a hole; what is kept never goes beyond the bound, and all is handed out. */
static void stays_below_its_bound_whatever_waits(void **state)
{
    enum { BOUND = 1 << 20, PIECE = 1000, PIECES = 10 * BOUND / PIECE };
    struct bench bench;
    char text[PIECE + 1];

    (void)state;
    memset(text, 'x', PIECE);
    text[PIECE] = 0;
    bench_open(&bench, BOUND);
    bench.quiet = true;
    shake_hands(&bench);
    for (uint32_t i = 0; i < PIECES; i++)
        server(&bench, 10 + i * PIECE + (i / 900 + 1) * 10, 0, text);
    bench_close(&bench);
    assert_true(bench.memory.highest <= BOUND);
    assert_true(bench.memory.highest > BOUND / 2);
    assert_int_equal(bench.data_bytes, (uint64_t)PIECES * PIECE);
    assert_int_equal(bench.gap_bytes, 10 + (PIECES / 900 + 1) * 10);
}

static void open_one(struct bench *bench, uint32_t i, const char *text)
{
    cap_segment segment = {.from = made_client(4), .to = made_server(4), .flags = CAP_SYN, .sequence = i};
    cap_when when = {.packet = ++bench->packets};

    segment.from.address[1] = (uint8_t)(i >> 16);
    segment.from.address[2] = (uint8_t)(i >> 8);
    segment.from.address[3] = (uint8_t)i;
    segment.bytes = (const uint8_t *)text;
    segment.captured = segment.length = (uint32_t)strlen(text);
    assert_int_equal(cap_flows_segment(bench->flows, &segment, &when), CAP_OK);
}

static void evicts_the_connection_that_was_silent_longest(void **state)
{
    struct bench bench;

    (void)state;
    bench_open(&bench, CAP_MEMORY_DEFAULT);
    open_one(&bench, 1, "a");
    open_one(&bench, 2, "b");
    open_one(&bench, 1, ""); /* speaks again */
    bench.quiet = true;
    for (uint32_t i = 3; i <= CAP_FLOWS_MOST; i++)
        open_one(&bench, i, "");
    bench.quiet = false;
    open_one(&bench, 100000, "c");
    assert_string_equal(bench.log, "0\"a\" 0\"b\" 0end(evicted) 1end(evicted) | 0\"c\" ");
    assert_int_equal(cap_flows_counts(bench.flows)->evicted, 1);
    assert_int_equal(cap_flows_counts(bench.flows)->most_at_once, CAP_FLOWS_MOST);
    bench.quiet = true;
    bench_close(&bench);
}

/* Deterministic noise: whatever order, cut and repetition, the bytes that come out are those that were sent. */
static void survives_any_shuffle(void **state)
{
    static const char sent[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const uint32_t len = sizeof sent - 1;
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 500; round++) {
        struct bench bench;
        char piece[80];
        bench_open(&bench, CAP_MEMORY_DEFAULT);
        bench.quiet = true;
        shake_hands(&bench);
        for (int i = 0; i < 60; i++) {
            seed = seed * 1664525 + 1013904223;
            uint32_t at = (seed >> 8) % len;
            uint32_t size = 1 + (seed >> 20) % 9;
            if (at + size > len)
                size = len - at;
            memcpy(piece, sent + at, size);
            piece[size] = 0;
            client(&bench, at, 0, piece);
        }
        assert_int_equal(cap_flows_counts(bench.flows)->differing_overlaps, 0);
        client(&bench, 0, 0, sent);
        bench_close(&bench);
        assert_int_equal(bench.data_bytes, len);
        assert_int_equal(bench.gap_bytes, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_out_both_directions_as_they_come),
        cmocka_unit_test(sorts_what_is_out_of_order),
        cmocka_unit_test(drops_what_comes_again),
        cmocka_unit_test(takes_what_came_first_where_segments_overlap),
        cmocka_unit_test(keeps_parts_between_what_waits_already),
        cmocka_unit_test(reports_a_gap_once_the_peer_has_acknowledged_past_it),
        cmocka_unit_test(waits_for_a_retransmission_that_nobody_acknowledged),
        cmocka_unit_test(hands_out_a_request_before_what_acknowledges_it),
        cmocka_unit_test(says_that_requests_are_missing_before_their_answers),
        cmocka_unit_test(is_not_stopped_by_segments_that_answer_each_other),
        cmocka_unit_test(tells_cut_off_bytes_from_lost_ones),
        cmocka_unit_test(counts_over_the_wrap_of_sequence_numbers),
        cmocka_unit_test(begins_in_the_middle_with_the_first_data),
        cmocka_unit_test(takes_data_in_a_syn),
        cmocka_unit_test(numbers_a_reused_port_anew),
        cmocka_unit_test(knows_the_client_by_a_syn_ack_alone),
        cmocka_unit_test(ends_both_directions_at_a_reset),
        cmocka_unit_test(goes_on_after_a_reset_that_nobody_heeds),
        cmocka_unit_test(gives_up_a_hole_when_one_side_only_was_captured),
        cmocka_unit_test(stays_below_its_bound_whatever_waits),
        cmocka_unit_test(evicts_the_connection_that_was_silent_longest),
        cmocka_unit_test(survives_any_shuffle),
    };
    return cmocka_run_group_tests_name("flows", tests, NULL, NULL);
}
