/* SPDX-License-Identifier: MIT */
/* See half.h. */
#include "pcap/half.h"

#include <string.h>

/* A stretch that is about to be kept, and what goes with it. */
struct stretch {
    const uint8_t *bytes;
    uint64_t at;
    uint32_t captured, length;
    uint64_t needs;
    const cap_when *when;
};

static size_t piece_size(uint32_t captured)
{
    return sizeof(cap_piece) + captured;
}

static uint64_t piece_end(const cap_piece *piece)
{
    return piece->at + piece->length;
}

/* Cut the part [from, to) out of a stretch. */
static struct stretch part_of(const struct stretch *whole, uint64_t from, uint64_t to)
{
    uint32_t skip = (uint32_t)(from - whole->at);
    struct stretch part = *whole;

    part.at = from;
    part.length = (uint32_t)(to - from);
    part.captured = whole->captured > skip ? whole->captured - skip : 0;
    if (part.captured > part.length)
        part.captured = part.length;
    part.bytes = part.captured > 0 ? whole->bytes + skip : NULL;
    return part;
}

/* Put a copy behind `before`, or at the front where that is NULL. */
static bool insert(cap_half *half, cap_piece *before, const struct stretch *stretch, cap_memory *memory)
{
    cap_piece *piece = cap_memory_take(memory, piece_size(stretch->captured));

    if (!piece)
        return false;
    *piece = (cap_piece){
        .at = stretch->at,
        .needs = stretch->needs,
        .when = *stretch->when,
        .captured = stretch->captured,
        .length = stretch->length,
    };
    if (stretch->captured > 0)
        memcpy(piece->bytes, stretch->bytes, stretch->captured);
    piece->next = before ? before->next : half->first;
    if (before)
        before->next = piece;
    else
        half->first = piece;
    if (!piece->next)
        half->last = piece;
    half->waiting += piece_size(piece->captured);
    return true;
}

/* Do the bytes that both have differ? */
static bool differs(const cap_piece *piece, const struct stretch *stretch)
{
    uint64_t from = piece->at > stretch->at ? piece->at : stretch->at;
    uint64_t piece_has = piece->at + piece->captured;
    uint64_t stretch_has = stretch->at + stretch->captured;
    uint64_t to = piece_has < stretch_has ? piece_has : stretch_has;

    return from < to &&
           memcmp(piece->bytes + (from - piece->at), stretch->bytes + (from - stretch->at), to - from) != 0;
}

bool cap_half_keep(cap_half *half, uint64_t at, const uint8_t *bytes, uint32_t captured, uint32_t length,
                   uint64_t needs, const cap_when *when, cap_memory *memory, cap_flow_counts *counts)
{
    struct stretch whole = {bytes, at, captured, length, needs, when};
    uint64_t end = at + length;
    cap_piece *before = NULL;
    cap_piece *piece = half->first;
    bool kept = true;

    if (half->last && at >= piece_end(half->last)) {
        before = half->last;
        piece = NULL;
    }
    while (kept && at < end) {
        while (piece && piece_end(piece) <= at) {
            before = piece;
            piece = piece->next;
        }
        uint64_t free_to = piece && piece->at < end ? piece->at : end;
        if (at < free_to) {
            struct stretch part = part_of(&whole, at, free_to);
            kept = insert(half, before, &part, memory);
            at = free_to;
            continue;
        }
        uint64_t overlap_to = piece_end(piece) < end ? piece_end(piece) : end;
        counts->repeated_bytes += overlap_to - at;
        counts->differing_overlaps += differs(piece, &whole);
        at = overlap_to;
    }
    return kept;
}

cap_piece *cap_half_pop(cap_half *half)
{
    cap_piece *piece = half->first;

    half->first = piece->next;
    if (!half->first)
        half->last = NULL;
    half->waiting -= piece_size(piece->captured);
    return piece;
}

void cap_piece_give(cap_piece *piece, cap_memory *memory)
{
    cap_memory_give(memory, piece, piece_size(piece->captured));
}
