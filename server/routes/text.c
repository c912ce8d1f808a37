/* SPDX-License-Identifier: MIT */
/* See text.h. */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/escape.h"
#include "report/markup.h"
#include "report/utf8.h"

static bool has_room(srv_text *t, size_t more)
{
    size_t room = t->room;
    char *grown;

    if (t->failed || more > SRV_TEXT_MOST - t->len) {
        t->failed = true;
        return false;
    }
    if (t->len + more <= room)
        return true;
    for (room = room == 0 ? 1024 : room; room < t->len + more;)
        room *= 2;
    grown = realloc(t->at, room);
    if (grown == NULL) {
        t->failed = true;
        return false;
    }
    t->at = grown;
    t->room = room;
    return true;
}

void srv_text_bytes(srv_text *t, const void *bytes, size_t len)
{
    if (len == 0 || !has_room(t, len))
        return;
    memcpy(t->at + t->len, bytes, len);
    t->len += len;
}

void srv_text_add(srv_text *t, const char *words)
{
    srv_text_bytes(t, words, strlen(words));
}

void srv_text_format(srv_text *t, const char *format, ...)
{
    va_list arguments;
    int len;

    va_start(arguments, format);
    len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (len < 0 || !has_room(t, (size_t)len + 1))
        return;
    va_start(arguments, format);
    vsnprintf(t->at + t->len, (size_t)len + 1, format, arguments);
    va_end(arguments);
    t->len += (size_t)len;
}

void srv_text_html(srv_text *t, const void *bytes, size_t len)
{
    const uint8_t *at = bytes;

    while (len > 0) {
        size_t width = *at < 0x80 ? 1 : report_utf8_shown(at, len);
        const char *reference = report_markup_reference(*at);
        char escaped[REPORT_ESCAPE_MOST];
        if (width > 1) {
            srv_text_bytes(t, at, width);
        } else if (reference != NULL) {
            srv_text_add(t, reference);
        } else {
            width = 1;
            srv_text_bytes(t, escaped, report_escape_byte(*at, escaped));
        }
        at += width;
        len -= width;
    }
}

void srv_text_free(srv_text *t)
{
    free(t->at);
    *t = (srv_text){0};
}

void srv_text_send(srv_exchange *x, unsigned status, const char *media_type, srv_text *t)
{
    if (t->failed)
        srv_send_problem(x, 500, H1_RULE_NONE, UINT64_MAX, "The answer did not fit into memory.");
    else
        srv_send(x, status, media_type, (h1_bytes){t->at, t->len});
    srv_text_free(t);
}

void srv_json_send(srv_exchange *x, unsigned status, json_t *value)
{
    char *text = value != NULL ? json_dumps(value, JSON_INDENT(2)) : NULL;
    srv_text t = {.failed = text == NULL};

    if (text != NULL)
        srv_text_add(&t, text);
    srv_text_add(&t, "\n");
    free(text);
    json_decref(value);
    srv_text_send(x, status, "application/json", &t);
}
