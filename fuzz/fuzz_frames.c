/* SPDX-License-Identifier: MIT */
/* Fuzz target: a stream of frames. Oracles: any segmentation gives the same events; what the decoder takes for a
 * dictionary jansson takes for an object; the encoder takes it again, with the same header.
 *
 * An input is two bytes of plan, then the stream's bytes:
 *   byte 0  bit 0 profile upload, bit 1 the stream ends behind the bytes, bit 2 one frame is due, bit 3 dictionaries of
 *           at most 64 bytes
 *   byte 1  where to cut: 0 before every byte, else the seed of a row of random cuts */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "framing/tests/frame_trace.h"
#include "fuzz/cuts.h"

enum { PLAN_BYTES = 2, MOST_BYTES = 4096, SHORT_DICTIONARY = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len);

static void hold(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "read: %s\n", what);
    abort();
}

static void compare(const frame_trace *whole, const frame_trace *pieces)
{
    size_t at = frame_trace_difference(whole, pieces);

    if (at == SIZE_MAX)
        return;
    fprintf(stderr, "event %zu differs\n  whole:  %s\n  pieces: %s\n", at, frame_trace_line(whole, at),
            frame_trace_line(pieces, at));
    abort();
}

static void check_dictionaries(const frame_trace *t, const frame_trace_plan *plan, const uint8_t *bytes)
{
    for (size_t i = 0; i < t->count; i++) {
        const frame_trace_event *ev = &t->events[i];
        const uint8_t *dictionary = bytes + ev->at;
        uint8_t header[FRAME_HEADER];
        json_t *json;
        if (ev->type != FRAME_DICT)
            continue;
        json = json_loadb((const char *)dictionary, ev->len, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL);
        hold(json_is_object(json), "jansson takes no object where the decoder did");
        json_decref(json);
        hold(frame_encode(plan->profile, dictionary, ev->len, header, NULL).rule == H1_RULE_NONE,
             "the encoder refuses what the decoder took");
        hold(memcmp(header, dictionary - FRAME_HEADER, FRAME_HEADER) == 0, "the encoder writes another header");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len)
{
    static frame_trace whole;
    static frame_trace pieces;
    static size_t cuts[MOST_BYTES];
    frame_trace_plan plan;

    if (len < PLAN_BYTES || len > MOST_BYTES)
        return 0;
    plan = (frame_trace_plan){
        .profile = (input[0] & 1U) != 0 ? FRAME_UPLOAD : FRAME_PLAIN,
        .end = (input[0] & 2U) != 0,
        .frames_most = (input[0] & 4U) != 0 ? 1 : 0,
        .dictionary_most = (input[0] & 8U) != 0 ? SHORT_DICTIONARY : FRAME_DICTIONARY_MOST,
    };
    frame_trace_run(&whole, &plan, input + PLAN_BYTES, len - PLAN_BYTES, NULL, 0);
    hold(whole.broke == NULL, whole.broke);
    frame_trace_run(&pieces, &plan, input + PLAN_BYTES, len - PLAN_BYTES, cuts,
                    fuzz_cuts(cuts, len - PLAN_BYTES, input[1]));
    hold(pieces.broke == NULL, pieces.broke);
    compare(&whole, &pieces);
    check_dictionaries(&whole, &plan, input + PLAN_BYTES);
    return 0;
}
