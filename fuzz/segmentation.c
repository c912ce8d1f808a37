/* SPDX-License-Identifier: MIT */
/* See segmentation.h. */
#include "fuzz/segmentation.h"

#include <stdio.h>
#include <stdlib.h>

#include "parser/tests/trace.h"

enum { MOST_BYTES = 4096 };

/* Each piece is 1 … 16 bytes long, by a generator that the input seeds: the same input is always cut the same. */
static size_t plan_cuts(size_t *cuts, size_t len, uint8_t seed)
{
    uint32_t random = seed * 2654435761u;
    size_t n = 0;

    for (size_t at = 0; at < len; n++) {
        cuts[n] = at;
        random = random * 1664525u + 1013904223u;
        at += seed == 0 ? 1 : 1 + (random >> 24) % 16;
    }
    return n;
}

static void report_and_abort(const trace *whole, const trace *pieces, size_t at)
{
    fprintf(stderr, "event %zu differs\n", at);
    fprintf(stderr, "  whole:  %s\n", trace_line(whole, at));
    fprintf(stderr, "  pieces: %s\n", trace_line(pieces, at));
    abort();
}

static void hold(const trace *t, const char *how)
{
    if (t->broke == NULL)
        return;
    fprintf(stderr, "read %s: %s\n", how, t->broke);
    abort();
}

void fuzz_segmentation(h1_side side, const uint8_t *input, size_t len)
{
    static trace whole;
    static trace pieces;
    static size_t cuts[MOST_BYTES];
    h1_limits limits = h1_default_limits;
    trace_plan plan = {.side = side, .limits = &limits, .answers = 0x4111215411111111u};
    size_t at;

    if (len < FUZZ_PLAN_BYTES || len > MOST_BYTES)
        return;
    plan.mode = (input[0] & FUZZ_PLAN_AUDIT) != 0 ? H1_AUDIT : H1_STRICT;
    plan.end = (input[0] & FUZZ_PLAN_END) != 0;
    plan.chunks = (input[0] & FUZZ_PLAN_CHUNKS) != 0;
    limits.http09 = (input[0] & FUZZ_PLAN_HTTP09) != 0;
    trace_run(&whole, &plan, input + FUZZ_PLAN_BYTES, len - FUZZ_PLAN_BYTES, NULL, 0);
    hold(&whole, "whole");
    trace_run(&pieces, &plan, input + FUZZ_PLAN_BYTES, len - FUZZ_PLAN_BYTES, cuts,
              plan_cuts(cuts, len - FUZZ_PLAN_BYTES, input[1]));
    hold(&pieces, "in pieces");
    at = trace_difference(&whole, &pieces);
    if (at != SIZE_MAX)
        report_and_abort(&whole, &pieces, at);
}
