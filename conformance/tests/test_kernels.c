/* SPDX-License-Identifier: MIT */
/* Every case by every kernel of this machine, beside the reference alone: the events of both are the same, whole, byte
 * by byte, and for the kernel that is chosen by itself also at every cut (in long cases: at every one that tells). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "conformance/parser/play_parser.h"
#include "parser/src/scan/scan.h"

/* Cases above are left to conform_longest_at_every_cut: the reference alone takes minutes for them. */
enum { LONGEST_INPUT = 16384 };

static const char *chosen;

typedef struct tally {
    size_t inputs, compared, differ;
} tally;

static void compare(tally *t, const conf_case *c, const conf_input *input, const conf_trace *reference,
                    const conf_pieces *pieces)
{
    static conf_trace trace;
    size_t at;

    conf_trace_run(&trace, input, pieces);
    t->compared++;
    at = conf_trace_compare(&trace, reference, pieces, input->len);
    if (at == SIZE_MAX && trace.broken == NULL)
        return;
    t->differ++;
    print_message("%s, kernel %s, %zu cuts from %zu: event %zu differs\n", c->id, h1_kernel_in_use(), pieces->count,
                  pieces->count > 0 ? pieces->cuts[0] : 0, at);
}

static void compare_cuts(tally *t, const conf_case *c, const conf_input *input, const conf_trace *reference)
{
    for (size_t cut = 1; cut < input->len; cut++) {
        if (input->len <= CONF_LONG_INPUT || conf_cut_is_telling(input->bytes, input->len, cut))
            compare(t, c, input, reference, &(conf_pieces){.cuts = &cut, .count = 1});
    }
}

static void compare_input(tally *t, const conf_case *c, const conf_input *input)
{
    static conf_trace reference;

    t->inputs++;
    assert_true(h1i_scan_force("none"));
    conf_trace_run(&reference, input, &(conf_pieces){.bytewise = true});
    for (size_t k = 0; h1_kernel_name(k) != NULL; k++) {
        if (!h1i_scan_force(h1_kernel_name(k)))
            continue;
        compare(t, c, input, &reference, &(conf_pieces){0});
        compare(t, c, input, &reference, &(conf_pieces){.bytewise = true});
        if (strcmp(h1_kernel_name(k), chosen) == 0)
            compare_cuts(t, c, input, &reference);
    }
}

static void compare_case(tally *t, conf_memory *memory, const conf_case *c)
{
    if (c->side == CONF_SIDE_VALUE || c->side == CONF_SIDE_FRAME)
        return;
    for (unsigned block = 0; block < 2 * CONF_MODES; block++) {
        const h1_side side = block % 2 == 0 ? H1_REQUESTS : H1_RESPONSES;
        h1_limits limits;
        if (c->bytes[side].len == 0 || c->bytes[side].len > LONGEST_INPUT)
            continue;
        const conf_input input = conf_case_input(memory, c, side, (conf_mode)(block / 2), &limits);
        compare_input(t, c, &input);
    }
}

static void say_of_every_case_what_the_reference_says(void **state)
{
    conf_memory memory = {0};
    conf_ledger ledger = conf_ledger_builtin(&memory);
    conf_suite suite;
    tally t = {0};

    (void)state;
    chosen = h1_kernel_in_use();
    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_tree(&suite, "conformance/cases");
    for (size_t i = 0; i < suite.case_count; i++)
        compare_case(&t, &memory, suite.cases[i]);
    print_message("%zu inputs, %zu readings compared, kernel %s chosen\n", t.inputs, t.compared, chosen);
    conf_memory_free(&memory);
    assert_true(t.inputs > 1000);
    assert_int_equal(t.differ, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(say_of_every_case_what_the_reference_says),
    };

    return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
