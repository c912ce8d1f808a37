/* SPDX-License-Identifier: MIT */
/* A judge, a client and a server that talk in front of it, and a line of text that says what it found.
 *
 *   >1 GET /a none 0 ok   the first request of a connection, its framing, content and whether it is complete
 *   <1 200 length 5 cut   a response that is incomplete
 *   +3                    3 bytes of the content of the message before are missing
 *   again                 the message before was found by searching
 *   !bare-lf@12           a finding and its offset in the direction, before its message */
#ifndef TALKING_H
#define TALKING_H

#include "pcap/judge.h"
#include "pcap/tests/make_packet.h"

typedef struct talking {
    cap_judge *judge;
    uint64_t packets;
    cap_endpoint ends[2]; /* client and server */
    uint32_t at[2];       /* bytes sent so far by each */
    char log[16384];
    size_t used;
    bool with_packets; /* add "#packet" to messages and findings */
    bool quiet;
    uint64_t messages;
} talking;

/* Begin; memory 0 for the default bound. */
void talking_open(talking *t, size_t memory);

/* Finish; returns the log without its last blank. talking_close() frees. */
const char *talking_finish(talking *t);
void talking_close(talking *t);

void talking_hands(talking *t); /* SYN, SYN-ACK, ACK */
void talking_says(talking *t, unsigned dir, const char *text);
void talking_bytes(talking *t, unsigned dir, const void *bytes, size_t len);
void talking_ends(talking *t, unsigned dir);   /* FIN */
void talking_resets(talking *t, unsigned dir); /* RST */

/* Bytes are sent and acknowledged, and aren't in the capture. */
void talking_loses(talking *t, unsigned dir, uint32_t len);

/* A segment of which the snap length leaves `captured` bytes. */
void talking_cuts(talking *t, unsigned dir, const char *text, size_t captured);

/* Go on with another connection. */
void talking_next(talking *t);

const cap_unseen *talking_unseen(talking *t, cap_unseen_kind kind);

#endif
