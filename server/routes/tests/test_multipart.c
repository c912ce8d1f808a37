/* SPDX-License-Identifier: MIT */
/* Forms in parts: the same events however the bytes are cut, faults at their byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/routes/multipart.h"

#define TYPE       "multipart/form-data; boundary=B"
#define FILE_HEAD  "Content-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n"
#define FIELD_HEAD "Content-Disposition: form-data; name=x\r\n\r\n"
#define FILE_SAID  "[f|a.txt|text/plain:"

static size_t add(char *out, size_t used, const char *bytes, size_t len)
{
    memcpy(out + used, bytes, len);
    out[used + len] = '\0';
    return used + len;
}

/* What an event says, appended. */
static size_t write_event(char *out, size_t used, const srv_multipart *m, const srv_multipart_event *ev)
{
    char text[1024] = "";

    switch (ev->type) {
    case SRV_MULTIPART_PART:
        snprintf(text, sizeof text, m->part.is_file ? "[%s|%s|%s:" : "[%s%s%s:", m->part.name, m->part.file_name,
                 m->part.media_type);
        break;
    case SRV_MULTIPART_DATA:
        return add(out, used, ev->data.at, ev->data.len);
    case SRV_MULTIPART_PART_END:
        strcpy(text, "]");
        break;
    case SRV_MULTIPART_END:
        strcpy(text, ".");
        break;
    case SRV_MULTIPART_FAULT:
        snprintf(text, sizeof text, "!%u", (unsigned)m->at);
        break;
    case SRV_MULTIPART_MORE:
        break;
    }
    return add(out, used, text, strlen(text));
}

/* Feed len bytes, the first `first` and then every `step` in a call, and write down what was said. */
static void trace(const char *type, const char *content, size_t len, size_t first, size_t step, char *out)
{
    static srv_multipart m;
    srv_multipart_event ev = {.type = SRV_MULTIPART_MORE};
    size_t used = 0;

    out[0] = '\0';
    assert_true(srv_multipart_init(&m, (h1_bytes){type, strlen(type)}));
    for (size_t at = 0, to = first; at < len && ev.type != SRV_MULTIPART_FAULT;
         to = to + step < len ? to + step : len) {
        do {
            at += srv_multipart_next(&m, (const uint8_t *)content + at, to - at, &ev);
            used = write_event(out, used, &m, &ev);
        } while (ev.type != SRV_MULTIPART_MORE && ev.type != SRV_MULTIPART_FAULT);
    }
    if (ev.type != SRV_MULTIPART_FAULT && !srv_multipart_is_whole(&m))
        add(out, used, "~", 1);
}

static const struct {
    const char *content, *said;
} CASES[] = {
    {"--B\r\n" FILE_HEAD "hello\r\n--B--\r\n", FILE_SAID "hello]."},
    {"--B\r\n" FILE_HEAD "\r\n--B--", FILE_SAID "]."},
    {"--B\r\n" FILE_HEAD "--B--", FILE_SAID "]."},
    {"--B\r\n" FIELD_HEAD "1\r\n--B\r\n" FILE_HEAD "2\r\n--B--\r\n", "[x:1]" FILE_SAID "2]."},
    {"a preamble\r\n--B \t\r\n" FIELD_HEAD "1\r\n--B-- \r\nan epilogue\r\n--B", "[x:1]."},
    {"--B\r\n" FIELD_HEAD "\r\n-\r\n--\r\n\r\n\r--B\n--B\r\n--A\r\n--B--", "[x:\r\n-\r\n--\r\n\r\n\r--B\n--B\r\n--A]."},
    {"--B\r\n" FIELD_HEAD "x--B--\r\r\n--B--", "[x:x--B--\r]."},
    {"--B--\r\n", "."},
    {"--B\r\nContent-Disposition: form-data; name=\"a\\\"b%22c%0d%0A%41\"\r\n\r\n1\r\n--B--", "[a\"b\"c%0d\n%41:1]."},
    {"--B\r\nX-More: this\r\ncontent-disposition:form-data ;name=x; size=4 \r\n\r\n1\r\n--B--", "[x:1]."},
    {"--B\r\nContent-Disposition: form-data; name=f; filename=\"\"\r\n\r\n\r\n--B--", "[f||:]."},
    /* not whole */
    {"", "~"},
    {"--B", "~"},
    {"--B\r\n" FIELD_HEAD "1\r\n--", "[x:1~"},
    {"--B\r\n" FIELD_HEAD "1\r\n--B\r\n", "[x:1]~"},
    {"--B\r\n" FIELD_HEAD "1\r\n--B-", "[x:1]~"},
    {"no delimiter at all", "~"},
    /* faults, at their byte */
    {"--Bx\r\n", "!3"},
    {"--B-x", "!4"},
    {"--B\rx", "!4"},
    {"--B\n", "!3"},
    {"--B\r\n\r\n", "!6"},
    {"--B\r\nA: b\n", "!9"},
    {"--B\r\nA: b\rc", "!10"},
    {"--B\r\n" FIELD_HEAD "1\r\n--B1", "[x:1]!53"},
};

/* What was said with a fault's trailing data is the same however it was cut; only how much of it was said before an end
 * that is missing depends on what was already certain. */
static void says_the_same_at_every_cut(void **state)
{
    char out[2048];

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        size_t len = strlen(CASES[i].content);
        trace(TYPE, CASES[i].content, len, len, 1, out);
        assert_string_equal(out, CASES[i].said);
        trace(TYPE, CASES[i].content, len, 1, 1, out);
        assert_string_equal(out, CASES[i].said);
        for (size_t cut = 1; cut < len; cut++) {
            trace(TYPE, CASES[i].content, len, cut, len, out);
            assert_string_equal(out, CASES[i].said);
        }
    }
}

static void refuses_heads_that_say_no_name(void **state)
{
    static const char *const HEADS[] = {
        "Content-Type: text/plain",
        "Content-Disposition: form-data",
        "Content-Disposition: form-data; filename=x",
        "Content-Disposition: attachment; name=x",
        "Content-Disposition: form-datax; name=x",
        "Content-Disposition: form-data; name=x; name=y",
        "Content-Disposition: form-data; name=x; filename=a; filename=b",
        "Content-Disposition: form-data; name=x\r\nContent-Disposition: form-data; name=x",
        "Content-Disposition: form-data; name=\"x",
        "Content-Disposition: form-data; name=a b",
        "Content-Disposition : form-data; name=x",
        "Content-Disposition: form-data;\r\n name=x",
        "no colon",
        ": no name",
    };
    char content[512], out[1024], expected[64];

    (void)state;
    for (size_t i = 0; i < sizeof HEADS / sizeof HEADS[0]; i++) {
        int len = snprintf(content, sizeof content, "--B\r\n%s\r\n\r\n1\r\n--B--", HEADS[i]);
        snprintf(expected, sizeof expected, "!%u", (unsigned)strlen(HEADS[i]) + 9);
        trace(TYPE, content, (size_t)len, (size_t)len, 1, out);
        assert_string_equal(out, expected);
        trace(TYPE, content, (size_t)len, 1, 1, out);
        assert_string_equal(out, expected);
    }
}

static void refuses_a_head_beyond_its_limit(void **state)
{
    static char content[2 * SRV_PART_HEAD_MOST], out[1024];

    (void)state;
    memset(content, 'a', sizeof content);
    memcpy(content, "--B\r\nX: ", 8);
    trace(TYPE, content, sizeof content, sizeof content, 1, out);
    assert_string_equal(out, "!4101"); /* 5 + SRV_PART_HEAD_MOST */
}

static void refuses_too_many_parts(void **state)
{
    static char content[(SRV_PARTS_MOST + 1) * 64], out[8192];
    size_t len = 0, parts = 0;

    (void)state;
    while (parts < SRV_PARTS_MOST + 1) {
        len +=
            (size_t)snprintf(content + len, sizeof content - len, "%s--B\r\n%s", parts > 0 ? "\r\n" : "", FIELD_HEAD);
        parts++;
    }
    trace(TYPE, content, len, len, 1, out);
    assert_non_null(strchr(out, '!'));
    assert_int_equal(strchr(out, '!') - out, 4 * SRV_PARTS_MOST);
}

static void reads_the_boundary(void **state)
{
    static const struct {
        const char *type, *delimiter;
    } BOUNDARIES[] = {
        {"multipart/form-data; boundary=abc", "\r\n--abc"},
        {"Multipart/Form-Data;charset=utf-8;BOUNDARY=\"a b:c\"", "\r\n--a b:c"},
        {"multipart/form-data", NULL},
        {"multipart/form-data; boundary=", NULL},
        {"multipart/form-data; boundary=\"\"", NULL},
        {"multipart/form-data; boundary=\"a \"", NULL},
        {"multipart/form-data; boundary=\"a\tb\"", NULL},
        {"multipart/form-data; boundary=\"a\\\"b\"", NULL},
        {"multipart/form-data; boundary=a; boundary=a", NULL},
        {"multipart/mixed; boundary=abc", NULL},
        {"", NULL},
        {"multipart/form-data; boundary=1234567890123456789012345678901234567890123456789012345678901234567890",
         "\r\n--1234567890123456789012345678901234567890123456789012345678901234567890"},
        {"multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901", NULL},
    };
    static srv_multipart m;

    (void)state;
    for (size_t i = 0; i < sizeof BOUNDARIES / sizeof BOUNDARIES[0]; i++) {
        bool taken = srv_multipart_init(&m, (h1_bytes){BOUNDARIES[i].type, strlen(BOUNDARIES[i].type)});
        assert_int_equal(taken, BOUNDARIES[i].delimiter != NULL);
        if (taken)
            assert_string_equal(m.delimiter, BOUNDARIES[i].delimiter);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_the_same_at_every_cut),
        cmocka_unit_test(refuses_heads_that_say_no_name),
        cmocka_unit_test(refuses_a_head_beyond_its_limit),
        cmocka_unit_test(refuses_too_many_parts),
        cmocka_unit_test(reads_the_boundary),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
