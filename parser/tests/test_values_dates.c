/* SPDX-License-Identifier: MIT */
/* Dates: which fit, which exist, how they count, and that what is written reads back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <h1/dates.h>

#include "parser/tests/values.h"

#define BYTES(text) (const uint8_t *)(text), strlen(text)

static h1_value read_date(const uint8_t *value, size_t len, size_t *bad)
{
    h1_date date;

    return h1_date_read(value, len, &date, bad);
}

static void reads_dates_of_three_forms(void **state)
{
    static const valued rows[] = {
        {"Sun, 06 Nov 1994 08:49:37 GMT", FITS},
        {"Sunday, 06-Nov-94 08:49:37 GMT", FITS},
        {"Sun Nov  6 08:49:37 1994", FITS},
        {"Wed Nov 16 08:49:37 1994", FITS},
        {"", SHORT},
        {"0", BYTE, 0},
        {"Su", SHORT},
        {"Sun", SHORT},
        {"sun, 06 Nov 1994 08:49:37 GMT", BYTE, 0},
        {"Sut, 06 Nov 1994 08:49:37 GMT", BYTE, 2},
        {"Sun,06 Nov 1994 08:49:37 GMT", BYTE, 4},
        {"Sun, 6 Nov 1994 08:49:37 GMT", BYTE, 6},
        {"Sun, 06-Nov-1994 08:49:37 GMT", BYTE, 7},
        {"Sun, 06 nov 1994 08:49:37 GMT", BYTE, 8},
        {"Sun, 06 Jux 1994 08:49:37 GMT", BYTE, 10},
        {"Sun, 06 Nov 94 08:49:37 GMT", BYTE, 14},
        {"Sun, 06 Nov 1994  08:49:37 GMT", BYTE, 17},
        {"Sun, 06 Nov 1994 8:49:37 GMT", BYTE, 18},
        {"Sun, 06 Nov 1994 08:49 GMT", BYTE, 22},
        {"Sun, 06 Nov 1994 08:49:37 UTC", BYTE, 26},
        {"Sun, 06 Nov 1994 08:49:37 GM", SHORT},
        {"Sun, 06 Nov 1994 08:49:37 GMT ", BYTE, 29},
        {"Sund, 06-Nov-94 08:49:37 GMT", BYTE, 4},
        {"Sunday, 06-Nov-1994 08:49:37 GMT", BYTE, 17},
        {"Sunday, 06-Nov", SHORT},
        {"Sun Nov", SHORT},
        {"Sux Nov  6 08:49:37 1994", BYTE, 2},
        {"Sun Nov 6 08:49:37 1994", BYTE, 9},
        {"Sun Nov  6 08:49:37 GMT 1994", BYTE, 20},
    };

    (void)state;
    JUDGE(read_date, rows);
    judge_every_byte(read_date, "Sun, 06 Nov 1994 08:49:37 GMT");
    judge_every_byte(read_date, "Sunday, 06-Nov-94 08:49:37 GMT");
    judge_every_byte(read_date, "Sun Nov  6 08:49:37 1994");
}

static void rules_out_dates_that_do_not_exist(void **state)
{
    static const valued rows[] = {
        {"Thu, 01 Jan 1970 00:00:00 GMT", FITS},
        {"Tue, 29 Feb 2000 00:00:00 GMT", FITS},
        {"Sat, 01 Jan 0000 00:00:00 GMT", FITS},
        {"Fri, 31 Dec 9999 23:59:59 GMT", FITS},
        {"Sat, 31 Dec 2016 23:59:60 GMT", FITS},
        {"Tuesday, 29-Feb-00 00:00:00 GMT", FITS},
        {"Monday, 06-Nov-94 08:49:37 GMT", FITS}, /* of which century? */
        {"Mon, 06 Nov 1994 08:49:37 GMT", RULED_OUT, 0},
        {"Mon, 26 Jul 1997 05:00:00 GMT", RULED_OUT, 0}, /* a Saturday */
        {"Mon Nov  6 08:49:37 1994", RULED_OUT, 0},
        {"Thu, 29 Feb 1900 00:00:00 GMT", RULED_OUT, 5},
        {"Sun, 31 Nov 1994 08:49:37 GMT", RULED_OUT, 5},
        {"Sun, 00 Nov 1994 08:49:37 GMT", RULED_OUT, 5},
        {"Sun, 99 Nov 1994 99:99:99 GMT", RULED_OUT, 5},
        {"Sun Nov  0 08:49:37 1994", RULED_OUT, 8},
        {"Sun Nov 31 08:49:37 1994", RULED_OUT, 8},
        {"Sun, 06 Nov 1994 24:00:00 GMT", RULED_OUT, 17},
        {"Sun, 06 Nov 1994 08:60:00 GMT", RULED_OUT, 17},
        {"Sun, 06 Nov 1994 08:49:61 GMT", RULED_OUT, 17},
        {"Sun Nov  6 24:49:37 1994", RULED_OUT, 11},
        {"Wednesday, 30-Feb-94 08:49:37 GMT", RULED_OUT, 11},
        {"Wednesday, 28-Feb-94 08:49:61 GMT", RULED_OUT, 21},
    };

    (void)state;
    JUDGE(read_date, rows);
}

static int64_t seconds_of(const char *value)
{
    h1_date date;
    size_t bad;

    assert_int_equal(h1_date_read(BYTES(value), &date, &bad), OK);
    return h1_date_seconds(&date);
}

static void counts_seconds_from_1970(void **state)
{
    (void)state;
    assert_int_equal(seconds_of("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
    assert_int_equal(seconds_of("Wed, 31 Dec 1969 23:59:59 GMT"), -1);
    assert_int_equal(seconds_of("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777);
    assert_int_equal(seconds_of("Sun Nov  6 08:49:37 1994"), 784111777);
    assert_int_equal(seconds_of("Sat, 31 Dec 2016 23:59:60 GMT"), 1483228800);
    assert_true(seconds_of("Sat, 01 Jan 0000 00:00:00 GMT") == -62167219200);
    assert_true(seconds_of("Fri, 31 Dec 9999 23:59:59 GMT") == 253402300799);
}

/* Every day from year 0 to year 9999, with the day before at its heels: written, read, counted. */
static void reads_back_what_it_writes(void **state)
{
    static const int64_t first = -62167219200;
    static const int64_t last = 253402300799;
    h1_date date;
    uint8_t text[H1_DATE_LEN];
    size_t days = 0;

    (void)state;
    for (int64_t seconds = first; seconds <= last; seconds += 86400, days++) {
        h1_date again;
        size_t bad;
        int64_t within = seconds + (seconds - first) / 86400 * 7919 % 86400;
        assert_true(h1_date_of(within, &date));
        h1_date_write(&date, text);
        assert_int_equal(h1_date_read(text, sizeof text, &again, &bad), OK);
        assert_true(h1_date_seconds(&again) == within);
        assert_memory_equal(&date, &again, sizeof date);
    }
    assert_int_equal(days, 3652425);
    assert_false(h1_date_of(first - 1, &date));
    assert_false(h1_date_of(last + 1, &date));
    assert_false(h1_date_of(INT64_MIN, &date));
    assert_false(h1_date_of(INT64_MAX, &date));
    assert_true(h1_date_of(last, &date));
}

static void writes_the_form_that_is_sent(void **state)
{
    uint8_t text[H1_DATE_LEN + 1] = {0};
    h1_date date = {.year = 1994, .month = 11, .day = 6, .hour = 8, .minute = 49, .second = 37, .weekday = 3};

    (void)state;
    h1_date_write(&date, text);
    assert_string_equal((char *)text, "Sun, 06 Nov 1994 08:49:37 GMT");
}

static void gives_years_of_two_digits_a_century(void **state)
{
    static const struct {
        const char *value;
        uint16_t now, year;
        bool exists;
    } rows[] = {
        {"Sunday, 06-Nov-94 08:49:37 GMT", 2024, 1994, true},
        {"Sunday, 06-Nov-94 08:49:37 GMT", 2043, 1994, true},
        {"Sunday, 06-Nov-94 08:49:37 GMT", 2044, 2094, false}, /* a Saturday then */
        {"Saturday, 06-Nov-94 08:49:37 GMT", 2044, 2094, true},
        {"Wednesday, 06-Nov-74 08:49:37 GMT", 2023, 1974, true},
        {"Tuesday, 06-Nov-74 08:49:37 GMT", 2024, 2074, true},
        {"Monday, 29-Feb-00 08:49:37 GMT", 2051, 2100, false}, /* no leap year */
        {"Tuesday, 29-Feb-00 08:49:37 GMT", 2049, 2000, true},
    };
    h1_date date;
    size_t bad;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(h1_date_read(BYTES(rows[i].value), &date, &bad), OK);
        assert_int_equal(h1_date_settle(&date, rows[i].now), rows[i].exists);
        assert_int_equal(date.year, rows[i].year);
        assert_int_equal(h1_date_settle(&date, 1000), rows[i].exists);
        assert_int_equal(date.year, rows[i].year);
    }
    assert_int_equal(h1_date_read(BYTES("Sat, 01 Jan 0000 00:00:00 GMT"), &date, &bad), OK);
    assert_true(h1_date_settle(&date, 2024));
    assert_int_equal(date.year, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_dates_of_three_forms),   cmocka_unit_test(rules_out_dates_that_do_not_exist),
        cmocka_unit_test(counts_seconds_from_1970),     cmocka_unit_test(reads_back_what_it_writes),
        cmocka_unit_test(writes_the_form_that_is_sent), cmocka_unit_test(gives_years_of_two_digits_a_century),
    };
    return cmocka_run_group_tests_name("dates", tests, NULL, NULL);
}
