/* SPDX-License-Identifier: MIT */
/* What a file may be called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framing/frame.h"

static h1_rule judge(const char *name)
{
    print_message("[ name ] '%s'\n", name);
    return frame_name_check((const uint8_t *)name, strlen(name));
}

static void refuses_paths_and_names_that_deceive(void **state)
{
    static const char *const names[] = {
        "",
        ".",
        "..",
        "/",
        "a/b",
        "/etc/passwd",
        "..\\a",
        "C:\\a",
        "a\tb",
        "a\nb",
        "\x7F",
        "\x1B[2J",
        "\xC2\x80" /* U+0080 */,
        "\xC2\x9F",
        /* NOLINTBEGIN(misc-misleading-bidirectional): misleading on purpose */
        "a\xE2\x80\xAEgpj.exe" /* U+202E */,
        "\xE2\x80\xAA" /* U+202A */,
        "\xE2\x81\xA6" /* U+2066 */,
        "\xE2\x81\xA9" /* U+2069 */,
        /* NOLINTEND(misc-misleading-bidirectional) */
        "\xFF",
        "\xC3",
        "\xC0\xAF" /* overlong / */,
        "\xED\xA0\x80" /* a surrogate */,
        "\xE0\x80\xAF",
        "\xF0\x80\x80\xAF",
        "\xE0\x81\x81" /* overlong A */,
        "\xF0\x80\x81\x81",
        "\xF4\x90\x80\x80",
    };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(judge(names[i]), H1_RULE_FRAME_NAME_NOT_PLAIN);
    assert_int_equal(frame_name_check((const uint8_t *)"a\0b", 3), H1_RULE_FRAME_NAME_NOT_PLAIN);
}

static void takes_every_other_name(void **state)
{
    static const char *const names[] = {
        "a",
        "...",
        "..a",
        ".a",
        "a.",
        " ",
        "a b",
        "-rf",
        "~",
        "C:",
        "*?\"<>|",
        "\xC2\xA0" /* U+00A0 */,
        "\xE2\x80\xA9" /* U+2029, before the range */,
        "\xE2\x80\xAF" /* U+202F, behind it */,
        "\xE2\x81\xA5",
        "\xE2\x81\xAA",
        "\xE6\x97\xA5\xE6\x9C\xAC",
        "\xF0\x9F\x98\x80.png",
        "\xF4\x8F\xBF\xBF",
    };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(judge(names[i]), H1_RULE_NONE);
}

static void takes_255_bytes_and_no_more(void **state)
{
    uint8_t name[FRAME_NAME_MOST + 1];

    (void)state;
    memset(name, 'a', sizeof name);
    assert_int_equal(frame_name_check(name, FRAME_NAME_MOST), H1_RULE_NONE);
    assert_int_equal(frame_name_check(name, FRAME_NAME_MOST + 1), H1_RULE_FRAME_NAME_TOO_LONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_paths_and_names_that_deceive),
        cmocka_unit_test(takes_every_other_name),
        cmocka_unit_test(takes_255_bytes_and_no_more),
    };
    return cmocka_run_group_tests_name("frame name", tests, NULL, NULL);
}
