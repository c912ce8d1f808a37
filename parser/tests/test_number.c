/* SPDX-License-Identifier: MIT */
/* What number.c accepts and, for every refusal, the exact byte that decides it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "parser/src/number.h"

static void reads_decimal_up_to_the_largest_content_length(void **state)
{
    static const struct {
        const char *bytes;
        uint64_t value;
    } rows[] = {
        {"0", 0}, {"7", 7}, {"42", 42}, {"000042", 42}, {"9223372036854775807", INT64_MAX},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t value = 0;
        size_t at = SIZE_MAX;
        print_message("[ accepts ] %s\n", rows[i].bytes);
        assert_int_equal(h1i_decimal((const uint8_t *)rows[i].bytes, strlen(rows[i].bytes), &value, &at),
                         H1I_NUMBER_OK);
        assert_int_equal(value, rows[i].value);
        assert_int_equal(at, SIZE_MAX);
    }
}

static void refuses_what_other_readers_take_for_a_decimal(void **state)
{
    static const struct {
        const char *bytes;
        h1i_number_result why;
        size_t at;
    } rows[] = {
        {"", H1I_NUMBER_EMPTY, 0},
        {"+5", H1I_NUMBER_NOT_DIGIT, 0},
        {"-0", H1I_NUMBER_NOT_DIGIT, 0},
        {"5 ", H1I_NUMBER_NOT_DIGIT, 1},
        {"0x5", H1I_NUMBER_NOT_DIGIT, 1},
        {"1_0", H1I_NUMBER_NOT_DIGIT, 1},
        {"12a", H1I_NUMBER_NOT_DIGIT, 2},
        {"9223372036854775808", H1I_NUMBER_TOO_LARGE, 18},
        {"18446744073709551621", H1I_NUMBER_TOO_LARGE, 19}, /* 2^64 + 5 wraps to 5 */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const uint64_t untouched = 0x5EA1;
        uint64_t value = untouched;
        size_t at = SIZE_MAX;
        print_message("[ refuses ] '%s'\n", rows[i].bytes);
        assert_int_equal(h1i_decimal((const uint8_t *)rows[i].bytes, strlen(rows[i].bytes), &value, &at), rows[i].why);
        assert_int_equal(at, rows[i].at);
        assert_int_equal(value, untouched);
    }
}

static h1i_number_result add_all(const char *digits, uint64_t *value, size_t *at)
{
    h1i_number_result result = H1I_NUMBER_OK;

    *value = 0;
    for (*at = 0; digits[*at] != '\0' && result == H1I_NUMBER_OK; ++*at)
        result = h1i_number_add(value, (uint8_t)digits[*at], 16);
    return result;
}

static void gathers_hexadecimal_digits_in_either_case(void **state)
{
    static const struct {
        const char *digits;
        h1i_number_result result;
        size_t digits_taken;
        uint64_t value;
    } rows[] = {
        {"0", H1I_NUMBER_OK, 1, 0},
        {"fF", H1I_NUMBER_OK, 2, 255},
        {"0000000000000000001", H1I_NUMBER_OK, 19, 1},
        {"7fffffffffffffff", H1I_NUMBER_OK, 16, INT64_MAX},
        {"8000000000000000", H1I_NUMBER_TOO_LARGE, 16, 0x800000000000000},
        {"g", H1I_NUMBER_NOT_DIGIT, 1, 0},
        {"@", H1I_NUMBER_NOT_DIGIT, 1, 0}, /* 'A' - 1, and 0x40 | 0x20 is '`', 'a' - 1 */
        {"1x", H1I_NUMBER_NOT_DIGIT, 2, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t value;
        size_t taken;
        print_message("[ digits ] %s\n", rows[i].digits);
        assert_int_equal(add_all(rows[i].digits, &value, &taken), rows[i].result);
        assert_int_equal(taken, rows[i].digits_taken);
        assert_int_equal(value, rows[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_decimal_up_to_the_largest_content_length),
        cmocka_unit_test(refuses_what_other_readers_take_for_a_decimal),
        cmocka_unit_test(gathers_hexadecimal_digits_in_either_case),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
