/* SPDX-License-Identifier: MIT */
/* Every kernel says of every byte, in every lane, what the table of bytes says; and the kernel in use can be chosen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "parser/src/bytes.h"
#include "parser/src/scan/scan.h"

/* Runs the body for each kernel that this machine has. */
static unsigned for_each_kernel(void (*body)(const h1i_kernel *kernel))
{
    unsigned n = 0;

    for (size_t i = 0; h1_kernel_name(i) != NULL; i++) {
        if (!h1i_scan_force(h1_kernel_name(i))) {
            print_message("not on this machine: %s\n", h1_kernel_name(i));
            continue;
        }
        body(h1i_scan_kernel());
        n++;
    }
    return n;
}

static void check_controls(const h1i_kernel *kernel)
{
    uint8_t block[64];

    for (unsigned byte = 0; byte < 256; byte++) {
        bool control = byte < 0x20 || byte == 0x7F;
        for (unsigned lane = 0; lane < 64; lane++) {
            uint64_t alone = UINT64_C(1) << lane;
            memset(block, 'a', sizeof block);
            block[lane] = (uint8_t)byte;
            assert_int_equal(kernel->controls(block), control ? alone : 0);
            memset(block, '\n', sizeof block);
            block[lane] = (uint8_t)byte;
            assert_int_equal(kernel->controls(block), control ? UINT64_MAX : UINT64_MAX & ~alone);
        }
    }
}

static void finds_controls_in_every_lane(void **state)
{
    (void)state;
    assert_true(for_each_kernel(check_controls) > 0);
}

static void check_text(const h1i_kernel *kernel)
{
    uint8_t block[128];

    memset(block, 'a', sizeof block);
    for (unsigned byte = 0; byte < 256; byte++) {
        bool control = byte < 0x20 || byte == 0x7F;
        for (unsigned lane = 0; lane < sizeof block; lane++) {
            block[lane] = (uint8_t)byte;
            assert_int_equal(kernel->is_text(block), !control);
            block[lane] = 'a';
        }
    }
}

static void knows_text_in_every_lane(void **state)
{
    (void)state;
    assert_true(for_each_kernel(check_text) > 0);
}

typedef unsigned run_of(const uint8_t *bytes, unsigned skip);

/* The byte in one lane, with members of the class before it and a byte of no class behind it. */
static void check_run(run_of *run, unsigned class, int also)
{
    uint8_t bytes[32];

    for (unsigned byte = 0; byte < 256; byte++) {
        bool member = h1i_is((uint8_t)byte, class) || (int)byte == also;
        for (unsigned lane = 0; lane < 32; lane++) {
            memset(bytes, 'a', sizeof bytes);
            bytes[lane] = (uint8_t)byte;
            for (unsigned skip = 0; skip <= lane; skip++)
                assert_int_equal(run(bytes, skip), member ? 32 : lane - skip);
            if (lane + 1 < 32)
                assert_int_equal(run(bytes, lane + 1), 32);
        }
    }
}

static void check_runs(const h1i_kernel *kernel)
{
    check_run(kernel->tchars, H1I_TCHAR, -1);
    check_run(kernel->target_bytes, H1I_PATH, '?');
    check_run(kernel->host_bytes, H1I_REG_NAME, -1);
}

static void measures_runs_from_every_lane(void **state)
{
    (void)state;
    assert_true(for_each_kernel(check_runs) > 0);
}

static void uses_the_kernel_that_is_forced(void **state)
{
    (void)state;
    assert_false(h1i_scan_force("fastest"));
    assert_true(h1i_scan_force("words"));
    assert_string_equal(h1_kernel_in_use(), "words");
    assert_true(h1i_scan_force("none"));
    assert_string_equal(h1_kernel_in_use(), "none");
    assert_true(h1i_scan_force("words"));
    assert_false(h1i_scan_force("wor"));
    assert_string_equal(h1_kernel_in_use(), "words");
}

static void chooses_one_that_is_built_in(void **state)
{
    const char *chosen = h1_kernel_in_use();
    bool found = false;

    (void)state;
    print_message("in use: %s\n", chosen);
    for (size_t i = 0; h1_kernel_name(i) != NULL; i++)
        found |= strcmp(h1_kernel_name(i), chosen) == 0;
    assert_true(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chooses_one_that_is_built_in),   cmocka_unit_test(finds_controls_in_every_lane),
        cmocka_unit_test(knows_text_in_every_lane),       cmocka_unit_test(measures_runs_from_every_lane),
        cmocka_unit_test(uses_the_kernel_that_is_forced),
    };
    return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
