/* SPDX-License-Identifier: MIT */
/* From a packet's first byte to its IP header, for the link types that carry TCP in practice: Ethernet with any number
 * of VLAN tags, MPLS labels and PPPoE; Linux cooked version 1 and 2; raw IP; loopback in both byte orders; PPP; Cisco
 * HDLC; NFLOG; 802.11 with and without radiotap. */
#ifndef CAP_LINK_H
#define CAP_LINK_H

#include "pcap/layer.h"
#include "pcap/packet.h"

/* EtherTypes that other files name too. */
enum {
    CAP_ETHER_IPV4 = 0x0800,
    CAP_ETHER_IPV6 = 0x86DD,
    CAP_ETHER_BRIDGED = 0x6558, /* an Ethernet frame inside something else */
};

/* Take off the link header.
 *
 *   packet  with link_type, bytes, captured, length and big_endian
 *   layer   receives what follows, beginning with an IP header when the result is CAP_LOOKED_AT
 *
 * Returns CAP_LOOKED_AT or why not. O(number of headers), no allocation. */
cap_skip cap_link_strip(const cap_packet *packet, cap_layer *layer);

/* The same from a place where an EtherType has already been read. */
cap_skip cap_ether_strip(uint16_t ether_type, cap_layer *layer);

/* The same for an Ethernet frame without its check sequence. */
cap_skip cap_ethernet_strip(cap_layer *layer);

/* An IP header of either version by its first four bits, or CAP_SKIP_NOT_IP. */
cap_skip cap_raw_ip_is(const cap_layer *layer);

/* 802.11 data frames (link_wlan.c). */
cap_skip cap_radiotap_strip(cap_layer *layer);
cap_skip cap_wlan_strip(cap_layer *layer);

/* LLC with SNAP: 802.2 headers that announce an EtherType. */
cap_skip cap_llc_strip(cap_layer *layer);

#endif
