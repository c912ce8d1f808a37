/* SPDX-License-Identifier: MIT */
/* What all connections share: the routes, the limits, the clock, the counters, and where reports go. */
#ifndef SERVER_CORE_SERVICE_H
#define SERVER_CORE_SERVICE_H

#include "server/exchange/exchange.h"

typedef struct srv_limits {
    h1_limits parser;       /* head, target, fields … */
    uint64_t content;       /* bytes of content: 413 */
    size_t unsent;          /* bytes of answers waiting for a client: it isn't read any further */
    uint32_t idle_ms;       /* between requests */
    uint32_t head_ms;       /* from a head's first byte to its last: 408 */
    uint32_t rate_after_ms; /* from then on a content has to come … */
    uint32_t rate_least;    /* … at this many bytes a second: 408 */
    uint32_t send_ms;       /* without the client taking a byte of an answer */
    uint32_t linger_ms;     /* reading on after a refusal, so that the answer isn't overtaken by a reset */
    uint32_t requests;      /* on one connection; 0: no limit */
    uint32_t connections;   /* at a time; further ones wait */
} srv_limits;

extern const srv_limits srv_default_limits;

typedef struct srv_counters {
    uint64_t connections, open, requests, refused, bytes_in, bytes_out;
    uint64_t status[6]; /* [1..5]: answers by class */
} srv_counters;

/* An answered request or a refusal, when it is over: what the access log and --show are made of. Good for the call. */
typedef struct srv_record {
    const void *peer;
    const uint8_t *bytes; /* the request's head and whatever was kept; [len] */
    size_t len;
    const h1_head *head; /* NULL: refused before there was one */
    const h1_field *fields;
    unsigned status; /* 0: the connection ended without an answer */
    uint64_t content_in, content_out;
    uint64_t began_ms, ended_ms; /* of the service's clock */
    h1_rule rule;                /* why it was refused */
    uint64_t offset;             /* of the fault, in the connection's bytes */
} srv_record;

struct srv_service {
    srv_limits limits;
    const srv_route *routes; /* [route_count]; the longest path that fits wins */
    size_t route_count;
    uint64_t now_ms; /* monotonic; set by the loop before it calls a connection */
    int64_t time;    /* seconds since 1970, for Date */
    bool draining;   /* answers say Connection: close */
    srv_counters counters;
    void *context; /* for the functions below, each of which may be NULL */
    void (*record)(void *context, const srv_record *record);
    void (*show)(void *context, const void *peer, h1_side side, const uint8_t *bytes, size_t len); /* every byte */
    struct srv_pool *pool; /* the core's own; NULL at first */
};

/* Free what the core keeps for a service, after its last connection. */
void srv_service_close(srv_service *service);

#endif
