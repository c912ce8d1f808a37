/* SPDX-License-Identifier: MIT */
/* A connection: two streams, and the requests that wait for their response.
 *
 * Responses come in the order of the requests (RFC 9112 section 9.3.2). So a queue of what was asked, two bits each, is
 * all that couples the directions: the request side pushes at each HEAD, the response side takes the oldest at each
 * final HEAD, and before each head tells its stream what the oldest is. Behind CONNECT and Upgrade the request side
 * waits; the response that empties the queue is the answer it waits for. */
#include <h1/h1.h>

#include <string.h>

#include "parser/src/stream_state.h"

_Static_assert(sizeof(h1_conn) <= 320, "a connection fits five cache lines");

enum { OWN_RING_SIZE = 64, REQUESTS_A_BYTE = 4 };

/* c->state: what the last response said to a request side that waits. */
enum answer { ANSWER_NONE, ANSWER_HTTP, ANSWER_TUNNEL };

enum { JOINED = 1 };

void h1_conn_init(h1_conn *c, h1_mode mode, const h1_limits *limits)
{
    memset(c, 0, sizeof *c);
    h1_stream_init(&c->requests, H1_REQUESTS, mode, limits);
    h1_stream_init(&c->responses, H1_RESPONSES, mode, limits);
}

h1_stream *h1_conn_stream(h1_conn *c, h1_side side)
{
    return side == H1_REQUESTS ? &c->requests : &c->responses;
}

void h1_conn_fields(h1_conn *c, h1_side side, h1_field *fields, uint16_t capacity)
{
    h1_stream_fields(h1_conn_stream(c, side), fields, capacity);
}

void h1_conn_ring(h1_conn *c, uint8_t *ring, uint32_t bytes)
{
    c->ring = ring;
    c->ring_size = bytes > UINT32_MAX / REQUESTS_A_BYTE ? UINT32_MAX : bytes * REQUESTS_A_BYTE;
}

void h1_conn_joined(h1_conn *c)
{
    c->flags |= JOINED;
}

uint32_t h1_conn_outstanding(const h1_conn *c)
{
    return c->count;
}

/* ---- The queue: the struct's own, unless a ring was lent; never a pointer into the struct, which may be copied
 * --------- */

static uint32_t ring_size(const h1_conn *c)
{
    return c->ring != NULL ? c->ring_size : OWN_RING_SIZE;
}

static uint8_t *ring_of(h1_conn *c)
{
    return c->ring != NULL ? c->ring : c->own;
}

static bool is_full(const h1_conn *c)
{
    return c->count >= ring_size(c);
}

/* The four that a request can be asked for, H1_TO_OTHER to H1_TO_09, are kept as 0 to 3. */
static void push(h1_conn *c, h1_answers asked)
{
    uint32_t i = (uint32_t)(((uint64_t)c->first + c->count) % ring_size(c));
    uint8_t *byte = &ring_of(c)[i / REQUESTS_A_BYTE];
    unsigned bit = i % REQUESTS_A_BYTE * 2;

    *byte = (uint8_t)((*byte & ~(3u << bit)) | ((unsigned)(asked - H1_TO_OTHER) << bit));
    c->count++;
}

static h1_answers oldest(h1_conn *c)
{
    unsigned byte = ring_of(c)[c->first / REQUESTS_A_BYTE];
    unsigned bit = c->first % REQUESTS_A_BYTE * 2;

    return (h1_answers)(H1_TO_OTHER + (byte >> bit & 3u));
}

static void pop(h1_conn *c)
{
    c->first = (c->first + 1) % ring_size(c);
    c->count--;
}

/* ---- Requests ------------------------------------------------------------------------------------------------- */

/* An answer that came before the request side had to wait for it. */
static void resume(h1_conn *c)
{
    if (c->requests.phase != H1I_PHASE_WAIT_PEER || c->count > 0 || c->state == ANSWER_NONE)
        return;
    h1_stream_resume(&c->requests, c->state == ANSWER_TUNNEL ? H1_AS_TUNNEL : H1_AS_HTTP);
}

static size_t next_request(h1_conn *c, const uint8_t *buf, size_t len, bool end, h1_event *ev)
{
    bool between = (c->requests.phase == H1I_PHASE_HEAD || c->requests.phase == H1I_PHASE_LAST) && c->requests.at == 0;
    size_t used;

    resume(c);
    if (between && is_full(c) && len > 0) {
        memset(ev, 0, sizeof *ev);
        ev->type = H1_WAIT;
        return 0;
    }
    used = h1_next(&c->requests, buf, len, end, ev);
    if (ev->type == H1_HEAD) {
        c->state = ANSWER_NONE;
        push(c, h1_answers_to(&ev->head));
    }
    return used;
}

/* ---- Responses ------------------------------------------------------------------------------------------------- */

static h1_answers answers_of(h1_conn *c)
{
    if (c->count > 0)
        return oldest(c);
    return (c->flags & JOINED) != 0 ? H1_TO_UNKNOWN : H1_TO_NOTHING;
}

static bool before_head(const h1_stream *s)
{
    return (s->phase == H1I_PHASE_SIGNATURE || s->phase == H1I_PHASE_HEAD) && s->at == 0;
}

/* A final response answers the oldest request; 101 is final for the request that asked for the upgrade. */
static void take_answer(h1_conn *c, const h1_head *head)
{
    bool tunnel = head->framing == H1_FRAMING_TUNNEL;

    if (c->count == 0 || (head->status / 100 == 1 && head->status != 101))
        return;
    pop(c);
    if (c->count > 0)
        return;
    c->state = tunnel ? ANSWER_TUNNEL : ANSWER_HTTP;
    resume(c);
}

static size_t next_response(h1_conn *c, const uint8_t *buf, size_t len, bool end, h1_event *ev)
{
    size_t used;

    if (before_head(&c->responses))
        h1_stream_expect(&c->responses, answers_of(c));
    used = h1_next(&c->responses, buf, len, end, ev);
    if (ev->type == H1_HEAD)
        take_answer(c, &ev->head);
    return used;
}

size_t h1_conn_next(h1_conn *c, h1_side side, const uint8_t *buf, size_t len, bool end, h1_event *ev)
{
    return side == H1_REQUESTS ? next_request(c, buf, len, end, ev) : next_response(c, buf, len, end, ev);
}
