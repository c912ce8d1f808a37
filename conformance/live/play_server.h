/* SPDX-License-Identifier: MIT */
/* Plays one case to a server, over a connection of its own: the case's requests as they stand, the canary, and then as
 * long a wait as the verdict needs.
 *
 * Whether to wait on is decided by asking what the ruling would be if the server closed the connection now: while that
 * changes nothing, there is no need to. */
#ifndef CONF_PLAY_SERVER_H
#define CONF_PLAY_SERVER_H

#include "conformance/net/net.h"
#include "conformance/peers/sent.h"
#include "conformance/verdict.h"

/* A server, and what is known of it. All pointers are lent. */
typedef struct conf_server {
    conf_peer peer;
    const char *host;      /* for Host: the peer's, or what the user said */
    const char *path;      /* where a GET works */
    const char *echo_path; /* where a POST is answered with its own content; NULL: none is known */
    const char *etag;      /* the opaque-tag of what the GET got, with its quotes; NULL: it has none */
    unsigned patience; /* milliseconds within which an answer to what is there comes: four round trips, 300 at least */
    unsigned timeout;  /* milliseconds that a case may take in all */
    bool answered;     /* calibration worked */
} conf_server;

typedef struct conf_server_play {
    conf_net *net;
    conf_memory *memory; /* results live there */
    const conf_server *server;
    const conf_case *c;
    conf_sent *sent; /* what the server sends is looked at for itself, where what it answers is certain; NULL: not */
    bool careful;    /* send the bytes up to the mark's line first, read the answer, then send the rest */
    /* Called once when the play is over. */
    void (*over)(void *context, conf_result *result, const conf_observed *observed);
    void *context;
} conf_server_play;

/* Why a case can't be played to this server: "it has nothing for a server"; NULL where it can. */
const char *conf_server_skips(const conf_server *server, const conf_case *c);

/* Start a play; it goes on in the loop. *play is copied. */
void conf_play_server(const conf_server_play *play);

/* The bytes that conf_play_server() would write, canary included. token is what the canary's target names. */
conf_bytes conf_server_bytes(conf_memory *memory, const conf_server *server, const conf_case *c, const char *token,
                             conf_mark *mark);

#endif
