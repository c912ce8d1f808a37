/* SPDX-License-Identifier: MIT */
/* See link.h. One function a header; each checks its own length before it looks. */
#include "pcap/link.h"

#include "pcap/wire.h"

enum {
    LINK_NULL = 0,
    LINK_ETHERNET = 1,
    LINK_PPP = 9,
    LINK_RAW_12 = 12,
    LINK_RAW_14 = 14,
    LINK_PPP_HDLC = 50,
    LINK_PPP_ETHER = 51,
    LINK_RAW = 101,
    LINK_CISCO_HDLC = 104,
    LINK_WLAN = 105,
    LINK_LOOP = 108,
    LINK_COOKED = 113,
    LINK_RADIOTAP = 127,
    LINK_IPV4 = 228,
    LINK_IPV6 = 229,
    LINK_NFLOG = 239,
    LINK_COOKED_2 = 276,

    ETHER_VLAN = 0x8100,
    ETHER_SERVICE_VLAN = 0x88A8,
    ETHER_VLAN_9100 = 0x9100,
    ETHER_VLAN_9200 = 0x9200,
    ETHER_MPLS = 0x8847,
    ETHER_MPLS_MULTICAST = 0x8848,
    ETHER_PPPOE_SESSION = 0x8864,
    ETHER_ERSPAN = 0x88BE,    /* in GRE without a sequence number: version 1, no header of its own */
    ETHER_LENGTH_MOST = 1500, /* up to here the field is a length and LLC follows */

    TAGS_MOST = 16,
};

cap_skip cap_raw_ip_is(const cap_layer *layer)
{
    cap_skip skip = cap_layer_has(layer, 1);

    if (skip != CAP_LOOKED_AT)
        return skip;
    unsigned version = layer->at[0] >> 4;
    return version == 4 || version == 6 ? CAP_LOOKED_AT : CAP_SKIP_NOT_IP;
}

/* Protocol = one byte if odd, else two (RFC 1661 section 2, with protocol field compression). */
static cap_skip ppp(cap_layer *layer)
{
    enum { PPP_IPV4 = 0x21, PPP_IPV6 = 0x57, PPP_MPLS = 0x281 };
    cap_skip skip = cap_layer_has(layer, 2);

    if (skip != CAP_LOOKED_AT)
        return skip;
    bool compressed = layer->at[0] & 1;
    unsigned protocol = compressed ? layer->at[0] : cap_be16(layer->at);
    cap_layer_take(layer, compressed ? 1 : 2);
    if (protocol == PPP_MPLS)
        return cap_ether_strip(ETHER_MPLS, layer);
    return protocol == PPP_IPV4 || protocol == PPP_IPV6 ? cap_raw_ip_is(layer) : CAP_SKIP_NOT_IP;
}

static cap_skip cisco_hdlc(cap_layer *layer)
{
    cap_skip skip = cap_layer_has(layer, 4);

    if (skip != CAP_LOOKED_AT)
        return skip;
    uint16_t ether_type = cap_be16(layer->at + 2);
    cap_layer_take(layer, 4);
    return cap_ether_strip(ether_type, layer);
}

/* Address and control bytes (FF 03) may be there or compressed away; 0F and 8F begin Cisco's framing (RFC 1549). */
static cap_skip ppp_hdlc(cap_layer *layer)
{
    cap_skip skip = cap_layer_has(layer, 2);

    if (skip != CAP_LOOKED_AT)
        return skip;
    if (layer->at[0] == 0x0F || layer->at[0] == 0x8F)
        return cisco_hdlc(layer);
    if (layer->at[0] == 0xFF && layer->at[1] == 0x03)
        cap_layer_take(layer, 2);
    return ppp(layer);
}

static cap_skip pppoe_session(cap_layer *layer)
{
    cap_skip skip = cap_layer_has(layer, 6);

    if (skip != CAP_LOOKED_AT)
        return skip;
    cap_layer_take(layer, 6);
    return ppp(layer);
}

/* Labels end with the one whose bottom bit is set; what follows is told by its first four bits. An Ethernet pseudowire
 * begins with a control word of zeros or at once with a frame, which can't be told apart for sure: zeros are taken for
 * the control word (RFC 4448 section 4.6). */
static cap_skip mpls(cap_layer *layer)
{
    for (unsigned i = 0; i < TAGS_MOST; i++) {
        cap_skip skip = cap_layer_has(layer, 4);
        if (skip != CAP_LOOKED_AT)
            return skip;
        bool bottom = layer->at[2] & 1;
        cap_layer_take(layer, 4);
        if (!bottom)
            continue;
        if (cap_raw_ip_is(layer) == CAP_LOOKED_AT)
            return CAP_LOOKED_AT;
        if (cap_layer_has(layer, 4) == CAP_LOOKED_AT && layer->at[0] == 0)
            cap_layer_take(layer, 4);
        return cap_ethernet_strip(layer);
    }
    return CAP_SKIP_DEEP;
}

cap_skip cap_llc_strip(cap_layer *layer)
{
    cap_skip skip = cap_layer_has(layer, 8);

    if (skip != CAP_LOOKED_AT)
        return layer->length < 8 ? CAP_SKIP_NOT_IP : skip;
    if (layer->at[0] != 0xAA || layer->at[1] != 0xAA || layer->at[2] != 0x03)
        return CAP_SKIP_NOT_IP;
    uint16_t ether_type = cap_be16(layer->at + 6);
    cap_layer_take(layer, 8);
    return cap_ether_strip(ether_type, layer);
}

/* One VLAN tag; *ether_type becomes that of what follows (IEEE 802.1Q). */
static cap_skip one_tag(uint16_t *ether_type, cap_layer *layer)
{
    cap_skip skip = cap_layer_has(layer, 4);

    if (skip != CAP_LOOKED_AT)
        return skip;
    *ether_type = cap_be16(layer->at + 2);
    cap_layer_take(layer, 4);
    return CAP_LOOKED_AT;
}

cap_skip cap_ether_strip(uint16_t ether_type, cap_layer *layer)
{
    for (unsigned i = 0; i < TAGS_MOST; i++) {
        switch (ether_type) {
        case CAP_ETHER_IPV4:
        case CAP_ETHER_IPV6:
            return cap_raw_ip_is(layer);
        case ETHER_VLAN:
        case ETHER_SERVICE_VLAN:
        case ETHER_VLAN_9100:
        case ETHER_VLAN_9200: {
            cap_skip skip = one_tag(&ether_type, layer);
            if (skip != CAP_LOOKED_AT)
                return skip;
            break;
        }
        case ETHER_MPLS:
        case ETHER_MPLS_MULTICAST:
            return mpls(layer);
        case ETHER_PPPOE_SESSION:
            return pppoe_session(layer);
        case CAP_ETHER_BRIDGED:
        case ETHER_ERSPAN:
            return cap_ethernet_strip(layer);
        default:
            return ether_type <= ETHER_LENGTH_MOST ? cap_llc_strip(layer) : CAP_SKIP_NOT_IP;
        }
    }
    return CAP_SKIP_DEEP;
}

cap_skip cap_ethernet_strip(cap_layer *layer)
{
    cap_skip skip = cap_layer_has(layer, 14);

    if (skip != CAP_LOOKED_AT)
        return skip;
    uint16_t ether_type = cap_be16(layer->at + 12);
    cap_layer_take(layer, 14);
    return cap_ether_strip(ether_type, layer);
}

/* A header of `size` bytes with the EtherType of what follows at `type_at`. */
static cap_skip cooked(cap_layer *layer, size_t size, size_t type_at)
{
    cap_skip skip = cap_layer_has(layer, size);

    if (skip != CAP_LOOKED_AT)
        return skip;
    uint16_t ether_type = cap_be16(layer->at + type_at);
    cap_layer_take(layer, size);
    return cap_ether_strip(ether_type, layer);
}

static bool is_address_family(uint32_t family)
{
    /* AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 23 on Windows, 24, 28 and 30 on the BSDs. */
    return family == 2 || family == 10 || family == 23 || family == 24 || family == 28 || family == 30;
}

/* The address family, in the byte order of the machine that captured, which need not be that of the file. */
static cap_skip loopback(cap_layer *layer)
{
    cap_skip skip = cap_layer_has(layer, 4);

    if (skip != CAP_LOOKED_AT)
        return skip;
    bool ip = is_address_family(cap_be32(layer->at)) || is_address_family(cap_le32(layer->at));
    cap_layer_take(layer, 4);
    return ip ? cap_raw_ip_is(layer) : CAP_SKIP_NOT_IP;
}

/* A header of four bytes, then attributes: length and type in host byte order, value, padding to four. The length
 * counts the four bytes of length and type. Attribute 9 is the packet. */
static cap_skip nflog(cap_layer *layer, bool big)
{
    enum { NFLOG_PAYLOAD = 9, TYPE_BITS = 0x7FFF };
    cap_skip skip = cap_layer_has(layer, 4);

    if (skip != CAP_LOOKED_AT)
        return skip;
    cap_layer_take(layer, 4);
    while (layer->length > 0) {
        skip = cap_layer_has(layer, 4);
        if (skip != CAP_LOOKED_AT)
            return skip;
        size_t size = cap_read16(layer->at, big);
        unsigned type = cap_read16(layer->at + 2, big) & TYPE_BITS;
        if (size < 4 || size > layer->length)
            return CAP_SKIP_MALFORMED;
        if (type == NFLOG_PAYLOAD) {
            cap_layer_take(layer, 4);
            return cap_raw_ip_is(layer);
        }
        size = (size + 3) & ~(size_t)3;
        skip = cap_layer_has(layer, size);
        if (skip != CAP_LOOKED_AT)
            return skip;
        cap_layer_take(layer, size);
    }
    return CAP_SKIP_NOT_IP;
}

cap_skip cap_link_strip(const cap_packet *packet, cap_layer *layer)
{
    *layer = (cap_layer){.at = packet->bytes, .captured = packet->captured, .length = packet->length};
    switch (packet->link_type) {
    case LINK_ETHERNET:
        return cap_ethernet_strip(layer);
    case LINK_NULL:
    case LINK_LOOP:
        return loopback(layer);
    case LINK_RAW:
    case LINK_RAW_12:
    case LINK_RAW_14:
    case LINK_IPV4:
    case LINK_IPV6:
        return cap_raw_ip_is(layer);
    case LINK_COOKED:
        return cooked(layer, 16, 14);
    case LINK_COOKED_2:
        return cooked(layer, 20, 0);
    case LINK_PPP:
    case LINK_PPP_HDLC:
        return ppp_hdlc(layer);
    case LINK_PPP_ETHER:
        return pppoe_session(layer);
    case LINK_CISCO_HDLC:
        return cisco_hdlc(layer);
    case LINK_WLAN:
        return cap_wlan_strip(layer);
    case LINK_RADIOTAP:
        return cap_radiotap_strip(layer);
    case LINK_NFLOG:
        return nflog(layer, packet->big_endian);
    default:
        return CAP_SKIP_LINK_TYPE;
    }
}
