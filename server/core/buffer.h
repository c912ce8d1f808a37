/* SPDX-License-Identifier: MIT */
/* Bytes that grow at their end and are taken from their front. All zero is empty and owns nothing. */
#ifndef SERVER_CORE_BUFFER_H
#define SERVER_CORE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct srv_buffer {
    uint8_t *bytes;
    size_t at, len, room; /* taken up to at, filled up to len */
} srv_buffer;

/* Make room for so many bytes behind len. Returns false where memory is short; nothing is changed then. */
bool srv_buffer_reserve(srv_buffer *b, size_t more);

/* Append; the same result. */
bool srv_buffer_put(srv_buffer *b, const void *bytes, size_t len);

/* Take so many from the front. When nothing is left it starts anew in the same memory. */
void srv_buffer_take(srv_buffer *b, size_t len);

/* Forget what is in it, and give back memory beyond `keep` bytes. */
void srv_buffer_clear(srv_buffer *b, size_t keep);

static inline size_t srv_buffer_left(const srv_buffer *b)
{
    return b->len - b->at;
}

#endif
