/* SPDX-License-Identifier: MIT */
/* See segment.h. */
#include "pcap/segment.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "pcap/link.h"
#include "pcap/wire.h"

enum {
    TCP_HEADER = 20,
    LAYERS_MOST = 8, /* IP headers inside each other */
};

static cap_skip tcp(cap_layer *layer, const cap_ip *ip, cap_segment *segment)
{
    cap_skip skip = cap_layer_has(layer, TCP_HEADER);
    if (skip != CAP_LOOKED_AT)
        return skip;
    const uint8_t *at = layer->at;
    size_t header = (size_t)(at[12] >> 4) * 4;
    if (header < TCP_HEADER || header > layer->length)
        return CAP_SKIP_MALFORMED;
    skip = cap_layer_has(layer, header);
    if (skip != CAP_LOOKED_AT)
        return skip;
    memcpy(segment->from.address, ip->from, sizeof ip->from);
    memcpy(segment->to.address, ip->to, sizeof ip->to);
    segment->from.family = segment->to.family = ip->family;
    segment->from.port = cap_be16(at);
    segment->to.port = cap_be16(at + 2);
    segment->sequence = cap_be32(at + 4);
    segment->acknowledgment = cap_be32(at + 8);
    segment->flags = at[13];
    cap_layer_take(layer, header);
    segment->bytes = layer->at;
    segment->captured = (uint32_t)layer->captured;
    segment->length = (uint32_t)layer->length;
    return CAP_LOOKED_AT;
}

/* What an IP header carries. *done: it was TCP. Else the layer begins with the next IP header. */
static cap_skip unwrap(cap_layer *layer, const cap_ip *ip, cap_segment *segment, bool *done)
{
    switch (ip->protocol) {
    case CAP_PROTOCOL_TCP:
        *done = true;
        return tcp(layer, ip, segment);
    case CAP_PROTOCOL_IPV4:
    case CAP_PROTOCOL_IPV6:
        return cap_raw_ip_is(layer);
    case CAP_PROTOCOL_GRE:
        return cap_gre_strip(layer);
    case CAP_PROTOCOL_UDP:
        return cap_udp_tunnel_strip(layer);
    case CAP_PROTOCOL_ESP:
        return CAP_SKIP_ENCRYPTED;
    default:
        return CAP_SKIP_NOT_TCP;
    }
}

cap_skip cap_segment_find(const cap_packet *packet, cap_fragments *fragments, cap_segment *segment)
{
    cap_layer layer;
    cap_ip ip;
    bool done = false;
    cap_skip skip = cap_link_strip(packet, &layer);

    for (unsigned i = 0; i < LAYERS_MOST && skip == CAP_LOOKED_AT; i++) {
        skip = cap_ip_strip(&layer, &ip);
        if (skip == CAP_LOOKED_AT && ip.fragment)
            skip = cap_fragments_add(fragments, &ip, &layer);
        if (skip == CAP_LOOKED_AT)
            skip = unwrap(&layer, &ip, segment, &done);
        if (done)
            return skip;
    }
    return skip == CAP_LOOKED_AT ? CAP_SKIP_DEEP : skip;
}

size_t cap_endpoint_text(const cap_endpoint *endpoint, char *text, size_t size)
{
    char address[INET6_ADDRSTRLEN] = "";
    bool six = endpoint->family == 6;

    inet_ntop(six ? AF_INET6 : AF_INET, endpoint->address, address, sizeof address);
    int wrote = snprintf(text, size, six ? "[%s]:%u" : "%s:%u", address, (unsigned)endpoint->port);
    return wrote > 0 && (size_t)wrote < size ? (size_t)wrote : strlen(text);
}
