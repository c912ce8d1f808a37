/* SPDX-License-Identifier: MIT */
/* See segmentation.h. */
#include "fuzz/segmentation.h"

#include <stdio.h>
#include <stdlib.h>

#include "fuzz/cuts.h"

void fuzz_report(const trace *a, const char *a_word, const trace *b, const char *b_word, size_t at)
{
    fprintf(stderr, "event %zu differs\n", at);
    fprintf(stderr, "  %s:  %s\n", a_word, trace_line(a, at));
    fprintf(stderr, "  %s: %s\n", b_word, trace_line(b, at));
    abort();
}

void fuzz_hold(const trace *t, const char *how)
{
    if (t->broke == NULL)
        return;
    fprintf(stderr, "read %s: %s\n", how, t->broke);
    abort();
}

bool fuzz_plan(fuzz_reading *reading, const uint8_t *input, size_t len)
{
    trace_plan *plan = &reading->plan;

    if (len < FUZZ_PLAN_BYTES || len > FUZZ_MOST_BYTES)
        return false;
    reading->limits = h1_default_limits;
    reading->limits.http09 = (input[0] & FUZZ_PLAN_HTTP09) != 0;
    *plan = (trace_plan){.limits = &reading->limits, .answers = 0x4111215411111111u};
    plan->side = (input[0] & FUZZ_PLAN_RESPONSES) != 0 ? H1_RESPONSES : H1_REQUESTS;
    plan->mode = (input[0] & FUZZ_PLAN_AUDIT) != 0 ? H1_AUDIT : H1_STRICT;
    plan->end = (input[0] & FUZZ_PLAN_END) != 0;
    plan->chunks = (input[0] & FUZZ_PLAN_CHUNKS) != 0;
    reading->bytes = input + FUZZ_PLAN_BYTES;
    reading->len = len - FUZZ_PLAN_BYTES;
    reading->n_cuts = fuzz_cuts(reading->cuts, reading->len, input[1]);
    return true;
}

void fuzz_segmentation(h1_side side, const uint8_t *input, size_t len)
{
    static trace whole;
    static trace pieces;
    static fuzz_reading r;
    size_t at;

    if (!fuzz_plan(&r, input, len))
        return;
    r.plan.side = side;
    trace_run(&whole, &r.plan, r.bytes, r.len, NULL, 0);
    fuzz_hold(&whole, "whole");
    trace_run(&pieces, &r.plan, r.bytes, r.len, r.cuts, r.n_cuts);
    fuzz_hold(&pieces, "in pieces");
    at = trace_difference(&whole, &pieces);
    if (at != SIZE_MAX)
        fuzz_report(&whole, "whole", &pieces, "pieces", at);
}
