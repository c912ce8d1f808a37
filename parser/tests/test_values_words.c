/* SPDX-License-Identifier: MIT */
/* Tokens, numbers, quoted strings, comments, parameters, lists and folds: what fits, and where the rest goes wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "parser/tests/values.h"

#define BYTES(text) (const uint8_t *)(text), strlen(text)

static h1_value read_number(const uint8_t *value, size_t len, size_t *bad)
{
    uint64_t number;

    return h1_number_read(value, len, &number, bad);
}

static h1_value read_unquoted(const uint8_t *value, size_t len, size_t *bad)
{
    uint8_t out[128];
    size_t got;

    return h1_unquote(value, len, out, sizeof out, &got, bad);
}

static h1_value read_unfolded(const uint8_t *value, size_t len, size_t *bad)
{
    uint8_t out[128];
    size_t got;

    return h1_unfold(value, len, out, sizeof out, &got, bad);
}

/* All parameters, one after the other. */
static h1_value read_parameters(const uint8_t *value, size_t len, size_t *bad)
{
    h1_parameter parameter;
    h1_value result;

    *bad = 0;
    while ((result = h1_parameter_next(value, len, bad, &parameter)) == OK)
        assert_true(parameter.name.len > 0 && parameter.value.len > 0);
    return result == H1_VALUE_NONE ? OK : result;
}

static void reads_tokens(void **state)
{
    static const valued rows[] = {
        {"a", FITS},        {"!#$%&'*+-.^_`|~09AZaz", FITS},
        {"", SHORT},        {" a", BYTE, 0},
        {"a b", BYTE, 1},   {"a:", BYTE, 1},
        {"a\xC3", BYTE, 1}, {"\"a\"", BYTE, 0},
        {"a\t", BYTE, 1},
    };

    (void)state;
    JUDGE(h1_token_read, rows);
    judge_every_byte(h1_token_read, "ab");
}

static void takes_exactly_the_bytes_of_tokens(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 256; i++) {
        uint8_t byte = (uint8_t)i;
        size_t bad;
        bool due = i > ' ' && i < 0x7F && memchr("\"(),/:;<=>?@[\\]{}", (int)i, 17) == NULL;
        assert_int_equal(h1_token_read(&byte, 1, &bad), due ? OK : BYTE);
    }
}

static void reads_numbers_and_saturates(void **state)
{
    static const valued rows[] = {{"0", FITS},     {"007", FITS},   {"99999999999999999999999", FITS},
                                  {"", SHORT},     {"-1", BYTE, 0}, {"1.5", BYTE, 1},
                                  {"1 ", BYTE, 1}, {"0x1", BYTE, 1}};
    uint64_t number = 0;
    size_t bad;

    (void)state;
    JUDGE(read_number, rows);
    judge_every_byte(read_number, "10");
    assert_int_equal(h1_number_read(BYTES("18446744073709551614"), &number, &bad), OK);
    assert_true(number == UINT64_MAX - 1);
    assert_int_equal(h1_number_read(BYTES("18446744073709551616"), &number, &bad), OK);
    assert_true(number == UINT64_MAX);
}

static void reads_quoted_strings(void **state)
{
    static const valued rows[] = {
        {"\"\"", FITS},
        {"\"a b\t\xFF\"", FITS},
        {"\"\\\"\\\\\\a\"", FITS},
        {"", SHORT},
        {"a", BYTE, 0},
        {"\"", SHORT},
        {"\"a", SHORT},
        {"\"\\", SHORT},
        {"\"\\\"", SHORT},
        {"\"a\"b", BYTE, 3},
        {"\"\x01\"", BYTE, 1},
        {"\"\\\x7F\"", BYTE, 2},
        {"\"a\r\n \"", BYTE, 2},
    };

    (void)state;
    JUDGE(h1_quoted_read, rows);
    judge_every_byte(h1_quoted_read, "\"a\\\"b\"");
}

static void reads_comments_within_comments(void **state)
{
    static const valued rows[] = {
        {"()", FITS},      {"(a (b) (c(d)) \\) e)", FITS},
        {"(\")", FITS},    {"", SHORT},
        {"a", BYTE, 0},    {"(", SHORT},
        {"((a)", SHORT},   {"(a))", BYTE, 3},
        {"(\\", SHORT},    {"(\x01)", BYTE, 1},
        {"(a)b", BYTE, 3},
    };

    (void)state;
    JUDGE(h1_comment_read, rows);
    judge_every_byte(h1_comment_read, "(a(\\))b)");
}

static void reads_comments_of_any_depth(void **state)
{
    enum { DEPTH = 1 << 20 };
    uint8_t *deep = malloc(2 * DEPTH);
    size_t bad;

    (void)state;
    assert_non_null(deep);
    memset(deep, '(', DEPTH);
    memset(deep + DEPTH, ')', DEPTH);
    assert_int_equal(h1_comment_read(deep, 2 * DEPTH, &bad), OK);
    assert_int_equal(h1_comment_read(deep, 2 * DEPTH - 1, &bad), ENDS);
    free(deep);
}

static void assert_text(const uint8_t *out, size_t got, const char *due)
{
    assert_int_equal(got, strlen(due));
    assert_memory_equal(out, due, got);
}

static void unquotes_into_the_callers_memory(void **state)
{
    static const struct {
        const char *value, *text;
    } rows[] = {
        {"abc", "abc"}, {"\"\"", ""}, {"\"a\\\"b\\\\c\\d\"", "a\"b\\cd"}, {"\"a b\"", "a b"}, {"\"\\a\\b\"", "ab"},
    };
    static const valued refused[] = {{"", SHORT}, {"a b", BYTE, 1}, {"\"a", SHORT}, {"\"a\"b", BYTE, 3}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t out[32];
        size_t got;
        size_t bad;
        size_t len = strlen(rows[i].text);
        assert_int_equal(h1_unquote(BYTES(rows[i].value), out, len, &got, &bad), OK);
        assert_text(out, got, rows[i].text);
        if (len > 0)
            assert_int_equal(h1_unquote(BYTES(rows[i].value), out, len - 1, &got, &bad), H1_VALUE_NO_ROOM);
        assert_int_equal(got, len);
        memcpy(out, rows[i].value, strlen(rows[i].value)); /* in place */
        assert_int_equal(h1_unquote(out, strlen(rows[i].value), out, sizeof out, &got, &bad), OK);
        assert_text(out, got, rows[i].text);
    }
    JUDGE(read_unquoted, refused);
    judge_every_byte(read_unquoted, "\"a\\b\"");
}

static void unfolds_to_one_space_each(void **state)
{
    static const struct {
        const char *value, *text;
    } rows[] = {
        {"", ""},
        {"a b", "a b"},
        {"a \t b", "a \t b"},
        {"a\r\n b", "a b"},
        {"a \t\r\n\t b", "a b"},
        {"a\r\n \r\n b", "a  b"},
        {"a,\r\n b,\r\n\tc", "a, b, c"},
        {"\xC3\xA9\r\n ", "\xC3\xA9 "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t out[32];
        size_t got;
        size_t bad;
        size_t len = strlen(rows[i].text);
        assert_int_equal(h1_unfold(BYTES(rows[i].value), out, len, &got, &bad), OK);
        assert_text(out, got, rows[i].text);
        if (len > 0)
            assert_int_equal(h1_unfold(BYTES(rows[i].value), out, len - 1, &got, &bad), H1_VALUE_NO_ROOM);
        assert_int_equal(got, len);
        memcpy(out, rows[i].value, strlen(rows[i].value));
        assert_int_equal(h1_unfold(out, strlen(rows[i].value), out, sizeof out, &got, &bad), OK);
        assert_text(out, got, rows[i].text);
    }
}

static void refuses_what_is_no_fold(void **state)
{
    static const valued rows[] = {
        {"a\r", SHORT},     {"a\r\n", SHORT},   {"a\r\nb", BYTE, 3}, {"a\n b", BYTE, 1},
        {"a\r b", BYTE, 2}, {"a\x01", BYTE, 1}, {"\x7F", BYTE, 0},   {"a \r\r\n b", BYTE, 3},
    };

    (void)state;
    JUDGE(read_unfolded, rows);
    judge_every_byte(read_unfolded, "a \r\n b");
}

static void steps_through_parameters(void **state)
{
    static const char value[] = " ; a=b;;c=\"d;e\" ;";
    static const valued rows[] = {
        {"", FITS},          {";", FITS},        {"; a=b", FITS},    {" ;a=\"\\\"\";; ", FITS}, {"a=b", BYTE, 0},
        {";a", SHORT},       {";a=", SHORT},     {";a =b", BYTE, 2}, {";a= b", BYTE, 3},        {";a=\"b", SHORT},
        {";a=b c", BYTE, 5}, {";a=b,", BYTE, 4}, {";=b", BYTE, 1},
    };
    h1_parameter parameter;
    size_t at = 0;

    (void)state;
    assert_int_equal(h1_parameter_next(BYTES(value), &at, &parameter), OK);
    assert_true(parameter.name.at == 3 && parameter.name.len == 1 && parameter.value.at == 5);
    assert_int_equal(h1_parameter_next(BYTES(value), &at, &parameter), OK);
    assert_true(parameter.value.at == 10 && parameter.value.len == 5);
    assert_int_equal(h1_parameter_next(BYTES(value), &at, &parameter), H1_VALUE_NONE);
    assert_int_equal(h1_parameter_next(BYTES(value), &at, &parameter), H1_VALUE_NONE);
    JUDGE(read_parameters, rows);
    judge_every_byte(read_parameters, "; a=b;c=\"d\"");
}

static void reads_lists_of_tokens(void **state)
{
    static const valued rows[] = {
        {"", FITS},          {"close", FITS},  {"a,b", FITS},    {" a ,\tb ", FITS},    {",", FITS},
        {",,a,, b,", FITS},  {"a b", BYTE, 2}, {"a;b", BYTE, 1}, {"a, \"b\"", BYTE, 3}, {"a,\r\n b", BYTE, 2},
        {"a, b=c", BYTE, 4},
    };

    (void)state;
    JUDGE(h1_tokens_read, rows);
    judge_every_byte(h1_tokens_read, "a, b");
}

static void walks_lists_past_empty_elements(void **state)
{
    static const uint8_t value[] = ", a ,,\"b,\\\"c\", d\t,";
    static const h1_span due[] = {{2, 1}, {6, 7}, {15, 1}};
    h1_list list = h1_list_of(value, sizeof value - 1);
    h1_span element;
    size_t found = 0;

    (void)state;
    for (; h1_list_next(&list, &element); found++) {
        assert_true(found < 3);
        assert_memory_equal(&element, &due[found], sizeof element);
    }
    assert_int_equal(found, 3);
    assert_int_equal(list.empty, 0);
    list = h1_list_of((const uint8_t *)"a,b", 3);
    while (h1_list_next(&list, &element))
        found++;
    assert_int_equal(found, 5);
    assert_true(list.empty == H1_LIST_NONE);
}

static void compares_words_without_case(void **state)
{
    (void)state;
    assert_true(h1_same_word(BYTES("cLoSe"), "close"));
    assert_false(h1_same_word(BYTES("clos"), "close"));
    assert_false(h1_same_word(BYTES("closed"), "close"));
    assert_false(h1_same_word((const uint8_t *)"a\0", 2, "a"));
    assert_true(h1_same_word(BYTES(""), ""));
    assert_true(h1_same_words(BYTES("aB["), BYTES("Ab[")));
    assert_false(h1_same_words(BYTES("a"), BYTES("ab")));
    assert_false(h1_same_words(BYTES("@"), BYTES("`"))); /* differ in the bit that makes case */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_tokens),
        cmocka_unit_test(takes_exactly_the_bytes_of_tokens),
        cmocka_unit_test(reads_numbers_and_saturates),
        cmocka_unit_test(reads_quoted_strings),
        cmocka_unit_test(reads_comments_within_comments),
        cmocka_unit_test(reads_comments_of_any_depth),
        cmocka_unit_test(unquotes_into_the_callers_memory),
        cmocka_unit_test(unfolds_to_one_space_each),
        cmocka_unit_test(refuses_what_is_no_fold),
        cmocka_unit_test(steps_through_parameters),
        cmocka_unit_test(reads_lists_of_tokens),
        cmocka_unit_test(walks_lists_past_empty_elements),
        cmocka_unit_test(compares_words_without_case),
    };
    return cmocka_run_group_tests_name("words of values", tests, NULL, NULL);
}
