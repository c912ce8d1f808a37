/* SPDX-License-Identifier: MIT */
/* Inside the network: a wire, and TLS on it. Shared by net.c, wire.c, wire_moves.c and wire_tls.c only. */
#ifndef CONF_WIRE_H
#define CONF_WIRE_H

#include <uv.h>

#include "net.h"

typedef struct conf_tls conf_tls; /* wire_tls.c */

enum {
    CONF_RECEIVED_MOST = 1 << 20, /* bytes of one connection; behind them nothing more is read */
    CONF_WIRE_HANDLES = 4,        /* the stream and three timers */
};

struct conf_net {
    conf_memory *memory;
    uv_loop_t loop;
    const conf_peer *trusted; /* the peer that .trust was made for; */
    void *trust;              /* SSL_CTX */
    uv_signal_t signals[2];
    bool heeds, interrupted;
    void (*told)(void *context); /* of an interruption; NULL */
    void *told_context;
};

struct conf_wire {
    conf_net *net;
    conf_plan plan;
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    } socket;
    bool local; /* socket.pipe */
    uv_connect_t connect;
    uv_shutdown_t shutdown;
    uv_timer_t deadline, pause, wake;
    conf_tls *tls;       /* NULL: none */
    conf_memory scratch; /* of the messages read last */
    conf_observed seen;
    conf_move *moves;
    size_t move_count, move; /* the next one to be made */
    size_t written;          /* bytes of moves that the system has taken */
    size_t writing;          /* bytes of moves that it hasn't */
    uint64_t done_at;        /* when the last move was made */
    uint64_t cut_until;
    unsigned open_handles;
    bool ready;     /* bytes may be written */
    bool waiting;   /* the current move began and goes on */
    bool deaf;      /* writing has failed: the moves that write are passed over */
    bool timed_out; /* .deadline fired */
    bool closing;
};

/* Bytes came, as the peer meant them (behind TLS). */
void conf_wire_took(conf_wire *wire, const uint8_t *bytes, size_t len);

/* The peer's bytes have ended. */
void conf_wire_ended(conf_wire *wire, conf_ending ending, const char *error);

/* The connection stands, TLS included: the moves may begin. */
void conf_wire_begin(conf_wire *wire);

/* Write bytes as they are; they are copied. `counted` of them are bytes of moves. */
void conf_wire_send(conf_wire *wire, const void *bytes, size_t len, size_t counted);

/* Make all moves that can be made now, and tell the owner. */
void conf_wire_go_on(conf_wire *wire);

/* Make moves until one has to wait. Returns whether any was made (wire_moves.c). */
bool conf_wire_make_moves(conf_wire *wire);

/* Connect; address is NULL for a UNIX socket, or where the host's name has none. */
conf_wire *conf_wire_to(conf_net *net, const struct sockaddr *address, const conf_peer *peer, const conf_plan *plan);

/* Take a connection that a listener has. Returns false where it is gone already. */
bool conf_wire_accept(conf_net *net, uv_stream_t *server, const conf_plan *plan);

/* Begin TLS as a client. Returns NULL, or why not. */
const char *conf_tls_begin(conf_wire *wire, const conf_peer *peer);

/* Bytes from the network, ciphered; calls conf_wire_took(), conf_wire_begin() and conf_wire_ended(). */
void conf_tls_received(conf_wire *wire, const uint8_t *bytes, size_t len);

void conf_tls_write(conf_wire *wire, conf_bytes bytes);

/* Tell the peer that nothing will follow. */
void conf_tls_half_close(conf_wire *wire);

void conf_tls_free(conf_wire *wire);
void conf_tls_forget(conf_net *net);

#endif
