/* SPDX-License-Identifier: MIT */
/* Pictures of faults: marks stand below the bytes they mean, however long or strange the line is. */
#include "drawn.h"

#include "report/snippet.h"

#define PIECE(text) (const uint8_t *)(text), sizeof(text) - 1

static void draws(report_snippet snippet, size_t columns, const char *due)
{
    drawn d;

    drawn_begin(&d);
    report_snippet_draw(d.out, &snippet, columns, false);
    drawn_is(&d, due);
}

static void shows_two_lines_that_clash(void **state)
{
    static const char text[] = "POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n";

    (void)state;
    draws((report_snippet){PIECE(text), .span = {36, 26}, .second = {17, 17}}, 100,
          "   17 | Content-Length: 4\\r\\n\n"
          "      | ----------------- this ...\n"
          "   36 | Transfer-Encoding: chunked\\r\\n\n"
          "      | ^^^^^^^^^^^^^^^^^^^^^^^^^^ ... against this\n");
    draws((report_snippet){PIECE(text), .span = {17, 17}, .second = {36, 26}}, 100,
          "   17 | Content-Length: 4\\r\\n\n"
          "      | ^^^^^^^^^^^^^^^^^ this ...\n"
          "   36 | Transfer-Encoding: chunked\\r\\n\n"
          "      | -------------------------- ... against this\n");
}

static void marks_two_places_on_one_line(void **state)
{
    (void)state;
    draws((report_snippet){PIECE("GET http://a/ HTTP/1.1\r\n"), .span = {11, 1}, .second = {4, 4}}, 100,
          "    0 | GET http://a/ HTTP/1.1\\r\\n\n"
          "      |     ----   ^\n");
}

static void counts_columns_of_escapes(void **state)
{
    (void)state;
    draws((report_snippet){PIECE("A: \0\t\x80z\n"), .at = 1234567, .span = {6, 1}}, 100,
          "1234567 | A: \\x00\\t\\x80z\\n\n"
          "        |              ^\n");
    draws((report_snippet){PIECE("A: \0\t\x80z\n"), .span = {3, 3}}, 100,
          "    0 | A: \\x00\\t\\x80z\\n\n"
          "      |    ^^^^^^^^^^\n");
    draws((report_snippet){PIECE("A: b\n"), .span = {4, 1}}, 100,
          "    0 | A: b\\n\n"
          "      |     ^^\n");
}

static void marks_the_place_behind_the_last_byte(void **state)
{
    (void)state;
    draws((report_snippet){PIECE("GET / HTTP/1.1"), .span = {14, 0}}, 100,
          "    0 | GET / HTTP/1.1\n"
          "      |               ^\n");
    draws((report_snippet){PIECE("GET / HTTP/1.1\r\n"), .span = {16, 3}}, 100,
          "    0 | GET / HTTP/1.1\\r\\n\n"
          "      |                   ^\n");
    draws((report_snippet){PIECE("ab"), .span = {1, 900}}, 100, "    0 | ab\n      |  ^\n");
    draws((report_snippet){PIECE(""), .span = {0, 0}}, 100, "");
}

static void cuts_a_long_line_around_the_place(void **state)
{
    static const char digits[] = "0123456789012345678901234567890123456789012345678901234567890123456789";

    (void)state;
    draws((report_snippet){PIECE(digits), .span = {35, 2}}, 20,
          "   29 | …901234567890123456…\n"
          "      |        ^^\n");
    draws((report_snippet){PIECE(digits), .span = {0, 1}}, 20,
          "    0 | 012345678901234567…\n"
          "      | ^\n");
    draws((report_snippet){PIECE(digits), .span = {69, 1}}, 20,
          "   52 | …234567890123456789\n"
          "      |                   ^\n");
    draws((report_snippet){PIECE(digits), .span = {60, 2}, .second = {2, 2}}, 20,
          "    0 | 012345678901234567…\n"
          "      |   -- this ...\n"
          "   52 | …234567890123456789\n"
          "      |          ^^ ... against this\n");
    draws((report_snippet){PIECE(digits), .span = {30, 30}}, 20,
          "   24 | …456789012345678901…\n"
          "      |        ^^^^^^^^^^^^^\n");
    draws((report_snippet){PIECE("middle"), .at = 50, .head_cut = true, .tail_cut = true, .span = {2, 1}}, 20,
          "   50 | …middle…\n"
          "      |    ^\n");
}

static void shows_the_ends_of_a_span_over_many_lines(void **state)
{
    (void)state;
    draws((report_snippet){PIECE("one\ntwo\nthree\nfour\nfive\nsix\n"), .span = {1, 20}}, 100,
          "    0 | one\\n\n"
          "      |  ^^^^\n"
          "    4 | two\\n\n"
          "      | ^^^^^\n"
          "      ...\n"
          "   19 | five\\n\n"
          "      | ^^\n");
    draws((report_snippet){PIECE("one\ntwo\nthree\n"), .span = {1, 9}}, 100,
          "    0 | one\\n\n"
          "      |  ^^^^\n"
          "    4 | two\\n\n"
          "      | ^^^^^\n"
          "    8 | three\\n\n"
          "      | ^^\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_two_lines_that_clash),        cmocka_unit_test(marks_two_places_on_one_line),
        cmocka_unit_test(counts_columns_of_escapes),         cmocka_unit_test(marks_the_place_behind_the_last_byte),
        cmocka_unit_test(cuts_a_long_line_around_the_place), cmocka_unit_test(shows_the_ends_of_a_span_over_many_lines),
    };
    return cmocka_run_group_tests_name("snippet", tests, NULL, NULL);
}
