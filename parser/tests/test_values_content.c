/* SPDX-License-Identifier: MIT */
/* Values of fields: media types, weights, entity-tags, ranges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <h1/values.h>

#include "parser/tests/values.h"

#define BYTES(text) (const uint8_t *)(text), strlen(text)

static h1_value read_media_type(const uint8_t *value, size_t len, size_t *bad)
{
    h1_media_type type;

    return h1_media_type_read(value, len, &type, bad);
}

static h1_value read_media_range(const uint8_t *value, size_t len, size_t *bad)
{
    h1_media_type type;
    unsigned weight;

    return h1_media_range_read(value, len, &type, &weight, bad);
}

static h1_value read_qvalue(const uint8_t *value, size_t len, size_t *bad)
{
    unsigned weight;

    return h1_qvalue_read(value, len, &weight, bad);
}

static h1_value read_weighted(const uint8_t *value, size_t len, size_t *bad)
{
    h1_span word;
    unsigned weight;

    return h1_weighted_read(value, len, &word, &weight, bad);
}

static h1_value read_tag(const uint8_t *value, size_t len, size_t *bad)
{
    h1_entity_tag tag;

    return h1_entity_tag_read(value, len, &tag, bad);
}

static h1_value read_tags(const uint8_t *value, size_t len, size_t *bad)
{
    h1_entity_tag tag;
    h1_value result;

    *bad = 0;
    do
        result = h1_entity_tag_next(value, len, bad, &tag);
    while (result == OK);
    return result == H1_VALUE_NONE ? OK : result;
}

static h1_value read_ranges(const uint8_t *value, size_t len, size_t *bad)
{
    h1_ranges ranges;

    return h1_ranges_read(value, len, &ranges, bad);
}

static h1_value read_range_set(const uint8_t *value, size_t len, size_t *bad)
{
    h1_range range;
    h1_value result;

    *bad = 0;
    do
        result = h1_range_next(value, len, bad, &range);
    while (result == OK);
    return result == H1_VALUE_NONE ? OK : result;
}

static h1_value read_content_range(const uint8_t *value, size_t len, size_t *bad)
{
    h1_content_range range;

    return h1_content_range_read(value, len, &range, bad);
}

static void reads_media_types(void **state)
{
    static const valued rows[] = {
        {"text/html", FITS},
        {"text/html;charset=utf-8", FITS},
        {"z/Z;a=\"\t\"", FITS},
        {"a/b;c=\"\x01\"", BYTE, 7},
        {"a/b;c=\"\x7F\"", BYTE, 7},
        {"a/b;c=\"x", SHORT},
        {"a/b;c=\"\\", SHORT},
        {"Text/HTML ; Charset=\"utf-8\" ;; a=\"\\\"\"", FITS},
        {"application/vnd.a+json; ", FITS},
        {"*/b", FITS}, /* "*" is a tchar */
        {"a/b;q=2", FITS},
        {"", SHORT},
        {"text", SHORT},
        {"text/", SHORT},
        {"/html", BYTE, 0},
        {"text/html charset=a", BYTE, 9},
        {"text/html, text/plain", BYTE, 9},
        {"text/html; charset", SHORT},
        {"text/html; charset=", SHORT},
        {"text/html; charset = a", BYTE, 18},
        {"text/html; charset=\"a", SHORT},
        {"text/html; charset=a b", BYTE, 20},
    };
    h1_media_type type;
    size_t bad;

    (void)state;
    JUDGE(read_media_type, rows);
    judge_every_byte(read_media_type, "a/b ;c=\"d\";e=f");
    assert_int_equal(h1_media_type_read(BYTES("text/html; a=b"), &type, &bad), OK);
    assert_true(type.type.at == 0 && type.type.len == 4 && type.subtype.at == 5 && type.subtype.len == 4);
    assert_true(type.parameters.at == 9 && type.parameters.len == 5);
    assert_true(h1_is_media_type(BYTES("Text/HTML ;a"), "text/html"));
    assert_true(h1_is_media_type(BYTES("text/html"), "text/html"));
    assert_false(h1_is_media_type(BYTES("text/htm"), "text/html"));
}

static void reads_weights_in_thousandths(void **state)
{
    static const valued rows[] = {
        {"0", FITS},         {"1", FITS},      {"0.", FITS},      {"1.000", FITS},    {"0.999", FITS},
        {"", SHORT},         {"2", BYTE, 0},   {".5", BYTE, 0},   {"1.001", BYTE, 4}, {"0.1234", BYTE, 5},
        {"1.0000", BYTE, 5}, {"0,5", BYTE, 1}, {"00.5", BYTE, 1}, {"-0", BYTE, 0},
    };
    static const struct {
        const char *value;
        unsigned weight;
    } numbers[] = {{"0", 0}, {"1", 1000}, {"0.5", 500}, {"0.05", 50}, {"0.123", 123}, {"1.0", 1000}};

    (void)state;
    JUDGE(read_qvalue, rows);
    judge_every_byte(read_qvalue, "0.12");
    judge_every_byte(read_qvalue, "1.00");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        unsigned weight = 7;
        size_t bad;
        assert_int_equal(h1_qvalue_read(BYTES(numbers[i].value), &weight, &bad), OK);
        assert_int_equal(weight, numbers[i].weight);
    }
}

static void reads_what_clients_accept(void **state)
{
    static const valued ranges[] = {
        {"*/*", FITS},
        {"text/*;q=0.5", FITS},
        {"text/html;level=1;Q=1", FITS},
        {"text/html ; q=0", FITS},
        {"*/html", BYTE, 2},
        {"*", SHORT},
        {"a/b;q=2", BYTE, 6},
        {"a/b;q=0.1234", BYTE, 11},
        {"a/b;q=\"1\"", BYTE, 6},
        {"a/b;q", SHORT},
        {"a/b;q=", SHORT},
        {"a/b;q=1x", BYTE, 7},
    };
    static const valued words[] = {
        {"gzip", FITS},        {"*;q=0", FITS},    {"en-GB ; q=0.8", FITS}, {"", SHORT},      {"gzip;", SHORT},
        {"gzip;p=1", BYTE, 5}, {"gzip;q=", SHORT}, {"gzip;q =1", BYTE, 6},  {"a b", BYTE, 1}, {"gzip;q=1;q=1", BYTE, 8},
    };
    h1_media_type range;
    h1_span word;
    unsigned weight;
    size_t bad;

    (void)state;
    JUDGE(read_media_range, ranges);
    JUDGE(read_weighted, words);
    judge_every_byte(read_media_range, "*/*;a=b;q=0.5");
    judge_every_byte(read_weighted, "a ;q=0.5");
    assert_int_equal(h1_media_range_read(BYTES("*/*;q=0.25"), &range, &weight, &bad), OK);
    assert_true(weight == 250 && range.type.len == 1 && range.subtype.at == 2 && range.parameters.len == 7);
    assert_int_equal(h1_media_range_read(BYTES("a/b"), &range, &weight, &bad), OK);
    assert_int_equal(weight, 1000);
    assert_int_equal(h1_weighted_read(BYTES("br; q=0.3"), &word, &weight, &bad), OK);
    assert_true(weight == 300 && word.at == 0 && word.len == 2);
}

static void reads_entity_tags(void **state)
{
    static const valued rows[] = {
        {"\"a\"", FITS},
        {"\"\"", FITS},
        {"W/\"a\\b\xFF\"", FITS},
        {"\"#!\"", FITS},
        {"\"a,b\"", FITS},
        {"\"\\\"", FITS},
        {"", SHORT},
        {"a", BYTE, 0},
        {"w/\"a\"", BYTE, 0},
        {"W\"a\"", BYTE, 1},
        {"\"a", SHORT},
        {"\"a b\"", BYTE, 2},
        {"\"a\"b", BYTE, 3},
        {"\"a\", \"b\"", BYTE, 3},
        {"\"a\x7F\"", BYTE, 2},
        {"W/", SHORT},
        {"*", BYTE, 0},
    };
    static const valued lists[] = {
        {"", FITS},          {"\"a\"", FITS},          {"\"a,\\\" , ,W/\"b\",", FITS},
        {"*", BYTE, 0},      {"\"a\" \"b\"", BYTE, 4}, {"\"a\",b", BYTE, 4},
        {"\"a\", W", SHORT},
    };
    h1_entity_tag tag;
    size_t at = 0;

    (void)state;
    JUDGE(read_tag, rows);
    JUDGE(read_tags, lists);
    judge_every_byte(read_tag, "W/\"a\"");
    judge_every_byte(read_tags, "\"a\", W/\"b\"");
    assert_int_equal(h1_entity_tag_next(BYTES(" W/\"\\\" , \"bc\""), &at, &tag), OK);
    assert_true(tag.weak && tag.opaque.at == 4 && tag.opaque.len == 1);
    assert_int_equal(h1_entity_tag_next(BYTES(" W/\"\\\" , \"bc\""), &at, &tag), OK);
    assert_true(!tag.weak && tag.opaque.at == 10 && tag.opaque.len == 2);
}

static bool matches(const char *a_value, const char *b_value, h1_tag_comparison how)
{
    h1_entity_tag a;
    h1_entity_tag b;
    size_t bad;

    assert_int_equal(h1_entity_tag_read(BYTES(a_value), &a, &bad), OK);
    assert_int_equal(h1_entity_tag_read(BYTES(b_value), &b, &bad), OK);
    return h1_entity_tag_matches((const uint8_t *)a_value, &a, (const uint8_t *)b_value, &b, how);
}

/* The table of RFC 9110 section 8.8.3.2. */
static void compares_entity_tags_strongly_and_weakly(void **state)
{
    (void)state;
    assert_false(matches("W/\"1\"", "W/\"1\"", H1_TAG_STRONG));
    assert_true(matches("W/\"1\"", "W/\"1\"", H1_TAG_WEAK));
    assert_false(matches("W/\"1\"", "W/\"2\"", H1_TAG_WEAK));
    assert_false(matches("W/\"1\"", "\"1\"", H1_TAG_STRONG));
    assert_false(matches("\"1\"", "W/\"1\"", H1_TAG_STRONG));
    assert_true(matches("W/\"1\"", "\"1\"", H1_TAG_WEAK));
    assert_true(matches("\"1\"", "\"1\"", H1_TAG_STRONG));
    assert_true(matches("\"1\"", "\"1\"", H1_TAG_WEAK));
    assert_false(matches("\"1\"", "\"12\"", H1_TAG_WEAK));
    assert_false(matches("\"a\"", "\"A\"", H1_TAG_WEAK));
}

static void reads_ranges(void **state)
{
    static const valued rows[] = {
        {"bytes=0-0", FITS},
        {"bytes=5-", FITS},
        {"bytes=-500", FITS},
        {"Bytes=0-1, 2-3 ,,-1", FITS},
        {"lines=any.thing", FITS},
        {"bytes=", SHORT},
        {"bytes=,", SHORT},
        {"bytes", SHORT},
        {"", SHORT},
        {"bytes =0-1", BYTE, 5},
        {"bytes=0", SHORT},
        {"bytes=-", SHORT},
        {"bytes=2-1", RULED_OUT, 8},
        {"bytes=0-1 2", BYTE, 10},
        {"bytes=a", BYTE, 6},
        {"bytes=--1", BYTE, 7},
        {"bytes=0-1;", BYTE, 9},
        {"lines=a b", BYTE, 8},
        {"=0-1", BYTE, 0},
        {"bytes=0-1,5-4", RULED_OUT, 12},
    };
    static const valued sets[] = {
        {"", FITS}, {"0-1,,-2", FITS}, {"0-1 2-3", BYTE, 4}, {"3-2", RULED_OUT, 2}, {"-", SHORT}};
    h1_ranges ranges;
    h1_range range;
    size_t at = 0;
    size_t bad;

    (void)state;
    JUDGE(read_ranges, rows);
    JUDGE(read_range_set, sets);
    judge_every_byte(read_ranges, "bytes=0-1, 2-,-3");
    judge_every_byte(read_ranges, "a=b,c");
    judge_every_byte(read_range_set, "0-1, -3");
    assert_int_equal(h1_ranges_read(BYTES("bytes=1-2, 3-,-4"), &ranges, &bad), OK);
    assert_true(ranges.is_bytes && ranges.unit.len == 5 && ranges.set.at == 6 && ranges.set.len == 10);
    assert_int_equal(h1_range_next(BYTES("1-2, 3-,-4"), &at, &range), OK);
    assert_true(range.first == 1 && range.last == 2 && !range.suffix);
    assert_int_equal(h1_range_next(BYTES("1-2, 3-,-4"), &at, &range), OK);
    assert_true(range.first == 3 && range.last == UINT64_MAX && !range.suffix);
    assert_int_equal(h1_range_next(BYTES("1-2, 3-,-4"), &at, &range), OK);
    assert_true(range.first == 4 && range.suffix);
    assert_int_equal(h1_range_next(BYTES("1-2, 3-,-4"), &at, &range), H1_VALUE_NONE);
}

static void selects_the_bytes_of_a_range(void **state)
{
    static const struct {
        h1_range range;
        uint64_t complete;
        bool some;
        uint64_t first, count;
    } rows[] = {
        {{0, 499, false}, 10000, true, 0, 500},
        {{9500, UINT64_MAX, false}, 10000, true, 9500, 500},
        {{0, 0, false}, 1, true, 0, 1},
        {{5, 20, false}, 10, true, 5, 5},
        {{10, 20, false}, 10, false, 0, 0},
        {{0, 0, false}, 0, false, 0, 0},
        {{500, UINT64_MAX, true}, 10000, true, 9500, 500},
        {{500, UINT64_MAX, true}, 10, true, 0, 10},
        {{0, UINT64_MAX, true}, 10, false, 0, 0},
        {{1, UINT64_MAX, true}, 0, false, 0, 0},
        {{0, UINT64_MAX, false}, UINT64_MAX, true, 0, UINT64_MAX},
        {{UINT64_MAX - 1, UINT64_MAX - 1, false}, UINT64_MAX, true, UINT64_MAX - 1, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t first = 0;
        uint64_t count = 0;
        assert_int_equal(h1_range_select(&rows[i].range, rows[i].complete, &first, &count), rows[i].some);
        assert_true(!rows[i].some || (first == rows[i].first && count == rows[i].count));
    }
}

static void reads_content_ranges(void **state)
{
    static const valued rows[] = {
        {"bytes 0-0/1", FITS},
        {"bytes 42-1233/*", FITS},
        {"Bytes */1234", FITS},
        {"lines anything", FITS},
        {"lines a,\tb\xFF", FITS},
        {"bytes 18446744073709551614-18446744073709551615/*", FITS},
        {"", SHORT},
        {"bytes", SHORT},
        {"bytes ", SHORT},
        {"bytes 0", SHORT},
        {"bytes 0-", SHORT},
        {"bytes 0-1/", SHORT},
        {"bytes *", SHORT},
        {"bytes=0-1/2", BYTE, 5},
        {"bytes  0-1/2", BYTE, 6},
        {"bytes 0-/2", BYTE, 8},
        {"bytes 0-1", SHORT},
        {"bytes */*", BYTE, 8},
        {"bytes 2-1/3", RULED_OUT, 8},
        {"bytes 0-1/1", RULED_OUT, 10},
        {"bytes 0-1/2 ", BYTE, 11},
        {"lines a\x01", BYTE, 7},
    };
    h1_content_range range;
    size_t bad;

    (void)state;
    JUDGE(read_content_range, rows);
    judge_every_byte(read_content_range, "bytes 0-1/9");
    judge_every_byte(read_content_range, "bytes */9");
    assert_int_equal(h1_content_range_read(BYTES("bytes 42-1233/1234"), &range, &bad), OK);
    assert_true(range.is_bytes && range.has_range && range.has_complete);
    assert_true(range.first == 42 && range.last == 1233 && range.complete == 1234 && range.unit.len == 5);
    assert_int_equal(h1_content_range_read(BYTES("bytes */7"), &range, &bad), OK);
    assert_true(!range.has_range && range.has_complete && range.complete == 7);
    assert_int_equal(h1_content_range_read(BYTES("lines 1"), &range, &bad), OK);
    assert_true(!range.is_bytes && !range.has_range && !range.has_complete && range.unit.len == 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_media_types),
        cmocka_unit_test(reads_weights_in_thousandths),
        cmocka_unit_test(reads_what_clients_accept),
        cmocka_unit_test(reads_entity_tags),
        cmocka_unit_test(compares_entity_tags_strongly_and_weakly),
        cmocka_unit_test(reads_ranges),
        cmocka_unit_test(selects_the_bytes_of_a_range),
        cmocka_unit_test(reads_content_ranges),
    };
    return cmocka_run_group_tests_name("values of content", tests, NULL, NULL);
}
