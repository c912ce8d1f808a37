/* SPDX-License-Identifier: MIT */
/* Bytes that become HTML: nothing of theirs is markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/routes/text.h"

/* U+202E, right-to-left override; spelled out, as it would turn this line around too. */
static const char OVERRIDE[] = {'\xe2', '\x80', '\xae', 'a', '\0'};

static void escapes_what_html_or_a_reader_could_take_for_something_else(void **state)
{
    static const struct {
        const char *bytes, *html;
    } CASES[] = {
        {"plain text", "plain text"},
        {"<script>", "&lt;script&gt;"},
        {"a\"b'c&d", "a&quot;b&#39;c&amp;d"},
        {"&lt;", "&amp;lt;"},
        {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
        {"\r\n\t\\\x01\x7f", "\\r\\n\\t\\\\\\x01\\x7f"},
        {"\xff<", "\\xff&lt;"},
        {"\xc3<", "\\xc3&lt;"},
        {"\xc0\xbc", "\\xc0\\xbc"}, /* overlong "<" */
        {OVERRIDE, "\\xe2\\x80\\xaea"},
        {"\xc2\x9b", "\\xc2\\x9b"}, /* C1 */
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        srv_text t = {0};
        srv_text_html(&t, CASES[i].bytes, strlen(CASES[i].bytes));
        srv_text_bytes(&t, "", 1);
        assert_string_equal(t.at, CASES[i].html);
        srv_text_free(&t);
    }
}

static void lets_no_byte_be_markup(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 256; a++)
        for (unsigned b = 0; b < 256; b++) {
            const uint8_t bytes[] = {(uint8_t)a, (uint8_t)b, '<'};
            srv_text t = {0};
            srv_text_html(&t, bytes, sizeof bytes);
            assert_true(t.len > 4 && memcmp(t.at + t.len - 4, "&lt;", 4) == 0);
            for (size_t i = 0; i < t.len; i++)
                assert_null(memchr("<>\"'", t.at[i], 4));
            srv_text_free(&t);
        }
}

static void fails_beyond_its_limit_and_says_so(void **state)
{
    static char large[SRV_TEXT_MOST];
    srv_text t = {0};

    (void)state;
    srv_text_bytes(&t, large, sizeof large);
    assert_false(t.failed);
    srv_text_add(&t, "x");
    assert_true(t.failed);
    assert_int_equal(t.len, sizeof large);
    srv_text_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_what_html_or_a_reader_could_take_for_something_else),
        cmocka_unit_test(lets_no_byte_be_markup),
        cmocka_unit_test(fails_beyond_its_limit_and_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
