/* SPDX-License-Identifier: MIT */
/* See judge.h. Here: packets to flows, flows to talks, and the totals. */
#include "pcap/judge.h"

#include <stdlib.h>
#include <string.h>

#include "pcap/talk.h"

/* ---- The flows' sink ---- */

/* The talk of a flow, begun with its first byte; NULL where it isn't to be judged. */
static cap_talk *talk_of(cap_judge *judge, cap_flow *flow)
{
    if (flow->user || (judge->only_one && flow->number != judge->only))
        return flow->user;
    cap_talk *talk = cap_memory_take(&judge->memory, sizeof *talk);
    if (!talk) {
        judge->failed = true;
        return NULL;
    }
    memset(talk, 0, sizeof *talk);
    talk->judge = judge;
    talk->flow = flow;
    talk->joined = !flow->has_syn;
    cap_pairing_start(&talk->pairing, false);
    flow->user = talk;
    return talk;
}

static void on_data(void *context, cap_flow *flow, unsigned dir, const uint8_t *bytes, size_t len, const cap_when *when)
{
    cap_talk *talk = talk_of(context, flow);

    if (talk)
        cap_talk_data(talk, dir, bytes, len, when);
}

static void on_gap(void *context, cap_flow *flow, unsigned dir, uint64_t len, cap_gap_kind kind, const cap_when *when)
{
    static const cap_unseen_kind kinds[] = {
        [CAP_GAP_LOST] = CAP_UNSEEN_LOST,
        [CAP_GAP_CUT] = CAP_UNSEEN_CUT,
        [CAP_GAP_LIMIT] = CAP_UNSEEN_LIMIT,
    };
    cap_judge *judge = context;
    cap_talk *talk = talk_of(judge, flow);

    if (!talk)
        return;
    if (talk->stage != CAP_STAGE_OTHER) {
        judge->totals.unseen[kinds[kind]].count++;
        judge->totals.unseen[kinds[kind]].bytes += len;
    }
    cap_talk_gap(talk, dir, len, when);
}

static void on_unseen(void *context, cap_flow *flow, unsigned dir, const cap_when *when)
{
    (void)context;
    (void)when;
    if (flow->user)
        cap_talk_unseen(flow->user, dir);
}

static void on_end(void *context, cap_flow *flow, unsigned dir, cap_end_kind kind, const cap_when *when)
{
    (void)context;
    if (flow->user)
        cap_talk_end(flow->user, dir, kind, when);
}

static void on_closed(void *context, cap_flow *flow)
{
    cap_judge *judge = context;
    cap_talk *talk = flow->user;

    if (talk) {
        cap_talk_close(talk);
        cap_memory_give(&judge->memory, talk, sizeof *talk);
        flow->user = NULL;
    } else if (!judge->only_one || flow->number == judge->only) {
        judge->totals.unseen[CAP_UNSEEN_EMPTY].count++;
    }
}

/* ---- The judge ---- */

cap_judge *cap_judge_open(const cap_judge_options *options, const cap_visitor *visitor)
{
    cap_judge *judge = calloc(1, sizeof *judge);

    if (!judge)
        return NULL;
    judge->memory.limit = options && options->memory ? options->memory : CAP_MEMORY_DEFAULT;
    judge->visitor = *visitor;
    judge->limits = h1_default_limits;
    judge->limits.http09 = true;
    if (options && options->limits)
        judge->limits = *options->limits;
    if (judge->limits.fields > CAP_FIELDS_MOST)
        judge->limits.fields = CAP_FIELDS_MOST;
    judge->only_one = options && options->only_one;
    judge->only = options ? options->only : 0;
    cap_sink sink = {judge, on_data, on_gap, on_unseen, on_end, on_closed};
    judge->flows = cap_flows_open(&judge->memory, &sink);
    if (!judge->flows) {
        free(judge);
        return NULL;
    }
    return judge;
}

cap_code cap_judge_packet(cap_judge *judge, const cap_packet *packet)
{
    cap_segment segment;
    cap_when when = {.packet = packet->number, .time = packet->time, .timed = packet->timed};
    cap_skip skip = cap_segment_find(packet, &judge->fragments, &segment);

    judge->totals.packets++;
    if (skip == CAP_HELD)
        return CAP_OK;
    if (skip != CAP_LOOKED_AT) {
        judge->totals.unseen[CAP_UNSEEN_PACKETS + skip].count++;
        return CAP_OK;
    }
    cap_code code = cap_flows_segment(judge->flows, &segment, &when);
    return judge->failed ? CAP_NO_MEMORY : code;
}

void cap_judge_finish(cap_judge *judge)
{
    cap_flows_finish(judge->flows);
    judge->totals.unseen[CAP_UNSEEN_PACKETS + CAP_SKIP_FRAGMENT].count += cap_fragments_close(&judge->fragments);
}

const cap_totals *cap_judge_totals(cap_judge *judge)
{
    cap_totals *totals = &judge->totals;

    totals->flows = *cap_flows_counts(judge->flows);
    totals->connections = totals->flows.connections;
    totals->unseen[CAP_UNSEEN_EVICTED].count = totals->flows.evicted;
    totals->memory_limit = judge->memory.limit;
    totals->memory_highest = judge->memory.highest;
    return totals;
}

void cap_judge_close(cap_judge *judge)
{
    if (!judge)
        return;
    cap_flows_close(judge->flows);
    cap_fragments_close(&judge->fragments);
    while (judge->spare) {
        cap_fields *next = judge->spare->next;
        cap_memory_give(&judge->memory, judge->spare, sizeof *judge->spare);
        judge->spare = next;
    }
    free(judge);
}

/* ---- Words ---- */

const char *cap_unseen_words(cap_unseen_kind kind, bool many)
{
    static const char *const words[CAP_UNSEENS][2] = {
        [CAP_UNSEEN_TLS] = {"TLS connection", "TLS connections"},
        [CAP_UNSEEN_HTTP2] = {"HTTP/2 connection", "HTTP/2 connections"},
        [CAP_UNSEEN_PROXY] = {"PROXY protocol header", "PROXY protocol headers"},
        [CAP_UNSEEN_SSH] = {"SSH connection", "SSH connections"},
        [CAP_UNSEEN_SOCKS] = {"SOCKS handshake", "SOCKS handshakes"},
        [CAP_UNSEEN_MAIL] = {"mail or FTP connection", "mail or FTP connections"},
        [CAP_UNSEEN_OTHER] = {"connection that is not HTTP", "connections that are not HTTP"},
        [CAP_UNSEEN_EMPTY] = {"connection without data", "connections without data"},
        [CAP_UNSEEN_TUNNEL] = {"direction of a tunnel", "directions of tunnels"},
        [CAP_UNSEEN_STOPPED] = {"direction after a fault that ends framing",
                                "directions after a fault that ends framing"},
        [CAP_UNSEEN_GAP] = {"stretch behind a gap", "stretches behind gaps"},
        [CAP_UNSEEN_PARTIAL] = {"message whose head is not all there", "messages whose heads are not all there"},
        [CAP_UNSEEN_LOST] = {"gap of bytes that are not in the capture", "gaps of bytes that are not in the capture"},
        [CAP_UNSEEN_CUT] = {"stretch cut off by the snap length", "stretches cut off by the snap length"},
        [CAP_UNSEEN_LIMIT] = {"gap given up because memory was short", "gaps given up because memory was short"},
        [CAP_UNSEEN_EVICTED] = {"connection ended early because memory was short",
                                "connections ended early because memory was short"},
        [CAP_UNSEEN_PACKETS +
            CAP_SKIP_LINK_TYPE] = {"packet of a link type that is not read", "packets of a link type that is not read"},
        [CAP_UNSEEN_PACKETS + CAP_SKIP_NOT_IP] = {"packet that is not IP", "packets that are not IP"},
        [CAP_UNSEEN_PACKETS + CAP_SKIP_NOT_TCP] = {"packet that is not TCP", "packets that are not TCP"},
        [CAP_UNSEEN_PACKETS + CAP_SKIP_ENCRYPTED] = {"packet encrypted below TCP", "packets encrypted below TCP"},
        [CAP_UNSEEN_PACKETS +
            CAP_SKIP_FRAGMENT] = {"fragment of an incomplete packet", "fragments of incomplete packets"},
        [CAP_UNSEEN_PACKETS + CAP_SKIP_CUT] = {"packet with headers cut off", "packets with headers cut off"},
        [CAP_UNSEEN_PACKETS +
            CAP_SKIP_MALFORMED] = {"packet with impossible headers", "packets with impossible headers"},
        [CAP_UNSEEN_PACKETS + CAP_SKIP_DEEP] = {"packet nested too deep", "packets nested too deep"},
    };
    const char *found = kind < CAP_UNSEENS ? words[kind][many ? 1 : 0] : NULL;

    return found ? found : "";
}
