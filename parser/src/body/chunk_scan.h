/* SPDX-License-Identifier: MIT */
/* The fast path over a chunked body. */
#ifndef H1I_CHUNK_SCAN_H
#define H1I_CHUNK_SCAN_H

#include <h1/h1.h>

/* Read chunks without extensions, one DATA each, while they can be read so. Everything else is left to the reference:
 * a line that isn't all here or is at fault, extensions, the last chunk, a stream that wants all CHUNK events.
 *
 *   buf, len  [len] bytes; spans count from buf[0]
 *   at        where to begin
 *   ev, n     [n] events to fill
 *   got       receives how many were filled
 *
 * Returns where to go on. Looks at the bytes of lines alone. Source: RFC 9112 section 7.1. */
size_t h1i_scan_chunks(h1_stream *s, const uint8_t *buf, size_t len, size_t at, h1_event *ev, size_t n, size_t *got);

#endif
