/* SPDX-License-Identifier: MIT */
/* A Range selects what RFC 9110 section 14 says, and never makes us send a byte twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/routes/ranges.h"

/* The choice as text: "first+count first+count", "ignored", "unsatisfiable". */
static const char *chosen(const char *value, uint64_t complete)
{
    static char text[1024];
    srv_range ranges[SRV_RANGES_MOST];
    size_t count, len = 0;

    switch (srv_ranges_choose((h1_bytes){value, strlen(value)}, complete, ranges, &count)) {
    case SRV_RANGES_IGNORED:
        return "ignored";
    case SRV_RANGES_UNSATISFIABLE:
        return "unsatisfiable";
    case SRV_RANGES_OK:
        break;
    }
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%llu+%llu", i > 0 ? " " : "",
                                (unsigned long long)ranges[i].first, (unsigned long long)ranges[i].count);
    return text;
}

typedef struct example {
    const char *value;
    uint64_t complete;
    const char *chosen;
} example;

static void choose_all(const example *examples, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(chosen(examples[i].value, examples[i].complete), examples[i].chosen) != 0)
            fail_msg("%s of %llu is %s, not %s", examples[i].value, (unsigned long long)examples[i].complete,
                     chosen(examples[i].value, examples[i].complete), examples[i].chosen);
}

#define CHOOSE(examples) choose_all(examples, sizeof(examples) / sizeof *(examples))

static void selects_one_range(void **state)
{
    static const example examples[] = {
        {"bytes=0-0", 1000, "0+1"},
        {"bytes=0-499", 1000, "0+500"},
        {"bytes=500-", 1000, "500+500"},
        {"bytes=-1", 1000, "999+1"},
        {"bytes=-1000", 1000, "0+1000"},
        {"bytes=-2000", 1000, "0+1000"},
        {"bytes=999-99999", 1000, "999+1"},
        {"BYTES=1-2", 1000, "1+2"},
        {"bytes=4294967296-", 5368709120, "4294967296+1073741824"},
        {"bytes=0-18446744073709551615", 1000, "0+1000"},
    };

    (void)state;
    CHOOSE(examples);
}

static void says_where_nothing_can_be_selected(void **state)
{
    static const example examples[] = {
        {"bytes=1000-", 1000, "unsatisfiable"}, {"bytes=1000-2000, 3000-", 1000, "unsatisfiable"},
        {"bytes=-0", 1000, "unsatisfiable"},    {"bytes=18446744073709551616-", 1000, "unsatisfiable"},
        {"bytes=2000-, 0-0", 1000, "0+1"},
    };

    (void)state;
    CHOOSE(examples);
}

static void ignores_what_is_no_range_of_bytes(void **state)
{
    static const example examples[] = {
        {"seconds=1-2", 1000, "ignored"}, {"bytes=2-1", 1000, "ignored"},      {"bytes=", 1000, "ignored"},
        {"bytes", 1000, "ignored"},       {"bytes=a-b", 1000, "ignored"},      {"0-1", 1000, "ignored"},
        {"bytes=0-1;2", 1000, "ignored"}, {"bytes=0-1, 5-4", 1000, "ignored"}, {"bytes=0-", 0, "ignored"},
        {"bytes=-5", 0, "ignored"},
    };

    (void)state;
    CHOOSE(examples);
}

static void makes_one_of_ranges_that_are_close(void **state)
{
    static const example examples[] = {
        {"bytes=0-99,100-199", 1000, "0+200"},   /* they touch */
        {"bytes=0-99,50-149", 1000, "0+150"},    /* overlap */
        {"bytes=0-499,100-199", 1000, "0+500"},  /* hold one another */
        {"bytes=100-199,0-499", 1000, "0+500"},  /* the other way round */
        {"bytes=0-9,89-99", 1000, "0+100"},      /* a gap of 79 */
        {"bytes=0-9,90-99", 1000, "0+10 90+10"}, /* a gap of 80 */
        {"bytes=90-99,0-9", 1000, "90+10 0+10"}, /* the order stays */
        {"bytes=0-9,900-,300-309", 1000, "0+10 900+100 300+10"},
        {"bytes=0-9,200-209,10-199", 1000, "0+210"}, /* the third closes the gap of the first two */
        {"bytes=0-,0-,0-,0-,0-,0-", 1000, "0+1000"},
    };

    (void)state;
    CHOOSE(examples);
}

static void ignores_too_many_ranges(void **state)
{
    char value[256] = "bytes=0-";

    (void)state;
    for (size_t i = 1; i < SRV_RANGES_MOST; i++)
        strcat(value, ",0-");
    assert_string_equal(chosen(value, 1000), "0+1000");
    strcat(value, ",0-");
    assert_string_equal(chosen(value, 1000), "ignored");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selects_one_range),
        cmocka_unit_test(says_where_nothing_can_be_selected),
        cmocka_unit_test(ignores_what_is_no_range_of_bytes),
        cmocka_unit_test(makes_one_of_ranges_that_are_close),
        cmocka_unit_test(ignores_too_many_ranges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
