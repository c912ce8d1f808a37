/* SPDX-License-Identifier: MIT */
/* Which response answers which request, as far as a capture tells (RFC 9112 section 9.2).
 *
 * As long as every byte of both directions was seen, responses answer requests in their order. Where a gap may hide a
 * message of either kind, nothing is known until a client that doesn't pipeline sends a request while no response is
 * under way: then the next response answers that one. */
#ifndef CAP_PAIRING_H
#define CAP_PAIRING_H

#include "h1/h1.h"
#include "pcap/memory.h"

typedef struct cap_pairing {
    uint8_t own[16]; /* h1_answers of outstanding requests, a ring */
    uint8_t *kinds;  /* own, or a block of `room` bytes */
    uint32_t room, first, count;
    uint64_t number; /* of the oldest outstanding request */
    uint32_t owed;   /* while uncertain: responses still due to requests that were seen */
    bool uncertain;
    bool pipelined; /* two requests were outstanding at once */
    bool any;       /* a request was seen */
} cap_pairing;

void cap_pairing_start(cap_pairing *pairing, bool uncertain);

/* A request's head was read.
 *
 *   number  of the request, one more than that of the one before
 *   idle    no response is under way */
void cap_pairing_request(cap_pairing *pairing, h1_answers kind, uint64_t number, bool idle, cap_memory *memory);

/* What the response that begins now answers; *number is that of the request, 0 where it isn't known. H1_TO_NOTHING
 * where all requests that were seen have been answered. */
h1_answers cap_pairing_expect(const cap_pairing *pairing, uint64_t *number);

/* The final response to the oldest request is complete. */
void cap_pairing_answered(cap_pairing *pairing);

/* A message of this side may have been missed. */
void cap_pairing_lose(cap_pairing *pairing, h1_side side);

void cap_pairing_free(cap_pairing *pairing, cap_memory *memory);

#endif
