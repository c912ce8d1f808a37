/* SPDX-License-Identifier: MIT */
/* Memory of the caller's that text is written into. What has no room is counted and not written, so that every writer
 * tells how much it needs. Where a writer never gets ahead of its reader, both may use the same memory. */
#ifndef H1I_SINK_H
#define H1I_SINK_H

#include <h1/words.h>

typedef struct h1i_sink {
    uint8_t *bytes; /* [size] */
    size_t size;
    size_t len; /* bytes given, whether or not there was room */
} h1i_sink;

static inline void h1i_put(h1i_sink *sink, uint8_t byte)
{
    if (sink->len < sink->size)
        sink->bytes[sink->len] = byte;
    sink->len++;
}

/* The result of a writer whose input fitted or didn't. */
static inline h1_value h1i_sink_end(const h1i_sink *sink, h1_value result, size_t *got)
{
    *got = sink->len;
    return result == H1_VALUE_OK && sink->len > sink->size ? H1_VALUE_NO_ROOM : result;
}

#endif
