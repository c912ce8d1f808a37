/* SPDX-License-Identifier: MIT */
/* Filter expressions of libpcap ("tcp port 80 and host 10.0.0.1") on packets of any source.
 *
 * An expression means other bytes on another link type, so it is compiled once for each link type that occurs. */
#ifndef CAP_FILTER_H
#define CAP_FILTER_H

#include "pcap/fault.h"
#include "pcap/packet.h"

typedef struct cap_filter cap_filter;

/* Prepare an expression.
 *
 *   filter      receives the filter, to be closed with cap_filter_close(); NULL unless the result is CAP_OK
 *   expression  copied
 *   fault       receives CAP_FILTER with libpcap's words when the expression is wrong on Ethernet
 *
 * Returns CAP_OK, CAP_FILTER or CAP_NO_MEMORY. */
cap_code cap_filter_open(cap_filter **filter, const char *expression, cap_fault *fault);

/* Does a packet pass?
 *
 *   pass  receives the answer
 *
 * Returns CAP_OK, or CAP_FILTER when the expression has no meaning on this packet's link type. O(1) after the first
 * packet of a link type. */
cap_code cap_filter_packet(cap_filter *filter, const cap_packet *packet, bool *pass, cap_fault *fault);

void cap_filter_close(cap_filter *filter);

/* The numbers that files use for link types and those that libpcap uses in programs differ for a few types. */
uint32_t cap_link_type_of_dlt(int dlt);
int cap_dlt_of_link_type(uint32_t link_type);

#endif
