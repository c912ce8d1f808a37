/* SPDX-License-Identifier: MIT */
/* However frames are cut, the events are the same; also of frames damaged in a way that is the same in every run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "framing/tests/frame_trace.h"

enum { DAMAGES = 20000 };

static const struct sample {
    const char *bytes;
    size_t len;
} SAMPLES[] = {
#define SAMPLE(text)                                                                                                   \
    {                                                                                                                  \
        (text), sizeof(text) - 1                                                                                       \
    }
    SAMPLE(
        "H1F1\0\0\0\x1f{\"file_name\":\"a\",\"file_size\":5}helloH1F1\0\0\0\x1f{\"file_size\":0,\"file_name\":\"b\"}"),
    SAMPLE("H1F1\0\0\0\2{}H1F1\0\0\0\x04{ } H1F1\0\0\0\2[]"),
    SAMPLE("H1F1\0\0\0\x21{\"file_name\":\"\xC3\xA9\\u00e9\",\"x\":[[1]]}"),
    SAMPLE("H1F1\0\0\0\x10{\"file_size\":12}not so many"),
    SAMPLE("H1F1\0\0\0\x0e{\"a\":1,\"a\":2e}"),
    SAMPLE("H1F1\0\2\0\0{}"),
    SAMPLE("H1G1\0\0\0\2{}"),
    SAMPLE("H1F1\0\0\0"),
#undef SAMPLE
};

static const frame_trace_plan PLANS[] = {
    {FRAME_PLAIN, FRAME_DICTIONARY_MOST, 0, true},
    {FRAME_PLAIN, FRAME_DICTIONARY_MOST, 1, false},
    {FRAME_UPLOAD, FRAME_DICTIONARY_MOST, 0, false},
    {FRAME_UPLOAD, 31, 2, true},
};

static void same_as(const frame_trace *whole, const frame_trace_plan *plan, const uint8_t *bytes, size_t len,
                    const size_t *cuts, size_t n_cuts)
{
    static frame_trace pieces;
    size_t at;

    frame_trace_run(&pieces, plan, bytes, len, cuts, n_cuts);
    assert_null(pieces.broke);
    at = frame_trace_difference(whole, &pieces);
    if (at == SIZE_MAX)
        return;
    print_error("whole:  %s\n", frame_trace_line(whole, at));
    print_error("pieces: %s\n", frame_trace_line(&pieces, at));
    fail_msg("event %zu differs when cut at %zu of %zu bytes", at, cuts[0], len);
}

/* Whole, byte by byte, and at every pair of cuts. */
static void reads_the_same_at_every_cut(void **state)
{
    static frame_trace whole;
    size_t every[256];

    (void)state;
    for (size_t i = 0; i < sizeof every / sizeof *every; i++)
        every[i] = i;
    for (size_t i = 0; i < sizeof SAMPLES / sizeof *SAMPLES; i++) {
        const uint8_t *bytes = (const uint8_t *)SAMPLES[i].bytes;
        size_t len = SAMPLES[i].len;
        for (size_t p = 0; p < sizeof PLANS / sizeof *PLANS; p++) {
            frame_trace_run(&whole, &PLANS[p], bytes, len, NULL, 0);
            assert_null(whole.broke);
            same_as(&whole, &PLANS[p], bytes, len, every, len);
            for (size_t a = 0; a <= len; a++) {
                for (size_t b = a; b <= len; b++)
                    same_as(&whole, &PLANS[p], bytes, len, (const size_t[]){a, b}, 2);
            }
        }
    }
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static size_t damage(uint8_t *bytes, size_t len, uint32_t *random)
{
    static const char alphabet[] = "{}[]\",:0123456789\\u-.eH1F \xC3\xA9\0\n";
    unsigned times = 1 + next_random(random) % 3;

    while (times-- > 0 && len > 0) {
        size_t at = next_random(random) % len;
        if (next_random(random) % 4 == 0) {
            memmove(bytes + at, bytes + at + 1, len - at - 1);
            len--;
        } else {
            bytes[at] = (uint8_t)alphabet[next_random(random) % sizeof alphabet];
        }
    }
    return len;
}

/* What the decoder took, jansson takes too. */
static void agrees_with_jansson(const frame_trace *t, const uint8_t *bytes)
{
    for (size_t i = 0; i < t->count; i++) {
        if (t->events[i].type == FRAME_DICT) {
            json_t *json = json_loadb((const char *)bytes + t->events[i].at, t->events[i].len, JSON_ALLOW_NUL, NULL);
            assert_true(json_is_object(json));
            json_decref(json);
        }
    }
}

static void reads_damaged_frames_the_same_in_pieces(void **state)
{
    static frame_trace whole;
    uint32_t random = 20260101;
    size_t refused = 0, accepted = 0;

    (void)state;
    for (unsigned i = 0; i < DAMAGES; i++) {
        const struct sample *sample = &SAMPLES[i % (sizeof SAMPLES / sizeof *SAMPLES)];
        const frame_trace_plan *plan = &PLANS[next_random(&random) % (sizeof PLANS / sizeof *PLANS)];
        uint8_t bytes[256];
        size_t cuts[3];
        size_t len;
        memcpy(bytes, sample->bytes, sample->len);
        len = damage(bytes, sample->len, &random);
        cuts[0] = next_random(&random) % (len + 1);
        cuts[1] = cuts[0] + next_random(&random) % (len - cuts[0] + 1);
        cuts[2] = len;
        frame_trace_run(&whole, plan, bytes, len, NULL, 0);
        assert_null(whole.broke);
        same_as(&whole, plan, bytes, len, cuts, 3);
        agrees_with_jansson(&whole, bytes);
        refused += whole.count > 0 && whole.events[whole.count - 1].type == FRAME_REFUSED;
        accepted += whole.count > 0 && whole.events[0].type == FRAME_DICT;
    }
    print_message("%zu refused, %zu with a dictionary taken\n", refused, accepted);
    assert_true(refused > DAMAGES / 10 && accepted > DAMAGES / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_same_at_every_cut),
        cmocka_unit_test(reads_damaged_frames_the_same_in_pieces),
    };
    return cmocka_run_group_tests_name("frame cuts", tests, NULL, NULL);
}
