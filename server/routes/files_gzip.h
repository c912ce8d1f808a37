/* SPDX-License-Identifier: MIT */
/* Files in the content coding gzip (RFC 9110 section 8.4.1.3), made while they are sent. */
#ifndef SERVER_ROUTES_FILES_GZIP_H
#define SERVER_ROUTES_FILES_GZIP_H

#include "server/exchange/exchange.h"

/* Is gzip worth it for a file of this type and size? Its answers vary by Accept-Encoding then. */
bool srv_gzip_pays(const char *media_type, uint64_t size);

/* Does the client want gzip rather than the file as it is? By the weights of Accept-Encoding; of two alike gzip wins,
 * and a field that can't be read asks for nothing. Never for a request with a Range: parts are those of the file.
 * Source: RFC 9110 section 12.5.3. */
bool srv_gzip_is_wanted(const srv_exchange *x);

/* Answer 200 with the file in gzip, chunked: its length isn't known before its end. Memory: what zlib takes, 256 KiB.
 *
 *   file  from its beginning; becomes the core's
 *   size  bytes that it has; an answer from a file that has become shorter is cut */
void srv_gzip_send(srv_exchange *x, const char *media_type, int file, uint64_t size);

#endif
