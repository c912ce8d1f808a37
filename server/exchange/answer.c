/* SPDX-License-Identifier: MIT */
/* What a route answers with: field lines, content from memory, a file. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "server/core/work.h"

enum { TEXT_MOST = 4096 };

/* ---- Field lines ------------------------------------------------------------------------------------------------- */

void srv_add_field(srv_exchange *x, const char *name, h1_bytes value)
{
    srv_work *w = srv_work_of(x);
    size_t name_at = w->added.len, name_len = strlen(name);

    if (w->added_count >= SRV_ADDED_MOST || value.len > UINT16_MAX || !srv_buffer_put(&w->added, name, name_len) ||
        !srv_buffer_put(&w->added, value.at, value.len)) {
        w->now.broken = true;
        return;
    }
    w->fields_added[w->added_count].name_at = (uint32_t)name_at;
    w->fields_added[w->added_count].name_len = (uint32_t)name_len;
    w->fields_added[w->added_count].value_at = (uint32_t)(name_at + name_len);
    w->fields_added[w->added_count].value_len = (uint32_t)value.len;
    w->added_count++;
}

/* Make a text as printf() does; the answer is broken where it doesn't fit. */
__attribute__((format(printf, 3, 0))) static h1_bytes format_text(srv_exchange *x, char text[TEXT_MOST],
                                                                  const char *format, va_list arguments)
{
    int len = vsnprintf(text, TEXT_MOST, format, arguments);

    if (len >= 0 && (size_t)len < TEXT_MOST)
        return (h1_bytes){text, (size_t)len};
    srv_work_of(x)->now.broken = true;
    return (h1_bytes){text, 0};
}

void srv_add_text(srv_exchange *x, const char *name, const char *format, ...)
{
    char text[TEXT_MOST];
    va_list arguments;
    h1_bytes value;

    va_start(arguments, format);
    value = format_text(x, text, format, arguments);
    va_end(arguments);
    srv_add_field(x, name, value);
}

void srv_send(srv_exchange *x, unsigned status, const char *media_type, h1_bytes content)
{
    srv_work *w = srv_work_of(x);

    if (srv_begin_answer(w, status, media_type, content.len)) {
        if (srv_buffer_put(&w->out, content.at, content.len))
            w->now.content_out = content.len;
        else
            w->now.close = w->conn->reset = true;
    }
    w->now.answer_done = w->now.answer_done || w->now.produce == NULL;
}

void srv_send_text(srv_exchange *x, unsigned status, const char *media_type, const char *format, ...)
{
    char text[TEXT_MOST];
    va_list arguments;
    h1_bytes content;

    va_start(arguments, format);
    content = format_text(x, text, format, arguments);
    va_end(arguments);
    srv_send(x, status, media_type, content);
}

void srv_send_file(srv_exchange *x, unsigned status, const char *media_type, int file, uint64_t at, uint64_t len)
{
    srv_work *w = srv_work_of(x);

    if (w->now.answered || !srv_begin_answer(w, status, media_type, len) || len == 0) {
        close(file);
        w->now.answer_done = w->now.answer_done || (w->now.produce == NULL && w->file < 0);
        return;
    }
    w->file = file;
    w->file_at = at;
    w->file_len = len;
    w->now.content_out = len;
}

void srv_send_stream(srv_exchange *x, unsigned status, const char *media_type, uint64_t len,
                     srv_produced (*produce)(srv_exchange *x))
{
    srv_work *w = srv_work_of(x);

    if (w->now.answered)
        return;
    w->now.chunked = len == SRV_LENGTH_UNKNOWN && w->head.major == 1 && w->head.minor > 0;
    if (srv_begin_answer(w, status, media_type, len)) {
        w->now.produce = produce;
        w->now.due = len;
        w->later_at = 0;
    } else {
        w->now.answer_done = true;
    }
}

void srv_add_allow(srv_exchange *x, unsigned methods)
{
    static const char *const NAMES[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    char text[64];
    size_t len = 0;

    if ((methods & SRV_ANY) != 0)
        methods = SRV_ANY - 1;
    methods |= SRV_OPTIONS;
    for (unsigned i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if ((methods >> i & 1U) != 0)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s%s", len > 0 ? ", " : "", NAMES[i]);
    }
    srv_add_field(x, "Allow", (h1_bytes){text, len});
}

size_t srv_unsent(const srv_exchange *x)
{
    const srv_work *w = (const srv_work *)(const void *)x;

    return srv_buffer_left(&w->out);
}
