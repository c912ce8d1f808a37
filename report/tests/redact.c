/* SPDX-License-Identifier: MIT */
/* Secrets are hidden, everything else is kept, and lengths never change. */
#include "drawn.h"

#include "report/redact.h"

struct row {
    const char *bytes;
    const char *due;
};

static void hides(const struct row *row, report_part part)
{
    size_t len = strlen(row->bytes);
    char *bytes = strdup(row->bytes);

    print_message("[ hides ] %s\n", row->due);
    assert_non_null(bytes);
    assert_int_equal(len, strlen(row->due));
    report_redact((uint8_t *)bytes, len, part);
    assert_string_equal(bytes, row->due);
    free(bytes);
}

static void hides_secrets_of_heads(void **state)
{
    static const struct row rows[] = {
        {"GET /p?naked HTTP/1.1\r\n", "GET /p?***** HTTP/1.1\r\n"},
        {"GET /p?a=secret&b=1 HTTP/1.1\r\n", "GET /p?a=******&b=* HTTP/1.1\r\n"},
        {"GET http://me:pw@h.example/x HTTP/1.1\r\n", "GET http://*****@h.example/x HTTP/1.1\r\n"},
        {"GET / HTTP/1.1\r\nAuthorization: Basic YTpi\r\n", "GET / HTTP/1.1\r\nAuthorization: Basic ****\r\n"},
        {"GET / HTTP/1.1\nauthorization : tok\n", "GET / HTTP/1.1\nauthorization : ***\n"},
        {"GET / HTTP/1.1\r\nCookie: a=1; bb=22\r\n", "GET / HTTP/1.1\r\nCookie: a=*; bb=**\r\n"},
        {"GET / HTTP/1.1\r\nCookie: naked\r\n", "GET / HTTP/1.1\r\nCookie: *****\r\n"},
        {"GET / HTTP/1.1\r\nCookie: a=1;\r\n b=2\r\n", "GET / HTTP/1.1\r\nCookie: a=*;\r\n b=*\r\n"},
        {"HTTP/1.1 200 OK\r\nSet-Cookie: id=7; Path=/\r\n", "HTTP/1.1 200 OK\r\nSet-Cookie: id=*; Path=*\r\n"},
        {"HTTP/1.1 302 ?\r\nLocation: /a?b=c#d\r\n", "HTTP/1.1 302 ?\r\nLocation: /a?b=*#*\r\n"},
        {"GET / HTTP/1.1\r\nHost: u:p@h\r\nAccept: a=b\r\n", "GET / HTTP/1.1\r\nHost: ***@h\r\nAccept: a=b\r\n"},
        {"GET / HTTP/1.1\r\nReferer: http://h/?q=1;r\r\n", "GET / HTTP/1.1\r\nReferer: http://h/?q=*;*\r\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        hides(&rows[i], REPORT_PART_START);
}

static void hides_bodies_whole(void **state)
{
    static const struct row rows[] = {
        {"POST / HTTP/1.1\r\nA: b\r\n\r\npass\r\nword", "POST / HTTP/1.1\r\nA: b\r\n\r\n**********"},
        {"POST / HTTP/1.1\n\nhidden", "POST / HTTP/1.1\n\n******"},
        {"\r\nGET / HTTP/1.1\r\nA: b\r\n", "\r\nGET / HTTP/1.1\r\nA: b\r\n"},
    };
    static const struct row middle = {"Accept: all\r\n", "*************"};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        hides(&rows[i], REPORT_PART_START);
    hides(&middle, REPORT_PART_BODY);
}

static void knows_pieces_from_the_middle_of_a_head(void **state)
{
    static const struct row line = {"Cookie: a=b\r\nX: y\r\n\r\nbody", "Cookie: a=*\r\nX: y\r\n\r\n****"};
    static const struct row inside = {"ie: a=b\r\n c\r\nX: y\r\n", "***********\r\nX: y\r\n"};

    (void)state;
    hides(&line, REPORT_PART_LINE);
    hides(&inside, REPORT_PART_INSIDE_LINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hides_secrets_of_heads),
        cmocka_unit_test(hides_bodies_whole),
        cmocka_unit_test(knows_pieces_from_the_middle_of_a_head),
    };
    return cmocka_run_group_tests_name("redact", tests, NULL, NULL);
}
