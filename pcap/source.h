/* SPDX-License-Identifier: MIT */
/* Where packets come from: a capture file (pcap, pcapng, gzip'd or not), standard input, or an interface; with a filter
 * in front if one is wanted. */
#ifndef CAP_SOURCE_H
#define CAP_SOURCE_H

#include "pcap/blocks.h"
#include "pcap/filter.h"
#include "pcap/live.h"

typedef struct cap_source {
    cap_bytes bytes;
    cap_blocks blocks;
    cap_filter *filter;    /* NULL: every packet passes */
    cap_live *live;        /* NULL: a file */
    uint64_t packets;      /* read, whether they passed or not */
    uint64_t filtered_out; /* read and not passed by the filter */
} cap_source;

/* Open a file or standard input.
 *
 *   source      uninitialised; to be closed with cap_source_close() when the result is CAP_OK
 *   path        of the file, or "-"
 *   expression  a libpcap filter, or NULL
 *   stop        NULL, or a flag that ends a blocked read when a signal interrupts it
 *   fault       receives what is wrong unless the result is CAP_OK */
cap_code cap_source_open(cap_source *source, const char *path, const char *expression,
                         const volatile sig_atomic_t *stop, cap_fault *fault);

/* Listen on an interface; see cap_live_open(). */
cap_code cap_source_open_live(cap_source *source, const char *interface, const char *expression, double seconds,
                              const volatile sig_atomic_t *stop, cap_fault *fault);

/* Take the next packet that passes the filter. Numbers count all packets of the capture, so that they are those that
 * other tools show. Returns CAP_OK, CAP_END, or a fault; after either, nothing more is to be asked. */
cap_code cap_source_next(cap_source *source, cap_packet *packet, cap_fault *fault);

/* How far reading has come: bytes taken from the file as it lies on disk. For progress. */
uint64_t cap_source_offset(const cap_source *source);

void cap_source_close(cap_source *source);

#endif
