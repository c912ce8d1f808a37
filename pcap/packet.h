/* SPDX-License-Identifier: MIT */
/* One packet as a capture holds it. */
#ifndef CAP_PACKET_H
#define CAP_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    /* No packet is believed to be longer. Twice the largest that segmentation offload makes (RFC 2675 jumbograms
       apart). */
    CAP_PACKET_MOST = 1024 * 1024,
};

typedef struct cap_packet {
    uint64_t number;      /* from 1, in the order of the capture */
    uint64_t at;          /* offset of its record in the (unpacked) file; 0 when live */
    uint64_t time;        /* nanoseconds since 1970-01-01 00:00 UTC; 0 with !timed */
    bool timed;           /* false: the capture holds no time for it */
    bool big_endian;      /* byte order of the machine that captured: some link headers are in it */
    uint32_t link_type;   /* LINKTYPE number of its interface */
    uint32_t interface;   /* number of the interface in its section; 0 in pcap */
    uint32_t captured;    /* bytes at `bytes` */
    uint32_t length;      /* bytes on the wire, at least `captured` */
    const uint8_t *bytes; /* [captured], valid until the next packet is asked for */
} cap_packet;

#endif
