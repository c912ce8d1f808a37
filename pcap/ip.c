/* SPDX-License-Identifier: MIT */
/* See ip.h. */
#include "pcap/ip.h"

#include <string.h>

#include "pcap/link.h"
#include "pcap/wire.h"

enum {
    IPV4_HEADER = 20,
    IPV6_HEADER = 40,
    EXTENSIONS_MOST = 32,

    NEXT_HOP_BY_HOP = 0,
    NEXT_ROUTING = 43,
    NEXT_FRAGMENT = 44,
    NEXT_AUTHENTICATION = 51,
    NEXT_DESTINATION = 60,
    NEXT_MOBILITY = 135,
    NEXT_HOST_IDENTITY = 139,
    NEXT_SHIM6 = 140,
};

/* What the header says follows it: less than is there (the frame is padded) or more (the packet was cut). */
static void set_length(cap_layer *layer, size_t length)
{
    layer->length = length;
    if (layer->captured > length)
        layer->captured = length;
}

static cap_skip ipv4(cap_layer *layer, cap_ip *ip)
{
    cap_skip skip = cap_layer_has(layer, IPV4_HEADER);
    if (skip != CAP_LOOKED_AT)
        return skip;
    const uint8_t *at = layer->at;
    size_t header = (size_t)(at[0] & 0x0F) * 4;
    size_t total = cap_be16(at + 2);
    if (header < IPV4_HEADER || (total != 0 && total < header))
        return CAP_SKIP_MALFORMED;
    skip = cap_layer_has(layer, header);
    if (skip != CAP_LOOKED_AT)
        return skip;
    uint16_t fragment = cap_be16(at + 6);
    ip->family = 4;
    ip->protocol = at[9];
    ip->fragment_at = (fragment & 0x1FFFU) * 8;
    ip->more_fragments = fragment & 0x2000;
    ip->fragment = ip->more_fragments || ip->fragment_at != 0;
    ip->fragment_id = cap_be16(at + 4);
    memcpy(ip->from, at + 12, 4);
    memcpy(ip->to, at + 16, 4);
    cap_layer_take(layer, header);
    if (total != 0)
        set_length(layer, total - header);
    return CAP_LOOKED_AT;
}

/* The Fragment header of RFC 8200 section 4.5; one whose datagram is whole (RFC 6946) changes nothing. */
static void fragment_header(const uint8_t *at, cap_ip *ip)
{
    uint16_t fragment = cap_be16(at + 2);

    ip->fragment_at = fragment & 0xFFF8U;
    ip->more_fragments = fragment & 1;
    ip->fragment = ip->more_fragments || ip->fragment_at != 0;
    ip->fragment_id = cap_be32(at + 4);
}

/* Bytes of the extension header that begins `at`; 0 where `next` is none. */
static size_t extension_size(uint8_t next, const uint8_t *at)
{
    switch (next) {
    case NEXT_HOP_BY_HOP:
    case NEXT_ROUTING:
    case NEXT_DESTINATION:
    case NEXT_MOBILITY:
    case NEXT_HOST_IDENTITY:
    case NEXT_SHIM6:
        return ((size_t)at[1] + 1) * 8;
    case NEXT_FRAGMENT:
        return 8;
    case NEXT_AUTHENTICATION:
        return ((size_t)at[1] + 2) * 4;
    default:
        return 0;
    }
}

static cap_skip extensions(cap_layer *layer, cap_ip *ip)
{
    static const uint8_t no_bytes[2];

    for (unsigned i = 0; i < EXTENSIONS_MOST; i++) {
        uint8_t next = ip->protocol;
        if (extension_size(next, no_bytes) == 0)
            return CAP_LOOKED_AT;
        cap_skip skip = cap_layer_has(layer, 8);
        if (skip != CAP_LOOKED_AT)
            return skip;
        size_t size = extension_size(next, layer->at);
        skip = cap_layer_has(layer, size);
        if (skip != CAP_LOOKED_AT)
            return skip;
        if (next == NEXT_FRAGMENT)
            fragment_header(layer->at, ip);
        ip->protocol = layer->at[0];
        cap_layer_take(layer, size);
        if (ip->fragment)
            return CAP_LOOKED_AT; /* what follows is the fragmentable part, headers or not */
    }
    return CAP_SKIP_DEEP;
}

static cap_skip ipv6(cap_layer *layer, cap_ip *ip)
{
    cap_skip skip = cap_layer_has(layer, IPV6_HEADER);
    if (skip != CAP_LOOKED_AT)
        return skip;
    const uint8_t *at = layer->at;
    size_t payload = cap_be16(at + 4);
    ip->family = 6;
    ip->protocol = at[6];
    memcpy(ip->from, at + 8, 16);
    memcpy(ip->to, at + 24, 16);
    cap_layer_take(layer, IPV6_HEADER);
    if (payload != 0)
        set_length(layer, payload);
    return extensions(layer, ip);
}

cap_skip cap_ip_strip(cap_layer *layer, cap_ip *ip)
{
    cap_skip skip = cap_raw_ip_is(layer);

    memset(ip, 0, sizeof *ip);
    if (skip != CAP_LOOKED_AT)
        return skip;
    return layer->at[0] >> 4 == 4 ? ipv4(layer, ip) : ipv6(layer, ip);
}
