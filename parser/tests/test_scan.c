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

/* Where the kernel finds lines from `at` on, and where there are some by the definition. */
static void check_sizes_in(const h1i_kernel *kernel, const uint8_t *bytes, size_t at, size_t end)
{
    enum { ROOM = 256 };
    uint32_t ends[ROOM + H1I_SIZES_MORE];
    size_t n = kernel->sizes(bytes, at, end, ends, ROOM);
    size_t found = 0;

    for (size_t i = at + 4; i + 1 < end; i++) {
        const bool line = memcmp(bytes + i, "\r\n", 2) == 0 &&
                          (memcmp(bytes + i - 4, "\r\n", 2) == 0 || memcmp(bytes + i - 3, "\r\n", 2) == 0);
        if (!line)
            continue;
        if (found == n) { /* none may be left out but in the last 64 bytes */
            assert_true(end - i <= 64);
            return;
        }
        assert_int_equal(ends[found++], i);
    }
    assert_int_equal(found, n);
}

/* A line in every lane, behind each other as densely as can be, and what is none in one byte. */
static void check_sizes(const h1i_kernel *kernel)
{
    static const char *const patterns[] = {"\r\n1\r\n",  "\r\n12\r\n", "\r\n",       "\r\n1\r\n22",
                                           "\r\n1\r\n2", "\r\n\r",     "\r\n123\r\n"};
    uint8_t bytes[200];

    for (size_t p = 0; kernel->sizes != NULL && p < sizeof patterns / sizeof *patterns; p++) {
        const size_t len = strlen(patterns[p]);
        for (size_t at = 0; at + len <= sizeof bytes; at++) {
            memset(bytes, '\n', sizeof bytes);
            memcpy(bytes + at, patterns[p], len);
            for (size_t broken = 0; broken <= len; broken++) {
                check_sizes_in(kernel, bytes, at / 2, sizeof bytes);
                if (broken < len)
                    bytes[at + broken] ^= 1;
            }
            for (size_t i = at; i < sizeof bytes; i++)
                bytes[i] = (uint8_t)patterns[p][(i - at) % len];
            check_sizes_in(kernel, bytes, 0, sizeof bytes);
            check_sizes_in(kernel, bytes, 0, at);
        }
    }
}

static void finds_short_lines_in_every_lane(void **state)
{
    (void)state;
    assert_true(for_each_kernel(check_sizes) > 0);
}

/* The room may be gone in the middle of a block, which is done to its end, but not beyond. */
static void check_room(const h1i_kernel *kernel)
{
    uint8_t bytes[400];
    uint32_t ends[2 + H1I_SIZES_MORE + 1];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = i % 2 == 0 ? '\r' : '\n';
    if (kernel->sizes == NULL)
        return;
    ends[2 + H1I_SIZES_MORE] = 12345;
    assert_in_range(kernel->sizes(bytes, 0, sizeof bytes, ends, 2), 2, 1 + H1I_SIZES_MORE);
    assert_int_equal(ends[2 + H1I_SIZES_MORE], 12345);
    assert_int_equal(kernel->sizes(bytes, 0, 64, ends, 2), 0);
    assert_int_equal(kernel->sizes(bytes, 0, sizeof bytes, ends, 0), 0);
}

static void goes_no_further_than_the_room_for_lines(void **state)
{
    (void)state;
    assert_true(for_each_kernel(check_room) > 0);
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
        cmocka_unit_test(chooses_one_that_is_built_in),    cmocka_unit_test(finds_controls_in_every_lane),
        cmocka_unit_test(knows_text_in_every_lane),        cmocka_unit_test(measures_runs_from_every_lane),
        cmocka_unit_test(finds_short_lines_in_every_lane), cmocka_unit_test(goes_no_further_than_the_room_for_lines),
        cmocka_unit_test(uses_the_kernel_that_is_forced),
    };
    return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
