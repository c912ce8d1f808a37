/* SPDX-License-Identifier: MIT */
/* What is left of a packet while its headers are taken off, and why a packet may go unread.
 *
 * `length` is what was on the wire, `captured` what of it the capture holds; they differ where a snap length cut the
 * packet. "Not captured" is never taken for "not sent". */
#ifndef CAP_LAYER_H
#define CAP_LAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum cap_skip {
    CAP_LOOKED_AT = 0,
    CAP_HELD,           /* a fragment, kept until the others have come; counted when they don't */
    CAP_SKIP_LINK_TYPE, /* a link type that is not read */
    CAP_SKIP_NOT_IP,    /* ARP, LLDP, 802.11 management and the like */
    CAP_SKIP_NOT_TCP,   /* UDP, ICMP and the like */
    CAP_SKIP_ENCRYPTED, /* IPsec ESP, protected 802.11 */
    CAP_SKIP_FRAGMENT,  /* a fragment whose datagram never became complete */
    CAP_SKIP_CUT,       /* the snap length cut off a header */
    CAP_SKIP_MALFORMED, /* a header that cannot be */
    CAP_SKIP_DEEP,      /* more headers inside each other than are followed */
    CAP_SKIPS,
} cap_skip;

typedef struct cap_layer {
    const uint8_t *at; /* [captured] */
    size_t captured;
    size_t length;
} cap_layer;

/* Is there room for a header of n bytes? CAP_LOOKED_AT, CAP_SKIP_CUT or CAP_SKIP_MALFORMED. */
static inline cap_skip cap_layer_has(const cap_layer *layer, size_t n)
{
    if (layer->captured >= n)
        return CAP_LOOKED_AT;
    return layer->length >= n ? CAP_SKIP_CUT : CAP_SKIP_MALFORMED;
}

/* Take off n bytes that are there. */
static inline void cap_layer_take(cap_layer *layer, size_t n)
{
    layer->at += n;
    layer->captured -= n;
    layer->length -= n;
}

#endif
