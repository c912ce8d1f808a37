/* SPDX-License-Identifier: MIT */
/* A file's media type is its extension's, and never a guess. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/routes/media_type.h"

#define OCTETS "application/octet-stream"

static void names_the_type_of_an_extension(void **state)
{
    /* The first and the last row and some between, so that a table out of order would show. */
    static const struct {
        const char *name, *media_type;
    } cases[] = {
        {"a.7z", "application/x-7z-compressed"},
        {"archive.zst", "application/zstd"},
        {"index.html", "text/html; charset=utf-8"},
        {"folder.zip/index.htm", "text/html; charset=utf-8"},
        {"INDEX.HTML", "text/html; charset=utf-8"},
        {"a.b.Js", "text/javascript; charset=utf-8"},
        {"app.webmanifest", "application/manifest+json"},
        {"font.woff", "font/woff"},
        {"font.woff2", "font/woff2"},
        {"x.c", "text/x-c; charset=utf-8"},
        {"picture.svg", "image/svg+xml"},
        {"x.json", "application/json"},
        {"x.jsonl", "application/jsonl"},
        {"x.jsonld", "application/ld+json"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(srv_media_type_of(cases[i].name), cases[i].media_type);
}

static void calls_the_rest_octets(void **state)
{
    static const char *const names[] = {
        "",        "README", "a.", "folder.html/README", "a.unknown", "a.htmll", "a.html.backup", "a.webmanifestx",
        "a.ht\xE9"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(srv_media_type_of(names[i]), OCTETS);
}

static void finds_what_files_mostly_have(void **state)
{
    static const char *const names[] = {".7z",  ".aac", ".css",  ".csv",  ".gif",  ".gz",  ".ico", ".jpeg", ".jpg",
                                        ".js",  ".md",  ".mjs",  ".mp3",  ".mp4",  ".ogg", ".pdf", ".png",  ".tar",
                                        ".tgz", ".txt", ".wasm", ".webm", ".webp", ".xml", ".xz",  ".yml",  ".zip"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_not_equal(srv_media_type_of(names[i]), OCTETS);
}

static void knows_what_shrinks(void **state)
{
    (void)state;
    assert_true(srv_media_type_shrinks(srv_media_type_of("a.txt")));
    assert_true(srv_media_type_shrinks(srv_media_type_of("a.json")));
    assert_true(srv_media_type_shrinks(srv_media_type_of("a.svg")));
    assert_true(srv_media_type_shrinks(srv_media_type_of("a.webmanifest")));
    assert_false(srv_media_type_shrinks(srv_media_type_of("a.png")));
    assert_false(srv_media_type_shrinks(srv_media_type_of("a.gz")));
    assert_false(srv_media_type_shrinks(srv_media_type_of("a")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_type_of_an_extension),
        cmocka_unit_test(calls_the_rest_octets),
        cmocka_unit_test(finds_what_files_mostly_have),
        cmocka_unit_test(knows_what_shrinks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
