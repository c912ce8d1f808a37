/* SPDX-License-Identifier: MIT */
/* Packets with wrong bytes in them: whatever a capture holds, the judge comes to an end, keeps to its bound and gives
 * back all it took. The sample capture is read again and again with a few bytes of each round overwritten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "pcap/judge.h"
#include "pcap/source.h"

enum {
    ROUNDS = 8000,
    WINDOW = 80, /* packets of a round */
    PACKETS_MOST = 4096,
    BOUND = 256 * 1024,
};

struct sample {
    cap_packet packets[PACKETS_MOST];
    size_t count;
};

static struct sample sample;
static uint64_t seed = 1;

static uint32_t dice(uint32_t sides)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(seed >> 33) % sides;
}

static int read_sample(void **state)
{
    cap_source source;
    cap_packet packet;
    cap_fault fault;

    (void)state;
    if (cap_source_open(&source, "corpus/captures/sample.pcapng", NULL, NULL, &fault) != CAP_OK)
        return -1;
    while (sample.count < PACKETS_MOST && cap_source_next(&source, &packet, &fault) == CAP_OK) {
        uint8_t *bytes = malloc(packet.captured);
        if (!bytes)
            return -1;
        memcpy(bytes, packet.bytes, packet.captured);
        packet.bytes = bytes;
        sample.packets[sample.count++] = packet;
    }
    cap_source_close(&source);
    return 0;
}

static int free_sample(void **state)
{
    (void)state;
    for (size_t i = 0; i < sample.count; i++) {
        union {
            const uint8_t *lent;
            void *own;
        } bytes = {sample.packets[i].bytes};
        free(bytes.own);
    }
    return 0;
}

/* One packet to the judge: as it is, dropped, twice, shortened, or with wrong bytes, most of them in its headers. */
static void give(cap_judge *judge, const cap_packet *packet)
{
    uint8_t bytes[65536];
    cap_packet mangled = *packet;
    uint32_t what = dice(12);

    if (what == 0 || packet->captured > sizeof bytes)
        return;
    memcpy(bytes, packet->bytes, packet->captured);
    mangled.bytes = bytes;
    if (what == 1)
        assert_int_equal(cap_judge_packet(judge, packet), CAP_OK);
    if (what == 2)
        mangled.captured = dice(packet->captured + 1);
    for (uint32_t i = what == 3 ? 1 + dice(4) : 0; i > 0; i--)
        bytes[dice(2) ? dice(packet->captured) : dice(packet->captured < 66 ? packet->captured : 66)] =
            (uint8_t)dice(256);
    assert_int_equal(cap_judge_packet(judge, &mangled), CAP_OK);
}

static void comes_to_an_end_whatever_it_is_given(void **state)
{
    const cap_judge_options options = {.memory = BOUND};
    const cap_visitor visitor = {0};

    uint64_t http = 0;

    (void)state;
    assert_true(sample.count > 2 * WINDOW);
    for (int round = 0; round < ROUNDS; round++) {
        cap_judge *judge = cap_judge_open(&options, &visitor);
        size_t at = dice((uint32_t)sample.count - WINDOW);
        size_t end = at + WINDOW;
        assert_non_null(judge);
        while (at < end) {
            size_t jump = dice(20) == 0 ? dice(3) : 1; /* 0: again, 2: one is lost */
            give(judge, &sample.packets[at]);
            at += jump;
        }
        cap_judge_finish(judge);
        const cap_totals *totals = cap_judge_totals(judge);
        assert_true(totals->memory_highest <= BOUND + 128 * 1024);
        http += totals->http;
        cap_judge_close(judge);
    }
    assert_true(http > ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_to_an_end_whatever_it_is_given),
    };
    return cmocka_run_group_tests_name("mangled", tests, read_sample, free_sample);
}
