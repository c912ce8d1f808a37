/* SPDX-License-Identifier: MIT */
/* /h1/bytes/N: N bytes, made while they are sent. Byte i is that of line[i % 64], so that any part can be checked. */
#include <stdlib.h>

#include "server/routes/bench.h"
#include "server/routes/request.h"

enum {
    LINE = 64,
    PIECE = 16 * 1024,
};

#define BYTES_MOST (UINT64_C(1) << 40)

static const char TEXT[LINE + 1] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-\n";

typedef struct progress {
    uint64_t at, len;
} progress;

static srv_produced produce(srv_exchange *x)
{
    progress *p = x->state;
    char piece[PIECE];
    size_t len = p->len - p->at < PIECE ? (size_t)(p->len - p->at) : PIECE;

    for (size_t i = 0; i < len; i++)
        piece[i] = TEXT[(p->at + i) % LINE];
    srv_put(x, (h1_bytes){piece, len});
    p->at += len;
    return p->at < p->len ? SRV_PRODUCED_SOME : SRV_PRODUCED_ALL;
}

static void drop(srv_exchange *x)
{
    free(x->state);
    x->state = NULL;
}

void srv_serve_bytes(srv_exchange *x)
{
    uint64_t len;
    progress *p;

    if (!srv_rest_number(x, 0, BYTES_MOST, &len))
        return;
    p = calloc(1, sizeof *p);
    if (p == NULL) {
        srv_send_problem(x, 500, H1_RULE_NONE, UINT64_MAX, "memory is short");
        return;
    }
    p->len = len;
    x->state = p;
    x->drop = drop;
    srv_send_stream(x, 200, "application/octet-stream", len, produce);
}
