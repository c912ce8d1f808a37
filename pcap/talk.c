/* SPDX-License-Identifier: MIT */
/* See talk.h. Here: what a connection is, and the way of bytes, gaps and ends to its lanes. */
#include "pcap/talk.h"

/* ---- Lanes of a connection that is HTTP ---- */

/* The first bytes of a direction whose beginning isn't in the capture: a message, or the middle of one. */
static void join(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, size_t len)
{
    cap_speech due = lane->side == H1_REQUESTS ? CAP_SPEAKS_REQUESTS : CAP_SPEAKS_RESPONSES;

    if (cap_classify(bytes, len, false) == due) {
        cap_lane_start(talk, lane);
        cap_lane_read(talk, lane, bytes, len, false);
    } else {
        lane->state = CAP_LANE_SEEKING;
        cap_seek_data(talk, lane, bytes, len);
    }
}

static void lane_data(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, size_t len)
{
    switch (lane->state) {
    case CAP_LANE_READING:
        cap_lane_read(talk, lane, bytes, len, false);
        break;
    case CAP_LANE_JOINING:
        join(talk, lane, bytes, len);
        break;
    case CAP_LANE_SEEKING:
        cap_seek_data(talk, lane, bytes, len);
        break;
    case CAP_LANE_STOPPED:
    case CAP_LANE_TUNNEL:
        lane->unread += len;
        lane->offset += len;
        break;
    }
}

/* The sender closed: the stream may say whether it ended inside a message. A request side that waits for the answer to
 * CONNECT or Upgrade is told later. */
static void end_by_fin(cap_talk *talk, cap_lane *lane)
{
    const cap_lane *other = cap_other_lane(talk, lane);

    if (lane->waits && lane->held_len > 0 && !other->ended)
        return;
    cap_lane_read(talk, lane, NULL, 0, true);
}

/* Nobody closed: what is unfinished is only not complete. */
static void end_by_silence(cap_talk *talk, cap_lane *lane)
{
    if (lane->waits && lane->held_len > 0)
        cap_lane_read(talk, lane, NULL, 0, true);
    if (lane->state == CAP_LANE_READING && lane->undecided) {
        cap_settle(lane, (const uint8_t *)"", 0, true);
        cap_lane_read(talk, lane, NULL, 0, false);
    }
    if (lane->state != CAP_LANE_READING)
        return;
    if (lane->in_message)
        cap_message_finish(talk, lane, false);
    else if (lane->held_len > 0)
        talk->judge->totals.unseen[CAP_UNSEEN_PARTIAL].count++;
}

static void end_lane(cap_talk *talk, cap_lane *lane)
{
    if (lane->state != CAP_LANE_READING)
        return;
    if (lane->end_kind == CAP_END_FIN)
        end_by_fin(talk, lane);
    else
        end_by_silence(talk, lane);
}

/* What one direction brought may let the other go on: the answer to CONNECT or Upgrade. */
static void follow_up(cap_talk *talk)
{
    for (unsigned dir = 0; dir < 2; dir++) {
        cap_lane *lane = &talk->lanes[dir];
        if (!talk->go_on[dir])
            continue;
        talk->go_on[dir] = false;
        if (lane->state == CAP_LANE_READING && lane->held_len > 0)
            cap_lane_read(talk, lane, NULL, 0, lane->ended && lane->end_kind == CAP_END_FIN);
    }
}

/* ---- What is it? ---- */

static void begin_lane(cap_talk *talk, cap_lane *lane, h1_side side, bool decided)
{
    lane->side = side;
    cap_lane_start(talk, lane);
    if (!decided && talk->joined)
        lane->state = CAP_LANE_JOINING;
    lane->resumed = decided && talk->seeking;
}

/* Let what a lane held while nothing was known go through it. */
static void release(cap_talk *talk, cap_lane *lane)
{
    uint8_t *held = lane->held;
    size_t room = lane->held_room;
    size_t len = lane->held_len;

    if (len == 0)
        return;
    lane->held = NULL;
    lane->held_len = lane->held_room = 0;
    lane_data(talk, lane, held, len);
    cap_memory_give(&talk->judge->memory, held, room);
}

static void become_http(cap_talk *talk, unsigned request_dir, unsigned decided_dir)
{
    talk->stage = CAP_STAGE_HTTP;
    talk->request_dir = request_dir;
    talk->judge->totals.http++;
    talk->connection = (cap_connection){
        .number = talk->flow->number,
        .client = talk->flow->ends[request_dir],
        .server = talk->flow->ends[1 - request_dir],
        .first = talk->flow->first,
        .joined = talk->joined,
    };
    cap_pairing_start(&talk->pairing, talk->joined || talk->seeking);
    begin_lane(talk, &talk->lanes[request_dir], H1_REQUESTS, decided_dir == request_dir);
    begin_lane(talk, &talk->lanes[1 - request_dir], H1_RESPONSES, decided_dir != request_dir);
    release(talk, &talk->lanes[request_dir]);
    release(talk, &talk->lanes[1 - request_dir]);
    for (unsigned dir = 0; dir < 2; dir++) {
        if (talk->lanes[dir].ended)
            end_lane(talk, &talk->lanes[dir]);
    }
    follow_up(talk);
}

static void become_other(cap_talk *talk, cap_unseen_kind kind)
{
    talk->stage = CAP_STAGE_OTHER;
    talk->kind = kind;
    cap_lane_free(talk->judge, &talk->lanes[0]);
    cap_lane_free(talk->judge, &talk->lanes[1]);
}

/* From now on the next start-line of either side, wherever it stands, begins the judgement. */
static void seek_undecided(cap_talk *talk, unsigned dir)
{
    cap_lane *lane = &talk->lanes[dir];
    size_t at = 0;
    bool found = cap_find_start_line(lane->held, lane->held_len, true, true, &at);

    talk->seeking = true;
    talk->joined = true;
    if (!found && lane->held_len - at > CAP_LINE_MOST)
        at = lane->held_len;
    cap_lane_drop(lane, at);
    if (found) {
        bool response = cap_classify(lane->held, lane->held_len, true) == CAP_SPEAKS_RESPONSES;
        become_http(talk, response ? 1 - dir : dir, dir);
    }
}

/* Pass over a PROXY protocol header. Returns false while more of it has to come. */
static bool pass_proxy_header(cap_talk *talk, cap_lane *lane)
{
    size_t size = 0;

    if (lane->offset > 0)
        return true;
    if (!cap_proxy_header(lane->held, lane->held_len, &size))
        return lane->held_len >= CAP_LINE_MOST;
    if (size > 0) {
        cap_unseen *unseen = &talk->judge->totals.unseen[CAP_UNSEEN_PROXY];
        unseen->count++;
        unseen->bytes += size;
        cap_lane_drop(lane, size);
    }
    return true;
}

static void decide(cap_talk *talk, unsigned dir, bool all)
{
    static const cap_unseen_kind kinds[] = {
        [CAP_SPEAKS_TLS] = CAP_UNSEEN_TLS,
        [CAP_SPEAKS_HTTP2] = CAP_UNSEEN_HTTP2,
        [CAP_SPEAKS_SSH] = CAP_UNSEEN_SSH,
        [CAP_SPEAKS_MAIL] = CAP_UNSEEN_MAIL,
    };
    cap_lane *lane = &talk->lanes[dir];

    if (lane->held_len == 0 || (!pass_proxy_header(talk, lane) && !all) || lane->held_len == 0)
        return;
    cap_speech speech = cap_classify(lane->held, lane->held_len, all);
    switch (speech) {
    case CAP_SPEAKS_UNCLEAR:
        break;
    case CAP_SPEAKS_REQUESTS:
        become_http(talk, dir, dir);
        break;
    case CAP_SPEAKS_RESPONSES:
        become_http(talk, 1 - dir, dir);
        break;
    case CAP_SPEAKS_TLS:
    case CAP_SPEAKS_HTTP2:
    case CAP_SPEAKS_SSH:
        become_other(talk, kinds[speech]);
        break;
    case CAP_SPEAKS_SOCKS:
        talk->judge->totals.unseen[CAP_UNSEEN_SOCKS].count++;
        talk->judge->totals.unseen[CAP_UNSEEN_SOCKS].bytes += lane->held_len;
        cap_lane_drop(lane, lane->held_len);
        talk->seeking = talk->joined = true;
        break;
    case CAP_SPEAKS_MAIL:
    case CAP_SPEAKS_OTHER:
        if (talk->joined)
            seek_undecided(talk, dir);
        else if (speech == CAP_SPEAKS_MAIL && !cap_other_lane(talk, lane)->seen)
            become_other(talk, CAP_UNSEEN_MAIL);
        else if (lane->held_len > CAP_LINE_MOST)
            become_other(talk, CAP_UNSEEN_OTHER);
        break;
    }
}

/* ---- What the flow brings ---- */

void cap_talk_data(cap_talk *talk, unsigned dir, const uint8_t *bytes, size_t len, const cap_when *when)
{
    cap_lane *lane = &talk->lanes[dir];

    talk->bytes += len;
    lane->seen = true;
    if (talk->stage == CAP_STAGE_OTHER)
        return;
    cap_lane_mark(talk->judge, lane, when);
    if (talk->stage == CAP_STAGE_HTTP) {
        lane_data(talk, lane, bytes, len);
        follow_up(talk);
        return;
    }
    /* A message may begin with a segment even where an unfinished line was kept. */
    size_t at;
    if (talk->seeking && cap_find_start_line(bytes, len, true, true, &at) && at == 0)
        cap_lane_drop(lane, lane->held_len);
    if (cap_lane_hold(talk->judge, lane, bytes, len))
        decide(talk, dir, false);
}

void cap_talk_gap(cap_talk *talk, unsigned dir, uint64_t len, const cap_when *when)
{
    cap_lane *lane = &talk->lanes[dir];

    if (talk->stage == CAP_STAGE_HTTP) {
        cap_seek_gap(talk, lane, len, when);
        follow_up(talk);
    } else if (talk->stage == CAP_STAGE_UNDECIDED) {
        cap_lane_drop(lane, lane->held_len);
        lane->offset += len;
        talk->seeking = talk->joined = true;
    }
}

void cap_talk_unseen(cap_talk *talk, unsigned dir)
{
    if (talk->stage == CAP_STAGE_HTTP && dir == talk->request_dir)
        cap_pairing_lose(&talk->pairing, H1_REQUESTS);
}

void cap_talk_end(cap_talk *talk, unsigned dir, cap_end_kind kind, const cap_when *when)
{
    cap_lane *lane = &talk->lanes[dir];

    (void)when;
    lane->ended = true;
    lane->end_kind = kind;
    if (talk->stage == CAP_STAGE_UNDECIDED)
        decide(talk, dir, true);
    else if (talk->stage == CAP_STAGE_HTTP)
        end_lane(talk, lane);
    follow_up(talk);
}

/* ---- The end ---- */

static void count_unread(cap_talk *talk, cap_lane *lane)
{
    cap_unseen *unseen = talk->judge->totals.unseen;
    cap_unseen_kind kind = CAP_UNSEEN_GAP;

    if (lane->state == CAP_LANE_SEEKING || lane->state == CAP_LANE_JOINING)
        lane->unread += lane->held_len;
    if (lane->state == CAP_LANE_STOPPED)
        kind = CAP_UNSEEN_STOPPED;
    else if (lane->state == CAP_LANE_TUNNEL)
        kind = CAP_UNSEEN_TUNNEL;
    if (lane->unread == 0)
        return;
    unseen[kind].count++;
    unseen[kind].bytes += lane->unread;
}

void cap_talk_close(cap_talk *talk)
{
    cap_judge *judge = talk->judge;

    if (talk->stage == CAP_STAGE_UNDECIDED)
        become_other(talk, CAP_UNSEEN_OTHER);
    if (talk->stage == CAP_STAGE_HTTP) {
        judge->totals.bytes += talk->bytes;
        for (unsigned dir = 0; dir < 2; dir++) {
            cap_lane *lane = &talk->lanes[dir];
            if (lane->waits && lane->held_len > 0 && lane->state == CAP_LANE_READING)
                cap_lane_read(talk, lane, NULL, 0, true);
            count_unread(talk, lane);
        }
    } else {
        judge->totals.unseen[talk->kind].count++;
        judge->totals.unseen[talk->kind].bytes += talk->bytes;
    }
    for (unsigned dir = 0; dir < 2; dir++)
        cap_lane_free(judge, &talk->lanes[dir]);
    cap_pairing_free(&talk->pairing, &judge->memory);
}
