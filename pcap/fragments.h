/* SPDX-License-Identifier: MIT */
/* IP fragments put together again, in a small table of fixed size.
 *
 * What came first wins where pieces overlap. A datagram that would not fit into CAP_FRAGMENT_SLOTS unfinished ones
 * pushes out the one that was touched longest ago; its pieces are counted as not looked at. */
#ifndef CAP_FRAGMENTS_H
#define CAP_FRAGMENTS_H

#include "pcap/ip.h"

enum {
    CAP_FRAGMENT_SLOTS = 16,
    CAP_DATAGRAM_MOST = 65536, /* bytes of payload; an IPv4 packet can't have more (RFC 791 section 3.1) */
};

struct cap_datagram;

typedef struct cap_fragments {
    struct cap_datagram *slots[CAP_FRAGMENT_SLOTS]; /* NULL: never used */
    uint64_t clock;
    uint64_t lost; /* pieces given up */
} cap_fragments;

/* Take one piece.
 *
 *   fragments  zeroed before the first use
 *   ip         its header; ip->fragment is set
 *   layer      its bytes; receives the whole payload when the result is CAP_LOOKED_AT, valid until the next call
 *
 * Returns CAP_LOOKED_AT when the datagram is complete, CAP_HELD when pieces are missing, CAP_SKIP_CUT when the piece
 * was cut by the snap length, CAP_SKIP_MALFORMED when it can't be a piece, CAP_SKIP_FRAGMENT when memory is short. */
cap_skip cap_fragments_add(cap_fragments *fragments, const cap_ip *ip, cap_layer *layer);

/* Free all; returns how many pieces never became part of a datagram. */
uint64_t cap_fragments_close(cap_fragments *fragments);

#endif
