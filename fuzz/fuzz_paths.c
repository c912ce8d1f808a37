/* SPDX-License-Identifier: MIT */
/* Fuzz target: the fast path beside the reference. Oracle: every kernel of this machine gives the reference's events,
 * whole and in pieces, and many events a call. An input is that of fuzz_requests, with the side in its plan
 * (segmentation.h). */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/segmentation.h"
#include "parser/src/scan/scan.h"
#include "parser/tests/batches.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len);

static void force(const char *kernel)
{
    if (!h1i_scan_force(kernel))
        abort();
}

/* What is read only where a call has room for several events. */
static void compare_batches(const fuzz_reading *reading)
{
    const batches_plan plan = {.side = reading->plan.side,
                               .mode = reading->plan.mode,
                               .limits = reading->plan.limits,
                               .piece = reading->n_cuts > 0 ? reading->cuts[0] : 0,
                               .events = BATCHES_EVENTS,
                               .capacity = BATCHES_FIELDS};
    const char *kernel;
    const char *found = batches_of_kernels(&plan, reading->bytes, reading->len, &kernel);

    if (found == NULL)
        return;
    fprintf(stderr, "%s says otherwise in batches: %s\n", kernel, found);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t len)
{
    static trace by_reference;
    static trace by_kernel;
    fuzz_reading reading;

    if (!fuzz_plan(&reading, input, len))
        return 0;
    for (unsigned pieces = 0; pieces < 2; pieces++) {
        size_t n = pieces != 0 ? reading.n_cuts : 0;
        force("none");
        trace_run(&by_reference, &reading.plan, reading.bytes, reading.len, reading.cuts, n);
        for (size_t i = 0; h1_kernel_name(i) != NULL; i++) {
            size_t at;
            if (!h1i_scan_force(h1_kernel_name(i)))
                continue;
            trace_run(&by_kernel, &reading.plan, reading.bytes, reading.len, reading.cuts, n);
            fuzz_hold(&by_kernel, h1_kernel_name(i));
            at = trace_difference(&by_reference, &by_kernel);
            if (at != SIZE_MAX)
                fuzz_report(&by_reference, "reference", &by_kernel, h1_kernel_name(i), at);
        }
    }
    compare_batches(&reading);
    return 0;
}
