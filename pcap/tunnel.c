/* SPDX-License-Identifier: MIT */
/* GRE and the UDP tunnels: from an outer IP header's payload to the inner IP header. What a port suggests and the bytes
 * don't bear out is left alone. */
#include "pcap/ip.h"
#include "pcap/link.h"
#include "pcap/wire.h"

enum {
    GRE_CHECKSUM = 0x8000,
    GRE_ROUTING = 0x4000,
    GRE_KEY = 0x2000,
    GRE_SEQUENCE = 0x1000,
    GRE_VERSION = 0x0007,
    GRE_ERSPAN_2 = 0x88BE,
    GRE_ERSPAN_3 = 0x22EB,

    UDP_HEADER = 8,
    PORT_VXLAN = 4789,
    PORT_VXLAN_LINUX = 8472,
    PORT_VXLAN_GPE = 4790,
    PORT_GENEVE = 6081,
    PORT_AYIYA = 5072,
    PORT_GTP_USER = 2152,
    PORT_GRE = 4754,
};

/* Mirrored frames: version 2 has 8 bytes before the frame, version 3 has 12 and, with its lowest bit set, 8 more. */
static cap_skip erspan(cap_layer *layer, uint16_t protocol)
{
    size_t size = protocol == GRE_ERSPAN_3 ? 12 : 8;
    cap_skip skip = cap_layer_has(layer, size);

    if (skip != CAP_LOOKED_AT)
        return skip;
    if (protocol == GRE_ERSPAN_3 && (layer->at[11] & 1))
        size += 8;
    skip = cap_layer_has(layer, size);
    if (skip != CAP_LOOKED_AT)
        return skip;
    cap_layer_take(layer, size);
    return cap_ethernet_strip(layer);
}

cap_skip cap_gre_strip(cap_layer *layer)
{
    cap_skip skip = cap_layer_has(layer, 4);

    if (skip != CAP_LOOKED_AT)
        return skip;
    uint16_t flags = cap_be16(layer->at);
    uint16_t protocol = cap_be16(layer->at + 2);
    if (flags & (GRE_ROUTING | GRE_VERSION))
        return CAP_SKIP_NOT_TCP;
    size_t size = 4;
    size += flags & GRE_CHECKSUM ? 4 : 0;
    size += flags & GRE_KEY ? 4 : 0;
    size += flags & GRE_SEQUENCE ? 4 : 0;
    skip = cap_layer_has(layer, size);
    if (skip != CAP_LOOKED_AT)
        return skip;
    cap_layer_take(layer, size);
    if (protocol == GRE_ERSPAN_3 || (protocol == GRE_ERSPAN_2 && (flags & GRE_SEQUENCE)))
        return erspan(layer, protocol);
    return cap_ether_strip(protocol, layer);
}

/* RFC 7348 section 5; the generic extension may say that IP follows (draft-ietf-nvo3-vxlan-gpe). */
static cap_skip vxlan(cap_layer *layer)
{
    enum { HAS_NETWORK = 0x08, HAS_PROTOCOL = 0x04, NEXT_IPV4 = 1, NEXT_IPV6 = 2 };

    if (cap_layer_has(layer, 8) != CAP_LOOKED_AT || !(layer->at[0] & HAS_NETWORK))
        return CAP_SKIP_NOT_TCP;
    unsigned next = layer->at[0] & HAS_PROTOCOL ? layer->at[3] : 0;
    cap_layer_take(layer, 8);
    return next == NEXT_IPV4 || next == NEXT_IPV6 ? cap_raw_ip_is(layer) : cap_ethernet_strip(layer);
}

/* Eight bytes, then an identity of 2^n bytes and a signature of n words (draft-massar-v6ops-ayiya section 3). */
static cap_skip ayiya(cap_layer *layer)
{
    if (cap_layer_has(layer, 8) != CAP_LOOKED_AT || layer->at[3] != CAP_PROTOCOL_IPV6)
        return CAP_SKIP_NOT_TCP;
    size_t size = 8 + ((size_t)1 << (layer->at[0] >> 4)) + (size_t)(layer->at[1] >> 4) * 4;
    cap_skip skip = cap_layer_has(layer, size);
    if (skip != CAP_LOOKED_AT)
        return skip;
    cap_layer_take(layer, size);
    return cap_raw_ip_is(layer);
}

static cap_skip geneve(cap_layer *layer)
{
    if (cap_layer_has(layer, 8) != CAP_LOOKED_AT || layer->at[0] >> 6 != 0)
        return CAP_SKIP_NOT_TCP;
    size_t size = 8 + (size_t)(layer->at[0] & 0x3F) * 4;
    uint16_t protocol = cap_be16(layer->at + 2);
    cap_skip skip = cap_layer_has(layer, size);
    if (skip != CAP_LOOKED_AT)
        return skip;
    cap_layer_take(layer, size);
    return cap_ether_strip(protocol, layer);
}

/* GTP version 1, a user's packet: with any of the low three flags four more bytes, the last of which may announce
 * extension headers of length * 4 bytes, each ending with the type of the next (3GPP TS 29.281 section 5). */
static cap_skip gtp_user(cap_layer *layer)
{
    enum { USER_PACKET = 0xFF, VERSION_BITS = 0xF0, VERSION_1 = 0x30, OPTIONAL_BITS = 0x07, HAS_EXTENSION = 0x04 };

    if (cap_layer_has(layer, 8) != CAP_LOOKED_AT || (layer->at[0] & VERSION_BITS) != VERSION_1 ||
        layer->at[1] != USER_PACKET)
        return CAP_SKIP_NOT_TCP;
    unsigned flags = layer->at[0] & OPTIONAL_BITS;
    cap_layer_take(layer, 8);
    if (flags == 0)
        return cap_raw_ip_is(layer);
    cap_skip skip = cap_layer_has(layer, 4);
    if (skip != CAP_LOOKED_AT)
        return skip;
    unsigned next = flags & HAS_EXTENSION ? layer->at[3] : 0;
    cap_layer_take(layer, 4);
    while (next != 0) {
        skip = cap_layer_has(layer, 4);
        if (skip != CAP_LOOKED_AT)
            return skip;
        size_t size = (size_t)layer->at[0] * 4;
        skip = size == 0 ? CAP_SKIP_MALFORMED : cap_layer_has(layer, size);
        if (skip != CAP_LOOKED_AT)
            return skip;
        next = layer->at[size - 1];
        cap_layer_take(layer, size);
    }
    return cap_raw_ip_is(layer);
}

/* What a port announces; CAP_SKIP_NOT_TCP where it announces nothing. */
static cap_skip by_port(uint16_t port, cap_layer *layer)
{
    switch (port) {
    case PORT_VXLAN:
    case PORT_VXLAN_LINUX:
    case PORT_VXLAN_GPE:
        return vxlan(layer);
    case PORT_GENEVE:
        return geneve(layer);
    case PORT_AYIYA:
        return ayiya(layer);
    case PORT_GTP_USER:
        return gtp_user(layer);
    case PORT_GRE:
        return cap_gre_strip(layer);
    default:
        return CAP_SKIP_NOT_TCP;
    }
}

cap_skip cap_udp_tunnel_strip(cap_layer *layer)
{
    if (cap_layer_has(layer, UDP_HEADER) != CAP_LOOKED_AT)
        return CAP_SKIP_NOT_TCP;
    uint16_t from = cap_be16(layer->at);
    uint16_t to = cap_be16(layer->at + 2);
    cap_layer_take(layer, UDP_HEADER);
    /* Most tunnels send to their port from any other; AYIYA answers from it. */
    return by_port(from == PORT_AYIYA ? from : to, layer);
}
