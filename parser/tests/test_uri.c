/* SPDX-License-Identifier: MIT */
/* Request-targets and hosts: which byte of which is refused, and for what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "parser/src/uri/authority.h"
#include "parser/src/uri/ip6_step.h"
#include "parser/src/uri/uri_step.h"

struct target {
    h1i_uri_kind kind;
    const char *bytes;
    h1i_uri_result result;
    size_t at; /* the byte that decides; the length where the end does */
};

static h1i_uri_result read_target(h1i_uri_kind kind, const char *bytes, size_t *at, h1_form *form)
{
    h1_uri_state uri;

    h1i_uri_init(&uri, kind);
    for (*at = 0; bytes[*at] != '\0'; ++*at) {
        h1i_uri_result result = h1i_uri_step(&uri, (uint8_t)bytes[*at]);
        if (result != H1I_URI_OK)
            return result;
    }
    h1i_uri_result result = h1i_uri_end(&uri);
    *form = h1i_uri_form(&uri);
    return result;
}

static void refuse_each(const struct target *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t at;
        h1_form form;
        print_message("[ target ] %s\n", rows[i].bytes);
        assert_int_equal(read_target(rows[i].kind, rows[i].bytes, &at, &form), rows[i].result);
        assert_int_equal(at, rows[i].at);
    }
}

static void knows_the_four_forms(void **state)
{
    static const struct {
        h1i_uri_kind kind;
        const char *bytes;
        h1_form form;
    } rows[] = {
        {H1I_URI_ANY_METHOD, "/", H1_FORM_ORIGIN},
        {H1I_URI_ANY_METHOD, "//a//b;c=d/?e?f/g@:", H1_FORM_ORIGIN},
        {H1I_URI_ANY_METHOD, "/%00%fF", H1_FORM_ORIGIN},
        {H1I_URI_ANY_METHOD, "http://a", H1_FORM_ABSOLUTE},
        {H1I_URI_ANY_METHOD, "HTTPS://a.b:443?c", H1_FORM_ABSOLUTE},
        {H1I_URI_ANY_METHOD, "http://[::1]:8080/", H1_FORM_ABSOLUTE},
        {H1I_URI_ANY_METHOD, "http://[v1f.a:b]", H1_FORM_ABSOLUTE},
        {H1I_URI_ANY_METHOD, "http://a:/", H1_FORM_ABSOLUTE},
        {H1I_URI_ANY_METHOD, "ftp://user:pass%20word@a:21/b", H1_FORM_ABSOLUTE},
        {H1I_URI_ANY_METHOD, "foo://a%00@b/", H1_FORM_ABSOLUTE},
        {H1I_URI_ANY_METHOD, "mailto:a@b", H1_FORM_ABSOLUTE},
        {H1I_URI_ANY_METHOD, "x:/a", H1_FORM_ABSOLUTE},
        {H1I_URI_ANY_METHOD, "a:80b", H1_FORM_ABSOLUTE},
        {H1I_URI_ANY_METHOD, "file:///etc", H1_FORM_ABSOLUTE},
        {H1I_URI_OPTIONS, "*", H1_FORM_ASTERISK},
        {H1I_URI_CONNECT, "a.b:443", H1_FORM_AUTHORITY},
        {H1I_URI_CONNECT, "[::]:1", H1_FORM_AUTHORITY},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t at;
        h1_form form;
        print_message("[ target ] %s\n", rows[i].bytes);
        assert_int_equal(read_target(rows[i].kind, rows[i].bytes, &at, &form), H1I_URI_OK);
        assert_int_equal(form, rows[i].form);
    }
}

static void refuses_targets_at_the_byte_that_decides(void **state)
{
    static const struct target rows[] = {
        {H1I_URI_ANY_METHOD, "/a\"b", H1I_URI_BYTE, 2},
        {H1I_URI_ANY_METHOD, "/?a[]=1", H1I_URI_BYTE, 3},
        {H1I_URI_ANY_METHOD, "/\xC3", H1I_URI_BYTE, 1},
        {H1I_URI_ANY_METHOD, "/%g0", H1I_URI_PERCENT, 2},
        {H1I_URI_ANY_METHOD, "/%0", H1I_URI_PERCENT, 3},
        {H1I_URI_ANY_METHOD, "/a#b", H1I_URI_FRAGMENT, 2},
        {H1I_URI_ANY_METHOD, "*", H1I_URI_FORM, 0},
        {H1I_URI_OPTIONS, "*/", H1I_URI_FORM, 1},
        {H1I_URI_ANY_METHOD, "a.example/b", H1I_URI_FORM, 9},
        {H1I_URI_ANY_METHOD, "a", H1I_URI_FORM, 1},
        {H1I_URI_ANY_METHOD, "a:80", H1I_URI_FORM, 4},
        {H1I_URI_ANY_METHOD, "a:", H1I_URI_FORM, 2},
        {H1I_URI_ANY_METHOD, "1.2.3.4:80", H1I_URI_FORM, 0},
        {H1I_URI_ANY_METHOD, "http://u@a/", H1I_URI_USERINFO, 8},
        {H1I_URI_ANY_METHOD, "http://a:8o/", H1I_URI_PORT, 10},
        {H1I_URI_ANY_METHOD, "ftp://u:p", H1I_URI_BYTE, 9},
        {H1I_URI_ANY_METHOD, "http:/a", H1I_URI_HOST_EMPTY, 6},
        {H1I_URI_ANY_METHOD, "http:a", H1I_URI_HOST_EMPTY, 5},
        {H1I_URI_ANY_METHOD, "https:///a", H1I_URI_HOST_EMPTY, 8},
        {H1I_URI_ANY_METHOD, "http://:80/", H1I_URI_HOST_EMPTY, 7},
        {H1I_URI_ANY_METHOD, "http://?", H1I_URI_HOST_EMPTY, 7},
        {H1I_URI_ANY_METHOD, "http://a:65536/", H1I_URI_PORT, 13},
        {H1I_URI_ANY_METHOD, "ftp://a:65536/", H1I_URI_PORT, 13},
        {H1I_URI_ANY_METHOD, "http://a%00/", H1I_URI_HOST_NUL, 10},
        {H1I_URI_ANY_METHOD, "http://[::1/", H1I_URI_BYTE, 11},
        {H1I_URI_ANY_METHOD, "http://[v.a]", H1I_URI_BYTE, 9},
        {H1I_URI_ANY_METHOD, "http://[:1]", H1I_URI_BYTE, 9},
        {H1I_URI_ANY_METHOD, "http://[v1.a/]", H1I_URI_BYTE, 12},
        {H1I_URI_ANY_METHOD, "foo://a%00/", H1I_URI_HOST_NUL, 10},
        {H1I_URI_OPTIONS, "http://a#", H1I_URI_FRAGMENT, 8},
        {H1I_URI_HOST, "a#", H1I_URI_FRAGMENT, 1},
        {H1I_URI_CONNECT, "a", H1I_URI_FORM, 1},
        {H1I_URI_CONNECT, "a:8o", H1I_URI_PORT, 3},
        {H1I_URI_HOST, "a:8o", H1I_URI_BYTE, 3},
        {H1I_URI_CONNECT, "a:", H1I_URI_CONNECT_PORT, 2},
        {H1I_URI_CONNECT, "a:00", H1I_URI_CONNECT_PORT, 4},
        {H1I_URI_CONNECT, "http://a/", H1I_URI_FORM, 5},
        {H1I_URI_CONNECT, "u@a:1", H1I_URI_FORM, 1},
        {H1I_URI_CONNECT, "/", H1I_URI_FORM, 0},
        {H1I_URI_HOST, "a b", H1I_URI_BYTE, 1},
        {H1I_URI_HOST, "a/", H1I_URI_FORM, 1},
        {H1I_URI_HOST, "a:80:80", H1I_URI_BYTE, 4},
        {H1I_URI_HOST, "a,b", H1I_URI_OK, 3}, /* a comma is a sub-delim */
        {H1I_URI_HOST, "", H1I_URI_OK, 0},
    };

    (void)state;
    refuse_each(rows, sizeof rows / sizeof *rows);
}

static void says_each_fault_of_an_end_once(void **state)
{
    static const struct target rows[] = {
        {H1I_URI_CONNECT, "a", H1I_URI_FORM, 1},
        {H1I_URI_CONNECT, "a:0", H1I_URI_CONNECT_PORT, 3},
        {H1I_URI_ANY_METHOD, "foo://a:65536", H1I_URI_PORT, 13},
        {H1I_URI_ANY_METHOD, "http://", H1I_URI_HOST_EMPTY, 7},
        {H1I_URI_ANY_METHOD, "/%", H1I_URI_PERCENT, 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        h1_uri_state uri;
        h1i_uri_init(&uri, rows[i].kind);
        for (size_t at = 0; at < rows[i].at; at++)
            assert_int_equal(h1i_uri_step(&uri, (uint8_t)rows[i].bytes[at]), H1I_URI_OK);
        assert_int_equal(h1i_uri_end(&uri), rows[i].result);
        assert_int_equal(h1i_uri_end(&uri), H1I_URI_OK);
    }
}

static void takes_ipv6_addresses_and_stops_at_the_byte_with_which_none_is_left(void **state)
{
    static const struct {
        const char *bytes;
        size_t taken; /* bytes taken before one that fits no address */
        bool whole;   /* whether what was taken is an address */
    } rows[] = {
        {"::", 2, true},
        {"::1", 3, true},
        {"1::", 3, true},
        {"1:2:3:4:5:6:7:8", 15, true},
        {"1:2:3:4:5:6:7::", 15, true},
        {"::2:3:4:5:6:7:8", 15, true},
        {"1:2:3:4:5:6:1.2.3.4", 19, true},
        {"::255.255.255.255", 17, true},
        {"::ffff:1.2.3.4", 14, true},
        {"1:2:3:4:5::1.2.3.4", 18, true},
        {"ABCD:ef01::", 11, true},
        {"", 0, false},
        {":", 1, false},
        {":1", 1, false},
        {":::", 2, true},
        {"1:2:3:4:5:6:7", 13, false},
        {"1:2:3:4:5:6:7:", 14, false},
        {"1:2:3:4:5:6:7:8:", 15, true},
        {"::2:3:4:5:6:7:8:9", 15, true},
        {"1:2:3:4:5:6:7::8", 15, true},
        {"1::2::3", 5, false},
        {"12345", 4, false},
        {"::1.2.3", 7, false},
        {"::256.1.1.1", 5, true}, /* 256 may be a group, but starts no dotted tail */
        {"::1.256.1.1", 6, false},
        {"::01.1.1.1", 4, true}, /* an octet has no leading zero */
        {"1.2.3.4", 1, false},
        {"1:2:3:4:5:6:7:1.2", 15, true},
        {"::1.2.3.4:", 9, true},
        {"::g", 2, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        h1_ip6_state ip = {0};
        size_t taken = 0;
        h1_ip6_state before = ip;
        print_message("[ address ] %s\n", rows[i].bytes);
        while (rows[i].bytes[taken] != '\0') {
            before = ip;
            if (!h1i_ip6_step(&ip, (uint8_t)rows[i].bytes[taken])) {
                ip = before;
                break;
            }
            taken++;
        }
        assert_int_equal(taken, rows[i].taken);
        assert_int_equal(h1i_ip6_end(&ip), rows[i].whole);
    }
}

static void compares_authorities_as_host_does(void **state)
{
    static const struct {
        const char *target, *host;
        bool same;
    } rows[] = {
        {"http://a.example/b", "a.example", true},
        {"http://A.example", "a.EXAMPLE", true},
        {"http://a.example:80/", "a.example", true},
        {"http://a.example/", "a.example:80", true},
        {"http://a.example:/", "a.example", true},
        {"https://a.example:443?q", "a.example:", true},
        {"http://u@a.example/", "a.example", true},
        {"http://[::1]:80/", "[::1]", true},
        {"mailto:a", "", true},
        {"foo:/b", "", true},
        {"foo:/b", "b", false},
        {"http://a.example/", "b.example", false},
        {"http://a.example:8080/", "a.example", false},
        {"https://a.example/", "a.example:80", false},
        {"http://a.example/", "a.exampl", false},
        {"http://a.example/", "", false},
        {"http://[::1]/", "[::2]", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_message("[ pair ] %s %s\n", rows[i].target, rows[i].host);
        assert_int_equal(h1i_same_authority((const uint8_t *)rows[i].target, strlen(rows[i].target),
                                            (const uint8_t *)rows[i].host, strlen(rows[i].host)),
                         rows[i].same);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_four_forms),
        cmocka_unit_test(refuses_targets_at_the_byte_that_decides),
        cmocka_unit_test(says_each_fault_of_an_end_once),
        cmocka_unit_test(takes_ipv6_addresses_and_stops_at_the_byte_with_which_none_is_left),
        cmocka_unit_test(compares_authorities_as_host_does),
    };
    return cmocka_run_group_tests_name("uri", tests, NULL, NULL);
}
