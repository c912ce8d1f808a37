/* SPDX-License-Identifier: MIT */
/* TCP segments to connections whose bytes come in order.
 *
 * A connection is told by its two endpoints; a new SYN on endpoints already seen begins another one. Each of its two
 * directions hands its bytes to the sink once and in order, straight out of the packet where nothing was out of order.
 * Bytes of one direction that acknowledge bytes of the other come after those, also where the capture has them the
 * other way round.
 *
 * What never comes is a gap, said once and with its length: when the peer has acknowledged bytes behind it, when memory
 * is short, or at the end of the capture. Bytes that a snap length cut off are a gap of their own kind: they were sent.
 * Where segments overlap, what came first is taken; overlaps that differ are counted as far as the first bytes are
 * still there to compare.
 *
 * Memory is bounded: by the caller's cap_memory for what is kept, and by CAP_FLOWS_MOST connections; beyond either, the
 * connection that was silent longest is ended early, counted and told to the sink. */
#ifndef CAP_FLOWS_H
#define CAP_FLOWS_H

#include "pcap/fault.h"
#include "pcap/memory.h"
#include "pcap/segment.h"

enum {
    CAP_FLOWS_MOST = 16384, /* connections known at once */
};

/* Which packet, and when. */
typedef struct cap_when {
    uint64_t packet; /* number */
    uint64_t time;   /* nanoseconds since 1970 UTC */
    bool timed;
} cap_when;

typedef enum cap_gap_kind {
    CAP_GAP_LOST,  /* sent, and not in the capture */
    CAP_GAP_CUT,   /* in the capture, and cut off by the snap length */
    CAP_GAP_LIMIT, /* given up because memory was short: it may have come later */
} cap_gap_kind;

typedef enum cap_end_kind {
    CAP_END_FIN,     /* closed by the sender */
    CAP_END_RST,     /* reset by either side */
    CAP_END_OPEN,    /* the capture, or what we keep of it, ended first */
    CAP_END_EVICTED, /* the same, because memory was short */
} cap_end_kind;

/* What the sink sees of a connection. Directions are 0 and 1: direction d carries bytes sent by ends[d]. */
typedef struct cap_flow {
    uint64_t number;      /* from 0, by first packet */
    cap_endpoint ends[2]; /* ends[0] sent the SYN, or the first packet where there was none */
    cap_when first;       /* its first packet */
    bool has_syn;         /* a SYN or SYN-ACK was seen: the beginning of the connection is in the capture */
    bool began[2]; /* a direction's first byte is in the capture: its offsets count from the connection's start */
    void *user;    /* the sink's own; NULL at first */
} cap_flow;

/* Receives what connections bring. All functions must be set. None may call cap_flows_ functions. */
typedef struct cap_sink {
    void *context;

    /* Bytes that follow all bytes and gaps of this direction so far; valid during the call. */
    void (*data)(void *context, cap_flow *flow, unsigned dir, const uint8_t *bytes, size_t len, const cap_when *when);

    /* `len` bytes of this direction are missing here; `when` is the packet that made it known. */
    void (*gap)(void *context, cap_flow *flow, unsigned dir, uint64_t len, cap_gap_kind kind, const cap_when *when);

    /* The peer of `dir` acknowledges bytes of this direction that haven't come: bytes are missing, and nobody can say
     * yet how many. What follows in the other direction may answer them. */
    void (*unseen)(void *context, cap_flow *flow, unsigned dir, const cap_when *when);

    /* Nothing follows in this direction. Said once for each direction, at the latest before `closed`. */
    void (*end)(void *context, cap_flow *flow, unsigned dir, cap_end_kind kind, const cap_when *when);

    /* The connection is forgotten: free what `user` holds. */
    void (*closed)(void *context, cap_flow *flow);
} cap_sink;

typedef struct cap_flow_counts {
    uint64_t connections;
    uint64_t segments;
    uint64_t bytes;              /* handed to the sink */
    uint64_t repeated_bytes;     /* retransmitted, and dropped */
    uint64_t differing_overlaps; /* retransmissions whose bytes differ from those that came first */
    uint64_t reordered;          /* segments that had to wait */
    uint64_t gaps, gap_bytes;    /* of CAP_GAP_LOST and CAP_GAP_LIMIT */
    uint64_t cut_bytes;          /* of CAP_GAP_CUT */
    uint64_t evicted;            /* connections ended early */
    uint64_t stray_bytes;        /* outside any window, or after the connection's end */
    size_t most_at_once;         /* connections known at once, at the highest */
} cap_flow_counts;

typedef struct cap_flows cap_flows;

/* Begin.
 *
 *   memory  shared with the sink, which takes its own memory from it; outlives flows
 *   sink    copied
 *
 * Returns NULL when memory is short. */
cap_flows *cap_flows_open(cap_memory *memory, const cap_sink *sink);

/* Take one segment, in the order of the capture. Returns CAP_OK or CAP_NO_MEMORY.
 * O(1) and no allocation for a segment in order; O(segments waiting) for one that isn't. */
cap_code cap_flows_segment(cap_flows *flows, const cap_segment *segment, const cap_when *when);

/* The capture is over: hand out what waits, end and forget every connection. To be called once before closing. */
void cap_flows_finish(cap_flows *flows);

const cap_flow_counts *cap_flows_counts(const cap_flows *flows);

void cap_flows_close(cap_flows *flows);

#endif
