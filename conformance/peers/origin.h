/* SPDX-License-Identifier: MIT */
/* The origin server behind a proxy under test: it listens on a port that the proxy was told, keeps what comes, and
 * answers each complete request with the bytes of the case that is being played.
 *
 * A request belongs to a case when its target or its CONF_ORIGIN_FIELD holds the case's token, or its target is one
 * that was asked for; the others are counted as unattributed, and are what proves smuggling. Where several cases are
 * played side by side, what may be any one's makes all of them worthless: they are confused. */
#ifndef CONF_ORIGIN_H
#define CONF_ORIGIN_H

#include "conformance/net/asked.h"
#include "conformance/net/moves.h"
#include "conformance/reader/case.h"

/* The field whose value is the case's token: a proxy may write paths anew, and passes on what it doesn't know. */
#define CONF_ORIGIN_FIELD "H1-Case"

typedef struct conf_origin conf_origin;

/* A case that is being played, as the origin knows it. */
typedef struct conf_origin_play conf_origin_play;

/* What it has to know of it. */
typedef struct conf_origin_case {
    const conf_case *c;
    const char *token;        /* in its path and field */
    const char *canary;       /* in those of the canary; NULL where none is sent */
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
    bool canary;   /* the canary came */
    bool confused; /* something came that may be this case's or another's: nothing is proven */
} conf_origin_seen;

/* Listen on 127.0.0.1. Returns NULL, with *error set, where the port is taken. memory must outlive it. */
conf_origin *conf_origin_new(conf_net *net, conf_memory *memory, unsigned port, const char **error);

/* Begin a case: what comes with its token is its, and all that comes while no other is played. */
conf_origin_play *conf_origin_begin(conf_origin *origin, const conf_origin_case *playing);

/* When its latest byte came, or connection ended; conf_net_now()'s clock; 0: nothing came. */
uint64_t conf_origin_last(const conf_origin_play *play);

/* End a case: its connections are closed; ended() is called, perhaps at once, when they are. What is seen stays. */
void conf_origin_end(conf_origin_play *play, void (*ended)(void *context, conf_origin_seen *seen), void *context);

/* Stop listening. */
void conf_origin_close(conf_origin *origin);

/* All that came to the origin, connection after connection, each read by itself, as if it had come on one. For "up:"
 * lines, which speak of the proxy and not of its connections. To be freed with conf_observed_free(). */
conf_observed conf_origin_joined(conf_memory *memory, const conf_origin_seen *seen, h1_mode mode);

#endif
