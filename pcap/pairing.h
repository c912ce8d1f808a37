/* SPDX-License-Identifier: MIT */
/* Which response answers which request, as far as a capture tells (RFC 9112 section 9.2).
 *
 * As long as every byte of both directions was seen, responses answer requests in their order. Where a gap may hide a
 * message of either kind, nothing is known until a client that doesn't pipeline sends a request while no response is
 * under way: then the next response answers that one. */
#ifndef CAP_PAIRING_H
#define CAP_PAIRING_H

#include "checks/exchange.h"
#include "h1/h1.h"
#include "pcap/memory.h"

/* A request that is not answered yet. */
typedef struct cap_asked {
    check_exchange exchange; /* what its responses are judged by */
    uint8_t kind;            /* h1_answers */
} cap_asked;

typedef struct cap_pairing {
    cap_asked own[8]; /* outstanding requests, a ring */
    cap_asked *more;  /* instead of own, a block of `room`; NULL while own suffices */
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
 *   asked   of the request; copied
 *   number  of the request, one more than that of the one before
 *   idle    no response is under way */
void cap_pairing_request(cap_pairing *pairing, const cap_asked *asked, uint64_t number, bool idle, cap_memory *memory);

/* What the response that begins now answers; *number is that of the request, 0 where it isn't known. H1_TO_NOTHING
 * where all requests that were seen have been answered. */
h1_answers cap_pairing_expect(const cap_pairing *pairing, uint64_t *number);

/* The exchange that the oldest outstanding request began; NULL where cap_pairing_expect() tells no number. Holds until
 * the next call. */
check_exchange *cap_pairing_exchange(cap_pairing *pairing);

/* The final response to the oldest request is complete. */
void cap_pairing_answered(cap_pairing *pairing);

/* A message of this side may have been missed. */
void cap_pairing_lose(cap_pairing *pairing, h1_side side);

void cap_pairing_free(cap_pairing *pairing, cap_memory *memory);

#endif
