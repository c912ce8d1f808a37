/* SPDX-License-Identifier: MIT */
/* See bytes.h. */
#include "bytes.h"

#include <stdbool.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20 };

const conf_variables conf_parser_variables = {"h.example", "80", "/", "o.example", "/", "\"h1\""};

/* What is being read; `at` is the next character. */
typedef struct escaped {
    conf_memory *memory;
    const char *text;
    size_t len, at;
    const conf_variables *variables;
    conf_buffer *out;
    conf_mark *mark;
    bool repeated; /* inside \R( ), where only plain bytes stand */
    bool measured; /* inside \L( ) */
} escaped;

void conf_buffer_add(conf_memory *memory, conf_buffer *buffer, const uint8_t *bytes, size_t len)
{
    if (buffer->room - buffer->len < len) {
        size_t room = (buffer->len + len) * 2;
        uint8_t *larger = conf_alloc(memory, room);
        if (buffer->len > 0)
            memcpy(larger, buffer->at, buffer->len);
        buffer->at = larger;
        buffer->room = room;
    }
    if (len > 0)
        memcpy(buffer->at + buffer->len, bytes, len);
    buffer->len += len;
}

static const char *add(escaped *e, uint8_t byte)
{
    if (e->out->len >= MOST_BYTES)
        return "at most 1048576 bytes in one direction";
    conf_buffer_add(e->memory, e->out, &byte, 1);
    return NULL;
}

/* The value of a hexadecimal digit, 16 for anything else. */
static unsigned hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (unsigned)(c - 'A') + 10;
    return 16;
}

static const char *read_hex(escaped *e)
{
    unsigned high = e->at < e->len ? hex_value(e->text[e->at]) : 16;
    unsigned low = e->at + 1 < e->len ? hex_value(e->text[e->at + 1]) : 16;

    if (high > 15 || low > 15)
        return "two hexadecimal digits after \\x";
    e->at += 2;
    return add(e, (uint8_t)(high << 4 | low));
}

static const char *read_mark(escaped *e)
{
    char kind = e->at < e->len ? e->text[e->at] : '\0';

    if (e->mark == NULL || e->repeated)
        return "no mark here: marks stand on lines with > < or =";
    if (kind == ']') {
        if (e->mark->kind != CONF_MARK_OPEN)
            return "\\^[ before \\^]";
        e->mark->len = e->out->len - e->mark->at;
        e->mark->kind = CONF_MARK_SPAN;
        e->at++;
        return e->mark->len > 0 ? NULL : "at least one byte between \\^[ and \\^]";
    }
    if (e->mark->kind != CONF_MARK_NONE)
        return "one mark in each direction; this is the second";
    e->mark->at = e->out->len;
    e->mark->len = 1;
    e->mark->kind = kind == '[' ? CONF_MARK_OPEN : CONF_MARK_POINT;
    e->at += kind == '[';
    return NULL;
}

static const char *read_one(escaped *e);

/* \R8192(a), behind the R. */
static const char *read_repeat(escaped *e)
{
    size_t times = 0;
    size_t digits = e->at;
    conf_buffer once = {0};
    conf_buffer *out = e->out;

    while (e->at < e->len && e->text[e->at] >= '0' && e->text[e->at] <= '9' && times <= MOST_BYTES)
        times = times * 10 + (size_t)(e->text[e->at++] - '0');
    if (e->at == digits || e->at == e->len || e->text[e->at] != '(' || e->repeated)
        return "a repetition as \\R8192(a), none inside another";
    e->at++;
    e->out = &once;
    e->repeated = true;
    for (const char *fault = NULL; e->at < e->len && e->text[e->at] != ')';) {
        fault = read_one(e);
        if (fault != NULL)
            return fault;
    }
    e->out = out;
    e->repeated = false;
    if (e->at == e->len || once.len == 0)
        return "bytes and ) to end the repetition";
    e->at++;
    if (times > MOST_BYTES || times * once.len > MOST_BYTES)
        return "at most 1048576 bytes in one direction";
    for (size_t i = 0; i < times; i++)
        conf_buffer_add(e->memory, out, once.at, once.len);
    return NULL;
}

/* \L(ab), behind the L: room for the length is kept, and filled once it is known. */
static const char *read_length(escaped *e)
{
    static const uint8_t room[4] = {0};
    size_t at = e->out->len;
    size_t len;

    if (e->at == e->len || e->text[e->at] != '(' || e->repeated || e->measured)
        return "bytes behind their length as \\L(ab), neither inside another nor inside a repetition";
    e->at++;
    e->measured = true;
    conf_buffer_add(e->memory, e->out, room, sizeof room);
    while (e->at < e->len && e->text[e->at] != ')') {
        const char *fault = read_one(e);
        if (fault != NULL)
            return fault;
    }
    e->measured = false;
    if (e->at == e->len)
        return "a ) to end the bytes that are measured";
    e->at++;
    len = e->out->len - at - sizeof room;
    for (size_t i = 0; i < sizeof room; i++)
        e->out->at[at + i] = (uint8_t)(len >> (8 * (sizeof room - 1 - i)));
    return NULL;
}

static const char *read_variable(escaped *e)
{
    const struct {
        const char *name, *value;
    } names[] = {
        {"{host}", e->variables->host},     {"{port}", e->variables->port},
        {"{path}", e->variables->path},     {"{origin}", e->variables->origin},
        {"{target}", e->variables->target}, {"{etag}", e->variables->etag != NULL ? e->variables->etag : "\"h1\""},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i].name);
        if (e->len - e->at >= len && memcmp(e->text + e->at, names[i].name, len) == 0) {
            e->at += len;
            conf_buffer_add(e->memory, e->out, (const uint8_t *)names[i].value, strlen(names[i].value));
            return NULL;
        }
    }
    return "{host}, {port}, {path}, {origin}, {target} or {etag}; a brace itself is \\{";
}

static const char *read_escape(escaped *e)
{
    static const char letters[] = "rnt\\\"{})";
    static const char bytes[] = "\r\n\t\\\"{})";
    char letter = e->at < e->len ? e->text[e->at++] : '\0';
    const char *found = letter != '\0' ? strchr(letters, letter) : NULL;

    if (found != NULL)
        return add(e, (uint8_t)bytes[found - letters]);
    switch (letter) {
    case 'x':
        return read_hex(e);
    case 'R':
        return read_repeat(e);
    case 'L':
        return read_length(e);
    case '^':
        return read_mark(e);
    default:
        return "one of \\r \\n \\t \\\\ \\\" \\{ \\} \\) \\xHH \\R8192(a) \\L(a) \\^ \\^[ \\^]";
    }
}

static const char *read_one(escaped *e)
{
    char c = e->text[e->at];

    if (c == '{')
        return read_variable(e);
    if (c < ' ' || c > '~')
        return "printable US-ASCII; write other bytes as \\xHH";
    e->at++;
    return c == '\\' ? read_escape(e) : add(e, (uint8_t)c);
}

const char *conf_bytes_read(conf_memory *memory, const char *text, size_t len, const conf_variables *variables,
                            conf_buffer *out, conf_mark *mark, size_t *at)
{
    escaped e = {.memory = memory, .text = text, .len = len, .variables = variables, .out = out, .mark = mark};

    while (e.at < e.len) {
        size_t start = e.at;
        const char *fault = read_one(&e);
        if (fault != NULL) {
            *at = start;
            return fault;
        }
    }
    return NULL;
}
