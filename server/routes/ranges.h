/* SPDX-License-Identifier: MIT */
/* Which bytes of a representation a Range asks for, RFC 9110 section 14.
 *
 * However a request is written, what it makes us send is bounded: ranges that overlap, or lie closer together than the
 * head of a part is long, become one (section 15.3.7.2), so that no byte is sent twice; and a request for more ranges
 * than SRV_RANGES_MOST is answered with the whole (section 14.2 lets a server ignore a Range). */
#ifndef SERVER_ROUTES_RANGES_H
#define SERVER_ROUTES_RANGES_H

#include "h1/h1.h"
#include "h1/write.h"

enum {
    SRV_RANGES_MOST = 16, /* in one request */
    SRV_RANGES_GAP = 80,  /* bytes: ranges that are less apart are sent as one */
};

/* Some bytes of a representation. */
typedef struct srv_range {
    uint64_t first;
    uint64_t count; /* at least 1 */
} srv_range;

typedef enum srv_ranges_result {
    SRV_RANGES_OK = 0,
    SRV_RANGES_IGNORED,       /* not of bytes, not to be read, too many, or of nothing: the whole is to be sent */
    SRV_RANGES_UNSATISFIABLE, /* 416 */
} srv_ranges_result;

/* Choose the ranges of a request.
 *
 *   value     of Range
 *   complete  bytes of the representation
 *   ranges    receives them in the order of the request; one that took up others stands where the first of them stood
 *   count     receives how many there are, at least 1 where the result is SRV_RANGES_OK
 *
 * Source: RFC 9110 sections 14.1.2, 14.2 and 15.3.7.2. */
srv_ranges_result srv_ranges_choose(h1_bytes value, uint64_t complete, srv_range ranges[SRV_RANGES_MOST],
                                    size_t *count);

#endif
