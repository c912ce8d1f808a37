/* SPDX-License-Identifier: MIT */
/* One direction's bytes on their way through its stream: what is held, which packets brought it, and the loop over
 * h1_next(). No byte is copied that is consumed by the call that brings it. */
#include <string.h>

#include "pcap/talk.h"

enum {
    WAIT_MOST = 64 * 1024, /* held behind CONNECT or Upgrade while the answer isn't seen */
};

/* ---- Bytes and marks ---- */

bool cap_lane_hold(cap_judge *judge, cap_lane *lane, const uint8_t *bytes, size_t len)
{
    size_t need = lane->held_len + len;

    if (len == 0)
        return true;
    if (need > lane->held_room) {
        size_t room = lane->held_room ? lane->held_room : 2048;
        while (room < need)
            room *= 2;
        uint8_t *held = cap_memory_resize(&judge->memory, lane->held, lane->held_room, room);
        if (!held) {
            judge->failed = true;
            return false;
        }
        lane->held = held;
        lane->held_room = room;
    }
    memcpy(lane->held + lane->held_len, bytes, len);
    lane->held_len += len;
    return true;
}

static void release_held(cap_judge *judge, cap_lane *lane)
{
    cap_memory_give(&judge->memory, lane->held, lane->held_room);
    lane->held = NULL;
    lane->held_len = lane->held_room = 0;
}

/* Bytes that are held were consumed. */
static void take_from_held(cap_lane *lane, size_t len)
{
    lane->held_len -= len;
    if (len > 0 && lane->held_len > 0)
        memmove(lane->held, lane->held + len, lane->held_len);
}

void cap_lane_drop(cap_lane *lane, size_t len)
{
    take_from_held(lane, len);
    lane->offset += len;
}

/* Marks that no byte to come can ask for. */
static void forget_marks(cap_lane *lane)
{
    size_t old = 0;

    while (old + 1 < lane->mark_count && lane->marks[old + 1].at <= lane->offset)
        old++;
    if (old > 0) {
        lane->mark_count -= old;
        memmove(lane->marks, lane->marks + old, lane->mark_count * sizeof *lane->marks);
    }
}

void cap_lane_mark(cap_judge *judge, cap_lane *lane, const cap_when *when)
{
    forget_marks(lane);
    if (lane->mark_count == lane->mark_room) {
        size_t room = lane->mark_room ? lane->mark_room * 2 : 2;
        cap_mark *marks =
            cap_memory_resize(&judge->memory, lane->marks, lane->mark_room * sizeof *marks, room * sizeof *marks);
        if (!marks) {
            judge->failed = true;
            return;
        }
        lane->marks = marks;
        lane->mark_room = room;
    }
    lane->marks[lane->mark_count++] = (cap_mark){lane->offset + lane->held_len, *when};
}

cap_when cap_lane_when(const cap_lane *lane, uint64_t offset)
{
    size_t i = lane->mark_count;

    while (i > 1 && lane->marks[i - 1].at > offset)
        i--;
    return i > 0 ? lane->marks[i - 1].when : (cap_when){0};
}

/* ---- Field arrays: lent to a stream only while it has a section unfinished ---- */

static bool lend_fields(cap_judge *judge, cap_lane *lane)
{
    if (lane->fields)
        return true;
    lane->fields = judge->spare;
    if (lane->fields)
        judge->spare = lane->fields->next;
    else
        lane->fields = cap_memory_take(&judge->memory, sizeof *lane->fields);
    if (!lane->fields) {
        judge->failed = true;
        return false;
    }
    h1_stream_fields(&lane->stream, lane->fields->fields, CAP_FIELDS_MOST);
    return true;
}

static void return_fields(cap_judge *judge, cap_lane *lane)
{
    if (!lane->fields)
        return;
    lane->fields->next = judge->spare;
    judge->spare = lane->fields;
    lane->fields = NULL;
}

void cap_lane_free(cap_judge *judge, cap_lane *lane)
{
    release_held(judge, lane);
    return_fields(judge, lane);
    cap_memory_give(&judge->memory, lane->marks, lane->mark_room * sizeof *lane->marks);
    cap_memory_give(&judge->memory, lane->copy, lane->copy_room);
    lane->marks = NULL;
    lane->mark_count = lane->mark_room = 0;
    lane->copy = NULL;
    lane->copy_room = 0;
}

/* ---- Reading ---- */

void cap_lane_start(cap_talk *talk, cap_lane *lane)
{
    return_fields(talk->judge, lane);
    h1_stream_init(&lane->stream, lane->side, H1_AUDIT, &talk->judge->limits);
    h1_stream_want_chunks(&lane->stream, true);
    lane->state = CAP_LANE_READING;
    lane->in_message = lane->undecided = lane->waits = false;
    lane->rule_count = 0;
    lane->boundary = lane->offset;
}

/* Before the first byte of a response: what does it answer? Nothing at all is said only where the request side has
 * nothing half-read that a response could answer early. */
static void expect(cap_talk *talk, cap_lane *lane)
{
    const cap_lane *requests = &talk->lanes[talk->request_dir];

    lane->answers = cap_pairing_expect(&talk->pairing, &lane->answers_number);
    if (lane->answers == H1_TO_NOTHING && (requests->held_len > 0 || requests->state != CAP_LANE_READING))
        lane->answers = H1_TO_UNKNOWN;
    h1_stream_expect(&lane->stream, lane->answers);
}

/* Behind CONNECT or Upgrade, and nobody will say any more what follows. */
static void guess_what_follows(cap_lane *lane, const uint8_t *bytes, size_t len)
{
    size_t at;
    bool http = !lane->connect && cap_find_start_line(bytes, len, true, false, &at) && at == 0;

    h1_stream_resume(&lane->stream, http ? H1_AS_HTTP : H1_AS_TUNNEL);
    lane->waits = false;
}

/* Is there anything to do before the stream may look at these bytes? Returns false when it may not. */
static bool prepare(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, size_t len, bool end)
{
    if (lane->undecided)
        return cap_settle(lane, bytes, len, end);
    if (lane->waits && len > 0 && (end || len > WAIT_MOST))
        guess_what_follows(lane, bytes, len);
    if (lane->side == H1_RESPONSES && !lane->in_message && len > 0 && !lane->fields)
        expect(talk, lane);
    return lend_fields(talk->judge, lane);
}

/* The loop over h1_next(). Returns how much was consumed. */
static size_t run(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, size_t len, bool end)
{
    size_t done = 0;
    h1_event event;

    while (lane->state == CAP_LANE_READING) {
        if (!prepare(talk, lane, bytes + done, len - done, end))
            break;
        uint64_t at = lane->offset;
        size_t used = h1_next(&lane->stream, bytes + done, len - done, end, &event);
        lane->offset += used;
        cap_message_event(talk, lane, &event, bytes + done, len - done, at);
        done += used;
        if (event.type == H1_MORE || event.type == H1_WAIT || event.type == H1_CLOSED || event.type == H1_INCOMPLETE)
            break;
        if (event.type == H1_HEAD || event.type == H1_END)
            return_fields(talk->judge, lane);
    }
    if (lane->state != CAP_LANE_READING) {
        lane->unread += len - done;
        lane->offset += len - done;
        return len;
    }
    return done;
}

void cap_lane_read(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, size_t len, bool end)
{
    static const uint8_t nothing[1];

    if (lane->held_len == 0) {
        size_t done = run(talk, lane, bytes ? bytes : nothing, len, end);
        if (done < len)
            cap_lane_hold(talk->judge, lane, bytes + done, len - done);
    } else {
        if (len > 0 && !cap_lane_hold(talk->judge, lane, bytes, len))
            return;
        size_t done = run(talk, lane, lane->held, lane->held_len, end);
        take_from_held(lane, done);
    }
    if (lane->held_len == 0) {
        return_fields(talk->judge, lane);
        if (lane->held_room > 0)
            release_held(talk->judge, lane);
    }
}
