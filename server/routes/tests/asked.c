/* SPDX-License-Identifier: MIT */
/* What routes call of the core, as far as tests of routes need it. See asked.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "h1/words.h"
#include "server/routes/tests/asked.h"

static unsigned method_bit(const uint8_t *at, size_t len)
{
    static const char *const names[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == len && memcmp(names[i], at, len) == 0)
            return 1U << i;
    return SRV_ANY;
}

void asked_read(asked *a, const srv_route *route, const char *text)
{
    const uint8_t *bytes = (const uint8_t *)text, *target, *query;
    h1_stream s;
    h1_event ev;

    memset(a, 0, sizeof *a);
    h1_stream_init(&s, H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&s, a->fields, ASKED_FIELDS);
    h1_next(&s, bytes, strlen(text), true, &ev);
    assert_int_equal(ev.type, H1_HEAD);
    a->head = ev.head;
    target = bytes + a->head.target.at;
    query = memchr(target, '?', a->head.target.len);
    a->service.time = 1700000000;
    a->x = (srv_exchange){.service = &a->service,
                          .route = route,
                          .bytes = bytes,
                          .head = &a->head,
                          .fields = a->fields,
                          .method = method_bit(bytes + a->head.method.at, a->head.method.len),
                          .path = {target, query != NULL ? (size_t)(query - target) : a->head.target.len}};
    if (query != NULL)
        a->x.query = (h1_bytes){query + 1, a->head.target.len - a->x.path.len - 1};
}

void asked_serve(asked *a, const srv_route *route, const char *text)
{
    asked_read(a, route, text);
    route->serve(&a->x);
    asked_produce(a);
    if (a->x.drop != NULL)
        a->x.drop(&a->x);
}

void asked_produce(asked *a)
{
    srv_produced produced = SRV_PRODUCED_SOME;

    while (a->produce != NULL && produced == SRV_PRODUCED_SOME)
        produced = a->produce(&a->x);
    a->fault = produced == SRV_PRODUCED_FAULT;
}

const char *asked_field(const asked *a, const char *name)
{
    static char value[1024];
    const char *line = a->added;

    while (*line != '\0') {
        const char *end = strchr(line, '\n'), *colon = strchr(line, ':');
        if ((size_t)(colon - line) == strlen(name) && memcmp(line, name, strlen(name)) == 0) {
            snprintf(value, sizeof value, "%.*s", (int)(end - colon - 2), colon + 2);
            return value;
        }
        line = end + 1;
    }
    return NULL;
}

/* ---- What routes call ---- */

static asked *asked_of(srv_exchange *x)
{
    return (asked *)(void *)x;
}

h1_bytes srv_field_next(const srv_exchange *x, const char *name, uint16_t *index)
{
    while (*index < x->head->fields) {
        const h1_field *field = &x->fields[(*index)++];
        if (h1_same_word(x->bytes + field->name_at, field->name_len, name))
            return (h1_bytes){x->bytes + field->value_at, field->value_len};
    }
    return (h1_bytes){NULL, 0};
}

h1_bytes srv_field_value(const srv_exchange *x, const char *name)
{
    uint16_t index = 0;

    return srv_field_next(x, name, &index);
}

void srv_add_field(srv_exchange *x, const char *name, h1_bytes value)
{
    srv_add_text(x, name, "%.*s", (int)value.len, (const char *)value.at);
}

void srv_add_text(srv_exchange *x, const char *name, const char *format, ...)
{
    asked *a = asked_of(x);
    size_t len = strlen(a->added);
    va_list arguments;

    len += (size_t)snprintf(a->added + len, sizeof a->added - len, "%s: ", name);
    va_start(arguments, format);
    len += (size_t)vsnprintf(a->added + len, sizeof a->added - len, format, arguments);
    va_end(arguments);
    assert_true(len + 2 < sizeof a->added);
    strcpy(a->added + len, "\n");
}

static asked *answer(srv_exchange *x, unsigned status, const char *media_type)
{
    asked *a = asked_of(x);

    a->answers++;
    a->status = status;
    snprintf(a->type, sizeof a->type, "%s", media_type != NULL ? media_type : "");
    return a;
}

void srv_send(srv_exchange *x, unsigned status, const char *media_type, h1_bytes content)
{
    answer(x, status, media_type);
    srv_put(x, content);
}

void srv_send_text(srv_exchange *x, unsigned status, const char *media_type, const char *format, ...)
{
    asked *a = answer(x, status, media_type);
    va_list arguments;

    va_start(arguments, format);
    a->content_len = (size_t)vsnprintf(a->content, sizeof a->content, format, arguments);
    va_end(arguments);
}

void srv_send_file(srv_exchange *x, unsigned status, const char *media_type, int file, uint64_t at, uint64_t len)
{
    asked *a = answer(x, status, media_type);
    ssize_t got = pread(file, a->content, len < sizeof a->content ? (size_t)len : sizeof a->content, (off_t)at);

    a->is_file = true;
    a->file_at = at;
    a->file_len = len;
    a->content_len = got > 0 ? (size_t)got : 0;
    assert_int_equal(close(file), 0);
}

void srv_send_stream(srv_exchange *x, unsigned status, const char *media_type, uint64_t len,
                     srv_produced (*produce)(srv_exchange *x))
{
    asked *a = answer(x, status, media_type);

    a->stream_len = len;
    a->produce = produce;
}

void srv_put(srv_exchange *x, h1_bytes piece)
{
    asked *a = asked_of(x);

    assert_true(a->content_len + piece.len < sizeof a->content);
    if (piece.len > 0)
        memcpy(a->content + a->content_len, piece.at, piece.len);
    a->content_len += piece.len;
}

void srv_send_problem(srv_exchange *x, unsigned status, h1_rule rule, uint64_t offset, const char *detail)
{
    (void)rule;
    (void)offset;
    srv_send_text(x, status, "application/problem+json", "%s", detail);
    asked_of(x)->is_problem = true;
}
