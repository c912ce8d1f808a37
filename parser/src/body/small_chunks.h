/* SPDX-License-Identifier: MIT */
/* Chunks of less than 256 bytes that are whole. */
#ifndef H1I_SMALL_CHUNKS_H
#define H1I_SMALL_CHUNKS_H

#include <h1/h1.h>

#include <stddef.h>

#include "parser/src/scan/words.h"
#include "parser/src/stream_state.h"

/* The part of a body that a call reads. */
typedef struct h1i_body {
    const uint8_t *buf;
    size_t len, at;
    h1_event *ev; /* the next to fill */
    h1_event *end;
    enum h1i_phase phase;
    uint64_t left; /* of the chunk */
    bool start;    /* nothing of the chunk was delivered yet */
} h1i_body;

/* A chunk that is whole: its event in as few stores as can be. */
static inline void h1i_put_whole(h1_event *ev, size_t at, size_t len)
{
    static const h1_event whole = {.type = H1_DATA, .chunk_start = true, .chunk_end = true};

    h1i_copy(ev, &whole, offsetof(h1_event, data));
    ev->data = (h1_span){(uint32_t)at, (uint32_t)len};
}

/* Takes all chunks behind one another that are whole and whose lines are one or two digits, from behind a chunk's data
 * on. Stops where none is, behind data again. */
void h1i_take_small_chunks(h1i_body *b);

#endif
