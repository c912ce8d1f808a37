/* SPDX-License-Identifier: MIT */
/* See pairing.h. */
#include "pcap/pairing.h"

#include <string.h>

enum {
    OUTSTANDING_MOST = 65536, /* beyond it nobody keeps count, and nothing is claimed any more */
};

void cap_pairing_start(cap_pairing *pairing, bool uncertain)
{
    memset(pairing, 0, sizeof *pairing);
    pairing->room = sizeof pairing->own / sizeof *pairing->own;
    pairing->uncertain = uncertain;
}

static cap_asked *ring(cap_pairing *pairing)
{
    return pairing->more ? pairing->more : pairing->own;
}

static bool grow(cap_pairing *pairing, cap_memory *memory)
{
    uint32_t room = pairing->room * 4;
    cap_asked *more = room <= OUTSTANDING_MOST ? cap_memory_take(memory, room * sizeof *more) : NULL;

    if (!more)
        return false;
    for (uint32_t i = 0; i < pairing->count; i++)
        more[i] = ring(pairing)[(pairing->first + i) % pairing->room];
    cap_memory_give(memory, pairing->more, pairing->room * sizeof *more);
    pairing->more = more;
    pairing->room = room;
    pairing->first = 0;
    return true;
}

/* Where requests were missed those that were seen are still answered; where responses were, perhaps not. */
void cap_pairing_lose(cap_pairing *pairing, h1_side side)
{
    pairing->owed = side == H1_REQUESTS ? pairing->owed + pairing->count : 0;
    pairing->uncertain = true;
    pairing->count = 0;
}

void cap_pairing_request(cap_pairing *pairing, const cap_asked *asked, uint64_t number, bool idle, cap_memory *memory)
{
    pairing->any = true;
    if (pairing->uncertain && pairing->owed > 0)
        pairing->pipelined = true;
    if (pairing->uncertain && idle && !pairing->pipelined) {
        pairing->uncertain = false;
        pairing->count = 0;
    }
    if (pairing->uncertain)
        return;
    if (pairing->count == pairing->room && !grow(pairing, memory)) {
        cap_pairing_lose(pairing, H1_REQUESTS);
        return;
    }
    if (pairing->count == 0)
        pairing->number = number;
    else
        pairing->pipelined = true;
    ring(pairing)[(pairing->first + pairing->count++) % pairing->room] = *asked;
}

h1_answers cap_pairing_expect(const cap_pairing *pairing, uint64_t *number)
{
    const cap_asked *asked = pairing->more ? pairing->more : pairing->own;

    *number = 0;
    if (pairing->uncertain || !pairing->any)
        return H1_TO_UNKNOWN;
    if (pairing->count == 0)
        return H1_TO_NOTHING;
    *number = pairing->number;
    return (h1_answers)asked[pairing->first].kind;
}

check_exchange *cap_pairing_exchange(cap_pairing *pairing)
{
    return pairing->uncertain || pairing->count == 0 ? NULL : &ring(pairing)[pairing->first].exchange;
}

void cap_pairing_answered(cap_pairing *pairing)
{
    if (pairing->owed > 0)
        pairing->owed--;
    if (pairing->count == 0)
        return;
    pairing->first = (pairing->first + 1) % pairing->room;
    pairing->count--;
    pairing->number++;
}

void cap_pairing_free(cap_pairing *pairing, cap_memory *memory)
{
    cap_memory_give(memory, pairing->more, pairing->room * sizeof *pairing->more);
    pairing->more = NULL;
    pairing->room = sizeof pairing->own / sizeof *pairing->own;
}
