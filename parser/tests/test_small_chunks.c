/* SPDX-License-Identifier: MIT */
/* Small chunks of different sizes, whose lines the fast path finds before it knows where they have to be: it says what
 * the reference says, call by call, by every kernel, whatever stands in their data and wherever they are at fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "parser/src/scan/scan.h"
#include "parser/tests/batches.h"
#include "parser/tests/chunk_body.h"

static const batches_plan WHOLE = {.events = BATCHES_EVENTS, .capacity = 16};

static chunk_body m;

static void check(const batches_plan *plan)
{
    const char *kernel;
    const char *found = batches_of_kernels(plan, m.bytes, m.len, &kernel);

    if (found != NULL)
        fail_msg("%s: %s differs, %zu events a call, pieces of %zu, of: %.*s", kernel, found, plan->events, plan->piece,
                 (int)m.len, (const char *)m.bytes);
}

/* Twenty chunks of different sizes, some of a byte or two, whose data looks like lines at times. The second of them,
 * behind which lines are looked for ahead, has one digit or two, as `first` is 0 or 2. */
static void fill(size_t first)
{
    chunk_body_begin(&m);
    for (size_t i = first; i < first + 20; i++)
        chunk_body_put(&m, &chunk_plain, 1 + i * 7 % 23, i % 3 == 0 ? "1\r\n5\r\na\r\n" : "data");
    chunk_body_end(&m);
}

/* ---- What is whole and without fault ----------------------------------------------------------------------------- */

static void reads_every_size_in_every_way_of_writing_it(void **state)
{
    static const chunk_writing ways[] = {{false, 1, ""}, {true, 1, ""}, {false, 2, ""}, {true, 3, ""}};

    (void)state;
    for (size_t f = 0; f < sizeof ways / sizeof *ways; f++) {
        for (size_t rest = 0; rest < 4; rest++) {
            chunk_body_begin(&m);
            for (size_t size = 1; size < 300; size++)
                chunk_body_put(&m, &ways[(f + (size % 64 == rest)) % 4], size * 67 % 300 + 1, "data");
            chunk_body_end(&m);
            check(&WHOLE);
        }
    }
}

static void is_not_misled_by_data(void **state)
{
    static const char *const patterns[] = {
        "\r\n",
        "\r\n1",
        "1\r\n",
        "\r\n1\r\n",
        "\r\n10\r\n",
        "\r\n5\r\nhello",
        "\r\n0\r\n\r\n",
        "\n\r",
        "\r\r\n\n",
        "a\r\nb\r\n",
        "\r\n\r\n1\r\n",
        "\r\n1\n\r",
        "\r\n3\r\nabc\r\n4\r\n",
        "\r\nf;\r\n",
        "\r\n\n5\r\n\r5\r\n",
    };

    (void)state;
    for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
        for (size_t start = 0; start < strlen(patterns[p]); start++) {
            chunk_body_begin(&m);
            for (size_t i = 0; i < 150; i++)
                chunk_body_put(&m, &chunk_plain, 1 + i * 37 % 80, patterns[p] + start);
            chunk_body_end(&m);
            check(&WHOLE);
        }
    }
}

static void takes_rows_of_one_size_and_large_chunks_between(void **state)
{
    (void)state;
    for (size_t row = 1; row < 12; row++) {
        chunk_body_begin(&m);
        for (size_t i = 0; i < 200; i++)
            chunk_body_put(&m, &chunk_plain, i % 40 == 39 ? 1000 + 100 * row : 5 + i / row % 50, "data");
        chunk_body_end(&m);
        check(&WHOLE);
    }
}

/* ---- Where it ends ----------------------------------------------------------------------------------------------- */

static void stops_at_the_room_for_events(void **state)
{
    (void)state;
    fill(0);
    for (size_t events = 1; events <= BATCHES_EVENTS; events++)
        check(&(batches_plan){.events = events, .capacity = 16});
}

static void stops_where_bytes_are_missing(void **state)
{
    (void)state;
    fill(0);
    for (; m.len > 0; m.len--)
        check(&WHOLE);
}

static void stops_in_a_row_of_one_size(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 16, 64};

    (void)state;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        chunk_body_begin(&m);
        for (size_t i = 0; i < BATCHES_EVENTS; i++)
            chunk_body_put(&m, &chunk_plain, sizes[k], "data");
        for (size_t events = 1; events < BATCHES_EVENTS; events++)
            check(&(batches_plan){.events = events, .capacity = 16});
        for (size_t least = m.len - 100; m.len > least; m.len--)
            check(&WHOLE);
    }
}

static void goes_on_with_pieces_of_every_size(void **state)
{
    (void)state;
    fill(0);
    for (size_t piece = 1; piece < m.len; piece++)
        check(&(batches_plan){.piece = piece, .events = BATCHES_EVENTS, .capacity = 16});
}

static void keeps_the_limits_of_digits_and_of_the_trailer_section(void **state)
{
    (void)state;
    fill(0);
    for (uint8_t most = 0; most < 4; most++) {
        h1_limits digits = h1_default_limits;
        h1_limits trailers = h1_default_limits;
        digits.chunk_ext = most;
        trailers.trailers = most;
        check(&(batches_plan){.limits = &digits, .events = BATCHES_EVENTS, .capacity = 16});
        check(&(batches_plan){.limits = &trailers, .events = BATCHES_EVENTS, .capacity = 16});
    }
}

/* ---- Faults ------------------------------------------------------------------------------------------------------ */

static void sees_every_fault_of_one_byte(void **state)
{
    static const char symbols[] = "\r\n ;019aFgG\x80";

    (void)state;
    for (size_t first = 0; first <= 2; first += 2) {
        fill(first);
        for (size_t at = 60; at < m.len; at++) {
            const uint8_t was = m.bytes[at];
            for (size_t i = 0; i < sizeof symbols; i++) { /* NUL is one of them */
                m.bytes[at] = (uint8_t)symbols[i];
                check(&WHOLE);
            }
            m.bytes[at] = was;
        }
    }
}

static void sees_a_line_that_is_inserted_or_missing(void **state)
{
    static const char *const lines[] = {
        "\r\n1\r\n", "1\r\n",   "\n",    "\r",        "0",      "5;a\r\n", "5;a=\"b\"\r\nhello\r\n",
        " ",         "100\r\n", "0\r\n", "0\r\n\r\n", "00\r\n", "\n5\r\n", "\r\n\n5\r\n",
    };

    (void)state;
    for (size_t l = 0; l < sizeof lines / sizeof *lines; l++) {
        for (size_t chunk = 0; chunk < 20; chunk++) {
            chunk_body_begin(&m);
            for (size_t i = 0; i < 30; i++) {
                chunk_body_put(&m, &chunk_plain, 1 + i * 7 % 23, "data");
                if (i == chunk)
                    chunk_body_add(&m, lines[l], strlen(lines[l]));
            }
            chunk_body_end(&m);
            check(&WHOLE);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_size_in_every_way_of_writing_it),
        cmocka_unit_test(is_not_misled_by_data),
        cmocka_unit_test(takes_rows_of_one_size_and_large_chunks_between),
        cmocka_unit_test(stops_at_the_room_for_events),
        cmocka_unit_test(stops_where_bytes_are_missing),
        cmocka_unit_test(stops_in_a_row_of_one_size),
        cmocka_unit_test(goes_on_with_pieces_of_every_size),
        cmocka_unit_test(keeps_the_limits_of_digits_and_of_the_trailer_section),
        cmocka_unit_test(sees_every_fault_of_one_byte),
        cmocka_unit_test(sees_a_line_that_is_inserted_or_missing),
    };
    return cmocka_run_group_tests_name("small_chunks", tests, NULL, NULL);
}
