/* SPDX-License-Identifier: MIT */
/* What the files of the core share. A connection that isn't idle has a work: the exchange, its buffers, what is to be
 * sent. An idle one has none; works that nobody needs wait in the pool. */
#ifndef SERVER_CORE_WORK_H
#define SERVER_CORE_WORK_H

#include "h1/dates.h"
#include "server/core/buffer.h"
#include "server/core/conn.h"

typedef struct srv_work srv_work;

enum {
    SRV_ADDED_MOST = 64,         /* field lines that a route may add to an answer */
    SRV_STREAM_ROOM = 64 * 1024, /* a producer is called while less than this waits for the client */
    SRV_SHORT_REST = 64 * 1024,  /* content that nobody wants is read and dropped up to here, rather than closing */
};

typedef enum srv_state {
    SRV_OPEN = 0,
    SRV_CLOSING,   /* nothing more is read; what waits is sent */
    SRV_LINGERING, /* all is sent; what arrives is dropped until the peer closes */
    SRV_CLOSED,
} srv_state;

struct srv_conn {
    h1_stream stream;
    srv_service *service;
    const void *peer;
    srv_work *work; /* NULL: idle */
    uint64_t since; /* when it became idle, or began to linger */
    uint32_t requests;
    uint8_t state; /* srv_state */
    bool ended;    /* the peer will send nothing more */
    bool linger;   /* the peer may still be sending: don't close on it */
    bool reset;    /* what was sent isn't whole: don't let it look so */
};

struct srv_work {
    srv_exchange x; /* first, so that one is the other */
    srv_conn *conn;
    srv_work *next;       /* in the pool */
    srv_buffer in;        /* bytes that arrived and weren't parsed */
    srv_buffer head_copy; /* of the request's head: what x->bytes points at */
    srv_buffer content;   /* of the request, where it is collected */
    srv_buffer added;     /* names and values of field lines that the route added */
    srv_buffer out;
    int file; /* to be sent behind out; -1: none */
    uint64_t file_at, file_len;
    bool in_head;        /* an unfinished head is there … */
    uint64_t head_began; /* … since then */
    uint64_t sent_at;    /* when the client took something last, or something began to wait for it */
    uint64_t later_at;   /* when the producer is to be called again; 0: at once */
    uint64_t message_at; /* stream offset of the request's first byte */
    uint64_t content_most;
    h1_head head;

    /* The exchange under way, all zero between two. */
    struct {
        bool under_way, request_done, answered, answer_done;
        bool close;   /* the connection ends behind the answer */
        bool silent;  /* the answer has no content: HEAD, 204, 304 */
        bool chunked; /* streamed, in chunks */
        bool trailers, broken, continued;
        unsigned status;
        srv_produced (*produce)(srv_exchange *x);
        uint64_t due; /* bytes that a stream of known length still owes; SRV_LENGTH_UNKNOWN */
        uint64_t began, content_in, content_out;
        h1_rule rule;
        uint64_t fault_at;
    } now;
    uint16_t added_count;
    struct {
        uint32_t name_at, name_len, value_at, value_len;
    } fields_added[SRV_ADDED_MOST];
    h1_field fields[]; /* twice limits.parser.fields: the head's, then the trailer section's */
};

/* One path, its length known. */
typedef struct srv_place {
    const srv_route *route;
    size_t len;
} srv_place;

/* What an answer's head is made of, where its route adds no field lines. */
typedef struct srv_head_key {
    int64_t time;
    uint64_t len;
    unsigned status;
    bool silent, chunked, keep, old; /* old: HTTP/1.0 */
    char media_type[64];             /* filled with zero bytes */
} srv_head_key;

/* What a service keeps for its connections. */
typedef struct srv_pool {
    srv_head_key last_key; /* the next head is likely to be the one written last */
    uint8_t last_head[256];
    size_t last_len;

    srv_work *spare;
    size_t spares;
    int64_t time; /* that date is the text of */
    uint8_t date[H1_DATE_LEN];
    size_t place_count;
    srv_place places[]; /* the longest path first */
} srv_pool;

static inline srv_work *srv_work_of(srv_exchange *x)
{
    return (srv_work *)(void *)x;
}

/* ---- work.c: memory ---- */

/* Set up service->pool. Returns false where memory is short. */
bool srv_pool_open(srv_service *service);

/* Give the connection a work. Returns false where memory is short. */
bool srv_work_begin(srv_conn *c);

/* Take it away again. */
void srv_work_end(srv_conn *c);

/* Date's value; made once a second. */
h1_bytes srv_date(srv_service *service);

/* ---- head.c ---- */

/* The field lines that the route added. Returns how many; there is room for SRV_ADDED_MOST. */
uint16_t srv_put_added(const srv_work *w, h1_field_text *fields);

/* Begin an answer: its head. Returns false where there is to be no content behind it. */
bool srv_begin_answer(srv_work *w, unsigned status, const char *media_type, uint64_t len);

/* ---- exchange/: what routes call, and the core too ---- */

/* The words behind a status code; empty for one that has none. */
h1_bytes srv_reason(unsigned status);

/* Allow: with the methods of these bits, and OPTIONS. */
void srv_add_allow(srv_exchange *x, unsigned methods);

/* Call the producer while there is room. */
void srv_produce(srv_work *w);

/* ---- dispatch.c ---- */

/* A head is there: w->head, its bytes in w->head_copy, its fields in w->fields. Answers it, or finds its route. */
void srv_dispatch(srv_work *w, bool content_here);

/* All of the request is there. */
void srv_dispatch_whole(srv_work *w);

/* The request, or what came instead of one, is refused: a problem document, then the connection closes.
 *
 *   offset  in the connection's bytes; UINT64_MAX for none */
void srv_refuse(srv_work *w, unsigned status, h1_rule rule, uint64_t offset, const char *detail);

#endif
