/* SPDX-License-Identifier: MIT */
/* The escape language of case files: what it stands for, and for every slip the character that is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "conformance/reader/bytes.h"

#define A16  "aaaaaaaaaaaaaaaa"
#define A64  A16 A16 A16 A16
#define A256 A64 A64 A64 A64

struct good {
    const char *text, *bytes;
    size_t len;
};

struct bad {
    const char *text;
    size_t at;
    const char *expected; /* a part of what is said */
};

struct marked {
    const char *text;
    conf_mark_kind kind;
    size_t at, len;
};

static const char *read_text(conf_memory *memory, const char *text, conf_buffer *buffer, conf_mark *mark, size_t *at)
{
    return conf_bytes_read(memory, text, strlen(text), &conf_parser_variables, buffer, mark, at);
}

static void reads_each_escape_as_its_bytes(void **state)
{
    static const struct good rows[] = {
        {"", "", 0},
        {"GET / HTTP/1.1\\r\\n", "GET / HTTP/1.1\r\n", 16},
        {"\\t\\\\\\\"\\{\\}\\)", "\t\\\"{})", 6},
        {"\\x00\\xfF", "\x00\xff", 2},
        {"\\R3(ab)c", "abababc", 7},
        {"\\R2(\\r\\n)", "\r\n\r\n", 4},
        {"\\R2(\\))", "))", 2},
        {"\\R0(a)", "", 0},
        {"\\L(ab)c", "\0\0\0\2abc", 7},
        {"\\L()", "\0\0\0", 4},
        {"\\L(\\{\\)\\R256(a))", "\0\0\1\2{)" A256, 262},
        {"{host}:{port}{path}", "h.example:80/", 13},
        {"{origin} {target}", "o.example /", 11},
        {"W/{etag}", "W/\"h1\"", 6},
        {"a}b", "a}b", 3},
    };
    conf_memory memory = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_buffer buffer = {0};
        size_t at = SIZE_MAX;
        print_message("[ reads ] %s\n", rows[i].text);
        assert_null(read_text(&memory, rows[i].text, &buffer, NULL, &at));
        assert_int_equal(buffer.len, rows[i].len);
        if (rows[i].len > 0)
            assert_memory_equal(buffer.at, rows[i].bytes, rows[i].len);
    }
    conf_memory_free(&memory);
}

static void refuses_what_is_no_escape(void **state)
{
    static const struct bad rows[] = {
        {"ab\\q", 2, "one of \\r"},
        {"ab\\", 2, "one of \\r"},
        {"\\x", 0, "two hexadecimal digits"},
        {"a\\x1", 1, "two hexadecimal digits"},
        {"\\xg0", 0, "two hexadecimal digits"},
        {"{hots}", 0, "{host}"},
        {"a{", 1, "\\{"},
        {"\\R(a)", 0, "a repetition"},
        {"\\L", 0, "behind their length"},
        {"\\L(a", 0, "a ) to end"},
        {"\\L(\\L(a))", 0, "neither inside another"},
        {"\\R2(\\L(a))", 0, "nor inside a repetition"},
        {"\\R3a", 0, "a repetition"},
        {"\\R3(a", 0, "to end the repetition"},
        {"\\R3()", 0, "to end the repetition"},
        {"\\R3(\\R2(a))", 0, "none inside another"},
        {"\\R2000000(a)", 0, "at most 1048576 bytes"},
        {"\\R600000(ab)", 0, "at most 1048576 bytes"},
        {"caf\xc3\xa9", 3, "printable US-ASCII"},
        {"a\x01", 1, "printable US-ASCII"},
        {"\\^a", 0, "no mark here"},
    };
    conf_memory memory = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_buffer buffer = {0};
        size_t at = SIZE_MAX;
        const char *expected = read_text(&memory, rows[i].text, &buffer, NULL, &at);
        print_message("[ refuses ] %s\n", rows[i].text);
        assert_non_null(expected);
        assert_non_null(strstr(expected, rows[i].expected));
        assert_int_equal(at, rows[i].at);
    }
    conf_memory_free(&memory);
}

static void takes_marks_out_of_the_bytes(void **state)
{
    static const struct marked rows[] = {
        {"abc", CONF_MARK_NONE, 0, 0},         {"\\^abc", CONF_MARK_POINT, 0, 1},     {"ab\\^c", CONF_MARK_POINT, 2, 1},
        {"a\\^[b\\^]c", CONF_MARK_SPAN, 1, 1}, {"\\^[abc\\^]", CONF_MARK_SPAN, 0, 3}, {"a\\^[bc", CONF_MARK_OPEN, 1, 1},
        {"ab\\^\\x5b", CONF_MARK_POINT, 2, 1},
    };
    conf_memory memory = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_buffer buffer = {0};
        conf_mark mark = {0};
        size_t at = SIZE_MAX;
        print_message("[ marks ] %s\n", rows[i].text);
        assert_null(read_text(&memory, rows[i].text, &buffer, &mark, &at));
        assert_int_equal(buffer.len, 3);
        assert_int_equal(mark.kind, rows[i].kind);
        assert_int_equal(mark.at, rows[i].at);
        assert_int_equal(mark.len, rows[i].len);
    }
    conf_memory_free(&memory);
}

static void refuses_marks_that_make_no_place(void **state)
{
    static const struct bad rows[] = {
        {"a\\^]", 1, "\\^[ before"},
        {"a\\^b\\^c", 4, "this is the second"},
        {"a\\^[b\\^]c\\^d", 9, "this is the second"},
        {"a\\^[\\^]b", 4, "at least one byte"},
        {"\\R2(\\^a)", 0, "no mark here"},
    };
    conf_memory memory = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_buffer buffer = {0};
        conf_mark mark = {0};
        size_t at = SIZE_MAX;
        const char *expected = read_text(&memory, rows[i].text, &buffer, &mark, &at);
        print_message("[ refuses ] %s\n", rows[i].text);
        assert_non_null(expected);
        assert_non_null(strstr(expected, rows[i].expected));
        assert_int_equal(at, rows[i].at);
    }
    conf_memory_free(&memory);
}

static void keeps_a_span_over_two_texts(void **state)
{
    conf_memory memory = {0};
    conf_buffer buffer = {0};
    conf_mark mark = {0};
    size_t at = SIZE_MAX;

    (void)state;
    assert_null(read_text(&memory, "ab\\^[c\\r\\n", &buffer, &mark, &at));
    assert_null(read_text(&memory, "d\\^]e", &buffer, &mark, &at));
    assert_int_equal(mark.kind, CONF_MARK_SPAN);
    assert_int_equal(mark.at, 2);
    assert_int_equal(mark.len, 4);
    conf_memory_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_each_escape_as_its_bytes), cmocka_unit_test(refuses_what_is_no_escape),
        cmocka_unit_test(takes_marks_out_of_the_bytes),   cmocka_unit_test(refuses_marks_that_make_no_place),
        cmocka_unit_test(keeps_a_span_over_two_texts),
    };
    return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
