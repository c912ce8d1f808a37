/* SPDX-License-Identifier: MIT */
/* See fragments.h. Fragments begin at multiples of eight bytes, so one bit for eight bytes says what has come. */
#include "pcap/fragments.h"

#include <stdlib.h>
#include <string.h>

enum {
    UNIT = 8,
    UNITS = CAP_DATAGRAM_MOST / UNIT,
};

struct cap_datagram {
    bool used;
    cap_ip ip;
    uint64_t touched;
    size_t end;  /* length of the payload; SIZE_MAX until the last piece came */
    size_t have; /* units that have come */
    uint64_t pieces;
    uint8_t come[UNITS];
    uint8_t payload[CAP_DATAGRAM_MOST];
};

static bool same_datagram(const cap_ip *a, const cap_ip *b)
{
    return a->family == b->family && a->protocol == b->protocol && a->fragment_id == b->fragment_id &&
           memcmp(a->from, b->from, sizeof a->from) == 0 && memcmp(a->to, b->to, sizeof a->to) == 0;
}

static void begin(cap_fragments *fragments, struct cap_datagram *datagram, const cap_ip *ip)
{
    if (datagram->used)
        fragments->lost += datagram->pieces;
    memset(datagram, 0, offsetof(struct cap_datagram, payload));
    datagram->used = true;
    datagram->ip = *ip;
    datagram->end = SIZE_MAX;
}

/* The slot to begin a datagram in: one that is free, else the one touched longest ago. */
static size_t spare_slot(const cap_fragments *fragments)
{
    size_t oldest = 0;

    for (size_t i = 0; i < CAP_FRAGMENT_SLOTS; i++) {
        const struct cap_datagram *datagram = fragments->slots[i];
        if (!datagram || !datagram->used)
            return i;
        if (datagram->touched < fragments->slots[oldest]->touched)
            oldest = i;
    }
    return oldest;
}

static struct cap_datagram *find(cap_fragments *fragments, const cap_ip *ip)
{
    for (size_t i = 0; i < CAP_FRAGMENT_SLOTS; i++) {
        struct cap_datagram *datagram = fragments->slots[i];
        if (datagram && datagram->used && same_datagram(&datagram->ip, ip))
            return datagram;
    }
    struct cap_datagram **slot = &fragments->slots[spare_slot(fragments)];
    if (!*slot)
        *slot = calloc(1, sizeof **slot);
    if (*slot)
        begin(fragments, *slot, ip);
    return *slot;
}

static void copy(struct cap_datagram *datagram, size_t at, const uint8_t *bytes, size_t len)
{
    for (size_t done = 0; done < len; done += UNIT) {
        size_t unit = (at + done) / UNIT;
        size_t some = len - done < UNIT ? len - done : UNIT;
        if (datagram->come[unit])
            continue;
        datagram->come[unit] = 1;
        datagram->have++;
        memcpy(datagram->payload + at + done, bytes + done, some);
    }
}

cap_skip cap_fragments_add(cap_fragments *fragments, const cap_ip *ip, cap_layer *layer)
{
    size_t at = ip->fragment_at;
    size_t len = layer->length;

    if (layer->captured < len)
        return CAP_SKIP_CUT;
    if (len == 0 || at + len > CAP_DATAGRAM_MOST || (ip->more_fragments && len % UNIT != 0))
        return CAP_SKIP_MALFORMED;
    struct cap_datagram *datagram = find(fragments, ip);
    if (!datagram)
        return CAP_SKIP_FRAGMENT;
    datagram->touched = ++fragments->clock;
    datagram->pieces++;
    copy(datagram, at, layer->at, len);
    if (!ip->more_fragments && datagram->end == SIZE_MAX)
        datagram->end = at + len;
    if (datagram->end == SIZE_MAX || datagram->have < (datagram->end + UNIT - 1) / UNIT)
        return CAP_HELD;
    datagram->used = false;
    *layer = (cap_layer){.at = datagram->payload, .captured = datagram->end, .length = datagram->end};
    return CAP_LOOKED_AT;
}

uint64_t cap_fragments_close(cap_fragments *fragments)
{
    uint64_t lost = fragments->lost;

    for (size_t i = 0; i < CAP_FRAGMENT_SLOTS; i++) {
        struct cap_datagram *datagram = fragments->slots[i];
        if (datagram && datagram->used)
            lost += datagram->pieces;
        free(datagram);
    }
    memset(fragments, 0, sizeof *fragments);
    return lost;
}
