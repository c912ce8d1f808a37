/* SPDX-License-Identifier: MIT */
/* A request and its answer, as a route sees them.
 *
 * The core reads a request's head, finds the route of its path, and calls it; the route answers with one of the
 * srv_send functions, at once or later. It never sees a socket, never waits, and never writes framing: Date,
 * Connection, Content-Length, Transfer-Encoding and what a HEAD or 304 leaves out are the core's business.
 *
 * Every span of a request stays good until the exchange is over, however long its content takes to arrive. */
#ifndef SERVER_EXCHANGE_H
#define SERVER_EXCHANGE_H

#include "h1/h1.h"
#include "h1/write.h"

typedef struct srv_service srv_service;
typedef struct srv_exchange srv_exchange;

/* Methods that a route may take; bits. Methods that the server doesn't know are answered 501 by the core. */
typedef enum srv_method {
    SRV_GET = 1 << 0,
    SRV_HEAD = 1 << 1, /* taken wherever GET is; serve() is called as for GET and the content isn't sent */
    SRV_POST = 1 << 2,
    SRV_PUT = 1 << 3,
    SRV_PATCH = 1 << 4,
    SRV_DELETE = 1 << 5,
    SRV_OPTIONS = 1 << 6, /* answered by the core with Allow unless a route takes it */
    SRV_ANY = 1 << 7,     /* every method but CONNECT and TRACE, known or not */
} srv_method;

/* What serves the requests of one path. */
typedef struct srv_route {
    const char *path;      /* "/h1/hello"; one that ends in "/" serves everything below as well */
    unsigned methods;      /* SRV_ bits; other methods are answered 405 with Allow */
    uint64_t content_most; /* larger content is answered 413 before it is read; 0: the service's limit, which only what
                            * is taken as it comes may exceed */
    bool exact;            /* a path that ends in "/" serves nothing below */
    bool as_it_comes;      /* content is handed to content() piece by piece; otherwise serve() is called when all of it
                            * is here, in x->content */
    void *context;         /* the route's own, shared by all its exchanges */

    /* The head is here (as_it_comes), or the whole request. Has to answer, now or (as_it_comes) in
     * content() or after srv_wait(). An answer
     * given before the content has come closes the connection behind it, unless the content is short. */
    void (*serve)(srv_exchange *x);
    /* as_it_comes: what came; `last` once, with the last piece, which may be empty. */
    void (*content)(srv_exchange *x, h1_bytes piece, bool last);
} srv_route;

/* What a producer of streamed content says when it returns. */
typedef enum srv_produced {
    SRV_PRODUCED_SOME,  /* call again when there is room */
    SRV_PRODUCED_LATER, /* call again in x->later milliseconds */
    SRV_PRODUCED_ALL,
    SRV_PRODUCED_FAULT, /* it can't go on: the connection is cut, so that the client sees that something is missing */
} srv_produced;

struct srv_exchange {
    srv_service *service;
    const srv_route *route;

    /* The request. Its spans count from bytes. */
    const uint8_t *bytes;
    const h1_head *head;
    const h1_field *fields; /* [head->fields] */
    unsigned method;        /* an SRV_ bit; SRV_ANY for one without a name here */
    h1_bytes path;          /* of the target, as sent, "/…" or "*" */
    h1_bytes query;         /* behind the "?"; at is NULL where there is none */
    h1_bytes content;       /* all of it; empty for routes that take it as it comes */
    const void *peer;       /* the loop's: whose connection it is, for logs */

    /* The route's own, for this exchange. */
    void *state;
    void (*drop)(srv_exchange *x); /* called once when the exchange is over, however it ended; may stay NULL */
    unsigned later;                /* see SRV_PRODUCED_LATER */
};

/* ---- Reading the request ---- */

/* The value of the first field line of that name, compared without case; at is NULL where there is none. */
h1_bytes srv_field_value(const srv_exchange *x, const char *name);

/* The next field line of that name; start with *index 0. at is NULL behind the last. */
h1_bytes srv_field_next(const srv_exchange *x, const char *name, uint16_t *index);

/* ---- Answering ---- */

/* Add a field line to the answer; the bytes are copied. What the strict writer refuses turns the answer into a 500, so
 * a value taken from a request can't split it. Fields given before the send function belong to its answer. */
void srv_add_field(srv_exchange *x, const char *name, h1_bytes value);
void srv_add_text(srv_exchange *x, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Answer with content that is here; it is copied. media_type NULL: no Content-Type. Status 204 and 304 send no content,
 * 1xx isn't a final answer and not for here. */
void srv_send(srv_exchange *x, unsigned status, const char *media_type, h1_bytes content);
void srv_send_text(srv_exchange *x, unsigned status, const char *media_type, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Answer with a part of a file. The descriptor becomes the core's and is closed by it. */
void srv_send_file(srv_exchange *x, unsigned status, const char *media_type, int file, uint64_t at, uint64_t len);

/* Answer with content as it is produced. produce() is called when there is room and calls srv_put() some times.
 *
 *   len  of all of it, or SRV_LENGTH_UNKNOWN: chunked for HTTP/1.1, until the close before */
#define SRV_LENGTH_UNKNOWN UINT64_MAX
void srv_send_stream(srv_exchange *x, unsigned status, const char *media_type, uint64_t len,
                     srv_produced (*produce)(srv_exchange *x));

/* Don't answer yet: again() is called in x->later milliseconds, 1 where that is 0. It answers with one of the functions
 * above, or says SRV_PRODUCED_LATER to be called once more. Only where all of the request is here: in serve(), or in
 * content() with its last piece. */
void srv_wait(srv_exchange *x, srv_produced (*again)(srv_exchange *x));

/* In produce(): append content (where chunked: one chunk), copied. */
void srv_put(srv_exchange *x, h1_bytes piece);

/* Would a streamed answer of unknown length have trailers: is the request HTTP/1.1, with TE: trailers? Then a field
 * Trailer can announce them. */
bool srv_takes_trailers(const srv_exchange *x);

/* In produce(), before it says SRV_PRODUCED_ALL: a trailer field. Only sent where the content is chunked and
 * srv_takes_trailers(); returns whether it will be. */
bool srv_add_trailer(srv_exchange *x, const char *name, h1_bytes value);

/* Answer with a problem document (RFC 9457).
 *
 *   rule    the violated rule, or H1_RULE_NONE
 *   offset  of the byte at fault in the request; UINT64_MAX where there is none
 *   detail  a sentence for the client's author */
void srv_send_problem(srv_exchange *x, unsigned status, h1_rule rule, uint64_t offset, const char *detail);

/* Bytes of an answer that no client has taken yet: what a producer may look at before it puts more. */
size_t srv_unsent(const srv_exchange *x);

#endif
