/* SPDX-License-Identifier: MIT */
/* Connections that play a script: write, cut, pause, wait for the peer's message, half-close, reset; each with a
 * deadline. On libuv; one thread; TCP, UNIX sockets, and TLS by OpenSSL with ALPN http/1.1 on either.
 *
 * A wire always ends: when its owner says that it has seen enough, or at its deadline. What it saw is in its
 * conf_observed. Nothing here judges. */
#ifndef CONF_NET_H
#define CONF_NET_H

#include "observed.h"

/* ---- Where ---- */

typedef struct conf_peer {
    bool local; /* a UNIX socket at .path */
    bool tls;
    const char *host; /* a name or an address, without brackets */
    unsigned port;
    const char *path;   /* of the socket */
    const char *cacert; /* TLS: a file of certificates to trust beside the system's; NULL */
    bool insecure;      /* TLS: the certificate isn't verified */
} conf_peer;

/* Read "http://host:port/", "https://…", "unix:/path". path receives the URL's path, "/" where it has none.
 * Returns NULL, or what is wrong with it. */
const char *conf_peer_read(conf_memory *memory, const char *url, conf_peer *peer, const char **path);

/* Is it on this machine, or in a private or link-local network? A name is looked up, and every address counts. */
bool conf_peer_is_near(const conf_peer *peer);

/* Is .cacert NULL, or a file that can be read and holds certificates? Without that nobody is connected to. */
bool conf_peer_cacert_is_good(const conf_peer *peer);

/* ---- The loop ---- */

typedef struct conf_net conf_net;

/* A loop. memory must outlive it. NULL, with a line on standard error, where the system has none to give. */
conf_net *conf_net_new(conf_memory *memory);

/* Run until nothing is left to do (no wire, listener, timer or process), or until conf_net_stop(). */
void conf_net_run(conf_net *net);

/* Make conf_net_run() return now, with things left to do. For callbacks. */
void conf_net_stop(conf_net *net);

/* From now on SIGINT and SIGTERM don't end the process: that one came is noted in the loop, and whoever
 * conf_net_when_interrupted() names is told. */
void conf_net_heed_signals(conf_net *net);

/* Did one come? */
bool conf_net_interrupted(const conf_net *net);

/* Have told() called from the loop, in place of whoever was named before, when a signal comes; NULL: nobody is told. */
void conf_net_when_interrupted(conf_net *net, void (*told)(void *context), void *context);

/* Milliseconds of a clock that never goes back; as it was when the loop last woke up. */
uint64_t conf_net_now(const conf_net *net);

/* libuv's own loop, for processes and timers. */
struct uv_loop_s *conf_net_loop(conf_net *net);

void conf_net_free(conf_net *net);

/* A random token of 16 hexadecimal digits, by which a message is told apart from all others. */
const char *conf_token(conf_memory *memory);

/* ---- Wires ---- */

typedef enum conf_move_kind {
    CONF_MOVE_WRITE, /* .bytes in one write */
    CONF_MOVE_CUT,   /* until the peer's kernel has acknowledged all that was written; best effort, 200 ms at most */
    CONF_MOVE_PAUSE, /* .milliseconds */
    CONF_MOVE_AWAIT, /* until .count complete messages have come in all (interim responses count), the peer has ended,
                        or .milliseconds are over */
    CONF_MOVE_HALF_CLOSE,
    CONF_MOVE_RESET,
    CONF_MOVE_CLOSE,
} conf_move_kind;

typedef struct conf_move {
    conf_move_kind kind;
    conf_bytes bytes; /* must stay until the wire is over */
    unsigned milliseconds;
    size_t count;
} conf_move;

typedef struct conf_wire conf_wire;

/* What a wire is to do, and who is told. */
typedef struct conf_plan {
    h1_side reads; /* H1_RESPONSES: we are a client */
    h1_mode mode;
    const h1_answers *answers; /* as in conf_observed */
    size_t answer_count;
    const check_exchange *exchanges; /* as in conf_observed */
    size_t exchange_count;
    const conf_move *moves; /* [move_count] must stay until the wire is over */
    size_t move_count;
    unsigned milliseconds; /* the wire's deadline, counted from now; > 0 */
    bool unread;           /* nothing is read: what the peer sends stays with the system, and its end isn't seen */
    /* Called after bytes have come, after the peer has ended, after the last move, and after conf_wire_wake(). Returns
     * true when enough was seen. NULL: when the peer has ended and the moves are done. */
    bool (*settled)(void *context, conf_wire *wire);
    /* Called once, when the connection is closed; the wire is gone when it returns. conf_wire_seen() is still good,
     * and may be copied: its memory belongs to the loop's, its trace to who frees it. */
    void (*over)(void *context, conf_wire *wire);
    void *context;
} conf_plan;

/* Connect and play. A connection that can't be made is over with CONF_NO_WIRE; over() is never called before this
 * returns. */
conf_wire *conf_net_connect(conf_net *net, const conf_peer *peer, const conf_plan *plan);

/* Play further moves behind those of the plan; settled() is asked again when they are made. */
void conf_wire_play(conf_wire *wire, const conf_move *moves, size_t count);

/* What the peer has done so far; its messages are read anew for each call of settled() and over(). */
conf_observed *conf_wire_seen(conf_wire *wire);

/* Have all moves been made? */
bool conf_wire_done(const conf_wire *wire);

/* Milliseconds since the last move was made; 0 while moves are left. */
uint64_t conf_wire_quiet(const conf_wire *wire);

/* Did its deadline end it, before settled() did? For over(). */
bool conf_wire_timed_out(const conf_wire *wire);

/* How many of the plan's bytes the system has taken from us so far. */
size_t conf_wire_written(const conf_wire *wire);

/* How many bytes were written that the peer's system has not taken yet, as far as that can be told. */
size_t conf_wire_untaken(const conf_wire *wire);

/* Ask for another call of settled() in so many milliseconds, at the latest. */
void conf_wire_wake(conf_wire *wire, unsigned milliseconds);

/* Close now: over() will be called by the loop. */
void conf_wire_drop(conf_wire *wire);

/* ---- Listening ---- */

typedef struct conf_listener conf_listener;

/* Listen on 127.0.0.1.
 *
 *   port      0 for any that is free
 *   accepted  called for each connection. Fills in the plan, or returns false: it is reset at once
 *
 * Returns NULL, with errno's text in *error, where the port is taken. */
conf_listener *conf_net_listen(conf_net *net, unsigned port, bool (*accepted)(void *context, conf_plan *plan),
                               void *context, const char **error);

unsigned conf_listener_port(const conf_listener *listener);

/* Take no further connections; those that stand go on. */
void conf_listener_close(conf_listener *listener);

#endif
