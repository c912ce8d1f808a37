/* SPDX-License-Identifier: MIT */
/* Pairs of forms, and text that becomes HTML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#include <cmocka.h>

#include "server/routes/form.h"

static void finds_one_pair_by_name(void **state)
{
    static const struct {
        const char *form, *name;
        srv_form expected;
        const char *value;
    } CASES[] = {
        {"a=1&b=2", "b", SRV_FORM_OK, "2"},
        {"a=1&b=2", "c", SRV_FORM_NONE, ""},
        {"", "a", SRV_FORM_NONE, ""},
        {"a", "a", SRV_FORM_OK, ""},
        {"a=", "a", SRV_FORM_OK, ""},
        {"a=x+y%2Bz%26", "a", SRV_FORM_OK, "x y+z&"},
        {"%61=1", "a", SRV_FORM_OK, "1"},
        {"a=b=c", "a", SRV_FORM_OK, "b=c"},
        {"a=1&a=1", "a", SRV_FORM_TWICE, ""},
        {"a=1&%61=2", "a", SRV_FORM_TWICE, ""},
        {"a=%zz", "a", SRV_FORM_BAD, ""},
        {"a=1&b=%", "a", SRV_FORM_BAD, ""},
        {"a=1 2", "a", SRV_FORM_BAD, ""},
        {"a=%00", "a", SRV_FORM_LONG, ""},
        {"a=1234567", "a", SRV_FORM_OK, "1234567"},
        {"a=12345678", "a", SRV_FORM_LONG, ""},
        {"&&a=1&", "a", SRV_FORM_OK, "1"},
    };
    char value[8];

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        h1_bytes form = {CASES[i].form, strlen(CASES[i].form)};
        assert_int_equal(srv_form_value(form, CASES[i].name, value, sizeof value), CASES[i].expected);
        assert_string_equal(value, CASES[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_one_pair_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
