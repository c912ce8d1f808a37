/* SPDX-License-Identifier: MIT */
/* From a packet to the TCP segment in it: all headers taken off, tunnels entered, fragments put together. */
#ifndef CAP_SEGMENT_H
#define CAP_SEGMENT_H

#include "pcap/fragments.h"
#include "pcap/packet.h"

enum {
    CAP_FIN = 0x01,
    CAP_SYN = 0x02,
    CAP_RST = 0x04,
    CAP_ACK = 0x10,
};

typedef struct cap_endpoint {
    uint8_t address[16]; /* IPv4 in the first four bytes, the rest zero */
    uint16_t port;
    uint8_t family; /* 4 or 6 */
} cap_endpoint;

typedef struct cap_segment {
    cap_endpoint from, to;
    uint32_t sequence, acknowledgment;
    uint8_t flags;
    const uint8_t *bytes; /* [captured] */
    uint32_t captured;
    uint32_t length; /* bytes that were sent, at least `captured` */
} cap_segment;

/* Find the TCP segment of a packet.
 *
 *   packet     as it came
 *   fragments  the table of unfinished datagrams
 *   segment    receives the segment when the result is CAP_LOOKED_AT; its bytes hold until the next call
 *
 * Returns CAP_LOOKED_AT, CAP_HELD for a fragment, or why the packet goes unread. */
cap_skip cap_segment_find(const cap_packet *packet, cap_fragments *fragments, cap_segment *segment);

/* Write an endpoint as "10.0.0.1:80" or "[2001:db8::1]:80" (RFC 5952).
 *
 *   text  [size] receives it with a zero byte; 64 bytes are enough
 *
 * Returns its length. */
size_t cap_endpoint_text(const cap_endpoint *endpoint, char *text, size_t size);

#endif
