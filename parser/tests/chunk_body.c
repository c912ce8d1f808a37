/* SPDX-License-Identifier: MIT */
#include "parser/tests/chunk_body.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const chunk_writing chunk_plain = {false, 1, ""};

const char chunk_symbols[CHUNK_SYMBOLS] = {'\r', '\n', ' ', '\t', ';', '=',  '"',
                                           '\\', '0',  '5', 'f',  'g', '\0', '\x80'};

void chunk_body_add(chunk_body *b, const char *bytes, size_t len)
{
    if (len > sizeof b->bytes - b->len)
        abort();
    memcpy(b->bytes + b->len, bytes, len);
    b->len += len;
}

void chunk_body_begin(chunk_body *b)
{
    static const char head[] = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    b->len = 0;
    chunk_body_add(b, head, sizeof head - 1);
}

void chunk_body_put(chunk_body *b, const chunk_writing *w, size_t size, const char *pattern)
{
    char line[32];
    const size_t period = strlen(pattern);

    snprintf(line, sizeof line, w->upper ? "%0*X%s\r\n" : "%0*x%s\r\n", w->digits, (unsigned)size, w->behind);
    chunk_body_add(b, line, strlen(line));
    for (size_t i = 0; i < size; i++)
        chunk_body_add(b, pattern + i % period, 1);
    chunk_body_add(b, "\r\n", 2);
}

void chunk_body_end(chunk_body *b)
{
    chunk_body_add(b, "0\r\n\r\n", 5);
}
