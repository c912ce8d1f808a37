/* SPDX-License-Identifier: MIT */
/* Preconditions are compared as RFC 9110 section 13.1 says and ruled on in the order of section 13.2.2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>

#include <cmocka.h>

#include "server/routes/conditional.h"
#include "server/routes/tests/asked.h"

enum {
    ABSENT = SRV_CONDITION_ABSENT,
    TRUE_ = SRV_CONDITION_TRUE,
    FALSE_ = SRV_CONDITION_FALSE,
    ANY = 3, /* in a row: whatever it is */
    CONDITIONS = 3,
};

/* Section 13.2.2 as a list of what is decided by what: the first row that fits decides. */
typedef struct row {
    int if_match, if_unmodified_since, if_none_match, if_modified_since, if_range;
    unsigned methods;
    srv_ruling ruling;
} row;

#define READS (SRV_GET | SRV_HEAD)
#define ALL   (SRV_GET | SRV_HEAD | SRV_PUT)

static const row precedence[] = {
    {FALSE_, ANY, ANY, ANY, ANY, ALL, SRV_RULING_FAILED},                    /* step 1 */
    {ABSENT, FALSE_, ANY, ANY, ANY, ALL, SRV_RULING_FAILED},                 /* step 2 */
    {ANY, ANY, FALSE_, ANY, ANY, READS, SRV_RULING_NOT_MODIFIED},            /* step 3 */
    {ANY, ANY, FALSE_, ANY, ANY, SRV_PUT, SRV_RULING_FAILED},                /* step 3 */
    {ANY, ANY, ABSENT, FALSE_, ANY, READS, SRV_RULING_NOT_MODIFIED},         /* step 4 */
    {ANY, ANY, ANY, ANY, FALSE_, SRV_GET, SRV_RULING_PERFORM_WHOLE},         /* step 5 */
    {ANY, ANY, ANY, ANY, ANY, SRV_GET, SRV_RULING_PERFORM},                  /* step 6 */
    {ANY, ANY, ANY, ANY, ANY, SRV_HEAD | SRV_PUT, SRV_RULING_PERFORM_WHOLE}, /* ranges are defined for GET only */
};

static bool fits(const row *r, const srv_conditions *c, unsigned method)
{
    return (r->if_match == ANY || r->if_match == (int)c->if_match) &&
           (r->if_unmodified_since == ANY || r->if_unmodified_since == (int)c->if_unmodified_since) &&
           (r->if_none_match == ANY || r->if_none_match == (int)c->if_none_match) &&
           (r->if_modified_since == ANY || r->if_modified_since == (int)c->if_modified_since) &&
           (r->if_range == ANY || r->if_range == (int)c->if_range) && (r->methods & method) != 0;
}

static void judge_combination(unsigned n)
{
    static const unsigned methods[] = {SRV_GET, SRV_HEAD, SRV_PUT};
    srv_conditions c = {.if_match = (srv_condition)(n % CONDITIONS),
                        .if_unmodified_since = (srv_condition)(n / 3 % CONDITIONS),
                        .if_none_match = (srv_condition)(n / 9 % CONDITIONS),
                        .if_modified_since = (srv_condition)(n / 27 % CONDITIONS),
                        .if_range = (srv_condition)(n / 81 % CONDITIONS)};

    for (size_t i = 0; i < 3; i++) {
        const row *r = precedence;
        while (!fits(r, &c, methods[i]))
            r++;
        if (srv_conditions_rule(&c, methods[i]) != r->ruling)
            fail_msg("method %u, combination %u: not as row %zu says", methods[i], n, (size_t)(r - precedence));
    }
}

static void rules_on_all_combinations_in_the_order_of_13_2_2(void **state)
{
    (void)state;
    for (unsigned n = 0; n < 243; n++)
        judge_combination(n);
}

/* A representation modified on Sun, 06 Nov 1994 08:49:37 GMT. */
#define THEN   "Sun, 06 Nov 1994 08:49:37 GMT"
#define BEFORE "Sun, 06 Nov 1994 08:49:36 GMT"
#define AFTER  "Sun, 06 Nov 1994 08:49:38 GMT"
static const srv_validators strong = {"\"a,b\"", 784111777, true, true};
static const srv_validators weak = {"W/\"a\"", 784111777, true, false};
static const srv_validators undated = {"\"a\"", 0, false, false};

typedef struct example {
    const char *fields;
    const srv_validators *valid;
    srv_ruling ruling; /* of a GET */
} example;

static const example examples[] = {
    {"", &strong, SRV_RULING_PERFORM},
    /* If-Match: strong comparison. */
    {"If-Match: \"a,b\"\r\n", &strong, SRV_RULING_PERFORM},
    {"If-Match: \"x\", \"a,b\"\r\n", &strong, SRV_RULING_PERFORM},
    {"If-Match: \"x\"\r\nIf-Match: \"a,b\"\r\n", &strong, SRV_RULING_PERFORM},
    {"If-Match: *\r\n", &strong, SRV_RULING_PERFORM},
    {"If-Match: *\r\n", &weak, SRV_RULING_PERFORM},
    {"If-Match: \"x\"\r\n", &strong, SRV_RULING_FAILED},
    {"If-Match: W/\"a,b\"\r\n", &strong, SRV_RULING_FAILED},
    {"If-Match: W/\"a\"\r\n", &weak, SRV_RULING_FAILED},
    {"If-Match: \"a\"\r\n", &weak, SRV_RULING_FAILED},
    {"If-Match: a,b\r\n", &strong, SRV_RULING_FAILED},
    {"If-Match:\r\n", &strong, SRV_RULING_FAILED},
    /* If-None-Match: weak comparison. */
    {"If-None-Match: \"a,b\"\r\n", &strong, SRV_RULING_NOT_MODIFIED},
    {"If-None-Match: W/\"a,b\"\r\n", &strong, SRV_RULING_NOT_MODIFIED},
    {"If-None-Match: \"a\"\r\n", &weak, SRV_RULING_NOT_MODIFIED},
    {"If-None-Match: \"x\" , \"a\"\r\n", &weak, SRV_RULING_NOT_MODIFIED},
    {"If-None-Match: *\r\n", &weak, SRV_RULING_NOT_MODIFIED},
    {"If-None-Match: \"x\"\r\n", &strong, SRV_RULING_PERFORM},
    {"If-None-Match: nonsense\r\n", &strong, SRV_RULING_PERFORM},
    {"If-None-Match: \"a,b\", nonsense\r\n", &strong, SRV_RULING_NOT_MODIFIED},
    {"If-None-Match: \"A,B\"\r\n", &strong, SRV_RULING_PERFORM},
    /* If-Modified-Since, in all three forms; ignored beside If-None-Match and where it is no date. */
    {"If-Modified-Since: " THEN "\r\n", &strong, SRV_RULING_NOT_MODIFIED},
    {"If-Modified-Since: " AFTER "\r\n", &strong, SRV_RULING_NOT_MODIFIED},
    {"If-Modified-Since: " BEFORE "\r\n", &strong, SRV_RULING_PERFORM},
    {"If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT\r\n", &strong, SRV_RULING_NOT_MODIFIED},
    {"If-Modified-Since: Sun Nov  6 08:49:37 1994\r\n", &strong, SRV_RULING_NOT_MODIFIED},
    {"If-Modified-Since: yesterday\r\n", &strong, SRV_RULING_PERFORM},
    {"If-Modified-Since: Mon, 06 Nov 1994 08:49:37 GMT\r\n", &strong, SRV_RULING_PERFORM},
    {"If-Modified-Since: " THEN "\r\nIf-Modified-Since: " THEN "\r\n", &strong, SRV_RULING_PERFORM},
    {"If-Modified-Since: " THEN "\r\n", &undated, SRV_RULING_PERFORM},
    {"If-None-Match: \"x\"\r\nIf-Modified-Since: " THEN "\r\n", &strong, SRV_RULING_PERFORM},
    /* If-Unmodified-Since; ignored beside If-Match. */
    {"If-Unmodified-Since: " THEN "\r\n", &strong, SRV_RULING_PERFORM},
    {"If-Unmodified-Since: " BEFORE "\r\n", &strong, SRV_RULING_FAILED},
    {"If-Unmodified-Since: " BEFORE "\r\n", &undated, SRV_RULING_PERFORM},
    {"If-Unmodified-Since: never\r\n", &strong, SRV_RULING_PERFORM},
    {"If-Match: \"a,b\"\r\nIf-Unmodified-Since: " BEFORE "\r\n", &strong, SRV_RULING_PERFORM},
    {"If-Unmodified-Since: " THEN "\r\nIf-Modified-Since: " THEN "\r\n", &strong, SRV_RULING_NOT_MODIFIED},
    /* If-Range: strong and exact, and only where there is a Range. */
    {"Range: bytes=0-1\r\nIf-Range: \"a,b\"\r\n", &strong, SRV_RULING_PERFORM},
    {"Range: bytes=0-1\r\nIf-Range: \"x\"\r\n", &strong, SRV_RULING_PERFORM_WHOLE},
    {"Range: bytes=0-1\r\nIf-Range: W/\"a,b\"\r\n", &strong, SRV_RULING_PERFORM_WHOLE},
    {"Range: bytes=0-1\r\nIf-Range: W/\"a\"\r\n", &weak, SRV_RULING_PERFORM_WHOLE},
    {"Range: bytes=0-1\r\nIf-Range: " THEN "\r\n", &strong, SRV_RULING_PERFORM},
    {"Range: bytes=0-1\r\nIf-Range: " AFTER "\r\n", &strong, SRV_RULING_PERFORM_WHOLE},
    {"Range: bytes=0-1\r\nIf-Range: " THEN "\r\n", &weak, SRV_RULING_PERFORM_WHOLE},
    {"Range: bytes=0-1\r\nIf-Range: " THEN "\r\n", &undated, SRV_RULING_PERFORM_WHOLE},
    {"Range: bytes=0-1\r\nIf-Range: *\r\n", &strong, SRV_RULING_PERFORM_WHOLE},
    {"Range: bytes=0-1\r\nIf-Range: \"a,b\"\r\nIf-Range: \"a,b\"\r\n", &strong, SRV_RULING_PERFORM_WHOLE},
    {"If-Range: \"x\"\r\n", &strong, SRV_RULING_PERFORM},
};

static void compares_each_field_as_its_section_says(void **state)
{
    static asked a;
    char request[512];

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: a\r\n%s\r\n", examples[i].fields);
        asked_read(&a, NULL, request);
        if (srv_conditional(&a.x, examples[i].valid, 1700000000) != examples[i].ruling)
            fail_msg("not as it should be: %s", examples[i].fields);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_on_all_combinations_in_the_order_of_13_2_2),
        cmocka_unit_test(compares_each_field_as_its_section_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
