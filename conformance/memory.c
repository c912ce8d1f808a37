/* SPDX-License-Identifier: MIT */
/* See memory.h. Blocks of 64 KiB, larger ones for larger wishes. */
#include "memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 * 1024 };

typedef struct conf_block {
    struct conf_block *next;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
} conf_block;

static void *out_of_memory(void)
{
    fputs("h1: out of memory\n", stderr);
    exit(3);
}

static conf_block *block_new(conf_memory *memory, size_t size)
{
    size_t room = size > BLOCK ? size : BLOCK;
    conf_block *block = room < SIZE_MAX - sizeof *block ? calloc(1, sizeof *block + room) : NULL;

    if (block == NULL)
        return out_of_memory();
    block->size = room;
    block->next = memory->blocks;
    memory->blocks = block;
    return block;
}

void *conf_alloc(conf_memory *memory, size_t size)
{
    const size_t align = alignof(max_align_t);
    conf_block *block = memory->blocks;
    void *bytes;

    if (size > SIZE_MAX - align)
        return out_of_memory();
    size = (size + align - 1) / align * align;
    if (block == NULL || block->size - block->used < size)
        block = block_new(memory, size);
    bytes = block->bytes + block->used;
    block->used += size;
    return bytes;
}

char *conf_text(conf_memory *memory, const char *bytes, size_t len)
{
    char *text = conf_alloc(memory, len + 1);

    if (len > 0)
        memcpy(text, bytes, len);
    return text;
}

char *conf_format(conf_memory *memory, const char *format, ...)
{
    va_list args;
    va_list again;
    int len;
    char *text;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    text = conf_alloc(memory, len < 0 ? 1 : (size_t)len + 1);
    if (len >= 0)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}

void *conf_grow(conf_memory *memory, void *array, size_t count, size_t size)
{
    size_t room = count == 0 ? 4 : count * 2;
    void *larger;

    /* It is full at 0 and at each power of two from 4 on. */
    if (count != 0 && (count < 4 || (count & (count - 1)) != 0))
        return array;
    if (room > SIZE_MAX / size)
        return out_of_memory();
    larger = conf_alloc(memory, room * size);
    if (count > 0)
        memcpy(larger, array, count * size);
    return larger;
}

void conf_memory_free(conf_memory *memory)
{
    while (memory->blocks != NULL) {
        conf_block *block = memory->blocks;
        memory->blocks = block->next;
        free(block);
    }
}
