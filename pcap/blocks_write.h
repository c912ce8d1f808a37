/* SPDX-License-Identifier: MIT */
/* Writer of pcap and pcapng, for tests, benchmarks and extracted connections. Every form that the reader reads can be
 * written: byte order, time resolution, sections, interfaces, and blocks of a type nobody knows. */
#ifndef CAP_BLOCKS_WRITE_H
#define CAP_BLOCKS_WRITE_H

#include <stdio.h>

#include "pcap/blocks.h"

typedef struct cap_writer {
    FILE *out; /* the caller's; errors stay in ferror(out) until cap_write_ok() is asked */
    bool big;
    bool nanoseconds; /* pcap only */
} cap_writer;

/* pcap: the file's header, then records. `packet` needs time, captured, length and bytes. */
void cap_write_pcap_header(cap_writer *writer, uint32_t link_type, uint32_t snap_length);
void cap_write_pcap_packet(cap_writer *writer, const cap_packet *packet);

/* pcapng: a section header (in writer->big's order), interfaces, and packets of an interface described before.
 * Times are written in the interface's own resolution and offset. */
void cap_write_section(cap_writer *writer);
void cap_write_interface(cap_writer *writer, const cap_interface *interface);
void cap_write_enhanced(cap_writer *writer, const cap_interface *interface, const cap_packet *packet);
void cap_write_simple(cap_writer *writer, const cap_packet *packet);
void cap_write_obsolete(cap_writer *writer, const cap_interface *interface, const cap_packet *packet);

/* A block of any type with `len` bytes of body. */
void cap_write_block(cap_writer *writer, uint32_t type, const uint8_t *body, uint32_t len);

/* True while everything was written. */
bool cap_write_ok(const cap_writer *writer);

#endif
