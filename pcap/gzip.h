/* SPDX-License-Identifier: MIT */
/* Unpacking of gzip'd captures, member after member, as a stream. Zero bytes after the last member are padding. */
#ifndef CAP_GZIP_H
#define CAP_GZIP_H

#include "pcap/fault.h"

typedef struct cap_gzip cap_gzip;

/* Reads packed bytes: how many were put into out, 0 at the end, or fewer than 0 after a failure. */
typedef long cap_gzip_source(void *context, uint8_t *out, size_t size);

/* Begin with bytes that were read to recognise the format.
 *
 *   first  [len] bytes, copied; len at most 64 KiB
 *
 * Returns NULL when memory is short. */
cap_gzip *cap_gzip_open(const uint8_t *first, size_t len, cap_gzip_source *source, void *context);

/* Unpack up to `size` bytes.
 *
 *   got  receives how many; 0 with CAP_OK only at the end
 *   at   receives the offset in the packed file, for a fault
 *
 * Returns CAP_OK, CAP_GZIP_DAMAGED, CAP_GZIP_CUT, or CAP_READ_FAILED when the source failed. */
cap_code cap_gzip_read(cap_gzip *gzip, uint8_t *out, size_t size, size_t *got, uint64_t *at);

void cap_gzip_close(cap_gzip *gzip);

#endif
