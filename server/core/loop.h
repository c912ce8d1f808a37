/* SPDX-License-Identifier: MIT */
/* The loop: sockets and epoll around connections that know neither. One thread, edge-triggered; a request that is here
 * costs one recv and one send. Bytes are read into one buffer for all: a connection keeps only what is unfinished. */
#ifndef SERVER_CORE_LOOP_H
#define SERVER_CORE_LOOP_H

#include <signal.h>
#include <sys/socket.h>

#include "server/core/conn.h"

/* Whose connection it is: what `peer` of a service's records points at. */
typedef struct srv_peer {
    struct sockaddr_storage address;
    socklen_t len;
} srv_peer;

/* What is spoken on a listener's connections: the functions of conn.h, for the loop. */
typedef struct srv_protocol {
    void *(*begin)(void *context, const srv_peer *peer); /* NULL where memory is short */
    void (*end)(void *conn);
    void (*take)(void *conn, const uint8_t *bytes, size_t len, bool end);
    srv_output (*output)(const void *conn);
    void (*sent)(void *conn, uint64_t len);
    unsigned (*wants)(const void *conn);
    uint64_t (*deadline)(const void *conn);
    void (*tick)(void *conn);
    void (*tell_time)(void *context, uint64_t now_ms, int64_t time); /* before any of the others is called */
    void (*drain)(void *context);                                    /* finish what is under way, begin nothing */
} srv_protocol;

/* HTTP; the context is an srv_service. */
extern const srv_protocol srv_http;

typedef struct srv_listener {
    int fd; /* listening, non-blocking; stays the caller's, and listens no more once it was told to stop */
    const srv_protocol *protocol;
    void *context;
    uint32_t most; /* connections at a time; further ones wait in the listener's queue */
} srv_listener;

enum { SRV_LISTENERS_MOST = 4 };

typedef struct srv_loop {
    srv_listener listeners[SRV_LISTENERS_MOST];
    size_t listener_count;
    uint32_t drain_ms; /* what is under way when it is told to stop may take so long */
    const volatile sig_atomic_t
        *stop;               /* how often it was told to, in a signal handler; the second time ends it at once */
    const sigset_t *waiting; /* the signals to block while waiting: all but those that stop it */
} srv_loop;

/* Serve until *stop. Returns 0 or the errno that ended it. */
int srv_loop_run(const srv_loop *loop);

#endif
