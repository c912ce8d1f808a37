/* SPDX-License-Identifier: MIT */
/* The set of ranges is read with libh1's grammar; what is left here is the choice. */
#include "server/routes/ranges.h"

#include "h1/values.h"

/* Whether two ranges overlap, touch, or have a gap between them that isn't worth the head of a part. Both end within
 * the representation, whose size is an off_t's, so that the sums can't wrap. */
static bool are_close(const srv_range *a, const srv_range *b)
{
    return a->first <= b->first + b->count + SRV_RANGES_GAP - 1 && b->first <= a->first + a->count + SRV_RANGES_GAP - 1;
}

static void join(srv_range *a, const srv_range *b)
{
    uint64_t a_end = a->first + a->count, b_end = b->first + b->count;

    a->first = a->first < b->first ? a->first : b->first;
    a->count = (a_end > b_end ? a_end : b_end) - a->first;
}

static void take_out(srv_range *ranges, size_t *count, size_t i)
{
    for (*count -= 1; i < *count; i++)
        ranges[i] = ranges[i + 1];
}

/* Make ranges that are close one, until none are: a joined one may have come close to others. */
static void join_close(srv_range *ranges, size_t *count)
{
    for (size_t i = 0; i < *count; i++) {
        for (size_t j = i + 1; j < *count; j++) {
            if (are_close(&ranges[i], &ranges[j])) {
                join(&ranges[i], &ranges[j]);
                take_out(ranges, count, j);
                j = i;
            }
        }
    }
}

srv_ranges_result srv_ranges_choose(h1_bytes value, uint64_t complete, srv_range ranges[SRV_RANGES_MOST], size_t *count)
{
    h1_ranges asked;
    h1_range range;
    size_t bad, at = 0, seen = 0;
    const uint8_t *set;

    *count = 0;
    if (complete == 0 || h1_ranges_read(value.at, value.len, &asked, &bad) != H1_VALUE_OK || !asked.is_bytes)
        return SRV_RANGES_IGNORED;
    set = (const uint8_t *)value.at + asked.set.at;
    while (h1_range_next(set, asked.set.len, &at, &range) == H1_VALUE_OK) {
        if (++seen > SRV_RANGES_MOST)
            return SRV_RANGES_IGNORED;
        if (h1_range_select(&range, complete, &ranges[*count].first, &ranges[*count].count))
            ++*count;
    }
    join_close(ranges, count);
    return *count > 0 ? SRV_RANGES_OK : SRV_RANGES_UNSATISFIABLE;
}
