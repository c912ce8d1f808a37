/* SPDX-License-Identifier: MIT */
/* Reader of pcap and pcapng: bytes of a capture in, packets out, one pass.
 *
 * Written here because libpcap refuses pcapng files whose interfaces differ. Read are: pcap in either byte order with
 * micro- or nanoseconds; pcapng with any number of sections (each in its own byte order) and interfaces (each with its
 * own link type, snap length, time resolution and offset), enhanced, simple and obsolete packet blocks. Blocks of any
 * other type are passed over. A damaged record or block is a fault with its offset and ends the reading, because after
 * it nothing says where the next one begins.
 *
 * Invariant: a packet's bytes lie in the buffer of cap_bytes and hold until the next call. */
#ifndef CAP_BLOCKS_H
#define CAP_BLOCKS_H

#include "pcap/bytes.h"
#include "pcap/packet.h"

enum {
    CAP_INTERFACES_MOST = 65536, /* described in one section; what is beyond is a fault, not dropped */
};

typedef struct cap_interface {
    uint32_t link_type;
    uint32_t snap_length; /* 0: no limit */
    uint8_t resolution;   /* if_tsresol: ticks a second as a power of 10, or of 2 with the high bit set */
    int64_t offset;       /* if_tsoffset: seconds to add */
} cap_interface;

typedef struct cap_blocks {
    cap_bytes *bytes;
    bool pcapng;
    bool big;         /* numbers of this file or section are big-endian */
    bool nanoseconds; /* pcap only */
    cap_interface *interfaces;
    size_t interface_count, interface_room;
    uint64_t packets; /* handed out so far */
    size_t taken;     /* bytes of the last record, to be passed over at the next call */
} cap_blocks;

/* Recognise the format.
 *
 *   blocks  uninitialised; to be closed with cap_blocks_close() in any case
 *   bytes   open, at its beginning, outlives blocks
 *   fault   receives what is wrong unless the result is CAP_OK
 *
 * Returns CAP_OK, or a fault that names what the file is instead: empty, zeros, text, another format, cut off. */
cap_code cap_blocks_open(cap_blocks *blocks, cap_bytes *bytes, cap_fault *fault);

/* Take the next packet.
 *
 *   packet  receives it; packet->bytes hold until the next call
 *
 * Returns CAP_OK, CAP_END at the end of the capture, or a fault. No allocation but for interfaces and long packets. */
cap_code cap_blocks_next(cap_blocks *blocks, cap_packet *packet, cap_fault *fault);

void cap_blocks_close(cap_blocks *blocks);

/* ---- for blocks.c and blocks_ng.c only ---- */

/* Report that the input ended, or failed, where `want` bytes were due at offset `at`. */
cap_code cap_blocks_cut(const cap_blocks *blocks, cap_code code, uint64_t want, uint64_t have, cap_fault *fault);

/* Nanoseconds since 1970 of a count of ticks. False where they can't be counted. */
bool cap_blocks_time(const cap_interface *interface, uint64_t ticks, uint64_t *nanoseconds);

/* cap_blocks_next() for pcapng. */
cap_code cap_blocks_next_ng(cap_blocks *blocks, cap_packet *packet, cap_fault *fault);

#endif
