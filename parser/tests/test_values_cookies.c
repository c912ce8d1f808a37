/* SPDX-License-Identifier: MIT */
/* Cookies: what servers and clients should write, and what user agents make of what servers do write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <h1/cookies.h>

#include "parser/tests/values.h"

#define BYTES(text) (const uint8_t *)(text), strlen(text)

static h1_value read_set_cookie(const uint8_t *value, size_t len, size_t *bad)
{
    h1_cookie cookie;

    return h1_set_cookie_read(value, len, &cookie, bad);
}

static h1_value read_cookies(const uint8_t *value, size_t len, size_t *bad)
{
    h1_cookie cookie;
    h1_value result;

    *bad = 0;
    while ((result = h1_cookie_next(value, len, bad, &cookie)) == OK)
        assert_true(cookie.name.len > 0 && cookie.attributes.len == 0);
    return result == H1_VALUE_NONE ? OK : result;
}

static h1_value receive(const uint8_t *value, size_t len, size_t *bad)
{
    h1_received_cookie cookie;

    return h1_set_cookie_receive(value, len, &cookie, bad);
}

static h1_value read_cookie_date(const uint8_t *value, size_t len, size_t *bad)
{
    int64_t seconds;

    return h1_cookie_date_read(value, len, &seconds, bad);
}

static void reads_set_cookie_as_servers_write_it(void **state)
{
    static const valued rows[] = {
        {"a=b", FITS},
        {"a=", FITS},
        {"a=\"b\"; Path=/; HttpOnly", FITS},
        {"a=b=c", FITS},
        {"a=b; Path=/x; Path=/y", FITS},
        {"a=b; Max-Age=010", FITS}, /* an extension-av */
        {"a=b; Expires=Wednesday, 09-Jun-21 10:18:14 GMT", FITS},
        {"a", SHORT},
        {"", SHORT},
        {"=b", BYTE, 0},
        {"a b=c", BYTE, 1},
        {"a  =  b", BYTE, 1},
        {"a=b c", BYTE, 3},
        {"a=b,c", BYTE, 3},
        {"a=\"b", SHORT},
        {"a=\"b c\"", BYTE, 4},
        {"a=b\"", BYTE, 3},
        {"a=b;Path=/", BYTE, 4},
        {"a=b;", SHORT},
        {"a=b; ", SHORT},
        {"a=b; Path=/;; Secure", BYTE, 12},
        {"a=b; \x01", BYTE, 5},
        {"a=\xC3\xA9", BYTE, 2},
        {"a=b; c\xC3", BYTE, 6},
    };
    h1_cookie cookie;
    size_t bad;

    (void)state;
    JUDGE(read_set_cookie, rows);
    judge_every_byte(read_set_cookie, "a=\"b\"; Path=/; Secure");
    assert_int_equal(h1_set_cookie_read(BYTES("ab=\"c\"; D"), &cookie, &bad), OK);
    assert_true(cookie.name.at == 0 && cookie.name.len == 2 && cookie.value.at == 3 && cookie.value.len == 3);
    assert_true(cookie.attributes.at == 6 && cookie.attributes.len == 3);
}

static void reads_cookie_as_clients_write_it(void **state)
{
    static const valued rows[] = {
        {"a=b", FITS},           {"a=b; c=d", FITS},   {"a=1; a=2", FITS},     {"a=; b=", FITS},
        {"a=\"b\"", FITS},       {"", SHORT},          {"abc", SHORT},         {"=b", BYTE, 0},
        {"a=b, c=d", BYTE, 3},   {"a=b;c=d", BYTE, 4}, {"a=\"b c\"", BYTE, 4}, {"a=b;", SHORT},
        {"a=b; ", SHORT},        {"a=b; =c", BYTE, 5}, {"a=b;  c=d", BYTE, 5}, {"a=\x07", BYTE, 2},
        {"a=\xC3\xA9", BYTE, 2},
    };
    h1_cookie cookie;
    size_t at = 0;

    (void)state;
    JUDGE(read_cookies, rows);
    judge_every_byte(read_cookies, "a=b; c=\"d\"");
    assert_int_equal(h1_cookie_next(BYTES("a=b; cd="), &at, &cookie), OK);
    assert_true(cookie.name.at == 0 && cookie.value.at == 2 && cookie.value.len == 1);
    assert_int_equal(h1_cookie_next(BYTES("a=b; cd="), &at, &cookie), OK);
    assert_true(cookie.name.at == 5 && cookie.name.len == 2 && cookie.value.at == 8 && cookie.value.len == 0);
    assert_int_equal(h1_cookie_next(BYTES("a=b; cd="), &at, &cookie), H1_VALUE_NONE);
}

static void takes_exactly_the_bytes_of_cookie_values(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 256; i++) {
        uint8_t value[3] = {'a', '=', (uint8_t)i};
        size_t bad;
        bool octet = i == 0x21 || (i >= 0x23 && i <= 0x2B) || (i >= 0x2D && i <= 0x3A) || (i >= 0x3C && i <= 0x5B) ||
                     (i >= 0x5D && i <= 0x7E);
        h1_value due = octet ? OK : i == '"' || i == ';' ? ENDS : BYTE;
        assert_int_equal(read_cookies(value, 3, &bad), due);
        assert_int_equal(bad, due == BYTE ? 2 : 3);
    }
}

static void steps_through_attributes_of_any_value(void **state)
{
    static const char value[] = "a=b ;Path = /x;; Secure";
    h1_cookie_attribute attribute;
    size_t at = 0;

    (void)state;
    assert_int_equal(h1_cookie_attribute_next(BYTES(value), &at, &attribute), OK);
    assert_true(attribute.name.at == 5 && attribute.name.len == 4);
    assert_true(attribute.value.at == 12 && attribute.value.len == 2);
    assert_int_equal(h1_cookie_attribute_next(BYTES(value), &at, &attribute), OK);
    assert_int_equal(attribute.name.len, 0);
    assert_int_equal(h1_cookie_attribute_next(BYTES(value), &at, &attribute), OK);
    assert_true(attribute.name.at == 17 && attribute.name.len == 6 && attribute.value.len == 0);
    assert_int_equal(h1_cookie_attribute_next(BYTES(value), &at, &attribute), H1_VALUE_NONE);
    at = 0;
    assert_int_equal(h1_cookie_attribute_next(BYTES("a=b"), &at, &attribute), H1_VALUE_NONE);
    at = 0;
    assert_int_equal(h1_cookie_attribute_next(BYTES(";"), &at, &attribute), OK);
    assert_int_equal(h1_cookie_attribute_next(BYTES(";"), &at, &attribute), H1_VALUE_NONE);
    at = 0;
    assert_int_equal(h1_cookie_attribute_next((const uint8_t *)value, SIZE_MAX, &at, &attribute), H1_VALUE_LONG);
}

static bool spells(const char *value, h1_span span, const char *due)
{
    return span.len == strlen(due) && memcmp(value + span.at, due, span.len) == 0;
}

static void receives_cookies_as_user_agents_do(void **state)
{
    static const struct {
        const char *value, *name, *content;
        unsigned has;
        const char *domain, *path;
        int64_t expires, max_age;
    } rows[] = {
        {"a=b", "a", "b", 0, "", "", 0, 0},
        {"  a  =  b c  ", "a", "b c", 0, "", "", 0, 0},
        {"a==b;", "a", "=b", 0, "", "", 0, 0},
        {"a=\xC3\xA9,\"", "a", "\xC3\xA9,\"", 0, "", "", 0, 0},
        {"a=b; Path=/; Secure; HttpOnly; Max-Age=10", "a", "b",
         H1_COOKIE_PATH | H1_COOKIE_SECURE | H1_COOKIE_HTTP_ONLY | H1_COOKIE_MAX_AGE, "", "/", 0, 10},
        {"a=b;domain=.Example.com;SECURE=no", "a", "b", H1_COOKIE_DOMAIN | H1_COOKIE_SECURE, "Example.com", "", 0, 0},
        {"a=b; Domain=x; Domain=", "a", "b", H1_COOKIE_DOMAIN, "x", "", 0, 0},
        {"a=b; Domain=.", "a", "b", H1_COOKIE_DOMAIN, "", "", 0, 0},
        {"a=b; Path=/x; Path=/y", "a", "b", H1_COOKIE_PATH, "", "/y", 0, 0},
        {"a=b; Path=/x; Path=y", "a", "b", H1_COOKIE_PATH, "", "", 0, 0},
        {"a=b; Path", "a", "b", H1_COOKIE_PATH, "", "", 0, 0},
        {"a=b; Max-Age=010", "a", "b", H1_COOKIE_MAX_AGE, "", "", 0, 10},
        {"a=b; Max-Age=-1", "a", "b", H1_COOKIE_MAX_AGE, "", "", 0, -1},
        {"a=b; Max-Age=5; Max-Age=-; Max-Age=; Max-Age=+6; Max-Age=7s", "a", "b", H1_COOKIE_MAX_AGE, "", "", 0, 5},
        {"a=b; Max-Age=99999999999999999999", "a", "b", H1_COOKIE_MAX_AGE, "", "", 0, INT64_MAX},
        {"a=b; Max-Age=-99999999999999999999", "a", "b", H1_COOKIE_MAX_AGE, "", "", 0, INT64_MIN},
        {"a=b; Expires=Wednesday, 09-Jun-21 10:18:14 GMT", "a", "b", H1_COOKIE_EXPIRES, "", "", 1623233894, 0},
        {"a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=soon", "a", "b", H1_COOKIE_EXPIRES, "", "", 0, 0},
        {"a=b; Foo=bar; ;=; SecureX", "a", "b", 0, "", "", 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        h1_received_cookie cookie;
        size_t bad;
        print_message("[ cookie ] %s\n", rows[i].value);
        assert_int_equal(h1_set_cookie_receive(BYTES(rows[i].value), &cookie, &bad), OK);
        assert_int_equal(bad, strlen(rows[i].value));
        assert_true(spells(rows[i].value, cookie.name, rows[i].name));
        assert_true(spells(rows[i].value, cookie.value, rows[i].content));
        assert_true(spells(rows[i].value, cookie.domain, rows[i].domain));
        assert_true(spells(rows[i].value, cookie.path, rows[i].path));
        assert_int_equal(cookie.has, rows[i].has);
        assert_true(cookie.expires == rows[i].expires && cookie.max_age == rows[i].max_age);
    }
}

static void ignores_what_user_agents_ignore(void **state)
{
    static const valued rows[] = {
        {"", RULED_OUT, 0},   {"abc", RULED_OUT, 3},   {"abc; d=e", RULED_OUT, 3},
        {"=b", RULED_OUT, 0}, {" \t=b", RULED_OUT, 2}, {";a=b", RULED_OUT, 0},
        {"a=", FITS},
    };

    (void)state;
    JUDGE(receive, rows);
    judge_every_byte(receive, "a=b; Max-Age=1");
}

static void reads_cookie_dates_in_any_order(void **state)
{
    static const struct {
        const char *value;
        int64_t seconds;
    } rows[] = {
        {"Wed, 09 Jun 2021 10:18:14 GMT", 1623233894},
        {"Wednesday, 09-Jun-21 10:18:14 GMT", 1623233894},
        {"Wed Jun  9 10:18:14 2021", 1623233894},
        {"9 june 21 10:18:14", 1623233894},
        {"10:18:14 9x JUNbug 2021 zone", 1623233894},
        {"2021 Jun 9 10:18:14", 1623233894}, /* 2021 is no day of a month */
        {"01 Jan 70 0:0:0", 0},
        {"01 Jan 69 0:0:0", 3124224000},
        {"1-Jan-1601 00:00:00", -11644473600},
        {"31 Dec 9999 23:59:59", 253402300799},
        {"01 Jan 1970 00:00:00:99", 0},
        {"01 Jan 1970 00:00:00z", 0},
        {"29 Feb 2024 0:0:0", 1709164800},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t seconds = 0;
        size_t bad;
        print_message("[ date ] %s\n", rows[i].value);
        assert_int_equal(h1_cookie_date_read(BYTES(rows[i].value), &seconds, &bad), OK);
        assert_true(seconds == rows[i].seconds);
    }
}

static void refuses_cookie_dates_without_a_part(void **state)
{
    static const char *const rows[] = {
        "",
        "soon",
        "Jun 2021 10:18:14",
        "09 2021 10:18:14",
        "09 Jun 10:18:14",
        "09 Jun 2021",
        "09 Jun 2021 10:18",
        "09 Jun 2021 24:00:00",
        "09 Jun 2021 10:60:00",
        "31 Dec 2016 23:59:60",
        "00 Jun 2021 10:18:14",
        "31 Jun 2021 10:18:14",
        "29 Feb 2023 10:18:14",
        "09 Jun 1600 10:18:14",
        "09 Jun 12021 10:18:14",
        "009 Jun 2021 10:18:14",
        "09 Ju 2021 10:18:14",
        "09 Jun 2021 010:18:14",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t seconds;
        size_t bad;
        print_message("[ date ] %s\n", rows[i]);
        assert_int_equal(h1_cookie_date_read(BYTES(rows[i]), &seconds, &bad), RULED_OUT);
        assert_int_equal(bad, strlen(rows[i]));
    }
    judge_every_byte(read_cookie_date, "9 Jun 21 10:18:14");
}

static void takes_exactly_the_delimiters_of_cookie_dates(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 256; i++) {
        uint8_t value[] = "9?Jun 21 10:18:14";
        int64_t seconds;
        size_t bad;
        bool alphanumeric = (i >= '0' && i <= ':') || (i >= 'A' && i <= 'Z') || (i >= 'a' && i <= 'z');
        bool due = i == '\t' || (i >= ' ' && i < 0x7F && !alphanumeric);
        value[1] = (uint8_t)i;
        assert_int_equal(h1_cookie_date_read(value, sizeof value - 1, &seconds, &bad), due ? OK : RULED_OUT);
    }
}

static bool domain_matches(const char *host, bool is_name, const char *domain)
{
    return h1_cookie_domain_matches(BYTES(host), is_name, BYTES(domain));
}

static bool path_matches(const char *path, const char *cookie_path)
{
    return h1_cookie_path_matches(BYTES(path), BYTES(cookie_path));
}

static void matches_domains_and_paths(void **state)
{
    (void)state;
    assert_true(domain_matches("A.example.com", true, "Example.com"));
    assert_true(domain_matches("example.com", true, "example.com"));
    assert_true(domain_matches("10.1.2.3", false, "10.1.2.3"));
    assert_false(domain_matches("10.1.2.3", false, "2.3"));
    assert_false(domain_matches("badexample.com", true, "example.com"));
    assert_false(domain_matches("com", true, "example.com"));
    assert_false(domain_matches("a.example.org", true, "example.com"));
    assert_false(domain_matches("example.com", true, ""));
    assert_int_equal(h1_cookie_default_path(BYTES("")), 0);
    assert_int_equal(h1_cookie_default_path(BYTES("a/b")), 0);
    assert_int_equal(h1_cookie_default_path(BYTES("/a")), 0);
    assert_int_equal(h1_cookie_default_path(BYTES("/a/b")), 2);
    assert_int_equal(h1_cookie_default_path(BYTES("/a/b/")), 4);
    assert_true(path_matches("/a/b", "/a/b"));
    assert_true(path_matches("/a/b", "/a/"));
    assert_true(path_matches("/a/b", "/a"));
    assert_true(path_matches("/", "/"));
    assert_false(path_matches("/ab", "/a"));
    assert_false(path_matches("/a", "/a/"));
    assert_false(path_matches("/a", "/A"));
    assert_false(path_matches("/a", ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_set_cookie_as_servers_write_it),
        cmocka_unit_test(reads_cookie_as_clients_write_it),
        cmocka_unit_test(takes_exactly_the_bytes_of_cookie_values),
        cmocka_unit_test(steps_through_attributes_of_any_value),
        cmocka_unit_test(receives_cookies_as_user_agents_do),
        cmocka_unit_test(ignores_what_user_agents_ignore),
        cmocka_unit_test(reads_cookie_dates_in_any_order),
        cmocka_unit_test(refuses_cookie_dates_without_a_part),
        cmocka_unit_test(takes_exactly_the_delimiters_of_cookie_dates),
        cmocka_unit_test(matches_domains_and_paths),
    };
    return cmocka_run_group_tests_name("cookies", tests, NULL, NULL);
}
