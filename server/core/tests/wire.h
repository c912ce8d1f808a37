/* SPDX-License-Identifier: MIT */
/* A connection of the core without a socket: feeds it bytes in pieces, collects what it sends, and says in words what
 * that was, as libh1 reads it. For tests and the fuzzer. */
#ifndef SERVER_CORE_TESTS_WIRE_H
#define SERVER_CORE_TESTS_WIRE_H

#include "server/core/conn.h"

enum { WIRE_OUT_MOST = 1 << 20, WIRE_TEXT_MOST = 4096, WIRE_REQUESTS_MOST = 64 };

typedef struct wire {
    srv_service service; /* first: by it routes find the rest */
    srv_conn *c;
    uint8_t *out; /* [out_len] everything that was sent, files included */
    size_t out_len;
    size_t unread; /* bytes that it didn't want any more */
    bool shut, closed, reset;
    bool full;   /* more was sent than out has room for */
    bool broken; /* what it sent is no row of responses; see wire_say() */
    int states;  /* that routes hold */
    char said[WIRE_TEXT_MOST];
} wire;

/* Routes to try every kind of answer; see wire.c. */
void wire_begin(wire *w);
void wire_end(wire *w);

/* Feed bytes cut at these ascending offsets, sending what comes out after each piece. Where nothing more is read until
 * time has passed, it passes.
 *
 *   end  the peer closes its side behind them */
void wire_feed(wire *w, const uint8_t *bytes, size_t len, const size_t *cuts, size_t cut_count, bool end);

/* Let time pass: the clock goes on and deadlines come. */
void wire_wait(wire *w, uint64_t ms);

/* What was sent, one word a response: its status, "(content)" where a 200 has at most 32 bytes, ":length" of other
 * content, "~" where it is chunked, "!" where it ends the connection, "+n" for n trailer fields. Then how the
 * connection stands: open, shut, closed or reset. "broken" where it isn't a row of responses.
 *
 *   heads  which responses answer HEAD: an 'H' at their place, another letter for others; NULL for none */
const char *wire_say(wire *w, const char *heads);

#endif
