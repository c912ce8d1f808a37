/* SPDX-License-Identifier: MIT */
/* A path becomes a name below the root, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/routes/files_path.h"

/* The result as text: the name, with a "/" behind it for a folder's path; "bad"; "none". */
static const char *resolved(const char *path)
{
    static char text[SRV_NAME_MOST + 2];
    bool folder;

    switch (srv_path_resolve((h1_bytes){path, strlen(path)}, text, &folder)) {
    case SRV_PATH_OK:
        break;
    case SRV_PATH_BAD:
        return "bad";
    case SRV_PATH_NONE:
        return "none";
    }
    return folder ? strcat(text, "/") : text;
}

typedef struct example {
    const char *path, *resolved;
} example;

static void resolve_all(const example *examples, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(resolved(examples[i].path), examples[i].resolved) != 0)
            fail_msg("%s is %s, not %s", examples[i].path, resolved(examples[i].path), examples[i].resolved);
}

#define RESOLVE(examples) resolve_all(examples, sizeof(examples) / sizeof *(examples))

static void splits_then_decodes_once(void **state)
{
    static const example examples[] = {
        {"/", "./"},
        {"", "./"},
        {"/a", "a"},
        {"/a/b.c", "a/b.c"},
        {"/a/", "a/"},
        {"/%61%20b", "a b"},
        {"/%2561", "%61"},
        {"/a%3Fb", "a?b"},
        {"/%C3%A4", "\xC3\xA4"},
        {"/a+b;c=d,e:f@g!$&'()*", "a+b;c=d,e:f@g!$&'()*"},
        {"/a%5Cb", "a\\b"},
        {"/%0a", "\n"},
    };

    (void)state;
    RESOLVE(examples);
}

static void resolves_dot_segments_and_stays_below_the_root(void **state)
{
    static const example examples[] = {
        {"/./a", "a"},
        {"/a/.", "a/"},
        {"/a/..", "./"},
        {"/a/b/..", "a/"},
        {"/a/b/../c", "a/c"},
        {"/a/../../../b", "b"},
        {"/..", "./"},
        {"/../../etc/passwd", "etc/passwd"},
        {"/%2e%2e/%2E%2e/etc/passwd", "etc/passwd"},
        {"/a/%2e/b", "a/b"},
        {"/a/.%2e/b", "b"},
        {"/.git/../a", "a"},
        {"/ab/../a", "a"},
    };

    (void)state;
    RESOLVE(examples);
}

static void refuses_what_no_name_holds(void **state)
{
    static const example examples[] = {
        {"/%00", "bad"},    {"/a%00.html", "bad"},    {"/%", "bad"},           {"/%4", "bad"},    {"/%GG", "bad"},
        {"/a%2Fb", "none"}, {"/..%2f..%2fa", "none"}, {"/%2F", "none"},        {"/a//b", "none"}, {"//", "none"},
        {"//a", "none"},    {"//a/..", "none"},       {"/a/%2f/../b", "none"},
    };

    (void)state;
    RESOLVE(examples);
}

static void hides_names_with_a_dot_before(void **state)
{
    static const example examples[] = {
        {"/.git/config", "none"},
        {"/a/.htaccess", "none"},
        {"/%2ehidden", "none"},
        {"/...", "none"},
        {"/.well-known/security.txt", ".well-known/security.txt"},
        {"/.well-known/", ".well-known/"},
        {"/.well-known/.x", "none"},
        {"/a/.well-known/x", "none"},
        {"/.well-knownx", "none"},
        {"/.well/x", "none"},
        {"/a.b/c.", "a.b/c."},
    };

    (void)state;
    RESOLVE(examples);
}

static void bounds_the_name(void **state)
{
    static char path[SRV_NAME_MOST + 2] = "/";

    (void)state;
    memset(path + 1, 'a', SRV_NAME_MOST);
    assert_int_equal(strlen(resolved(path)), SRV_NAME_MOST);
    memset(path + 1, '/', 1);
    assert_string_equal(resolved(path), "none");
    path[1] = 'a';
    path[SRV_NAME_MOST] = '/';
    assert_int_equal(strlen(resolved(path)), SRV_NAME_MOST);
}

static void refuses_a_name_that_is_too_long(void **state)
{
    static char path[SRV_NAME_MOST + 3] = "/";

    (void)state;
    memset(path + 1, 'a', SRV_NAME_MOST + 1);
    assert_string_equal(resolved(path), "none");
    path[2000] = '/';
    assert_string_equal(resolved(path), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_then_decodes_once),
        cmocka_unit_test(resolves_dot_segments_and_stays_below_the_root),
        cmocka_unit_test(refuses_what_no_name_holds),
        cmocka_unit_test(hides_names_with_a_dot_before),
        cmocka_unit_test(bounds_the_name),
        cmocka_unit_test(refuses_a_name_that_is_too_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
