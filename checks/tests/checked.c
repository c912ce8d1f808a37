/* SPDX-License-Identifier: MIT */
/* See checked.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "checked.h"

enum { FIELDS = 32, BYTES = 2048 };

typedef struct found {
    h1_rule rule;
    h1_span span, second;
} found;

typedef struct findings {
    size_t count;
    uint32_t base; /* offset in the row of what spans count from */
    found all[CHECKED_FINDINGS];
} findings;

static void collect(void *context, h1_rule rule, h1_span span, h1_span second)
{
    findings *list = context;

    assert_true(list->count < CHECKED_FINDINGS);
    span.at += list->base;
    second.at += list->base;
    list->all[list->count++] = (found){rule, span, second};
}

/* Copy text without [[ and ]], and say where they were. */
static size_t unmark(const char *text, uint8_t *bytes, h1_span *mark)
{
    size_t len = 0;

    *mark = (h1_span){0, 0};
    for (; *text != '\0'; text++) {
        if (strncmp(text, "[[", 2) == 0)
            mark->at = (uint32_t)len;
        else if (strncmp(text, "]]", 2) == 0)
            mark->len = (uint32_t)len - mark->at;
        if (strncmp(text, "[[", 2) == 0 || strncmp(text, "]]", 2) == 0) {
            text++;
            continue;
        }
        assert_true(len < BYTES);
        bytes[len++] = (uint8_t)*text;
    }
    return len;
}

typedef struct reader {
    h1_stream stream;
    h1_field fields[FIELDS];
    h1_field kept[FIELDS]; /* the trailer section reuses fields */
    h1_head head;
    check_message message;
    uint64_t content;
    findings found;
} reader;

static void head_came(reader *r, const uint8_t *bytes, uint32_t at, const h1_event *ev)
{
    r->head = ev->head;
    memcpy(r->kept, r->fields, sizeof r->kept);
    r->message.bytes = bytes;
    r->found.base = at;
    r->message.head = &r->head;
    r->message.fields = r->kept;
    check_message_head(&r->message, collect, &r->found);
}

static void trailers_came(reader *r, const uint8_t *bytes, uint32_t at, const h1_event *ev)
{
    uint32_t head_at = r->found.base;

    r->found.base = at;
    check_message_trailers(&r->message, bytes, r->fields + ev->trailers.first_field, ev->trailers.fields, collect,
                           &r->found);
    r->found.base = head_at;
}

static bool is_over(const reader *r, const h1_event *ev)
{
    if (ev->type == H1_WAIT) /* for ever behind CONNECT; behind a response whose request nobody saw, until it's told */
        return r->message.side == H1_REQUESTS;
    return ev->type == H1_CLOSED || ev->type == H1_INCOMPLETE || ev->type == H1_STOPPED || ev->type == H1_REFUSED ||
           ev->type == H1_TUNNEL;
}

static void read_message(reader *r, const uint8_t *bytes, size_t len)
{
    h1_event ev = {.type = H1_FAULT};
    uint32_t at = 0;

    while (!is_over(r, &ev)) {
        size_t used = h1_next(&r->stream, bytes, len, true, &ev);
        if (ev.type == H1_WAIT)
            h1_stream_expect(&r->stream, H1_TO_OTHER);
        if (ev.type == H1_HEAD)
            head_came(r, bytes, at, &ev);
        else if (ev.type == H1_DATA)
            r->content += ev.data.len;
        else if (ev.type == H1_TRAILERS)
            trailers_came(r, bytes, at, &ev);
        if (ev.type == H1_END || (ev.type == H1_HEAD && ev.last))
            check_message_end(&r->message, r->content, collect, &r->found);
        at += (uint32_t)used;
        bytes += used;
        len -= used;
    }
    assert_non_null(r->message.head);
}

/* Its first word is a version. */
static bool is_response(const char *text)
{
    const char *version = strstr(text, "HTTP/");

    return version != NULL && version < strchr(text, ' ');
}

void checked_row(const checked *row)
{
    static const h1_limits limits = {8192, 8000, 8192, 100, 65536, 8192, 4096, 8, true};
    uint8_t *bytes = malloc(BYTES);
    reader *r = calloc(1, sizeof *r);
    h1_span mark;
    size_t len = 0;

    assert_non_null(bytes);
    assert_non_null(r);
    print_message("[ %s ] %.70s\n", row->rule == H1_RULE_NONE ? "near" : h1_rule_name(row->rule).text, row->bytes);
    len = unmark(row->bytes, bytes, &mark);
    bytes = realloc(bytes, len); /* no byte more, so that a sanitizer sees a step too far */
    assert_non_null(bytes);
    r->message.side = is_response(row->bytes) ? H1_RESPONSES : H1_REQUESTS;
    r->message.answers = row->answers == H1_TO_UNKNOWN && !row->joined ? H1_TO_OTHER : row->answers;
    h1_stream_init(&r->stream, r->message.side, H1_AUDIT, &limits);
    h1_stream_fields(&r->stream, r->fields, FIELDS);
    h1_stream_expect(&r->stream, r->message.answers);
    read_message(r, bytes, len);
    if (row->rule == H1_RULE_NONE && r->found.count > 0)
        fail_msg("reported %s", h1_rule_name(r->found.all[0].rule).text);
    if (row->rule != H1_RULE_NONE) {
        assert_string_equal(h1_rule_name(r->found.all[0].rule).text, h1_rule_name(row->rule).text);
        assert_int_equal(r->found.count, 1);
        assert_int_equal(r->found.all[0].span.at, mark.at);
        assert_int_equal(r->found.all[0].span.len, mark.len);
    }
    free(r);
    free(bytes);
}

void checked_rows(const checked *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        checked_row(&rows[i]);
}
