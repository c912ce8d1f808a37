/* SPDX-License-Identifier: MIT */
/* Bytes become visible text that can't do anything to a terminal and can be read back. */
#include "drawn.h"

#include "report/base64.h"
#include "report/count.h"
#include "report/escape.h"

static void shows_every_byte_with_printable_ascii_of_its_width(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        char text[REPORT_ESCAPE_MOST];
        unsigned width = report_escape_byte((uint8_t)byte, text);
        assert_int_equal(width, report_escape_width((uint8_t)byte));
        for (unsigned i = 0; i < width; i++)
            assert_in_range(text[i], 0x20, 0x7e);
    }
}

static void escapes_as_the_case_files_do(void **state)
{
    static const uint8_t bytes[] = "a\r\n\t\\\0\x1b[31m\x7f\x80\xff~";
    drawn d;

    (void)state;
    drawn_begin(&d);
    report_escape_to(d.out, bytes, sizeof bytes - 1);
    drawn_is(&d, "a\\r\\n\\t\\\\\\x00\\x1b[31m\\x7f\\x80\\xff~");
    assert_int_equal(report_escape_columns(bytes, sizeof bytes - 1), 34);
}

static void cuts_between_escapes_and_says_so(void **state)
{
    static const struct {
        size_t columns;
        const char *due;
    } rows[] = {
        {11, "ab\\x00\\r\\n"},
        {10, "ab\\x00\\r\\n"},
        {9, "ab\\x00\\r…"},
        {8, "ab\\x00…"},
        {7, "ab\\x00…"},
        {6, "ab…"},
        {1, "…"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        drawn d;
        drawn_begin(&d);
        report_escape_cut_to(d.out, (const uint8_t *)"ab\0\r\n", 5, rows[i].columns);
        drawn_is(&d, rows[i].due);
    }
}

static void writes_numbers_as_people_read_them(void **state)
{
    static const struct {
        uint64_t n;
        const char *number, *bytes;
    } rows[] = {
        {0, "0", "0 bytes"},
        {1, "1", "1 byte"},
        {999, "999", "999 bytes"},
        {1000, "1,000", "1.0 kB"},
        {18204, "18,204", "18.2 kB"},
        {999949, "999,949", "999.9 kB"},
        {999950, "999,950", "1.0 MB"},
        {4100000, "4,100,000", "4.1 MB"},
        {UINT64_MAX, "18,446,744,073,709,551,615", "18.4 EB"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(report_number_of(rows[i].n).text, rows[i].number);
        assert_string_equal(report_bytes_of(rows[i].n).text, rows[i].bytes);
    }
}

/* The test vectors of RFC 4648 section 10. */
static void encodes_base64(void **state)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xff\xfe\xfd", "//79"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[32];
        report_base64((const uint8_t *)rows[i][0], strlen(rows[i][0]), text);
        assert_string_equal(text, rows[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_every_byte_with_printable_ascii_of_its_width),
        cmocka_unit_test(escapes_as_the_case_files_do),
        cmocka_unit_test(cuts_between_escapes_and_says_so),
        cmocka_unit_test(writes_numbers_as_people_read_them),
        cmocka_unit_test(encodes_base64),
    };
    return cmocka_run_group_tests_name("escape", tests, NULL, NULL);
}
