/* SPDX-License-Identifier: MIT */
/* One direction of a TCP connection: sequence numbers to stream offsets, and the pieces that wait for others.
 *
 * Pieces are sorted by offset and never overlap: what came first wins. A piece may know that it answers bytes of the
 * other direction (its segment acknowledged them) and waits for those too. For flows.c only. */
#ifndef CAP_HALF_H
#define CAP_HALF_H

#include "pcap/flows.h"

/* Bytes that wait. `captured` of `length` bytes are here; the rest was cut off by the snap length. */
typedef struct cap_piece {
    struct cap_piece *next;
    uint64_t at;    /* stream offset */
    uint64_t needs; /* offset up to which the other direction comes first */
    cap_when when;
    uint32_t captured, length;
    uint8_t bytes[];
} cap_piece;

typedef struct cap_half {
    uint32_t start;  /* sequence number of offset 0 */
    bool known;      /* `start` is set: something was sent in this direction */
    bool anchored;   /* `start` can't move any more: a SYN was seen, or data was taken */
    bool ended;      /* the sink was told */
    bool blind;      /* the sink was told that bytes are missing which nobody has seen since */
    uint64_t next;   /* offset that is expected */
    uint64_t acked;  /* offset up to which the peer has acknowledged, FIN not counted */
    uint64_t fin_at; /* offset of the end; UINT64_MAX while unknown */
    cap_when fin_when;
    cap_piece *first, *last; /* that wait */
    size_t waiting;          /* bytes that they take, with their heads */
} cap_half;

/* The offset of a sequence number, by the shortest way from what is expected (it may lie before offset 0: then it is
 * negative). Right as long as it is less than 2^31 away (RFC 9293 section 3.4). */
static inline int64_t cap_half_offset(const cap_half *half, uint32_t sequence)
{
    return (int64_t)half->next + (int32_t)(sequence - (half->start + (uint32_t)half->next));
}

/* Keep a stretch of bytes, as far as none of it waits already.
 *
 *   at        offset of the first byte, at least half->next
 *   bytes     [captured] copied
 *   captured  at most length
 *   needs     see cap_piece
 *   counts    receives repeated bytes and differing overlaps
 *
 * Returns false when the system has no memory. O(1) behind all that waits, else O(pieces). */
bool cap_half_keep(cap_half *half, uint64_t at, const uint8_t *bytes, uint32_t captured, uint32_t length,
                   uint64_t needs, const cap_when *when, cap_memory *memory, cap_flow_counts *counts);

/* Take the first piece out of the list; the caller gives it back with cap_piece_give(). */
cap_piece *cap_half_pop(cap_half *half);
void cap_piece_give(cap_piece *piece, cap_memory *memory);

#endif
