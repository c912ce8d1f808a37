/* SPDX-License-Identifier: MIT */
/* See buffer.h. */
#include "server/core/buffer.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST = 1024 };

bool srv_buffer_reserve(srv_buffer *b, size_t more)
{
    size_t room = b->room > LEAST ? b->room : LEAST;
    uint8_t *bytes;

    if (more <= b->room - b->len)
        return true;
    if (b->at > 0) {
        memmove(b->bytes, b->bytes + b->at, b->len - b->at);
        b->len -= b->at;
        b->at = 0;
    }
    if (more > SIZE_MAX / 4 - b->len)
        return false;
    while (room - b->len < more)
        room *= 2;
    if (room == b->room)
        return true;
    bytes = realloc(b->bytes, room);
    if (bytes == NULL)
        return false;
    b->bytes = bytes;
    b->room = room;
    return true;
}

bool srv_buffer_put(srv_buffer *b, const void *bytes, size_t len)
{
    if (!srv_buffer_reserve(b, len))
        return false;
    if (len > 0)
        memcpy(b->bytes + b->len, bytes, len);
    b->len += len;
    return true;
}

void srv_buffer_take(srv_buffer *b, size_t len)
{
    b->at += len;
    if (b->at == b->len)
        b->at = b->len = 0;
}

void srv_buffer_clear(srv_buffer *b, size_t keep)
{
    b->at = b->len = 0;
    if (b->room <= keep)
        return;
    free(b->bytes);
    b->bytes = NULL;
    b->room = 0;
}
