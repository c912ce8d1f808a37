/* SPDX-License-Identifier: MIT */
/* Packets from a network interface of this machine, through libpcap. Listens only; nothing is ever sent. */
#ifndef CAP_LIVE_H
#define CAP_LIVE_H

#include <signal.h>

#include "pcap/fault.h"
#include "pcap/packet.h"

typedef struct cap_live cap_live;

/* Begin to listen.
 *
 *   live        receives the capture, to be closed with cap_live_close(); NULL unless the result is CAP_OK
 *   interface   a name such as "eth0", "lo" or "any"
 *   expression  a filter, or NULL; the kernel runs it
 *   seconds     how long to listen; 0 without end
 *   stop        NULL, or a flag that ends the capture when a signal handler raises it
 *   fault       receives CAP_LIVE or CAP_FILTER with libpcap's words
 *
 * The time of `seconds` begins with the call. */
cap_code cap_live_open(cap_live **live, const char *interface, const char *expression, double seconds,
                       const volatile sig_atomic_t *stop, cap_fault *fault);

/* Wait for the next packet. Returns CAP_OK, CAP_END when the time is over or the flag was raised, or CAP_LIVE. */
cap_code cap_live_next(cap_live *live, cap_packet *packet, cap_fault *fault);

/* How many packets the kernel dropped because we were too slow, as far as it tells; 0 where it doesn't. */
uint64_t cap_live_dropped(cap_live *live);

void cap_live_close(cap_live *live);

#endif
