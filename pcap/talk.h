/* SPDX-License-Identifier: MIT */
/* A TCP connection while it is judged. For judge.c, talk.c, lane.c, message.c and seek.c only.
 *
 * A connection starts undecided: both directions' first bytes are kept until one of them says that this is HTTP/1, or
 * something else. Then each direction is a lane: a stream of libh1, the bytes that arrived and weren't consumed, the
 * packets that brought them, and the message under way.
 *
 *   undecided ──> http: lane ── gap ──> seeking ── start-line ──> lane
 *       │                 └── fault that ends framing, tunnel, end ──> counted only
 *       └──> other: counted only */
#ifndef CAP_TALK_H
#define CAP_TALK_H

#include "pcap/classify.h"
#include "pcap/judge.h"
#include "pcap/pairing.h"

enum {
    CAP_RULES_MOST = 24, /* different rules remembered of one message */
    CAP_FIELDS_MOST = 100,
};

/* From this offset of a direction on, bytes came with this packet. */
typedef struct cap_mark {
    uint64_t at;
    cap_when when;
} cap_mark;

typedef enum cap_lane_state {
    CAP_LANE_READING = 0, /* the stream judges it */
    CAP_LANE_JOINING,     /* the first byte seen need not begin a message */
    CAP_LANE_SEEKING,     /* behind a gap: looks for a start-line */
    CAP_LANE_STOPPED,     /* behind a fault that ends framing */
    CAP_LANE_TUNNEL,
} cap_lane_state;

/* Field lines of one unfinished section, from the judge's pool. */
typedef struct cap_fields {
    struct cap_fields *next;
    h1_field fields[CAP_FIELDS_MOST];
} cap_fields;

typedef struct cap_lane {
    h1_stream stream;
    h1_side side;
    cap_lane_state state;
    uint64_t offset; /* of the first byte not consumed */

    uint8_t *held; /* [held_len] from `offset` on */
    size_t held_len, held_room;
    cap_mark *marks; /* [mark_count] sorted; the first is at or before `offset` */
    size_t mark_count, mark_room;
    cap_fields *fields; /* NULL while no section is unfinished */

    bool seen;      /* bytes came */
    bool ended;     /* the end was told */
    bool undecided; /* a response whose body depends on a request that isn't known */
    bool waits;     /* requests: behind CONNECT or Upgrade */
    bool connect;   /* it was CONNECT */
    bool resumed;   /* the next message is the first behind a gap */
    bool filling;   /* what is read stands for a gap in content */
    cap_end_kind end_kind;

    bool in_message;
    h1_answers answers; /* of the response under way or to come */
    uint64_t answers_number;
    check_exchange exchange; /* responses: what the one under way is judged by */
    uint64_t count;          /* messages so far, with the one under way */
    uint64_t boundary;       /* offset behind the last message */
    uint64_t chunk_left;
    uint64_t unread; /* bytes that came and were only counted */
    cap_message message;
    h1_head head;
    void *copy; /* [copy_room] fields and bytes of the head under way */
    size_t copy_room;
    h1_rule rules[CAP_RULES_MOST];
    size_t rule_count;
} cap_lane;

typedef enum cap_stage {
    CAP_STAGE_UNDECIDED = 0,
    CAP_STAGE_HTTP,
    CAP_STAGE_OTHER,
} cap_stage;

typedef struct cap_talk {
    struct cap_judge *judge;
    cap_flow *flow;
    cap_connection connection;
    cap_stage stage;
    cap_unseen_kind kind; /* with CAP_STAGE_OTHER */
    unsigned request_dir;
    bool joined;   /* the first bytes seen need not begin a message */
    bool seeking;  /* undecided, and bytes were passed over */
    bool go_on[2]; /* a lane may go on because of what the other brought */
    uint64_t bytes;
    cap_pairing pairing;
    cap_lane lanes[2]; /* by direction of the flow */
} cap_talk;

struct cap_judge {
    cap_memory memory;
    cap_visitor visitor;
    h1_limits limits;
    bool only_one;
    uint64_t only;
    bool failed; /* the system had no memory */
    cap_totals totals;
    cap_fragments fragments;
    cap_flows *flows;
    cap_fields *spare; /* pool */
};

/* ---- talk.c ---- */

void cap_talk_data(cap_talk *talk, unsigned dir, const uint8_t *bytes, size_t len, const cap_when *when);
void cap_talk_gap(cap_talk *talk, unsigned dir, uint64_t len, const cap_when *when);
void cap_talk_unseen(cap_talk *talk, unsigned dir);
void cap_talk_end(cap_talk *talk, unsigned dir, cap_end_kind kind, const cap_when *when);
void cap_talk_close(cap_talk *talk);

/* ---- lane.c ---- */

static inline cap_lane *cap_other_lane(cap_talk *talk, const cap_lane *lane)
{
    return lane == &talk->lanes[0] ? &talk->lanes[1] : &talk->lanes[0];
}

/* Keep bytes behind those that are held. */
bool cap_lane_hold(cap_judge *judge, cap_lane *lane, const uint8_t *bytes, size_t len);
void cap_lane_drop(cap_lane *lane, size_t len);
void cap_lane_mark(cap_judge *judge, cap_lane *lane, const cap_when *when);
cap_when cap_lane_when(const cap_lane *lane, uint64_t offset);
void cap_lane_free(cap_judge *judge, cap_lane *lane);

/* Begin to read a message at lane->offset. */
void cap_lane_start(cap_talk *talk, cap_lane *lane);

/* Give all that is here to the stream; what it doesn't consume is held. `bytes` NULL: only what is held. */
void cap_lane_read(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, size_t len, bool end);

/* ---- message.c ---- */

/* Act on one event; its spans count from buf[0], which stands at offset `at`. */
void cap_message_event(cap_talk *talk, cap_lane *lane, const h1_event *event, const uint8_t *buf, size_t len,
                       uint64_t at);

/* Deliver the message under way. */
void cap_message_finish(cap_talk *talk, cap_lane *lane, bool complete);

/* Bytes of content, or a gap in it (bytes NULL). */
void cap_message_body(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, uint64_t len);

/* ---- seek.c ---- */

void cap_seek_gap(cap_talk *talk, cap_lane *lane, uint64_t len, const cap_when *when);
void cap_seek_data(cap_talk *talk, cap_lane *lane, const uint8_t *bytes, size_t len);

/* Settle what a response's body depends on. Returns false while the next bytes are needed to say. */
bool cap_settle(cap_lane *lane, const uint8_t *bytes, size_t len, bool end);

#endif
