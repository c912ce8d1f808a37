/* SPDX-License-Identifier: MIT */
/* One connection: bytes in, bytes out. It never sees a socket, so that it can be tested and fuzzed as it is.
 *
 * Requests are answered in order, one at a time; while an answer waits for the client nothing further is read. An idle
 * connection keeps no buffer: this struct is all that it costs. */
#ifndef SERVER_CORE_CONN_H
#define SERVER_CORE_CONN_H

#include "server/core/service.h"

typedef struct srv_conn srv_conn;

/* What is to be sent next: memory first, then a part of a file. */
typedef struct srv_output {
    const uint8_t *bytes; /* [len] */
    size_t len;
    int file; /* -1: none */
    uint64_t file_at, file_len;
} srv_output;

/* What the connection waits for. Bits. */
enum {
    SRV_WANTS_READ = 1 << 0,
    SRV_WANTS_WRITE = 1 << 1,
    SRV_WANTS_SHUTDOWN = 1 << 2, /* all is sent: shut down sending, then read on and drop until the peer closes */
    SRV_WANTS_CLOSE = 1 << 3,    /* it is over; with READ: unless a byte is here by now */
    SRV_WANTS_RESET = 1 << 4,    /* with CLOSE: by a reset, since what was sent isn't whole */
};

/* Returns NULL where memory is short. `peer` is handed on to logs and has to outlive it. */
srv_conn *srv_conn_new(srv_service *service, const void *peer);
void srv_conn_free(srv_conn *c);

/* Take bytes that arrived; all of them are taken. `end`: no byte will follow. */
void srv_conn_take(srv_conn *c, const uint8_t *bytes, size_t len, bool end);

srv_output srv_conn_output(const srv_conn *c);

/* So much of the output was sent. */
void srv_conn_sent(srv_conn *c, uint64_t len);

unsigned srv_conn_wants(const srv_conn *c);

/* When srv_conn_tick() is to be called, in the service's milliseconds; UINT64_MAX: never. */
uint64_t srv_conn_deadline(const srv_conn *c);
void srv_conn_tick(srv_conn *c);

#endif
