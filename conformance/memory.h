/* SPDX-License-Identifier: MIT */
/* Memory that is given back all at once: cases, the ledger and results live as long as the run that reads them.
 *
 * Nothing here fails towards its caller. When the system has no memory left the run cannot go on: a line goes to
 * standard error and the program ends with status 3, our own fault. */
#ifndef CONF_MEMORY_H
#define CONF_MEMORY_H

#include <stddef.h>

typedef struct conf_memory {
    struct conf_block *blocks; /* newest first; NULL while nothing was asked for */
} conf_memory;

/* Zeroed memory, aligned for any type, good until conf_memory_free(). size may be 0. Amortised O(size). */
void *conf_alloc(conf_memory *memory, size_t size);

/* A copy of [len] bytes with a zero byte behind them. */
char *conf_text(conf_memory *memory, const char *bytes, size_t len);

/* A text made as printf() makes it. */
char *conf_format(conf_memory *memory, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Make room for one more element in an array that grows one by one.
 *
 *   array  [count] elements, from an earlier call; NULL while count is 0
 *   size   of one element
 *
 * Returns the array, or a larger copy of it, with room for count + 1. The old one stays allocated. */
void *conf_grow(conf_memory *memory, void *array, size_t count, size_t size);

/* Give back everything that came from it; it may be used again. */
void conf_memory_free(conf_memory *memory);

#endif
