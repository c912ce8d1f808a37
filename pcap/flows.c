/* SPDX-License-Identifier: MIT */
/* See flows.h. Here: the table of connections, which connection a segment belongs to, and who has to go when memory is
 * short. half.c keeps what waits, order.c decides when it goes on. */
#include "pcap/flows.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "pcap/order.h"

enum {
    BUCKETS = 32768, /* twice CAP_FLOWS_MOST */
};

struct conn {
    cap_pair pair;
    struct conn *chain;         /* next in its bucket */
    struct conn *newer, *older; /* by when a segment last came */
    uint64_t hash;
    bool over;  /* both directions ended: what still comes is stray */
    bool reset; /* by either side, and no data came since */
};

struct cap_flows {
    cap_memory *memory;
    cap_sink sink;
    cap_order order;
    cap_flow_counts counts;
    struct conn *newest, *oldest;
    size_t known;
    uint64_t seed;
    cap_when now;
    struct conn *buckets[BUCKETS];
};

/* ---- Telling connections apart ---- */

static uint64_t mix(uint64_t word)
{
    word ^= word >> 32;
    word *= 0xD6E8FEB86659FD93U;
    word ^= word >> 32;
    word *= 0xD6E8FEB86659FD93U;
    return word ^ word >> 32;
}

static uint64_t hash_endpoint(uint64_t seed, const cap_endpoint *end)
{
    uint64_t words[2];

    memcpy(words, end->address, sizeof words);
    return mix(mix(words[0] ^ seed) ^ words[1] ^ ((uint64_t)end->port << 8 | end->family));
}

static bool same_endpoint(const cap_endpoint *a, const cap_endpoint *b)
{
    return a->port == b->port && a->family == b->family && memcmp(a->address, b->address, sizeof a->address) == 0;
}

/* The connection of a segment and its direction; NULL where there is none. */
static struct conn *find(cap_flows *flows, const cap_segment *segment, uint64_t hash, unsigned *dir)
{
    for (struct conn *conn = flows->buckets[hash % BUCKETS]; conn; conn = conn->chain) {
        const cap_endpoint *ends = conn->pair.flow.ends;
        if (conn->hash != hash)
            continue;
        if (same_endpoint(&ends[0], &segment->from) && same_endpoint(&ends[1], &segment->to)) {
            *dir = 0;
            return conn;
        }
        if (same_endpoint(&ends[1], &segment->from) && same_endpoint(&ends[0], &segment->to)) {
            *dir = 1;
            return conn;
        }
    }
    return NULL;
}

/* ---- Which connection was silent longest ---- */

static void unlink_conn(cap_flows *flows, struct conn *conn)
{
    if (conn->newer)
        conn->newer->older = conn->older;
    else
        flows->newest = conn->older;
    if (conn->older)
        conn->older->newer = conn->newer;
    else
        flows->oldest = conn->newer;
    conn->newer = conn->older = NULL;
}

static void make_newest(cap_flows *flows, struct conn *conn)
{
    conn->older = flows->newest;
    if (flows->newest)
        flows->newest->newer = conn;
    flows->newest = conn;
    if (!flows->oldest)
        flows->oldest = conn;
}

static void make_oldest(cap_flows *flows, struct conn *conn)
{
    conn->newer = flows->oldest;
    if (flows->oldest)
        flows->oldest->older = conn;
    flows->oldest = conn;
    if (!flows->newest)
        flows->newest = conn;
}

static void touch(cap_flows *flows, struct conn *conn)
{
    if (conn == flows->newest)
        return;
    unlink_conn(flows, conn);
    make_newest(flows, conn);
}

/* ---- Beginning and forgetting ---- */

static void forget(cap_flows *flows, struct conn *conn, cap_end_kind kind)
{
    struct conn **link = &flows->buckets[conn->hash % BUCKETS];

    if (conn->reset)
        kind = CAP_END_RST;
    cap_order_end(&flows->order, &conn->pair, kind, &flows->now);
    flows->sink.closed(flows->sink.context, &conn->pair.flow);
    while (*link != conn)
        link = &(*link)->chain;
    *link = conn->chain;
    unlink_conn(flows, conn);
    flows->known--;
    cap_memory_give(flows->memory, conn, sizeof *conn);
}

/* End the connection that was silent longest, if it isn't `but`. Those that are over come first; ending them early
 * loses nothing, so they aren't counted. */
static bool evict(cap_flows *flows, const struct conn *but)
{
    struct conn *conn = flows->oldest;

    if (conn && conn == but)
        conn = conn->newer;
    if (!conn)
        return false;
    flows->counts.evicted += !conn->over && !conn->reset;
    forget(flows, conn, CAP_END_EVICTED);
    return true;
}

/* Make room for `size` bytes: first what waits behind holes goes on, of the given connection and of those silent
 * longest; then connections have to go. */
static void make_room(cap_flows *flows, struct conn *but, size_t size)
{
    if (cap_memory_fits(flows->memory, size))
        return;
    if (but)
        cap_order_flush(&flows->order, &but->pair, CAP_GAP_LIMIT, &flows->now);
    for (struct conn *conn = flows->oldest; conn && !cap_memory_fits(flows->memory, size); conn = conn->newer) {
        if (conn->pair.halves[0].first || conn->pair.halves[1].first)
            cap_order_flush(&flows->order, &conn->pair, CAP_GAP_LIMIT, &flows->now);
    }
    while (!cap_memory_fits(flows->memory, size) && evict(flows, but)) {
    }
}

static struct conn *begin(cap_flows *flows, const cap_segment *segment, uint64_t hash, unsigned *dir)
{
    make_room(flows, NULL, sizeof(struct conn));
    if (flows->known >= CAP_FLOWS_MOST)
        evict(flows, NULL);
    struct conn *conn = cap_memory_take(flows->memory, sizeof *conn);
    if (!conn)
        return NULL;
    memset(conn, 0, sizeof *conn);
    bool answered = (segment->flags & (CAP_SYN | CAP_ACK)) == (CAP_SYN | CAP_ACK);
    *dir = answered ? 1 : 0;
    cap_flow *flow = &conn->pair.flow;
    flow->number = flows->counts.connections++;
    flow->ends[*dir] = segment->from;
    flow->ends[1 - *dir] = segment->to;
    flow->first = flows->now;
    conn->pair.halves[0].fin_at = conn->pair.halves[1].fin_at = UINT64_MAX;
    conn->hash = hash;
    conn->chain = flows->buckets[hash % BUCKETS];
    flows->buckets[hash % BUCKETS] = conn;
    make_newest(flows, conn);
    flows->known++;
    if (flows->known > flows->counts.most_at_once)
        flows->counts.most_at_once = flows->known;
    return conn;
}

/* ---- Segments ---- */

/* Does a SYN belong to a connection that began after the one known on its endpoints? Another initial sequence number
 * says so; the same one is a retransmission, and one behind its own SYN-ACK was reordered. */
static bool begins_another(const struct conn *conn, const cap_segment *segment, unsigned dir)
{
    const cap_half *half = &conn->pair.halves[dir];

    if (!(segment->flags & CAP_SYN) || (half->known && segment->sequence + 1 == half->start))
        return false;
    if (segment->flags & CAP_ACK)
        return conn->over || conn->reset;
    return half->known || conn->over || conn->reset || conn->pair.halves[1 - dir].next > 0;
}

/* The first sequence number of a direction: that behind the SYN, or of the first segment seen. */
static void learn_start(struct conn *conn, const cap_segment *segment, unsigned dir)
{
    cap_half *half = &conn->pair.halves[dir];
    bool nothing_yet = half->next == 0 && !half->first;

    if (!half->known) {
        half->known = true;
        half->start = segment->sequence;
    }
    if (!(segment->flags & CAP_SYN) || !nothing_yet)
        return;
    half->start = segment->sequence + 1;
    half->anchored = true;
    half->acked = 0;
    conn->pair.flow.has_syn = true;
    conn->pair.flow.began[dir] = true;
}

/* Take the acknowledgment of the other direction's bytes; returns the offset up to which those come first. */
static uint64_t learn_ack(struct conn *conn, const cap_segment *segment, unsigned dir)
{
    const int64_t plausible = 1 << 30;
    cap_half *other = &conn->pair.halves[1 - dir];

    if (!(segment->flags & CAP_ACK) || !other->known)
        return 0;
    int64_t at = cap_half_offset(other, segment->acknowledgment);
    if (at <= 0 || at > (int64_t)other->next + plausible)
        return 0;
    uint64_t acked = (uint64_t)at;
    if (acked > other->fin_at)
        acked = other->fin_at;
    if (acked > other->acked)
        other->acked = acked;
    return acked;
}

static bool reset_is_plausible(const struct conn *conn, const cap_segment *segment, unsigned dir)
{
    const cap_half *half = &conn->pair.halves[dir];
    int64_t away = half->known ? cap_half_offset(half, segment->sequence) - (int64_t)half->next : 0;

    return away >= -(1 << 20) && away <= 1 << 20;
}

static void learn_fin(struct conn *conn, const cap_segment *segment, unsigned dir, int64_t at, const cap_when *when)
{
    cap_half *half = &conn->pair.halves[dir];
    int64_t end = at + segment->length;

    if (!(segment->flags & CAP_FIN) || half->fin_at != UINT64_MAX || end < (int64_t)half->next)
        return;
    half->fin_at = (uint64_t)end;
    half->fin_when = *when;
    if (half->acked > half->fin_at)
        half->acked = half->fin_at;
}

/* A reset ends a connection only when nobody goes on after it: some are forged, and their target ignores them. */
static bool take(cap_flows *flows, struct conn *conn, unsigned dir, const cap_segment *segment, const cap_when *when)
{
    cap_pair *pair = &conn->pair;

    learn_start(conn, segment, dir);
    uint64_t needs = learn_ack(conn, segment, dir);
    if (segment->flags & CAP_RST) {
        conn->reset |= reset_is_plausible(conn, segment, dir);
        return true;
    }
    uint32_t sequence = segment->sequence + (segment->flags & CAP_SYN ? 1 : 0);
    bool kept = true;
    if (segment->length > 0) {
        conn->reset = false;
        int64_t at = cap_half_offset(&pair->halves[dir], sequence);
        kept = cap_order_bytes(&flows->order, pair, dir, at, segment, needs, when);
    }
    learn_fin(conn, segment, dir, cap_half_offset(&pair->halves[dir], sequence), when);
    cap_order_go_on(&flows->order, pair, when);
    return kept;
}

cap_code cap_flows_segment(cap_flows *flows, const cap_segment *segment, const cap_when *when)
{
    uint64_t hash = hash_endpoint(flows->seed, &segment->from) + hash_endpoint(flows->seed, &segment->to);
    unsigned dir = 0;
    struct conn *conn = find(flows, segment, hash, &dir);

    flows->now = *when;
    flows->counts.segments++;
    if (conn && begins_another(conn, segment, dir)) {
        forget(flows, conn, CAP_END_OPEN);
        conn = NULL;
    }
    if (conn)
        touch(flows, conn);
    else
        conn = begin(flows, segment, hash, &dir);
    if (!conn)
        return CAP_NO_MEMORY;
    make_room(flows, conn, sizeof(cap_piece) + segment->captured);
    bool kept = take(flows, conn, dir, segment, when);
    conn->over = conn->pair.halves[0].ended && conn->pair.halves[1].ended;
    if (conn->over || conn->reset) {
        unlink_conn(flows, conn);
        make_oldest(flows, conn);
    }
    return kept ? CAP_OK : CAP_NO_MEMORY;
}

/* ---- All of them ---- */

cap_flows *cap_flows_open(cap_memory *memory, const cap_sink *sink)
{
    cap_flows *flows = calloc(1, sizeof *flows);

    if (!flows)
        return NULL;
    flows->memory = memory;
    flows->sink = *sink;
    flows->order = (cap_order){&flows->sink, memory, &flows->counts};
    /* The seed only keeps a capture from being made to fill one bucket; no result depends on it. */
    if (getrandom(&flows->seed, sizeof flows->seed, GRND_NONBLOCK) != (ssize_t)sizeof flows->seed)
        flows->seed = 0x9E3779B97F4A7C15U;
    return flows;
}

/* In the order of their numbers, so that two runs say the same. */
static int by_number(const void *a, const void *b)
{
    const struct conn *const *left = a;
    const struct conn *const *right = b;

    return (*left)->pair.flow.number < (*right)->pair.flow.number ? -1 : 1;
}

void cap_flows_finish(cap_flows *flows)
{
    size_t count = 0;
    struct conn **all = calloc(flows->known + 1, sizeof(struct conn *));

    for (struct conn *conn = flows->oldest; all && conn; conn = conn->newer)
        all[count++] = conn;
    if (all)
        qsort(all, count, sizeof(struct conn *), by_number);
    for (size_t i = 0; i < count; i++)
        forget(flows, all[i], CAP_END_OPEN);
    free(all);
    while (flows->oldest)
        forget(flows, flows->oldest, CAP_END_OPEN);
}

const cap_flow_counts *cap_flows_counts(const cap_flows *flows)
{
    return &flows->counts;
}

void cap_flows_close(cap_flows *flows)
{
    if (!flows)
        return;
    cap_flows_finish(flows);
    free(flows);
}
