/* SPDX-License-Identifier: MIT */
/* See order.h. */
#include "pcap/order.h"

enum {
    PATIENCE = 64,             /* segments of the connection after which an acknowledged hole is given up */
    PATIENCE_ONE_SIDED = 1024, /* the same where the peer's segments aren't in the capture, so nothing acknowledges */
    LAST_ACK_IS_FIN = 1,       /* an acknowledgment one beyond the data may be that of a FIN that was lost */
};

static const uint64_t PATIENCE_TIME = 2000000000; /* nanoseconds */
static const uint64_t PATIENCE_TIME_ONE_SIDED = 10000000000;
static const uint64_t PLAUSIBLE = 1 << 30;     /* no window is larger (RFC 7323 section 2.3) */
static const uint64_t LOSS_BELIEVED = 1 << 24; /* at the end: bytes that an acknowledgment alone vouches for */

static void hand_out(const cap_order *order, cap_pair *pair, unsigned dir, const uint8_t *bytes, uint32_t captured,
                     uint32_t length, const cap_when *when)
{
    cap_half *half = &pair->halves[dir];

    half->next += length;
    half->blind = false;
    half->anchored = true;
    if (captured > 0) {
        order->counts->bytes += captured;
        order->sink->data(order->sink->context, &pair->flow, dir, bytes, captured, when);
    }
    if (length > captured) {
        order->counts->cut_bytes += length - captured;
        order->sink->gap(order->sink->context, &pair->flow, dir, length - captured, CAP_GAP_CUT, when);
    }
}

static void give_up_hole(const cap_order *order, cap_pair *pair, unsigned dir, uint64_t to, cap_gap_kind kind,
                         const cap_when *when)
{
    cap_half *half = &pair->halves[dir];
    uint64_t missing = to - half->next;

    half->next = to;
    half->blind = false;
    half->anchored = true;
    order->counts->gaps++;
    order->counts->gap_bytes += missing;
    order->sink->gap(order->sink->context, &pair->flow, dir, missing, kind, when);
}

/* Has the other direction brought all that a piece answers? Where its bytes are known to be missing nothing is waited
 * for, up to those that came behind the hole. */
static bool may_follow(const cap_half *other, uint64_t needs)
{
    if (!other->known || other->ended)
        return true;
    if (!other->first)
        return other->blind || needs <= other->next + LAST_ACK_IS_FIN;
    return needs <= (other->blind ? other->first->at : other->next);
}

/* A direction that begins in the middle has no first byte until data comes: let it begin there. */
static void anchor(cap_half *half, int64_t *at)
{
    if (half->anchored)
        return;
    int64_t shift = *at;
    half->anchored = true;
    half->start += (uint32_t)shift;
    half->acked = (int64_t)half->acked > shift ? half->acked - (uint64_t)shift : 0;
    if (half->fin_at != UINT64_MAX)
        half->fin_at = half->fin_at > (uint64_t)shift ? half->fin_at - (uint64_t)shift : 0;
    *at = 0;
}

bool cap_order_bytes(const cap_order *order, cap_pair *pair, unsigned dir, int64_t at, const cap_segment *segment,
                     uint64_t needs, const cap_when *when)
{
    cap_half *half = &pair->halves[dir];
    const uint8_t *bytes = segment->bytes;
    uint32_t captured = segment->captured;
    uint32_t length = segment->length;

    anchor(half, &at);
    int64_t ahead = at - (int64_t)half->next;
    if (half->ended || ahead > (int64_t)PLAUSIBLE) {
        order->counts->stray_bytes += length;
        return true;
    }
    if (ahead < 0) {
        uint64_t old = (uint64_t)-ahead;
        order->counts->repeated_bytes += old < length ? old : length;
        if (old >= length)
            return true;
        bytes += old < captured ? old : captured;
        captured -= old < captured ? (uint32_t)old : captured;
        length -= (uint32_t)old;
        ahead = 0;
    }
    if (ahead == 0 && !half->first && may_follow(&pair->halves[1 - dir], needs)) {
        hand_out(order, pair, dir, bytes, captured, length, when);
        return true;
    }
    order->counts->reordered++;
    return cap_half_keep(half, half->next + (uint64_t)ahead, bytes, captured, length, needs, when, order->memory,
                         order->counts);
}

/* Hand out the pieces of one direction that follow on. */
static bool drain_one(const cap_order *order, cap_pair *pair, unsigned dir)
{
    cap_half *half = &pair->halves[dir];
    bool moved = false;

    while (half->first && half->first->at == half->next && may_follow(&pair->halves[1 - dir], half->first->needs)) {
        cap_piece *piece = cap_half_pop(half);
        hand_out(order, pair, dir, piece->bytes, piece->captured, piece->length, &piece->when);
        cap_piece_give(piece, order->memory);
        moved = true;
    }
    return moved;
}

static bool drain(const cap_order *order, cap_pair *pair)
{
    bool moved = false;

    for (bool again = true; again;) {
        again = pair->halves[0].first && drain_one(order, pair, 0);
        again |= pair->halves[1].first && drain_one(order, pair, 1);
        moved |= again;
    }
    return moved;
}

static void tell_end(const cap_order *order, cap_pair *pair, unsigned dir, cap_end_kind kind, const cap_when *when)
{
    cap_half *half = &pair->halves[dir];

    if (half->ended)
        return;
    half->ended = true;
    order->sink->end(order->sink->context, &pair->flow, dir, kind, when);
}

static void tell_fin(const cap_order *order, cap_pair *pair, unsigned dir)
{
    cap_half *half = &pair->halves[dir];

    if (half->next >= half->fin_at && !half->first)
        tell_end(order, pair, dir, CAP_END_FIN, &half->fin_when);
}

/* A hole whose bytes the peer has, or that nobody can vouch for because the peer isn't in the capture. */
static bool hole_is_due(const cap_pair *pair, unsigned dir, uint64_t waited)
{
    const cap_half *half = &pair->halves[dir];

    if (!half->first || half->first->at == half->next)
        return false;
    if (half->acked > half->next)
        return pair->patience > PATIENCE || waited > PATIENCE_TIME;
    return !pair->halves[1 - dir].known && (pair->patience > PATIENCE_ONE_SIDED || waited > PATIENCE_TIME_ONE_SIDED);
}

/* A piece that follows on in its direction and waits for bytes of the other that have not come. */
static bool held_too_long(const cap_pair *pair, unsigned dir, uint64_t waited)
{
    const cap_half *half = &pair->halves[dir];

    return half->first && half->first->at == half->next && (pair->patience > PATIENCE || waited > PATIENCE_TIME);
}

/* What the first piece of a direction answers doesn't come: hand it out all the same. */
static void let_go(const cap_order *order, cap_pair *pair, unsigned dir, const cap_when *when)
{
    cap_half *other = &pair->halves[1 - dir];

    pair->halves[dir].first->needs = 0;
    if (other->blind)
        return;
    other->blind = true;
    order->sink->unseen(order->sink->context, &pair->flow, 1 - dir, when);
}

/* Give up one hole or one hold that is due; holes first, because holds may depend on them. */
static bool give_up_due(const cap_order *order, cap_pair *pair, const cap_when *when)
{
    uint64_t waited = when->time > pair->waiting_since ? when->time - pair->waiting_since : 0;

    for (unsigned dir = 0; dir < 2; dir++) {
        if (hole_is_due(pair, dir, waited)) {
            give_up_hole(order, pair, dir, pair->halves[dir].first->at, CAP_GAP_LOST, when);
            return true;
        }
    }
    for (unsigned dir = 0; dir < 2; dir++) {
        if (held_too_long(pair, dir, waited)) {
            let_go(order, pair, dir, when);
            return true;
        }
    }
    return false;
}

static bool waits(const cap_pair *pair)
{
    return pair->halves[0].first || pair->halves[1].first;
}

/* Waiting begins, or begins anew because something went on. */
static void be_patient(cap_pair *pair, const cap_when *when)
{
    pair->patience = 0;
    pair->waiting_since = when->time;
}

static void go_on_waiting(const cap_order *order, cap_pair *pair, const cap_when *when)
{
    bool moved = drain(order, pair);

    if (moved || pair->patience == 0)
        be_patient(pair, when);
    pair->patience++;
    while (waits(pair) && give_up_due(order, pair, when)) {
        drain(order, pair);
        be_patient(pair, when);
    }
    if (!waits(pair))
        pair->patience = 0;
}

void cap_order_go_on(const cap_order *order, cap_pair *pair, const cap_when *when)
{
    if (waits(pair))
        go_on_waiting(order, pair, when);
    tell_fin(order, pair, 0);
    tell_fin(order, pair, 1);
}

static bool has_hole(const cap_half *half)
{
    return half->first && half->first->at > half->next;
}

/* Which direction goes on first when both could: the one whose piece is older in the capture. */
static unsigned older(const cap_pair *pair, bool first, bool second)
{
    if (!first || !second)
        return first ? 0 : 1;
    return pair->halves[0].first->when.packet <= pair->halves[1].first->when.packet ? 0 : 1;
}

/* Holes go before holds, because what is held may only wait for what is behind a hole. A round closes a hole or hands
 * out a piece, so there is an end to it. */
void cap_order_flush(const cap_order *order, cap_pair *pair, cap_gap_kind kind, const cap_when *when)
{
    const cap_half *halves = pair->halves;

    drain(order, pair);
    while (waits(pair)) {
        bool holes[2] = {has_hole(&halves[0]), has_hole(&halves[1])};
        if (holes[0] || holes[1]) {
            unsigned dir = older(pair, holes[0], holes[1]);
            give_up_hole(order, pair, dir, halves[dir].first->at, kind, when);
        } else {
            let_go(order, pair, older(pair, halves[0].first != NULL, halves[1].first != NULL), when);
        }
        drain(order, pair);
    }
    pair->patience = 0;
}

void cap_order_end(const cap_order *order, cap_pair *pair, cap_end_kind kind, const cap_when *when)
{
    cap_order_flush(order, pair, kind == CAP_END_EVICTED ? CAP_GAP_LIMIT : CAP_GAP_LOST, when);
    for (unsigned dir = 0; dir < 2; dir++) {
        cap_half *half = &pair->halves[dir];
        uint64_t vouched = half->acked > half->next ? half->acked - half->next : 0;
        tell_fin(order, pair, dir);
        if (!half->ended && vouched > LAST_ACK_IS_FIN && vouched <= LOSS_BELIEVED)
            give_up_hole(order, pair, dir, half->acked, CAP_GAP_LOST, when);
        tell_end(order, pair, dir, half->next >= half->fin_at ? CAP_END_FIN : kind, when);
    }
}
