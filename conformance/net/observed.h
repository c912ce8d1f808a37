/* SPDX-License-Identifier: MIT */
/* What one end of a connection saw of its peer: the bytes that came, how they ended, when, and the messages in them.
 *
 * Messages are framed by libh1, told which request each response answers; a read of the socket is never taken for a
 * message. Who fills this in (net.c, a test) appends bytes and sets the ending; nothing here does any I/O. */
#ifndef CONF_OBSERVED_H
#define CONF_OBSERVED_H

#include "conformance/parser/seen.h"
#include "conformance/parser/trace.h"
#include "conformance/reader/bytes.h"

/* How the peer's bytes ended. */
typedef enum conf_ending {
    CONF_STILL_OPEN = 0,
    CONF_ENDED,   /* the peer closed its direction */
    CONF_RESET,   /* the peer reset the connection */
    CONF_NO_WIRE, /* there was no connection, or TLS could not be set up on it; .error says why */
} conf_ending;

typedef struct conf_observed {
    /* set before the first byte */
    h1_side side;              /* what the peer sends: H1_RESPONSES of a server, H1_REQUESTS of a client */
    h1_mode mode;              /* how its messages are read */
    const h1_answers *answers; /* [answer_count] responses: what the final ones answer, in order; beyond them any */
    size_t answer_count;       /* further one answers a GET */
    const check_exchange *exchanges; /* [exchange_count] responses: what they are judged by, in order; of further */
    size_t exchange_count;           /* ones nothing is known */
    /* filled as things happen */
    conf_buffer received;
    conf_ending ending;
    const char *error;          /* CONF_NO_WIRE, CONF_RESET: what the system said; else NULL */
    uint64_t opened_at;         /* milliseconds of conf_net_now(): the connection stood; */
    uint64_t first_at, last_at; /* its first and its latest byte came; */
    uint64_t ended_at;          /* it ended. 0 while it hasn't */
    /* filled by conf_observed_read() */
    conf_trace trace;
    conf_seen_messages messages; /* all, interim responses too, the last one perhaps unfinished */
    const uint8_t *bytes;        /* what spans in trace and messages count from */
} conf_observed;

/* Read the messages in what has come so far. Call it again when more has; earlier messages are then no longer good.
 * What is new lives in memory, the trace until conf_observed_free(). O(bytes received). */
void conf_observed_read(conf_memory *memory, conf_observed *observed);

/* The n-th complete final message, from 0: a request, or a response that is not interim (101 is final). NULL while
 * there is none. */
const conf_seen *conf_observed_final(const conf_observed *observed, size_t n);

/* How many complete final messages there are. */
size_t conf_observed_finals(const conf_observed *observed);

/* A copy of the value of a message's first field line of a name; NULL where it has none, or message is NULL. */
const char *conf_observed_field(conf_memory *memory, const conf_observed *observed, const conf_seen *message,
                                const char *name);

/* Has the peer ended its direction, by closing or by a reset? A reset behind a complete message counts as a close. */
bool conf_observed_closed(const conf_observed *observed);

/* The first violation that libh1 found in the peer's bytes; NULL where there is none. */
const h1_fault *conf_observed_fault(const conf_observed *observed);

void conf_observed_free(conf_observed *observed);

#endif
