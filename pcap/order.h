/* SPDX-License-Identifier: MIT */
/* When bytes go to the sink: a connection's two directions, holes, and the order between the directions.
 *
 * A hole is waited for until it is due: the peer has acknowledged bytes behind it and the connection has gone on for a
 * while (so that reordering in the capture isn't taken for loss), or too much waits. For flows.c only. */
#ifndef CAP_ORDER_H
#define CAP_ORDER_H

#include "pcap/half.h"

typedef struct cap_pair {
    cap_flow flow;
    cap_half halves[2];
    uint64_t waiting_since; /* time of the segment with which waiting began, nanoseconds */
    uint32_t patience;      /* segments since then, or since something last went on */
} cap_pair;

/* What all connections share. */
typedef struct cap_order {
    const cap_sink *sink;
    cap_memory *memory;
    cap_flow_counts *counts;
} cap_order;

/* Take the bytes of one segment.
 *
 *   at     offset of the first byte; may lie before what is expected
 *   needs  offset up to which the other direction comes first
 *
 * Returns false when the system has no memory. */
bool cap_order_bytes(const cap_order *order, cap_pair *pair, unsigned dir, int64_t at, const cap_segment *segment,
                     uint64_t needs, const cap_when *when);

/* Hand out what no longer has to wait, give up holes that are due, tell ends. To be called after each segment. */
void cap_order_go_on(const cap_order *order, cap_pair *pair, const cap_when *when);

/* Hand out all that waits, with gaps of the given kind for what doesn't come any more. */
void cap_order_flush(const cap_order *order, cap_pair *pair, cap_gap_kind kind, const cap_when *when);

/* Flush, and end both directions where they haven't ended yet. */
void cap_order_end(const cap_order *order, cap_pair *pair, cap_end_kind kind, const cap_when *when);

#endif
