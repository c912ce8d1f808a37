/* SPDX-License-Identifier: MIT */
/* Every entry of the byte table, derived again from the grammar's own lists. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "parser/src/bytes.h"

#define LETTERS    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS     "0123456789"
#define UNRESERVED LETTERS DIGITS "-._~"
#define SUB_DELIMS "!$&'()*+,;="
#define GEN_DELIMS ":/?#[]@"

static void agrees_with_the_grammar(unsigned class, const char *members)
{
    for (unsigned byte = 0; byte < 256; byte++) {
        bool member = byte != 0 && byte < 128 && strchr(members, (int)byte) != NULL;
        if (h1i_is((uint8_t)byte, class) != member)
            fail_msg("byte 0x%02x of class %u", byte, class);
    }
}

static void knows_every_class_of_the_grammars(void **state)
{
    (void)state;
    agrees_with_the_grammar(H1I_TCHAR, "!#$%&'*+-.^_`|~" DIGITS LETTERS);
    agrees_with_the_grammar(H1I_DIGIT, DIGITS);
    agrees_with_the_grammar(H1I_HEXDIG, DIGITS "abcdefABCDEF");
    agrees_with_the_grammar(H1I_REG_NAME, UNRESERVED SUB_DELIMS);
    agrees_with_the_grammar(H1I_PATH, UNRESERVED SUB_DELIMS ":@/");
    agrees_with_the_grammar(H1I_URI, UNRESERVED SUB_DELIMS GEN_DELIMS "%");
    agrees_with_the_grammar(H1I_SCHEME, LETTERS DIGITS "+-.");
}

static void counts_obs_text_and_nothing_below_0x21_as_visible(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++)
        assert_int_equal(h1i_is((uint8_t)byte, H1I_VISIBLE), (byte > 0x20 && byte < 0x7F) || byte >= 0x80);
}

static void lowers_letters_and_nothing_else(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        bool upper = byte >= 'A' && byte <= 'Z';
        assert_int_equal(h1i_lower((uint8_t)byte), upper ? byte + 32 : byte);
        assert_int_equal(h1i_is_alpha((uint8_t)byte), byte < 128 && byte != 0 && strchr(LETTERS, (int)byte) != NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_every_class_of_the_grammars),
        cmocka_unit_test(counts_obs_text_and_nothing_below_0x21_as_visible),
        cmocka_unit_test(lowers_letters_and_nothing_else),
    };
    return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
