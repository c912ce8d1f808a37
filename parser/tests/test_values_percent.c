/* SPDX-License-Identifier: MIT */
/* Percent-coding, query pairs and the normal form of URIs. */
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

static h1_value read_decoded(const uint8_t *value, size_t len, size_t *bad)
{
    uint8_t out[128];
    size_t got;

    return h1_percent_decode(value, len, out, sizeof out, &got, bad);
}

static h1_value read_normal(const uint8_t *value, size_t len, size_t *bad)
{
    uint8_t out[128];
    size_t got;

    return h1_uri_normalise(value, len, out, len < sizeof out ? len + 1 : 0, &got, bad);
}

static h1_value read_pairs(const uint8_t *value, size_t len, size_t *bad)
{
    h1_pair pair;
    h1_value result;

    *bad = 0;
    while ((result = h1_pair_next(value, len, bad, &pair)) == OK)
        assert_true(pair.name.len + pair.value.len > 0 || pair.has_value);
    return result == H1_VALUE_NONE ? OK : result;
}

static bool is_span(h1_span span, uint32_t at, uint32_t len)
{
    return span.at == at && span.len == len;
}

static void assert_text(const uint8_t *out, size_t got, const char *due)
{
    if (got != strlen(due) || memcmp(out, due, got) != 0)
        print_message("'%.*s', expected '%s'\n", (int)got, (const char *)out, due);
    assert_int_equal(got, strlen(due));
    assert_memory_equal(out, due, got);
}

static void encodes_what_may_not_stand(void **state)
{
    static const char text[] = "aZ9-._~!;=:@/?#[ %+&\xC3";
    static const struct {
        h1_component where;
        const char *due;
    } rows[] = {
        {H1_IN_ANY, "aZ9-._~%21%3B%3D%3A%40%2F%3F%23%5B%20%25%2B%26%C3"},
        {H1_IN_USERINFO, "aZ9-._~!;=:%40%2F%3F%23%5B%20%25+&%C3"},
        {H1_IN_HOST, "aZ9-._~!;=%3A%40%2F%3F%23%5B%20%25+&%C3"},
        {H1_IN_SEGMENT, "aZ9-._~!;=:@%2F%3F%23%5B%20%25+&%C3"},
        {H1_IN_PATH, "aZ9-._~!;=:@/%3F%23%5B%20%25+&%C3"},
        {H1_IN_QUERY, "aZ9-._~!;=:@/?%23%5B%20%25+&%C3"},
        {H1_IN_PAIR, "aZ9-._~%21%3B%3D%3A%40%2F%3F%23%5B+%25%2B%26%C3"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t out[80];
        size_t got;
        size_t len = strlen(rows[i].due);
        assert_int_equal(h1_percent_encode(BYTES(text), rows[i].where, out, len, &got), OK);
        assert_text(out, got, rows[i].due);
        assert_int_equal(h1_percent_encode(BYTES(text), rows[i].where, out, len - 1, &got), H1_VALUE_NO_ROOM);
        assert_int_equal(got, len);
    }
}

static void decodes_once_and_strictly(void **state)
{
    static const valued rows[] = {
        {"", FITS},       {"a%20b", FITS},  {"%2525", FITS},   {"%00", FITS},    {"%", SHORT},
        {"%4", SHORT},    {"%4g", BYTE, 2}, {"%%41", BYTE, 1}, {"a b", BYTE, 1}, {"\xC3", BYTE, 0},
        {"a\"", BYTE, 1}, {"[a]", FITS},    {"a+b", FITS},
    };
    uint8_t out[16];
    uint8_t bytes[] = "%41%2525%2f+";
    size_t got;
    size_t bad;

    (void)state;
    JUDGE(read_decoded, rows);
    judge_every_byte(read_decoded, "a%4Fb");
    assert_int_equal(h1_percent_decode(BYTES("a%2Fb%25"), out, 4, &got, &bad), OK);
    assert_text(out, got, "a/b%");
    assert_int_equal(h1_percent_decode(BYTES("a%2Fb%25"), out, 3, &got, &bad), H1_VALUE_NO_ROOM);
    assert_int_equal(got, 4);
    assert_int_equal(h1_percent_decode_in_place(bytes, sizeof bytes - 1, &got, &bad), OK);
    assert_text(bytes, got, "A%25/+");
    assert_int_equal(h1_pair_decode(BYTES("a+b%2B"), out, sizeof out, &got, &bad), OK);
    assert_text(out, got, "a b+");
}

static void decodes_what_it_encoded(void **state)
{
    uint8_t all[256];
    uint8_t encoded[768];
    uint8_t decoded[256];
    size_t len;
    size_t got;
    size_t bad;

    (void)state;
    for (unsigned i = 0; i < 256; i++)
        all[i] = (uint8_t)i;
    for (unsigned where = H1_IN_ANY; where <= H1_IN_PAIR; where++) {
        assert_int_equal(h1_percent_encode(all, 256, (h1_component)where, encoded, sizeof encoded, &len), OK);
        assert_int_equal((where == H1_IN_PAIR ? h1_pair_decode : h1_percent_decode)(encoded, len, decoded,
                                                                                    sizeof decoded, &got, &bad),
                         OK);
        assert_int_equal(got, 256);
        assert_memory_equal(all, decoded, 256);
    }
}

static void steps_through_query_pairs(void **state)
{
    static const char query[] = "&a=b=c&&d&=e&f=";
    static const h1_pair due[] = {
        {{1, 1}, {3, 3}, true}, {{8, 1}, {9, 0}, false}, {{10, 0}, {11, 1}, true}, {{13, 1}, {15, 0}, true}};
    static const valued rows[] = {{"", FITS},      {"a=%2B+", FITS},  {"a=b&c", FITS}, {"a[]=1", BYTE, 1},
                                  {"a=%2", SHORT}, {"a=%g", BYTE, 3}, {"a#", BYTE, 1}, {"a=b c", BYTE, 3}};
    h1_pair pair;
    size_t at = 0;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(h1_pair_next(BYTES(query), &at, &pair), OK);
        assert_true(is_span(pair.name, due[i].name.at, due[i].name.len));
        assert_true(is_span(pair.value, due[i].value.at, due[i].value.len));
        assert_true(pair.has_value == due[i].has_value);
    }
    assert_int_equal(h1_pair_next(BYTES(query), &at, &pair), H1_VALUE_NONE);
    JUDGE(read_pairs, rows);
    judge_every_byte(read_pairs, "a=%41&b");
}

static const struct {
    const char *value, *normal;
} NORMAL_FORMS[] = {
    {"HTTP://User@Example.COM:80/%7Efoo/../a%2fb", "http://User@example.com/a%2Fb"},
    {"http://a", "http://a/"},
    {"http://a?b", "http://a/?b"},
    {"https://a:443", "https://a/"},
    {"https://a:80", "https://a:80/"},
    {"http://a:", "http://a/"},
    {"http://a:080/", "http://a/"},
    {"ftp://a:0", "ftp://a:0"},
    {"ws://a:80", "ws://a"},
    {"http://%41%2d%C3%a9/", "http://a-%C3%A9/"},
    {"http://[FF::1]/", "http://[ff::1]/"},
    {"/a/./b/../c/", "/a/c/"},
    {"/../a", "/a"},
    {"/a/..", "/"},
    {"/a/.", "/a/"},
    {"/.", "/"},
    {"/..", "/"},
    {"/a//../b", "/a/b"},
    {"/%2e%2E/a", "/a"},
    {"/a/%2E", "/a/"},
    {"/...", "/..."},
    {"/..//a", "/.//a"},
    {"x:/a/..//b", "x:/.//b"},
    {"/.//a", "/.//a"},
    {"//a//b", "//a//b"},
    {"../a/./b", "../a/./b"},
    {"a/../b?%41#%7e", "a/../b?A#~"},
    {"urn:a/../B", "urn:a/../B"},
    {"", ""},
    {"?", "?"},
    {"#", "#"},
    {"http:a", "http:a"},
};

static void normalises_uris(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof NORMAL_FORMS / sizeof *NORMAL_FORMS; i++) {
        const char *value = NORMAL_FORMS[i].value;
        uint8_t out[64];
        uint8_t again[64];
        size_t got;
        size_t got_again;
        size_t bad;
        assert_int_equal(h1_uri_normalise(BYTES(value), out, strlen(value) + 1, &got, &bad), OK);
        assert_text(out, got, NORMAL_FORMS[i].normal);
        assert_int_equal(h1_uri_normalise(out, got, again, got + 1, &got_again, &bad), OK);
        assert_text(again, got_again, NORMAL_FORMS[i].normal);
        assert_int_equal(h1_uri_normalise(BYTES(value), out, strlen(value), &got, &bad), H1_VALUE_NO_ROOM);
        assert_int_equal(got, strlen(value) + 1);
    }
    judge_every_byte(read_normal, "http://h:80/%41/../b");
}

/* Whatever is normalised stays within the memory asked for, is a reference of the same kind, and is its own normal
 * form. */
static void normal_forms_are_their_own(void **state)
{
    static const char symbols[] = "./a:%2E?@#";

    (void)state;
    for (size_t n = 0; n < 1000000; n += 7) {
        uint8_t value[9] = "x:";
        uint8_t out[10];
        uint8_t again[16];
        size_t from = n % 2 == 0 ? 0 : 2;
        size_t got;
        size_t more;
        size_t bad;
        h1_uri before;
        h1_uri after;
        for (size_t i = 0, rest = n; i < 6; i++, rest /= 10)
            value[2 + i] = (uint8_t)symbols[rest % 10];
        if (h1_uri_reference_read(value + from, 8 - from, &before, &bad) != OK)
            continue;
        assert_int_equal(h1_uri_normalise(value + from, 8 - from, out, 9 - from, &got, &bad), OK);
        assert_true(got <= 9 - from);
        assert_int_equal(h1_uri_reference_read(out, got, &after, &bad), OK);
        assert_int_equal(before.has & ~H1_URI_PORT, after.has & ~H1_URI_PORT);
        assert_int_equal(h1_uri_normalise(out, got, again, sizeof again, &more, &bad), OK);
        assert_int_equal(got, more);
        assert_memory_equal(out, again, got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodes_what_may_not_stand),
        cmocka_unit_test(decodes_once_and_strictly),
        cmocka_unit_test(decodes_what_it_encoded),
        cmocka_unit_test(steps_through_query_pairs),
        cmocka_unit_test(normalises_uris),
        cmocka_unit_test(normal_forms_are_their_own),
    };
    return cmocka_run_group_tests_name("percent-coding", tests, NULL, NULL);
}
