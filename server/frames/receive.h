/* SPDX-License-Identifier: MIT */
/* The loop around uploads: many connections, one thread, epoll. It reads a connection only while all its replies are
 * sent, so that a peer that doesn't listen costs no memory. */
#ifndef SERVER_RECEIVE_H
#define SERVER_RECEIVE_H

#include <signal.h>
#include <sys/socket.h>

#include "server/frames/upload.h"

/* Whose upload it is: what a report's `peer` points at. */
typedef struct srv_peer {
    struct sockaddr_storage address;
    socklen_t len;
} srv_peer;

typedef struct srv_receive {
    srv_uploads uploads;
    int listener;                      /* listening, non-blocking; stays the caller's */
    unsigned clients_most;             /* further ones wait in the listener's queue */
    double idle_seconds;               /* a connection that brings and takes nothing for so long is closed */
    const volatile sig_atomic_t *stop; /* becomes true in a signal handler */
    const sigset_t *waiting;           /* the signals to block while waiting: all but those that stop it */
} srv_receive;

/* Take uploads until *stop. What is under way then is dropped. Returns 0 or the errno that ended it. */
int srv_receive_run(srv_receive *receive);

#endif
