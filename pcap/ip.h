/* SPDX-License-Identifier: MIT */
/* IPv4 and IPv6 headers, and what may be wrapped in them. Checksums are never judged: network cards fill them in after
 * a capture on the sender has seen the packet. */
#ifndef CAP_IP_H
#define CAP_IP_H

#include "pcap/layer.h"

enum {
    CAP_PROTOCOL_IPV4 = 4,
    CAP_PROTOCOL_TCP = 6,
    CAP_PROTOCOL_UDP = 17,
    CAP_PROTOCOL_IPV6 = 41,
    CAP_PROTOCOL_GRE = 47,
    CAP_PROTOCOL_ESP = 50,
};

typedef struct cap_ip {
    uint8_t family;   /* 4 or 6 */
    uint8_t protocol; /* of what follows the last header read */
    bool fragment;    /* what follows is one piece of a datagram */
    bool more_fragments;
    uint8_t from[16], to[16]; /* IPv4 addresses in the first four bytes, the rest zero */
    uint32_t fragment_id;
    uint32_t fragment_at; /* offset of this piece in the datagram's payload */
} cap_ip;

/* Take off one IP header with its options or extension headers.
 *
 *   layer  begins with the header; receives what follows, without what pads the link layer's frame
 *   ip     receives the addresses and the protocol of what follows
 *
 * A total length of zero, as offloading leaves it, counts as "all that is there". Returns CAP_LOOKED_AT or why not.
 * Source: RFC 791 section 3.1, RFC 8200 sections 3 and 4. */
cap_skip cap_ip_strip(cap_layer *layer, cap_ip *ip);

/* Take off a GRE header (RFC 2784, RFC 2890) and what it carries down to the next IP header. */
cap_skip cap_gre_strip(cap_layer *layer);

/* The same for UDP when its port says that it is a tunnel: VXLAN, GENEVE, GTP-U, GRE, AYIYA. Else CAP_SKIP_NOT_TCP. */
cap_skip cap_udp_tunnel_strip(cap_layer *layer);

#endif
