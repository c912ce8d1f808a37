/* SPDX-License-Identifier: MIT */
/* 802.11 data frames, with or without a radiotap header. Frames of an A-MSDU and encrypted frames are not read. */
#include "pcap/link.h"
#include "pcap/wire.h"

enum {
    TYPE_DATA = 2,
    SUBTYPE_QOS = 8,
    SUBTYPE_NO_DATA = 4,

    FLAG_TO_DS = 0x01,
    FLAG_FROM_DS = 0x02,
    FLAG_PROTECTED = 0x40,
    FLAG_ORDER = 0x80,

    BASE_HEADER = 24,
    FOURTH_ADDRESS = 6,
    QOS_CONTROL = 2,
    HT_CONTROL = 4,
    QOS_AGGREGATE = 0x80,
};

cap_skip cap_wlan_strip(cap_layer *layer)
{
    cap_skip skip = cap_layer_has(layer, BASE_HEADER);

    if (skip != CAP_LOOKED_AT)
        return skip == CAP_SKIP_MALFORMED ? CAP_SKIP_NOT_IP : skip; /* control frames are shorter */
    unsigned type = layer->at[0] >> 2 & 3;
    unsigned subtype = layer->at[0] >> 4;
    unsigned flags = layer->at[1];
    if (type != TYPE_DATA || (subtype & SUBTYPE_NO_DATA))
        return CAP_SKIP_NOT_IP;
    if (flags & FLAG_PROTECTED)
        return CAP_SKIP_ENCRYPTED;
    size_t size = BASE_HEADER;
    if ((flags & FLAG_TO_DS) && (flags & FLAG_FROM_DS))
        size += FOURTH_ADDRESS;
    if (subtype & SUBTYPE_QOS) {
        skip = cap_layer_has(layer, size + QOS_CONTROL);
        if (skip != CAP_LOOKED_AT)
            return skip;
        if (layer->at[size] & QOS_AGGREGATE)
            return CAP_SKIP_NOT_IP;
        size += QOS_CONTROL;
        if (flags & FLAG_ORDER)
            size += HT_CONTROL;
    }
    skip = cap_layer_has(layer, size);
    if (skip != CAP_LOOKED_AT)
        return skip;
    cap_layer_take(layer, size);
    return cap_llc_strip(layer);
}

cap_skip cap_radiotap_strip(cap_layer *layer)
{
    cap_skip skip = cap_layer_has(layer, 8);

    if (skip != CAP_LOOKED_AT)
        return skip;
    size_t size = cap_le16(layer->at + 2);
    skip = size < 8 ? CAP_SKIP_MALFORMED : cap_layer_has(layer, size);
    if (skip != CAP_LOOKED_AT)
        return skip;
    cap_layer_take(layer, size);
    return cap_wlan_strip(layer);
}
