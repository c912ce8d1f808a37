/* SPDX-License-Identifier: MIT */
/* Several ranges of a file as multipart/byteranges, RFC 9110 sections 14.6 and 15.3.7.2. */
#ifndef SERVER_ROUTES_FILES_PARTS_H
#define SERVER_ROUTES_FILES_PARTS_H

#include "server/exchange/exchange.h"
#include "server/routes/ranges.h"

/* Answer 206 with parts of a file, each with its Content-Type and Content-Range. Content is read as the client takes
 * it; where the file has become shorter meanwhile the connection is cut. The boundary is 128 random bits.
 *
 *   media_type  of the file; lives for ever
 *   file        becomes the answer's, and is closed by it
 *   complete    bytes of the file
 *   ranges      [count] at least 1, copied */
void srv_parts_send(srv_exchange *x, const char *media_type, int file, uint64_t complete, const srv_range *ranges,
                    size_t count);

#endif
