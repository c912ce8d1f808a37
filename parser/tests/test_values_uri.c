/* SPDX-License-Identifier: MIT */
/* URIs: what fits, which parts it has, and where the rest goes wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <h1/uri.h>

#include "parser/tests/values.h"

#define BYTES(text) (const uint8_t *)(text), strlen(text)

static h1_value read_reference(const uint8_t *value, size_t len, size_t *bad)
{
    h1_uri uri;

    return h1_uri_reference_read(value, len, &uri, bad);
}

static h1_value read_absolute(const uint8_t *value, size_t len, size_t *bad)
{
    h1_uri uri;

    return h1_uri_absolute_read(value, len, &uri, bad);
}

static h1_value read_referer(const uint8_t *value, size_t len, size_t *bad)
{
    h1_uri uri;

    return h1_referer_read(value, len, &uri, bad);
}

static h1_value read_host(const uint8_t *value, size_t len, size_t *bad)
{
    h1_uri uri;

    return h1_host_read(value, len, &uri, bad);
}

static h1_value read_target(const char *method, const uint8_t *value, size_t len, size_t *bad)
{
    h1_uri uri;
    h1_form form;

    return h1_target_read(BYTES(method), value, len, &form, &uri, bad);
}

static h1_value read_get(const uint8_t *value, size_t len, size_t *bad)
{
    return read_target("GET", value, len, bad);
}

static h1_value read_options(const uint8_t *value, size_t len, size_t *bad)
{
    return read_target("OPTIONS", value, len, bad);
}

static h1_value read_connect(const uint8_t *value, size_t len, size_t *bad)
{
    return read_target("CONNECT", value, len, bad);
}

static h1_value read_segments(const uint8_t *value, size_t len, size_t *bad)
{
    h1_span segment;
    h1_value result;

    *bad = 0;
    while ((result = h1_segment_next(value, len, bad, &segment)) == OK)
        assert_true(segment.at > 0 && segment.at + segment.len == *bad);
    return result == H1_VALUE_NONE ? OK : result;
}

static void reads_uri_references(void **state)
{
    static const valued rows[] = {
        {"", FITS},
        {"/", FITS},
        {"a/b?c=d#e/?f", FITS},
        {"//h/a", FITS},
        {"?a=%C3%BC", FITS},
        {"http://h", FITS},
        {"http://u:p@h:80/a;b=c:@?d", FITS},
        {"http://[::1]:8080/", FITS},
        {"http://[1:2:3:4:5:6:7:8]/", FITS},
        {"http://[1::8]/", FITS},
        {"http://[1:2:3:4:5:6:7::]/", FITS},
        {"http://[::ffff:1.2.3.4]/", FITS},
        {"http://[1:2:3:4:5:6:1.2.3.4]/", FITS},
        {"http://[v1.a:b]/", FITS},
        {"http://[V1.a]/", FITS},
        {"http://999.1.1.1/", FITS}, /* a reg-name */
        {"mailto:a@b", FITS},
        {"a.b-c+d9:e", FITS},
        {"ab", FITS},
        {"//h?q", FITS},
        {"//h:8#f", FITS},
        {"//a@", FITS},
        {"/%aA%fF", FITS},
        {"http://[::255.1.0.0]", FITS},
        {"./a:b", FITS},
        {"/a:b//c", FITS},
        {"a@b", FITS},
        {"http://h:99999/", FITS}, /* no grammar says what a port may be */
    };

    (void)state;
    JUDGE(read_reference, rows);
    judge_every_byte(read_reference, "a+b://u:p@h%41:8/c:@?d#e");
    judge_every_byte(read_reference, "//[::1]:2/%2f");
    judge_every_byte(read_reference, "//[v1.a:b]");
    judge_every_byte(read_reference, "a/b?c");
}

static void refuses_what_no_uri_reference_is(void **state)
{
    static const valued rows[] = {
        {" /", BYTE, 0},
        {"/a b", BYTE, 2},
        {"/\xC3\xBC", BYTE, 1},
        {"/a\"", BYTE, 2},
        {"/[", BYTE, 1},
        {"/%4", SHORT},
        {"/%4g", BYTE, 3},
        {"/%", SHORT},
        {"a%4", SHORT},
        {"1:", BYTE, 1},
        {"//h%", SHORT},
        {"//a%@b", BYTE, 4},
        {"//a[@b", BYTE, 3},
        {"//[", SHORT},
        {"//[:", SHORT},
        {"//[1::2:", SHORT},
        {"//[12345", BYTE, 7},
        {"//[::1.2", SHORT},
        {"//[::1.2.3.", SHORT},
        {"//[::1.2.3.4", SHORT},
        {"//[v", SHORT},
        {"//[v1", SHORT},
        {"//[v1.", SHORT},
        {"1a:b", BYTE, 2},
        {"/a#b#c", BYTE, 4},
        {"http://h:8o/", BYTE, 10},
        {"http://a@b@c/", BYTE, 10},
        {"http://a b/", BYTE, 8},
        {"http://[::1/", BYTE, 11},
        {"http://[::1]x/", BYTE, 12},
        {"http://[]/", BYTE, 8},
        {"http://[1:2:3:4:5:6:7:8:9]/", BYTE, 23},
        {"http://[1::2::3]/", BYTE, 13},
        {"http://[12345::]/", BYTE, 12},
        {"http://[:1:2:3:4:5:6:7]/", BYTE, 9},
        {"http://[::1.2.3]/", BYTE, 15},
        {"http://[::1.2.3.256]/", BYTE, 18},
        {"http://[::1.2.3.04]/", BYTE, 17},
        {"http://[v.a]/", BYTE, 9},
        {"http://[v1.]/", BYTE, 11},
        {"http://[1:2]/", BYTE, 11},
        {"http://[1:2:3:4:5:6:7:8::]/", BYTE, 23},
        {"http://[1::2:3:4:5:6:7:8]/", BYTE, 22},
    };

    (void)state;
    JUDGE(read_reference, rows);
}

static bool is_span(h1_span span, uint32_t at, uint32_t len)
{
    return span.at == at && span.len == len;
}

static void finds_the_parts_of_a_uri(void **state)
{
    static const char value[] = "HTTPS://me:x@[::1]:8/a?b#cd";
    h1_uri uri;
    size_t bad;

    (void)state;
    assert_int_equal(h1_uri_reference_read(BYTES(value), &uri, &bad), OK);
    assert_int_equal(uri.has,
                     H1_URI_SCHEME | H1_URI_AUTHORITY | H1_URI_USERINFO | H1_URI_PORT | H1_URI_QUERY | H1_URI_FRAGMENT);
    assert_true(h1_uri_is_http((const uint8_t *)value, &uri));
    assert_true(is_span(uri.scheme, 0, 5) && is_span(uri.userinfo, 8, 4) && is_span(uri.host, 13, 5));
    assert_true(is_span(uri.port, 19, 1) && uri.port_number == 8 && uri.host_kind == H1_HOST_IP6);
    assert_true(is_span(uri.path, 20, 2) && is_span(uri.query, 23, 1) && is_span(uri.fragment, 25, 2));
    assert_int_equal(h1_uri_reference_read(BYTES("//"), &uri, &bad), OK);
    assert_true(uri.has == H1_URI_AUTHORITY && uri.host.len == 0 && uri.host_kind == H1_HOST_EMPTY);
    assert_int_equal(h1_uri_reference_read(BYTES("/a@b"), &uri, &bad), OK);
    assert_true(uri.has == 0 && is_span(uri.path, 0, 4));
    assert_int_equal(h1_uri_reference_read(BYTES("x:?#"), &uri, &bad), OK);
    assert_true(uri.has == (H1_URI_SCHEME | H1_URI_QUERY | H1_URI_FRAGMENT) && uri.path.len == 0);
    assert_false(h1_uri_is_http((const uint8_t *)"x:?#", &uri));
}

static void knows_kinds_of_hosts_and_ports(void **state)
{
    static const struct {
        const char *value;
        h1_host_kind kind;
        uint32_t port;
    } rows[] = {
        {"http://a", H1_HOST_NAME, 80},   {"HTTPS://a:/", H1_HOST_NAME, 443},
        {"ws://a", H1_HOST_NAME, 80},     {"wss://a", H1_HOST_NAME, 443},
        {"wss://a:1", H1_HOST_NAME, 1},   {"ftp://a", H1_HOST_NAME, 0},
        {"//a:0080", H1_HOST_NAME, 80},   {"//a:99999999999", H1_HOST_NAME, 65536},
        {"//1.2.3.4", H1_HOST_IP4, 0},    {"//1.2.3.256", H1_HOST_NAME, 0},
        {"//1.2.3.04", H1_HOST_NAME, 0},  {"//1.2.3", H1_HOST_NAME, 0},
        {"//1.2.3.4.5", H1_HOST_NAME, 0}, {"//255.0.0.255", H1_HOST_IP4, 0},
        {"//[::]", H1_HOST_IP6, 0},       {"//[vF.1]", H1_HOST_IP_FUTURE, 0},
        {"/a", H1_HOST_EMPTY, 0},         {"http:///", H1_HOST_EMPTY, 80},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        h1_uri uri;
        size_t bad;
        print_message("[ uri ] %s\n", rows[i].value);
        assert_int_equal(h1_uri_reference_read(BYTES(rows[i].value), &uri, &bad), OK);
        assert_int_equal(uri.host_kind, rows[i].kind);
        assert_int_equal(h1_uri_port((const uint8_t *)rows[i].value, &uri), rows[i].port);
    }
}

static void reads_absolute_uris_and_referers(void **state)
{
    static const valued absolute[] = {
        {"http://a/?b", FITS}, {"urn:a", FITS},    {"", SHORT},         {"/a", BYTE, 0},    {"abc", SHORT},
        {"a/b", BYTE, 1},      {"a:b#c", BYTE, 3}, {"a:b# c", BYTE, 3}, {"a:b c", BYTE, 3},
    };
    static const valued referers[] = {
        {"http://a/?b", FITS},   {"/a", FITS},     {"", FITS}, {"//a/b", FITS}, {"http://u@a/", RULED_OUT, 7},
        {"http://a/#", BYTE, 9}, {"a b", BYTE, 1},
    };

    (void)state;
    JUDGE(read_absolute, absolute);
    JUDGE(read_referer, referers);
    judge_every_byte(read_absolute, "a:b?c");
    judge_every_byte(read_referer, "a:b?c");
}

static void reads_hosts(void **state)
{
    static const valued rows[] = {
        {"", FITS},
        {"a", FITS},
        {"a.b:80", FITS},
        {"a:", FITS},
        {":80", FITS},
        {"[::1]:65535", FITS},
        {"%41", FITS},
        {"a b", BYTE, 1},
        {"a/", BYTE, 1},
        {"u@a", RULED_OUT, 1},
        {"a:65536", RULED_OUT, 6},
        {"a:8o", BYTE, 3},
        {"a%00", RULED_OUT, 3},
        {"a%0", SHORT},
        {"[::1", SHORT},
        {"[::1]a", BYTE, 5},
        {"a,b", FITS},
        {"a, b", BYTE, 2},
        {"a?", BYTE, 1},
        {"a#", BYTE, 1},
    };
    h1_uri uri;
    size_t bad;

    (void)state;
    JUDGE(read_host, rows);
    judge_every_byte(read_host, "a%41:65");
    judge_every_byte(read_host, "[1::2]:1");
    assert_int_equal(h1_host_read(BYTES("a.b:81"), &uri, &bad), OK);
    assert_true(uri.has == (H1_URI_AUTHORITY | H1_URI_PORT) && is_span(uri.host, 0, 3) && is_span(uri.port, 4, 2));
    assert_true(uri.port_number == 81 && uri.host_kind == H1_HOST_NAME);
}

static void reads_request_targets_by_method(void **state)
{
    static const valued get[] = {
        {"/", FITS},
        {"//a?b", FITS},
        {"http://a", FITS},
        {"urn:x", FITS},
        {"", SHORT},
        {"*", BYTE, 0},
        {"a:80", SHORT},
        {"/a b", BYTE, 2},
        {"/a#b", BYTE, 2},
        {"/%4g", BYTE, 3},
        {"http://u@a/", RULED_OUT, 8},
        {"http:///", RULED_OUT, 7},
        {"http://a:65536/", RULED_OUT, 13},
        {"http://a%00/", RULED_OUT, 10},
    };
    static const valued options[] = {{"*", FITS}, {"/", FITS}, {"*/", BYTE, 1}};
    static const valued connect[] = {
        {"a:1", FITS},         {"[::1]:443", FITS}, {"a", SHORT},           {"a:", RULED_OUT, 2},
        {"a:0", RULED_OUT, 3}, {"/", BYTE, 0},      {"http://a/", BYTE, 5},
    };

    (void)state;
    JUDGE(read_get, get);
    JUDGE(read_options, options);
    JUDGE(read_connect, connect);
    judge_every_byte(read_get, "/a%2f?b");
    judge_every_byte(read_get, "x://u@a:1/?b");
    judge_every_byte(read_options, "*");
    judge_every_byte(read_connect, "[::1]:65");
}

static void finds_the_parts_of_request_targets(void **state)
{
    h1_uri uri;
    h1_form form;
    size_t bad;

    (void)state;
    assert_int_equal(h1_target_read(BYTES("GET"), BYTES("//a/b?c?"), &form, &uri, &bad), OK);
    assert_true(form == H1_FORM_ORIGIN && uri.has == H1_URI_QUERY && is_span(uri.path, 0, 5) &&
                is_span(uri.query, 6, 2));
    assert_int_equal(h1_target_read(BYTES("get"), BYTES("http://a:1/b"), &form, &uri, &bad), OK);
    assert_true(form == H1_FORM_ABSOLUTE && is_span(uri.host, 7, 1) && uri.port_number == 1 &&
                is_span(uri.path, 10, 2));
    assert_int_equal(h1_target_read(BYTES("CONNECT"), BYTES("a:1"), &form, &uri, &bad), OK);
    assert_true(form == H1_FORM_AUTHORITY && is_span(uri.host, 0, 1) && uri.port_number == 1 && uri.path.len == 0);
    assert_int_equal(h1_target_read(BYTES("OPTIONS"), BYTES("*"), &form, &uri, &bad), OK);
    assert_true(form == H1_FORM_ASTERISK && is_span(uri.path, 0, 1));
    assert_int_equal(h1_target_read(BYTES("connect"), BYTES("a:1"), &form, &uri, &bad), ENDS);
    assert_int_equal(form, H1_FORM_NONE);
}

/* Two readings of one grammar: what the automaton takes as absolute-form, the reader of references takes too, and what
 * only that one takes is what HTTP rules out. */
static void agrees_with_the_automaton(void **state)
{
    static const char symbols[] = "aA1:/?@[].%v #";
    uint8_t value[16] = "x://";
    size_t tried = 0;

    (void)state;
    for (size_t n = 0; n < 14 * 14 * 14 * 14; n++) {
        h1_uri uri;
        h1_form form;
        size_t bad;
        size_t bad_too;
        for (size_t i = 0, rest = n; i < 4; i++, rest /= 14)
            value[4 + i] = (uint8_t)symbols[rest % 14];
        h1_value target = h1_target_read(BYTES("GET"), value, 8, &form, &uri, &bad);
        h1_value absolute = h1_uri_absolute_read(value, 8, &uri, &bad_too);
        tried += target == OK;
        assert_int_equal(target == OK, absolute == OK);
    }
    assert_true(tried > 5000);
}

static void steps_through_segments(void **state)
{
    static const valued rows[] = {{"", FITS},       {"/", FITS},    {"//a/b%2F/", FITS}, {"a", BYTE, 0},
                                  {"/a?", BYTE, 2}, {"/%2", SHORT}, {"/a/ ", BYTE, 3}};
    h1_span segment;
    size_t at = 0;

    (void)state;
    JUDGE(read_segments, rows);
    judge_every_byte(read_segments, "/a/%41");
    assert_int_equal(h1_segment_next(BYTES("//ab"), &at, &segment), OK);
    assert_true(is_span(segment, 1, 0));
    assert_int_equal(h1_segment_next(BYTES("//ab"), &at, &segment), OK);
    assert_true(is_span(segment, 2, 2));
    assert_int_equal(h1_segment_next(BYTES("//ab"), &at, &segment), H1_VALUE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_uri_references),
        cmocka_unit_test(refuses_what_no_uri_reference_is),
        cmocka_unit_test(finds_the_parts_of_a_uri),
        cmocka_unit_test(knows_kinds_of_hosts_and_ports),
        cmocka_unit_test(reads_absolute_uris_and_referers),
        cmocka_unit_test(reads_hosts),
        cmocka_unit_test(reads_request_targets_by_method),
        cmocka_unit_test(finds_the_parts_of_request_targets),
        cmocka_unit_test(agrees_with_the_automaton),
        cmocka_unit_test(steps_through_segments),
    };
    return cmocka_run_group_tests_name("URIs", tests, NULL, NULL);
}
