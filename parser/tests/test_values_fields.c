/* SPDX-License-Identifier: MIT */
/* Values of fields: caching, connections, credentials, and every field's value by the field's name. */
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
#define READER(name, type, read)                                                                                       \
    static h1_value name(const uint8_t *value, size_t len, size_t *bad)                                                \
    {                                                                                                                  \
        type parts;                                                                                                    \
                                                                                                                       \
        return read(value, len, &parts, bad);                                                                          \
    }
#define ALL(name, type, next)                                                                                          \
    static h1_value name(const uint8_t *value, size_t len, size_t *bad)                                                \
    {                                                                                                                  \
        type parts;                                                                                                    \
        h1_value result;                                                                                               \
                                                                                                                       \
        *bad = 0;                                                                                                      \
        do                                                                                                             \
            result = next(value, len, bad, &parts);                                                                    \
        while (result == OK);                                                                                          \
        return result == H1_VALUE_NONE ? OK : result;                                                                  \
    }
READER(read_directive, h1_cache_directive, h1_cache_directive_read)
READER(read_coding, h1_transfer_encoding, h1_transfer_encoding_read)
READER(read_t_coding, h1_t_coding, h1_t_coding_read)
READER(read_expectation, h1_expectation, h1_expectation_read)
READER(read_protocol, h1_protocol, h1_protocol_read)
READER(read_via, h1_via, h1_via_read)
READER(read_credentials, h1_credentials, h1_credentials_read)
ALL(read_challenges, h1_credentials, h1_challenge_next)
ALL(read_auth_parameters, h1_parameter, h1_auth_parameter_next)

static bool is_span(h1_span span, uint32_t at, uint32_t len)
{
    return span.at == at && span.len == len;
}

static void reads_cache_directives(void **state)
{
    static const valued rows[] = {
        {"no-cache", FITS},       {"max-age=60", FITS}, {"private=\"a, b\"", FITS}, {"", SHORT},
        {"max-age=", SHORT},      {"=60", BYTE, 0},     {"max-age =60", BYTE, 7},   {"a=\"b", SHORT},
        {"max-age= 60", BYTE, 8}, {"a=b=c", BYTE, 3},
    };
    h1_cache_directive directive;
    size_t bad;

    (void)state;
    JUDGE(read_directive, rows);
    judge_every_byte(read_directive, "a=\"b\"");
    assert_int_equal(h1_cache_directive_read(BYTES("private=\"a\""), &directive, &bad), OK);
    assert_true(directive.has_argument && is_span(directive.name, 0, 7) && is_span(directive.argument, 8, 3));
    assert_int_equal(h1_cache_directive_read(BYTES("no-store"), &directive, &bad), OK);
    assert_true(!directive.has_argument && directive.argument.len == 0);
}

static void reads_transfer_encoding_as_framing_does(void **state)
{
    static const valued rows[] = {
        {"chunked", FITS},
        {"gzip, chunked", FITS},
        {"gzip;a = \"b\" , Chunked", FITS},
        {"", FITS},
        {"gzip,,", FITS},
        {"chunked, gzip", FITS},
        {"chunked, chunked", RULED_OUT, 9},
        {"chunked;a=b", RULED_OUT, 7},
        {"gzip chunked", BYTE, 5},
        {"\"chunked\"", BYTE, 0},
        {"gzip;a", SHORT},
        {"gzip;", SHORT},
        {"gzip;a=\"b", SHORT},
        {"gzip;a=b c", BYTE, 9},
        {"gzip,\r\n chunked", BYTE, 5},
        {"chunked\x0B", BYTE, 7},
    };
    h1_transfer_encoding encoding;
    size_t bad;

    (void)state;
    JUDGE(read_coding, rows);
    judge_every_byte(read_coding, "a;b=\"c\", chunked");
    assert_int_equal(h1_transfer_encoding_read(BYTES("gzip, chunked"), &encoding, &bad), OK);
    assert_true(encoding.chunked && encoding.others && !encoding.empty);
    assert_int_equal(h1_transfer_encoding_read(BYTES("chunked, gzip,"), &encoding, &bad), OK);
    assert_true(!encoding.chunked && encoding.others && encoding.empty);
    assert_int_equal(h1_transfer_encoding_read(BYTES(""), &encoding, &bad), OK);
    assert_true(!encoding.chunked && !encoding.others && encoding.empty);
}

static void reads_t_codings(void **state)
{
    static const valued rows[] = {
        {"trailers", FITS},        {"gzip;q=0.5", FITS},      {"gzip ; a = b ;Q=1", FITS},
        {"gzip;qx=1", FITS},       {"trailers;q=1", BYTE, 8}, {"gzip;q=2", BYTE, 7},
        {"gzip;q=1;a=b", BYTE, 8}, {"gzip;a", SHORT},         {"", SHORT},
        {"gzip;", SHORT},          {"gzip;a=\"", SHORT},      {"gzip a", BYTE, 4},
    };
    h1_t_coding coding;
    size_t bad;

    (void)state;
    JUDGE(read_t_coding, rows);
    judge_every_byte(read_t_coding, "a ;b = c;q=0.5");
    assert_int_equal(h1_t_coding_read(BYTES("gzip;a=b;q=0.5"), &coding, &bad), OK);
    assert_true(is_span(coding.coding, 0, 4) && is_span(coding.parameters, 4, 10) && coding.weight == 500);
    assert_int_equal(h1_t_coding_read(BYTES("Trailers"), &coding, &bad), OK);
    assert_true(coding.weight == 1000 && coding.parameters.len == 0);
}

static void reads_expectations(void **state)
{
    static const valued rows[] = {
        {"100-continue", FITS},
        {"a=b;c=d", FITS},
        {"a=\"b\" ; c=\"d\"", FITS},
        {"", SHORT},
        {"100-continue;a=b", BYTE, 12},
        {"a=", SHORT},
        {"a=b;c", SHORT},
        {"100 continue", BYTE, 3},
    };
    h1_expectation expectation;
    size_t bad;

    (void)state;
    JUDGE(read_expectation, rows);
    judge_every_byte(read_expectation, "a=b;c=d");
    assert_int_equal(h1_expectation_read(BYTES("a=bc;d=e"), &expectation, &bad), OK);
    assert_true(expectation.has_argument && is_span(expectation.name, 0, 1) && is_span(expectation.argument, 2, 2) &&
                is_span(expectation.parameters, 4, 4));
}

static void reads_protocols_and_vias(void **state)
{
    static const valued protocols[] = {{"websocket", FITS}, {"HTTP/2.0", FITS}, {"", SHORT},      {"a/", SHORT},
                                       {"/b", BYTE, 0},     {"a/b/c", BYTE, 3}, {"a /b", BYTE, 1}};
    static const valued vias[] = {
        {"1.1 a", FITS},           {"HTTP/1.1 a:8080 (b (c))", FITS},
        {"1.0\tfred", FITS},       {"1.1 a:", FITS},
        {"1.1 a:65535", FITS},     {"1.1", SHORT},
        {"1.1 ", SHORT},           {"", SHORT},
        {"1.1 a b", BYTE, 5},      {"1.1 a(b)", BYTE, 5},
        {"1.1 a:b", BYTE, 6},      {"1.1 a:65536", RULED_OUT, 6},
        {"1.1 a (b", SHORT},       {"1.1 [::1]", BYTE, 4},
        {"1.1 a, 1.1 b", BYTE, 5},
    };
    h1_via via;
    size_t bad;

    (void)state;
    JUDGE(read_protocol, protocols);
    JUDGE(read_via, vias);
    judge_every_byte(read_protocol, "a/b");
    judge_every_byte(read_via, "H/1 a:8 (b)");
    assert_int_equal(h1_via_read(BYTES("H/1 ab:80 (c)"), &via, &bad), OK);
    assert_true(is_span(via.protocol.name, 0, 1) && is_span(via.protocol.version, 2, 1));
    assert_true(is_span(via.received_by, 4, 2) && is_span(via.port, 7, 2) && is_span(via.comment, 10, 3));
    assert_int_equal(h1_via_read(BYTES("1.1 ab"), &via, &bad), OK);
    assert_true(via.protocol.name.len == 0 && is_span(via.protocol.version, 0, 3) && via.comment.len == 0);
}

static void reads_credentials(void **state)
{
    static const valued rows[] = {
        {"Basic QWxh", FITS},
        {"Basic QWxhZGRpbg==", FITS},
        {"Bearer a-._~+/=", FITS},
        {"Negotiate", FITS},
        {"Digest a=b", FITS},
        {"Digest a=b, c=\"d,e\"", FITS},
        {"Digest  a = b ,, c=d,", FITS},
        {"Digest , a=b", FITS},
        {"", SHORT},
        {"Basic\tabc", BYTE, 5},
        {"Basic a b", BYTE, 7},
        {"Basic a,b", BYTE, 7},
        {"Basic abc==d", BYTE, 11},
        {"Digest a=b c=d", BYTE, 10},
        {"Digest a=\"b", SHORT},
        {"Digest a=b, c", SHORT},
        {"Digest a=b, c d", BYTE, 14},
        {"Digest a=b, {", BYTE, 12},
        {"Digest {", BYTE, 7},
        {"Digest a*", SHORT},
        {"Digest a*{", BYTE, 9},
        {"Digest =a", BYTE, 7},
        {"=", BYTE, 0},
        {"Basic, Digest", BYTE, 5},
    };
    h1_credentials credentials;
    size_t bad;

    (void)state;
    JUDGE(read_credentials, rows);
    judge_every_byte(read_credentials, "Ba QW=");
    judge_every_byte(read_credentials, "D a=b, c=\"d\"");
    assert_int_equal(h1_credentials_read(BYTES("Basic QWxh="), &credentials, &bad), OK);
    assert_true(is_span(credentials.scheme, 0, 5) && is_span(credentials.token68, 6, 5));
    assert_int_equal(credentials.parameters.len, 0);
    assert_int_equal(h1_credentials_read(BYTES("D a=b, c=d"), &credentials, &bad), OK);
    assert_true(is_span(credentials.parameters, 2, 8) && credentials.token68.len == 0);
}

static void tells_challenges_from_parameters(void **state)
{
    static const char value[] = "Basic realm=\"a, b\", c=d,, New, Bearer abc= , Digest x=y";
    static const h1_credentials due[] = {
        {{0, 5}, {0, 0}, {6, 17}}, {{26, 3}, {0, 0}, {0, 0}}, {{31, 6}, {38, 4}, {0, 0}}, {{45, 6}, {0, 0}, {52, 3}}};
    static const valued rows[] = {
        {"", FITS},
        {",", FITS},
        {"Basic", FITS},
        {"Basic,,Digest a=b,c=d, e f=g", FITS},
        {"a b c", BYTE, 3},
        {"a=b", BYTE, 1},
        {"Basic a=b c=d", BYTE, 9},
        {"Basic a=\"", SHORT},
        {"Basic a=b, c=", SHORT},
        {"Basic\x01", BYTE, 5},
    };
    static const valued parameters[] = {
        {"", FITS}, {"a=b, c = \"d\" ,", FITS}, {"a", SHORT}, {"a=b c=d", BYTE, 4}, {"a=b; c=d", BYTE, 3},
    };
    h1_credentials challenge;
    h1_parameter parameter;
    size_t at = 0;

    (void)state;
    for (size_t i = 0; i < sizeof due / sizeof *due; i++) {
        assert_int_equal(h1_challenge_next(BYTES(value), &at, &challenge), OK);
        assert_memory_equal(&challenge, &due[i], sizeof challenge);
    }
    assert_int_equal(h1_challenge_next(BYTES(value), &at, &challenge), H1_VALUE_NONE);
    JUDGE(read_challenges, rows);
    JUDGE(read_auth_parameters, parameters);
    judge_every_byte(read_challenges, "A b=c, D, E fg=");
    judge_every_byte(read_auth_parameters, "a=\"b\", c=d");
    at = 0;
    assert_int_equal(h1_auth_parameter_next(BYTES(", a = \"b\""), &at, &parameter), OK);
    assert_true(is_span(parameter.name, 2, 1) && is_span(parameter.value, 6, 3));
}

/* A value that fits and one that doesn't, for every field that has a grammar. */
static const struct {
    const char *name, *good, *wrong;
    size_t at;
} FIELDS[] = {
    {"Accept", "text/*;q=0.3, */*, ,a/b;c=d", "a/b, */c", 7},
    {"Accept-Charset", "utf-8, *;q=0", "utf-8;q=2", 8},
    {"Accept-Encoding", "gzip;q=1.0, identity; q=0.5, *;q=0", "gzip;q=1.0 , ;", 13},
    {"Accept-Language", "da, en-gb;q=0.8, en;q=0.7", "da en", 3},
    {"Accept-Ranges", "bytes", "bytes=", 5},
    {"Age", "60", "60s", 2},
    {"Allow", "GET, HEAD,", "GET/", 3},
    {"Authentication-Info", "a=b, c=\"d\"", "a=b;", 3},
    {"Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Basic,", 5},
    {"Cache-Control", "max-age=60, private=\"a,b\",", "max-age = 60", 8},
    {"Connection", "close, TE", "close;", 5},
    {"Content-Encoding", "gzip, br", "gzip;q=1", 4},
    {"Content-Language", "mi, en", "mi; en", 2},
    {"Content-Length", "3495", "+1", 0},
    {"Content-Location", "/a?b", "/a#b", 2},
    {"Content-Range", "bytes 42-1233/1234", "bytes 42-41/*", 9},
    {"Content-Type", "text/html; charset=utf-8", "text/html, a", 9},
    {"Cookie", "SID=31d4; lang=en", "SID=31d4;lang", 9},
    {"Date", "Tue, 15 Nov 1994 08:12:31 GMT", "Wed, 15 Nov 1994 08:12:31 GMT", 0},
    {"ETag", "W/\"a\"", "W/a", 2},
    {"Expect", "100-continue", "100 continue", 4},
    {"Expires", "Thu, 01 Dec 1994 16:00:00 GMT", "0", 0},
    {"Host", "www.example.org:8080", "a@b", 1},
    {"If-Match", "\"a\", \"b,c\\\"", "*,", 1},
    {"If-Modified-Since", "Sat, 29 Oct 1994 19:43:31 GMT", "29 Oct", 0},
    {"If-None-Match", "*", "a", 0},
    {"If-Range", "W/\"a\"", "W/\"a b\"", 4},
    {"If-Range", "Sat, 29 Oct 1994 19:43:31 GMT", "Sat; ", 3},
    {"If-Unmodified-Since", "Sat Oct 29 19:43:31 1994", "Sat Oct x", 8},
    {"Last-Modified", "Saturday, 29-Oct-94 19:43:31 GMT", "Satyr", 3},
    {"Location", "../a?b#c", "/a b", 2},
    {"Max-Forwards", "10", "0x", 1},
    {"Proxy-Authenticate", "Basic realm=\"a\", Digest b=c", "Basic realm x", 11},
    {"Proxy-Authentication-Info", "a=b", "=", 0},
    {"Proxy-Authorization", "Bearer abc", "Bearer abc def", 10},
    {"Range", "bytes=0-499, -500", "bytes=0-1;", 9},
    {"Referer", "http://a/b", "http://a/b#", 10},
    {"Retry-After", "120", "120s", 3},
    {"Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT", "-1", 0},
    {"Server", "CERN/3.0 (a (b)) libwww", "CERN/3.0, x", 8},
    {"Set-Cookie", "a=b; Path=/; Secure", "a=b; ;", 5},
    {"TE", "trailers, deflate;q=0.5", "trailers;q=1", 8},
    {"Trailer", "Expires, A", "Expires: A", 7},
    {"Transfer-Encoding", "gzip, chunked", "chunked, chunked", 9},
    {"Upgrade", "websocket, HTTP/2.0, a/b", "HTTP/", 5},
    {"User-Agent", "Mozilla/5.0 (X11; Linux)  Gecko/2010", "Mozilla/5.0 ;", 12},
    {"Vary", "*, Accept", "a b", 2},
    {"Via", "1.0 fred, 1.1 p.example.com (a,b)", "1.0 a, b", 8},
    {"WWW-Authenticate", "Newauth, Basic realm=\"x\"", "Basic realm=x y", 13},
};

static void judges_values_by_the_fields_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
        size_t bad;
        print_message("[ field ] %s\n", FIELDS[i].name);
        assert_int_equal(h1_field_value_read(BYTES(FIELDS[i].name), BYTES(FIELDS[i].good), &bad), OK);
        assert_int_equal(bad, strlen(FIELDS[i].good));
        assert_int_not_equal(h1_field_value_read(BYTES(FIELDS[i].name), BYTES(FIELDS[i].wrong), &bad), OK);
        assert_int_equal(bad, FIELDS[i].at);
    }
}

static const char *law_name;

static h1_value read_by_name(const uint8_t *value, size_t len, size_t *bad)
{
    return h1_field_value_read(BYTES(law_name), value, len, bad);
}

static void keeps_the_law_for_every_field(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
        law_name = FIELDS[i].name;
        print_message("[ field ] %s\n", law_name);
        judge_every_byte(read_by_name, FIELDS[i].good);
    }
}

static void says_when_no_grammar_is_known(void **state)
{
    size_t bad = 5;

    (void)state;
    assert_int_equal(h1_field_value_read(BYTES("X-Thing"), BYTES("a"), &bad), H1_VALUE_NONE);
    assert_int_equal(bad, 0);
    assert_int_equal(h1_field_value_read(BYTES(""), BYTES("a"), &bad), H1_VALUE_NONE);
    assert_int_equal(h1_field_value_read(BYTES("Dat"), BYTES("a"), &bad), H1_VALUE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_cache_directives),
        cmocka_unit_test(reads_transfer_encoding_as_framing_does),
        cmocka_unit_test(reads_t_codings),
        cmocka_unit_test(reads_expectations),
        cmocka_unit_test(reads_protocols_and_vias),
        cmocka_unit_test(reads_credentials),
        cmocka_unit_test(tells_challenges_from_parameters),
        cmocka_unit_test(judges_values_by_the_fields_name),
        cmocka_unit_test(keeps_the_law_for_every_field),
        cmocka_unit_test(says_when_no_grammar_is_known),
    };
    return cmocka_run_group_tests_name("values of fields", tests, NULL, NULL);
}
