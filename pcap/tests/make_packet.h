/* SPDX-License-Identifier: MIT */
/* Packets for tests, made byte by byte: TCP in IPv4 or IPv6 in any link header. */
#ifndef MAKE_PACKET_H
#define MAKE_PACKET_H

#include "pcap/packet.h"
#include "pcap/segment.h"

enum {
    MADE_MOST = 70000,
};

/* Bytes under construction: each made_ function puts its header in front of what is there. */
typedef struct made {
    uint8_t room[MADE_MOST];
    size_t begin; /* room[begin … MADE_MOST) is the packet so far */
} made;

void made_start(made *m, const void *payload, size_t len);
void made_bytes(made *m, const void *bytes, size_t len);
void made_tcp(made *m, const cap_segment *segment);
void made_udp(made *m, uint16_t from, uint16_t to);

/* `options` and `fragment` (the flags-and-offset word) may be 0; `total` < 0 writes the true total length. */
void made_ipv4(made *m, const cap_segment *segment, uint8_t protocol, unsigned options, uint16_t fragment, int total);
void made_ipv6(made *m, const cap_segment *segment, uint8_t next);
void made_ethernet(made *m, uint16_t ether_type);

/* Ethernet, IPv4, TCP in one go. */
void made_whole(made *m, const cap_segment *segment);

/* The packet as a capture would hold it. */
cap_packet made_packet(const made *m, uint64_t number, uint32_t link_type);

/* 10.0.0.1:40000 and 10.0.0.2:80, or fd00::1 and fd00::2 with family 6. */
cap_endpoint made_client(unsigned family);
cap_endpoint made_server(unsigned family);

#endif
