/* SPDX-License-Identifier: MIT */
/* The store in memory: names, tags, and that it never holds more than it may. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/routes/memory.h"

static srv_memory memory;

static int set_up(void **state)
{
    (void)state;
    return srv_memory_init(&memory) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    srv_memory_free(&memory);
    return 0;
}

static h1_bytes text(const char *words)
{
    return (h1_bytes){words, strlen(words)};
}

static void keeps_what_was_put(void **state)
{
    const srv_memo *memo;

    (void)state;
    assert_null(srv_memory_find(&memory, text("a")));
    assert_int_equal(srv_memory_put(&memory, text("a"), text("text/plain"), text("one")), SRV_MEMORY_CREATED);
    assert_int_equal(srv_memory_put(&memory, text("ab"), (h1_bytes){NULL, 0}, text("")), SRV_MEMORY_CREATED);
    memo = srv_memory_find(&memory, text("a"));
    assert_non_null(memo);
    assert_string_equal(memo->type, "text/plain");
    assert_int_equal(memo->len, 3);
    assert_memory_equal(memo->content, "one", 3);
    assert_null(srv_memory_find(&memory, text("")));
    srv_memory_delete(&memory, srv_memory_find(&memory, text("a")));
    assert_null(srv_memory_find(&memory, text("a")));
    assert_int_equal(memory.bytes, 0);
}

static void gives_every_representation_a_tag_of_its_own(void **state)
{
    char first[sizeof((srv_memo *)NULL)->tag];

    (void)state;
    srv_memory_put(&memory, text("a"), text("text/plain"), text("same"));
    memcpy(first, srv_memory_find(&memory, text("a"))->tag, sizeof first);
    assert_int_equal(srv_memory_put(&memory, text("a"), text("text/html"), text("same")), SRV_MEMORY_CHANGED);
    assert_string_not_equal(srv_memory_find(&memory, text("a"))->tag, first);
}

static void may_be_given_its_own_parts(void **state)
{
    const srv_memo *memo;

    (void)state;
    srv_memory_put(&memory, text("a"), text("text/plain"), text("one"));
    memo = srv_memory_find(&memory, text("a"));
    srv_memory_put(&memory, (h1_bytes){memo->name, 1}, text(memo->type), (h1_bytes){memo->content + 1, 2});
    memo = srv_memory_find(&memory, text("a"));
    assert_memory_equal(memo->content, "ne", 2);
    assert_string_equal(memo->type, "text/plain");
    assert_int_equal(memory.bytes, 2);
}

static void holds_no_more_than_it_may(void **state)
{
    char *large = calloc(1, SRV_MEMORY_CONTENT + 1), name[16];
    unsigned count = 0;

    (void)state;
    assert_int_equal(srv_memory_put(&memory, text("a"), text(""), (h1_bytes){large, SRV_MEMORY_CONTENT + 1}),
                     SRV_MEMORY_LARGE);
    do
        snprintf(name, sizeof name, "n%u", count++);
    while (srv_memory_put(&memory, text(name), text(""), (h1_bytes){large, SRV_MEMORY_CONTENT}) == SRV_MEMORY_CREATED);
    assert_int_equal(count - 1, SRV_MEMORY_ALL / SRV_MEMORY_CONTENT);
    assert_int_equal(memory.bytes, SRV_MEMORY_ALL);
    assert_int_equal(srv_memory_put(&memory, text("n0"), text(""), (h1_bytes){large, SRV_MEMORY_CONTENT}),
                     SRV_MEMORY_CHANGED);
    assert_int_equal(srv_memory_put(&memory, text("more"), text(""), text("")), SRV_MEMORY_CREATED);
    assert_int_equal(srv_memory_put(&memory, text("more"), text(""), text("x")), SRV_MEMORY_FULL);
    free(large);
}

static void takes_unreserved_names(void **state)
{
    static const struct {
        const char *name;
        bool taken;
    } NAMES[] = {
        {"a", true},   {"A-b.c_d~9", true}, {"...", true},  {".a", true},   {"", false},         {".", false},
        {"..", false}, {"a b", false},      {"a/b", false}, {"%41", false}, {"\xc3\xa9", false},
    };
    char longest[SRV_MEMORY_NAME + 2];

    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        assert_int_equal(srv_memory_is_name(text(NAMES[i].name)), NAMES[i].taken);
    memset(longest, 'x', sizeof longest);
    assert_true(srv_memory_is_name((h1_bytes){longest, SRV_MEMORY_NAME}));
    assert_false(srv_memory_is_name((h1_bytes){longest, SRV_MEMORY_NAME + 1}));
    assert_false(srv_memory_is_name((h1_bytes){"a\0b", 3}));
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(keeps_what_was_put),         FRESH(gives_every_representation_a_tag_of_its_own),
        FRESH(may_be_given_its_own_parts), FRESH(holds_no_more_than_it_may),
        FRESH(takes_unreserved_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
