/* SPDX-License-Identifier: MIT */
/* See memory.h. */
#include "pcap/memory.h"

#include <stdlib.h>

bool cap_memory_fits(const cap_memory *memory, size_t size)
{
    return memory->used <= memory->limit && size <= memory->limit - memory->used;
}

void *cap_memory_resize(cap_memory *memory, void *block, size_t old, size_t size)
{
    void *resized = realloc(block, size);

    if (!resized)
        return NULL;
    memory->used = memory->used - old + size;
    if (memory->used > memory->highest)
        memory->highest = memory->used;
    return resized;
}

void *cap_memory_take(cap_memory *memory, size_t size)
{
    return cap_memory_resize(memory, NULL, 0, size);
}

void cap_memory_give(cap_memory *memory, void *block, size_t size)
{
    if (!block)
        return;
    free(block);
    memory->used -= size;
}
