/* SPDX-License-Identifier: MIT */
/* The one number that bounds what a judged capture keeps in memory, and how near it came.
 *
 * Everything that grows with the traffic is taken from here: connections, bytes that arrived out of order, unfinished
 * heads. Buffers of fixed size (some 3 MiB) are not counted. */
#ifndef CAP_MEMORY_H
#define CAP_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

enum {
    CAP_MEMORY_DEFAULT = 32 * 1024 * 1024,
};

typedef struct cap_memory {
    size_t limit;
    size_t used;
    size_t highest; /* the most that `used` ever was */
} cap_memory;

/* Would `size` more bytes stay below the limit? */
bool cap_memory_fits(const cap_memory *memory, size_t size);

/* Take `size` bytes, beyond the limit if need be: who must stay below it asks cap_memory_fits() first. Contents are
 * undefined. Returns NULL only when the system has none. */
void *cap_memory_take(cap_memory *memory, size_t size);

/* Change the size of a block that was taken with size `old` (0 and NULL: a new one). Returns NULL when the system has
 * none; the block is unchanged then. */
void *cap_memory_resize(cap_memory *memory, void *block, size_t old, size_t size);

/* Give back a block that was taken with this size. NULL is ignored. */
void cap_memory_give(cap_memory *memory, void *block, size_t size);

#endif
