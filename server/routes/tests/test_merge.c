/* SPDX-License-Identifier: MIT */
/* JSON Merge Patch: the examples of RFC 7396 appendix A, and what isn't read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/routes/merge.h"

static const struct {
    const char *target, *patch, *result;
} EXAMPLES[] = {
    {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
    {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
    {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
    {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
    {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
    {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
    {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
    {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
    {"[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"},
    {"{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"},
    {"{\"a\":\"foo\"}", "null", "null"},
    {"{\"a\":\"foo\"}", "\"bar\"", "\"bar\""},
    {"{\"e\":null}", "{\"a\":1}", "{\"a\":1,\"e\":null}"},
    {"[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"},
    {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
};

static void merges_as_the_examples_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof EXAMPLES[0]; i++) {
        json_t *target = srv_json_read(EXAMPLES[i].target, strlen(EXAMPLES[i].target));
        json_t *patch = srv_json_read(EXAMPLES[i].patch, strlen(EXAMPLES[i].patch));
        json_t *result = srv_merge(target, patch);
        char *text = json_dumps(result, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
        assert_non_null(text);
        assert_string_equal(text, EXAMPLES[i].result);
        free(text);
        json_decref(result);
        json_decref(patch);
        json_decref(target);
    }
}

static void reads_json_and_nothing_else(void **state)
{
    static const char *const WRONG[] = {"", "{", "{\"a\":1,\"a\":2}", "{\"a\":1} x", "\"\xff\"", "]", "]["};

    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++)
        assert_null(srv_json_read(WRONG[i], strlen(WRONG[i])));
}

static void reads_as_deep_as_it_is_told(void **state)
{
    char text[4 * SRV_MERGE_DEPTH];
    json_t *read;

    (void)state;
    for (size_t depth = 1; depth <= SRV_MERGE_DEPTH + 1; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        read = srv_json_read(text, 2 * depth);
        assert_int_equal(read != NULL, depth <= SRV_MERGE_DEPTH);
        json_decref(read);
    }
    memset(text, '[', sizeof text);
    text[0] = text[sizeof text - 1] = '"';
    read = srv_json_read(text, sizeof text);
    assert_non_null(read);
    json_decref(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merges_as_the_examples_say),
        cmocka_unit_test(reads_json_and_nothing_else),
        cmocka_unit_test(reads_as_deep_as_it_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
