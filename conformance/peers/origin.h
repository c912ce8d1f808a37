/* SPDX-License-Identifier: MIT */
/* The origin server behind a proxy under test: it listens on a port that the proxy was told, keeps what comes, and
 * answers each complete request with the bytes of the case that is being played.
 *
 * One case at a time. A request belongs to it when its target holds the case's token, or the target of a request that
 * was sent; the others are counted as unattributed, and are what proves smuggling. */
#ifndef CONF_ORIGIN_H
#define CONF_ORIGIN_H

#include "conformance/net/asked.h"
#include "conformance/net/moves.h"
#include "conformance/reader/case.h"

typedef struct conf_origin conf_origin;

/* The case that is being played. */
typedef struct conf_origin_case {
    const conf_case *c;
    const char *token;        /* in its path */
    const char *canary;       /* in the canary's; NULL where none is sent */
    const conf_asked *asked;  /* what the client sends */
    conf_variables variables; /* for the case's bytes */
    unsigned milliseconds;    /* the deadline of each connection */
} conf_origin_case;

/* What came to the origin while a case was played. */
typedef struct conf_origin_seen {
    conf_observed *wires; /* [wire_count] each connection that brought bytes, in the order in which they came */
    size_t wire_count;
    size_t requests; /* complete ones */
    size_t unattributed;
    bool canary; /* the canary came */
} conf_origin_seen;

/* Listen on 127.0.0.1. Returns NULL, with *error set, where the port is taken. memory must outlive it. */
conf_origin *conf_origin_new(conf_net *net, conf_memory *memory, unsigned port, const char **error);

/* Begin a case: what comes from now on is its. */
void conf_origin_begin(conf_origin *origin, const conf_origin_case *playing);

/* When its latest byte came, or connection ended; conf_net_now()'s clock; 0: nothing came. */
uint64_t conf_origin_last(const conf_origin *origin);

/* How many complete requests have come so far. */
size_t conf_origin_requests(const conf_origin *origin);

/* End the case: all connections are closed; ended() is called from the loop when they are. */
void conf_origin_end(conf_origin *origin, void (*ended)(void *context, conf_origin_seen *seen), void *context);

/* Stop listening. */
void conf_origin_close(conf_origin *origin);

/* All that came to the origin, connection after connection, each read by itself, as if it had come on one. For "up:"
 * lines, which speak of the proxy and not of its connections. To be freed with conf_observed_free(). */
conf_observed conf_origin_joined(conf_memory *memory, const conf_origin_seen *seen, h1_mode mode);

#endif
