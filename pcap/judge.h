/* SPDX-License-Identifier: MIT */
/* Packets in, judged HTTP/1 messages out: the one entrance to this room for whoever wants to check, list or show a
 * capture.
 *
 * HTTP is found by content, never by port. Each connection's two directions go through an h1_stream each, in audit
 * mode, in the order in which the capture has their bytes, so that a response finds its request. What can't be judged
 * is counted by kind: other protocols, what lies behind a gap or a fault that ends framing, tunnels. Nothing is skipped
 * in silence.
 *
 * Where bytes are missing, reading goes on behind a body of known length, or else at the next line that reads as a
 * start-line; that search is made here and only behind gaps, and the first message found so is marked `resumed`. No
 * message is accused of what the gap took from it.
 *
 * No text is made here but the words of cap_unseen_words(). Order of calls to the visitor: findings of a message come
 * before that message; messages of one direction come in order, those of different connections mixed as in the capture.
 */
#ifndef CAP_JUDGE_H
#define CAP_JUDGE_H

#include "h1/h1.h"
#include "pcap/fault.h"
#include "pcap/flows.h"
#include "pcap/packet.h"
#include "pcap/segment.h"

/* A connection in which HTTP/1 was found. */
typedef struct cap_connection {
    uint64_t number;             /* of all TCP connections, from 0 by first packet, as other tools count */
    cap_endpoint client, server; /* the client is the side that sends requests */
    cap_when first;              /* its first packet */
    bool joined;                 /* the capture begins in its middle */
} cap_connection;

/* A message, when nothing of it is still to come. Everything pointed at is lent for the call. */
typedef struct cap_message {
    const cap_connection *connection;
    h1_side side;
    uint64_t number;        /* in its direction, from 1 */
    uint64_t at;            /* offset in its direction: behind the message before it */
    uint64_t head_at;       /* offset of bytes[0]: the same, or more where empty lines precede the head */
    uint64_t end;           /* offset behind its last byte; where incomplete, as far as was read */
    cap_when first;         /* the packet with its first byte */
    cap_when last;          /* the packet that completes it; where incomplete, the last that belongs to it */
    const h1_head *head;    /* spans count from bytes[0] */
    const h1_field *fields; /* [head->fields] */
    const uint8_t *bytes;   /* the head as it was sent; a reply without a head (HTTP/0.9) has none */
    size_t len;
    h1_framing framing;   /* as it was in the end: what was UNDECIDED may have been settled */
    uint64_t body;        /* bytes of content, without the chunked coding, before any content decoding */
    uint64_t missing;     /* bytes of it that are gaps; they are counted in `body` where its length is known */
    bool complete;        /* its end was reached */
    bool resumed;         /* the first after a gap, found by searching for a start-line */
    uint64_t answers;     /* response: number of the request it answers; 0 where that isn't known */
    const h1_rule *rules; /* [rule_count] each rule found in it, once, in the order found */
    size_t rule_count;
} cap_message;

/* A finding with all that a report needs. Pointers are lent for the call. */
typedef struct cap_finding {
    h1_finding finding; /* rule, side, message number, place and second place in the direction */
    const cap_connection *connection;
    cap_when when;        /* the packet that brought the byte that decided it */
    uint64_t message_at;  /* offset of the message's first byte: place.at minus this is the offset in the message */
    const uint8_t *bytes; /* [len] a piece of the direction that holds the place; len 0 where it is gone */
    size_t len;
    uint64_t bytes_at; /* offset of bytes[0] in the direction */
    bool head_cut;     /* more precedes the piece on its first line */
    bool tail_cut;     /* more may follow behind the piece on its last line */
    bool in_head;      /* the piece begins in the message's head, so its lines are those of a head */
} cap_finding;

/* What was there and was not judged. */
typedef enum cap_unseen_kind {
    CAP_UNSEEN_TLS, /* connections that speak something else, by what they speak */
    CAP_UNSEEN_HTTP2,
    CAP_UNSEEN_PROXY, /* PROXY protocol headers, passed over: what is behind them is judged */
    CAP_UNSEEN_SSH,
    CAP_UNSEEN_SOCKS,
    CAP_UNSEEN_MAIL, /* SMTP, POP3, IMAP, FTP: they greet first, in lines */
    CAP_UNSEEN_OTHER,
    CAP_UNSEEN_EMPTY,   /* connections that brought no byte */
    CAP_UNSEEN_TUNNEL,  /* directions behind CONNECT, 101 or another switch of protocols, with their bytes */
    CAP_UNSEEN_STOPPED, /* directions behind a fault that ends framing */
    CAP_UNSEEN_GAP,     /* stretches behind gaps up to the next start-line, or to the end */
    CAP_UNSEEN_PARTIAL, /* messages whose head is not all there */
    CAP_UNSEEN_LOST,    /* gaps: bytes that are not in the capture */
    CAP_UNSEEN_CUT,     /* gaps: bytes that the snap length cut off */
    CAP_UNSEEN_LIMIT,   /* gaps: bytes given up because memory was short */
    CAP_UNSEEN_EVICTED, /* connections ended early because memory was short */
    CAP_UNSEEN_PACKETS, /* the first of the packets that went unread, by cap_skip: + CAP_SKIP_LINK_TYPE and on */
    CAP_UNSEENS = CAP_UNSEEN_PACKETS + CAP_SKIPS,
} cap_unseen_kind;

typedef struct cap_unseen {
    uint64_t count; /* of connections, directions, gaps or packets, as the words say */
    uint64_t bytes; /* 0 where that says nothing */
} cap_unseen;

typedef struct cap_totals {
    uint64_t packets;     /* looked at, also those that went unread */
    uint64_t connections; /* TCP connections */
    uint64_t http;        /* connections in which HTTP/1 was found */
    uint64_t requests, responses;
    uint64_t findings;
    uint64_t bytes; /* of HTTP/1 directions */
    cap_unseen unseen[CAP_UNSEENS];
    cap_flow_counts flows;
    size_t memory_limit, memory_highest; /* of what is kept, see memory.h */
} cap_totals;

/* Receives what is found. Any function may be NULL. */
typedef struct cap_visitor {
    void *context;
    void (*finding)(void *context, const cap_finding *finding);
    void (*message)(void *context, const cap_message *message);

    /* Content as it comes, after its message's head and before the message itself; `message` is filled in as far as it
     * is known. A gap in it is told by bytes == NULL and its length. */
    void (*body)(void *context, const cap_message *message, const uint8_t *bytes, uint64_t len);
} cap_visitor;

typedef struct cap_judge_options {
    size_t memory;           /* bound of what is kept; 0: CAP_MEMORY_DEFAULT */
    const h1_limits *limits; /* NULL: the defaults with http09 */
    bool only_one;           /* judge only the connection with number `only` */
    uint64_t only;
} cap_judge_options;

typedef struct cap_judge cap_judge;

/* Begin.
 *
 *   options  copied; NULL for none
 *   visitor  copied
 *
 * Returns NULL when memory is short. */
cap_judge *cap_judge_open(const cap_judge_options *options, const cap_visitor *visitor);

/* Take one packet, in the order of the capture. Returns CAP_OK or CAP_NO_MEMORY. */
cap_code cap_judge_packet(cap_judge *judge, const cap_packet *packet);

/* The capture is over: judge what is still open. To be called once; then totals are final. */
void cap_judge_finish(cap_judge *judge);

/* Counts so far. The pointer holds until the judge is closed. */
const cap_totals *cap_judge_totals(cap_judge *judge);

void cap_judge_close(cap_judge *judge);

/* Words for a kind, to stand after its count: "TLS connection" and "TLS connections". */
const char *cap_unseen_words(cap_unseen_kind kind, bool many);

#endif
