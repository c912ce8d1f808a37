/* SPDX-License-Identifier: MIT */
/* The grammars of values: what fits, and for everything else the first byte that doesn't. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "checks/cookie.h"
#include "checks/date.h"
#include "checks/values.h"
#include "checks/words.h"

typedef size_t grammar(const uint8_t *value, size_t len);

typedef struct valued {
    const char *value;
    size_t bad; /* CHECK_FITS, or where it goes wrong */
} valued;

#define FITS CHECK_FITS
#define RUN(read, rows)                                                                                                \
    (void)state;                                                                                                       \
    judge(read, rows, sizeof rows / sizeof *rows)

static void judge(grammar *read, const valued *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        print_message("[ %s ] %s\n", rows[i].bad == FITS ? "fits" : "bad", rows[i].value);
        size_t len = strlen(rows[i].value);
        uint8_t *copy = malloc(len > 0 ? len : 1); /* no byte more, so that a sanitizer sees a step too far */
        assert_non_null(copy);
        memcpy(copy, rows[i].value, len);
        assert_int_equal(read(copy, len), rows[i].bad);
        free(copy);
    }
}

static size_t read_date(const uint8_t *value, size_t len)
{
    check_date date;

    return check_http_date(value, len, &date);
}

static size_t read_range(const uint8_t *value, size_t len)
{
    check_range range;

    return check_content_range(value, len, &range);
}

static void reads_dates_of_three_forms(void **state)
{
    static const valued rows[] = {
        {"Sun, 06 Nov 1994 08:49:37 GMT", FITS},
        {"Sunday, 06-Nov-94 08:49:37 GMT", FITS},
        {"Sun Nov  6 08:49:37 1994", FITS},
        {"Sun Nov 16 08:49:37 1994", FITS},
        {"Sun, 99 Nov 1994 99:99:99 GMT", FITS}, /* grammar only */
        {"", 0},
        {"0", 0},
        {"Su", 2},
        {"sun, 06 Nov 1994 08:49:37 GMT", 0},
        {"Sut, 06 Nov 1994 08:49:37 GMT", 2},
        {"Sun,06 Nov 1994 08:49:37 GMT", 4},
        {"Sun, 6 Nov 1994 08:49:37 GMT", 6},
        {"Sun, 06-Nov-1994 08:49:37 GMT", 7},
        {"Sun, 06 nov 1994 08:49:37 GMT", 8},
        {"Sun, 06 Jux 1994 08:49:37 GMT", 10},
        {"Sun, 06 Nov 94 08:49:37 GMT", 14},
        {"Sun, 06 Nov 1994  08:49:37 GMT", 17},
        {"Sun, 06 Nov 1994 8:49:37 GMT", 18},
        {"Sun, 06 Nov 1994 08:49 GMT", 22},
        {"Sun, 06 Nov 1994 08:49:37 UTC", 26},
        {"Sun, 06 Nov 1994 08:49:37 GM", 28},
        {"Sun, 06 Nov 1994 08:49:37 GMT ", 29},
        {"Sund, 06-Nov-94 08:49:37 GMT", 4},
        {"Sunday, 06-Nov-1994 08:49:37 GMT", 17},
        {"Sunday, 06-Nov", 14},
        {"Sun Nov", 7},
        {"Sun Nov 6 08:49:37 1994", 9},
        {"Sun Nov  6 08:49:37 GMT 1994", 20},
    };
    RUN(read_date, rows);
}

static bool exists(const char *value)
{
    check_date date;

    assert_int_equal(check_http_date((const uint8_t *)value, strlen(value), &date), FITS);
    return check_date_exists(&date);
}

static void knows_which_dates_exist(void **state)
{
    (void)state;
    assert_true(exists("Sun, 06 Nov 1994 08:49:37 GMT"));
    assert_true(exists("Thu, 01 Jan 1970 00:00:00 GMT"));
    assert_true(exists("Tue, 29 Feb 2000 00:00:00 GMT"));
    assert_true(exists("Sat, 01 Jan 0000 00:00:00 GMT"));
    assert_true(exists("Sat, 31 Dec 2016 23:59:60 GMT"));
    assert_true(exists("Tuesday, 29-Feb-00 00:00:00 GMT"));
    assert_true(exists("Monday, 06-Nov-94 08:49:37 GMT")); /* of which century? */
    assert_true(exists("Sun Nov  6 08:49:37 1994"));
    assert_false(exists("Mon, 06 Nov 1994 08:49:37 GMT"));
    assert_false(exists("Mon, 26 Jul 1997 05:00:00 GMT")); /* a Saturday */
    assert_false(exists("Mon Nov  6 08:49:37 1994"));
    assert_false(exists("Thu, 29 Feb 1900 00:00:00 GMT"));
    assert_false(exists("Sun, 31 Nov 1994 08:49:37 GMT"));
    assert_false(exists("Sun, 00 Nov 1994 08:49:37 GMT"));
    assert_false(exists("Sun, 06 Nov 1994 24:00:00 GMT"));
    assert_false(exists("Sun, 06 Nov 1994 08:60:00 GMT"));
    assert_false(exists("Sun, 06 Nov 1994 08:49:61 GMT"));
    assert_false(exists("Wednesday, 30-Feb-94 08:49:37 GMT"));
}

static uint64_t order(const char *value)
{
    check_date date;

    assert_int_equal(check_http_date((const uint8_t *)value, strlen(value), &date), FITS);
    return check_date_order(&date);
}

static void orders_dates(void **state)
{
    static const char *const dates[] = {
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:38 GMT", "Sun Nov  6 08:50:00 1994",
        "Wed, 30 Nov 1994 23:59:60 GMT", "Thu, 01 Dec 1994 00:00:00 GMT", "Sat, 31 Dec 1994 23:59:60 GMT",
        "Sun, 01 Jan 1995 00:00:00 GMT",
    };

    (void)state;
    for (size_t i = 1; i < sizeof dates / sizeof *dates; i++)
        assert_true(order(dates[i - 1]) < order(dates[i]));
}

static void reads_media_types(void **state)
{
    static const valued rows[] = {
        {"text/html", FITS},
        {"text/html;charset=utf-8", FITS},
        {"z/Z;a=\"\t\"", FITS},
        {"a/b;c=\"\x01\"", 7},
        {"a/b;c=\"\x7F\"", 7},
        {"a/b;c=\"x", 8},
        {"a/b;c=\"\\", 8},
        {"Text/HTML ; Charset=\"utf-8\" ;; a=\"\\\"\"", FITS},
        {"application/vnd.a+json; ", FITS},
        {"", 0},
        {"text", 4},
        {"text/", 5},
        {"/html", 0},
        {"text/html charset=a", 9},
        {"text/html, text/plain", 9},
        {"text/html; charset", 18},
        {"text/html; charset=", 19},
        {"text/html; charset = a", 18},
        {"text/html; charset=\"a", 21},
        {"text/html; charset=a b", 20},
    };
    RUN(check_media_type, rows);
}

static void reads_entity_tags(void **state)
{
    static const valued rows[] = {
        {"\"a\"", FITS},  {"\"\"", FITS},   {"W/\"a\\b\xFF\"", FITS},
        {"", 0},          {"a", 0},         {"w/\"a\"", 0},
        {"W\"a\"", 1},    {"\"a", 2},       {"\"a b\"", 2},
        {"\"a\"b", 3},    {"\"#!\"", FITS}, {"\"a\", \"b\"", 3},
        {"\"a\x7F\"", 2}, {"W/", 2},
    };
    RUN(check_entity_tag, rows);
}

static void reads_weights_and_numbers(void **state)
{
    static const valued weights[] = {
        {"0", FITS}, {"1", FITS},  {"0.", FITS},  {"1.000", FITS}, {"0.999", FITS}, {"", 0},     {"2", 0},
        {".5", 0},   {"1.001", 4}, {"0.1234", 5}, {"1.0000", 5},   {"0,5", 1},      {"00.5", 1}, {"-0", 0},
    };
    static const valued numbers[] = {{"0", FITS}, {"99999999999999999999999", FITS}, {"", 0}, {"-1", 0}, {"1.5", 1}};

    RUN(check_qvalue, weights);
    RUN(check_number, numbers);
}

static void reads_content_ranges(void **state)
{
    static const valued rows[] = {
        {"bytes 0-0/1", FITS},
        {"bytes 42-1233/*", FITS},
        {"Bytes */1234", FITS},
        {"lines anything", FITS},
        {"bytes 18446744073709551614-18446744073709551615/*", FITS},
        {"", 0},
        {"bytes", 5},
        {"bytes ", 6},
        {"bytes 0", 7},
        {"bytes 0-", 8},
        {"bytes 0-1/", 10},
        {"bytes *", 7},
        {"bytes=0-1/2", 5},
        {"bytes  0-1/2", 6},
        {"bytes 0-/2", 8},
        {"bytes 0-1", 9},
        {"bytes */*", 8},
        {"bytes 2-1/3", 8},
        {"bytes 0-1/1", 10},
        {"bytes 0-1/2 ", 11},
    };
    RUN(read_range, rows);
}

static void reads_set_cookie(void **state)
{
    static const valued rows[] = {
        {"a=b", FITS},
        {"a=", FITS},
        {"a=\"b\"; Path=/; HttpOnly", FITS},
        {"a=b=c", FITS},
        {"a", 1},
        {"=b", 0},
        {"a b=c", 1},
        {"a=b c", 3},
        {"a=b,c", 3},
        {"a=\"b", 4},
        {"a=b\"", 3},
        {"a=b;Path=/", 4},
        {"a=b;", 4},
        {"a=b; Path=/;; Secure", 12},
        {"a=b; \x01", 5},
    };
    RUN(check_set_cookie, rows);
}

static void steps_through_cookie_attributes(void **state)
{
    static const char value[] = "a=b ;Path = /x;; Secure";
    check_attribute attribute;
    size_t at = 0;

    (void)state;
    assert_true(check_next_attribute((const uint8_t *)value, sizeof value - 1, &at, &attribute));
    assert_true(attribute.name.at == 5 && attribute.name.len == 4);
    assert_true(attribute.value.at == 12 && attribute.value.len == 2);
    assert_true(check_next_attribute((const uint8_t *)value, sizeof value - 1, &at, &attribute));
    assert_int_equal(attribute.name.len, 0);
    assert_true(check_next_attribute((const uint8_t *)value, sizeof value - 1, &at, &attribute));
    assert_true(attribute.name.at == 17 && attribute.name.len == 6 && attribute.value.len == 0);
    assert_false(check_next_attribute((const uint8_t *)value, sizeof value - 1, &at, &attribute));
    assert_int_equal(check_cookie_name((const uint8_t *)value, sizeof value - 1).len, 1);
    assert_int_equal(check_cookie_name((const uint8_t *)"a; b=c", 6).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_dates_of_three_forms),
        cmocka_unit_test(knows_which_dates_exist),
        cmocka_unit_test(orders_dates),
        cmocka_unit_test(reads_media_types),
        cmocka_unit_test(reads_entity_tags),
        cmocka_unit_test(reads_weights_and_numbers),
        cmocka_unit_test(reads_content_ranges),
        cmocka_unit_test(reads_set_cookie),
        cmocka_unit_test(steps_through_cookie_attributes),
    };
    return cmocka_run_group_tests_name("grammars of values", tests, NULL, NULL);
}
