/* SPDX-License-Identifier: MIT */
/* What the parser must never do: guess. Gaps in a direction, the search for the next start-line behind them, and
 * responses whose request was not seen. */
#include <string.h>

#include "pcap/talk.h"

/* A response to HEAD has no body whatever its fields say; one to anything else has. Where the request isn't known the
 * bytes behind the head decide: another status-line, or nothing, and it was HEAD (RFC 9112 section 6.3). */
bool cap_settle(cap_lane *lane, const uint8_t *bytes, size_t len, bool end)
{
    enum { LOOK = 5 };
    size_t look = len < LOOK ? len : LOOK;
    bool has_length = lane->head.flags & H1_HEAD_HAS_LENGTH;
    bool empty = has_length && lane->head.content_length == 0;
    bool another = !empty && memcmp(bytes, "HTTP/", look) == 0;

    if (another && look < LOOK && !end)
        return false;
    lane->undecided = false;
    lane->message.framing = another ? H1_FRAMING_NONE : has_length ? H1_FRAMING_LENGTH : H1_FRAMING_CLOSE;
    h1_stream_expect(&lane->stream, another ? H1_TO_HEAD : H1_TO_OTHER);
    return true;
}

/* How many bytes of a gap lie in content whose extent is known. */
static uint64_t known_content(const cap_lane *lane, uint64_t len)
{
    uint64_t left = 0;

    if (!lane->in_message || lane->held_len > 0)
        return 0;
    if (lane->message.framing == H1_FRAMING_CLOSE)
        return len;
    if (lane->message.framing == H1_FRAMING_LENGTH)
        left = lane->head.content_length - lane->message.body;
    if (lane->message.framing == H1_FRAMING_CHUNKED && len <= lane->chunk_left)
        left = lane->chunk_left;
    return len < left ? len : left;
}

/* The stream is given zeros for what is missing; cap_message_body() counts them as missing. */
static void fill(cap_talk *talk, cap_lane *lane, uint64_t len)
{
    static const uint8_t zeros[64 * 1024];

    lane->filling = true;
    while (len > 0) {
        size_t part = len < sizeof zeros ? (size_t)len : sizeof zeros;
        cap_lane_read(talk, lane, zeros, part, false);
        len -= part;
    }
    lane->filling = false;
}

static void abandon(cap_talk *talk, cap_lane *lane, uint64_t missing)
{
    if (lane->in_message) {
        lane->message.missing += missing;
        cap_message_finish(talk, lane, false);
    } else if (lane->held_len > 0) {
        talk->judge->totals.unseen[CAP_UNSEEN_PARTIAL].count++;
    }
    cap_lane_drop(lane, lane->held_len);
    lane->state = CAP_LANE_SEEKING;
    cap_pairing_lose(&talk->pairing, lane->side);
}

void cap_seek_gap(cap_talk *talk, cap_lane *lane, uint64_t len, const cap_when *when)
{
    cap_lane_mark(talk->judge, lane, when);
    if (lane->undecided && lane->state == CAP_LANE_READING)
        cap_settle(lane, (const uint8_t *)"", 1, true);
    if (lane->state == CAP_LANE_READING) {
        uint64_t known = known_content(lane, len);
        fill(talk, lane, known);
        len -= known;
    }
    if (len == 0)
        return;
    if (lane->state == CAP_LANE_READING)
        abandon(talk, lane, len);
    if (lane->state == CAP_LANE_JOINING)
        lane->state = CAP_LANE_SEEKING;
    lane->unread += lane->held_len;
    cap_lane_drop(lane, lane->held_len);
    lane->offset += len;
}

static void count_passed_over(cap_talk *talk, cap_lane *lane)
{
    cap_unseen *unseen = &talk->judge->totals.unseen[CAP_UNSEEN_GAP];

    if (lane->unread > 0) {
        unseen->count++;
        unseen->bytes += lane->unread;
        lane->unread = 0;
    }
}

/* A start-line begins at lane->offset. */
static void resume(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, size_t len)
{
    count_passed_over(talk, lane);
    cap_lane_start(talk, lane);
    lane->resumed = true;
    cap_lane_read(talk, lane, bytes, len, false);
}

/* Look for a start-line in bytes of which none is held; keep an unfinished line. */
static void seek(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, size_t len)
{
    bool requests = lane->side == H1_REQUESTS;
    size_t at = 0;
    bool found = cap_find_start_line(bytes, len, requests, !requests, &at);

    if (!found && len - at > CAP_LINE_MOST)
        at = len; /* no start-line is so long */
    lane->unread += at;
    lane->offset += at;
    if (found)
        resume(talk, lane, bytes + at, len - at);
    else
        cap_lane_hold(talk->judge, lane, bytes + at, len - at);
}

/* The same where an unfinished line is held already. */
static void seek_in_held(cap_talk *talk, cap_lane *lane)
{
    bool requests = lane->side == H1_REQUESTS;
    size_t at = 0;
    bool found = cap_find_start_line(lane->held, lane->held_len, requests, !requests, &at);

    if (!found && lane->held_len - at > CAP_LINE_MOST)
        at = lane->held_len;
    lane->unread += at;
    cap_lane_drop(lane, at);
    if (found)
        resume(talk, lane, NULL, 0);
}

void cap_seek_data(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, size_t len)
{
    bool requests = lane->side == H1_REQUESTS;
    size_t at = 0;

    /* A message may begin with a segment even where an unfinished line was kept. */
    if (lane->held_len > 0 && cap_find_start_line(bytes, len, requests, !requests, &at) && at == 0) {
        lane->unread += lane->held_len;
        cap_lane_drop(lane, lane->held_len);
    }
    if (lane->held_len == 0)
        seek(talk, lane, bytes, len);
    else if (cap_lane_hold(talk->judge, lane, bytes, len))
        seek_in_held(talk, lane);
}
