/* SPDX-License-Identifier: MIT */
/* An exchange for tests of routes: a request read from its text by libh1, and a memory of how it was answered. It takes
 * the place of the core, so a test that uses it doesn't link the core. */
#ifndef SERVER_ROUTES_TESTS_ASKED_H
#define SERVER_ROUTES_TESTS_ASKED_H

#include "server/core/service.h"
#include "server/exchange/exchange.h"

enum {
    ASKED_FIELDS = 32,
    ASKED_BYTES = 1 << 21,
};

typedef struct asked {
    srv_exchange x;
    srv_service service;
    h1_head head;
    h1_field fields[ASKED_FIELDS];

    /* The answer. */
    unsigned answers;                        /* how often it was answered; 1 is right */
    unsigned status;                         /* of the last */
    char type[200];                          /* Content-Type; empty: none */
    char added[2048];                        /* field lines, "name: value\n" each */
    char content[ASKED_BYTES];               /* of srv_send() and streams, or read from the file */
    size_t content_len;                      /* bytes of it */
    bool is_file, is_problem, fault;         /* fault: a producer said SRV_PRODUCED_FAULT */
    uint64_t stream_len, file_at, file_len;  /* as they were announced */
    srv_produced (*produce)(srv_exchange *); /* a stream that was begun; see asked_produce() */
} asked;

/* Read a request, "GET /x HTTP/1.1\r\n…\r\n\r\n"; it has to be one. `text` is kept by reference. */
void asked_read(asked *a, const srv_route *route, const char *text);

/* The same, and let the route serve it, streams to their end, and drop it. */
void asked_serve(asked *a, const srv_route *route, const char *text);

/* Let a stream that was begun come to its end. */
void asked_produce(asked *a);

/* The value of a field line that was added to the answer; NULL where there is none. Good until the next call. */
const char *asked_field(const asked *a, const char *name);

#endif
