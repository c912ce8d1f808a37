/* SPDX-License-Identifier: MIT */
/* Answers that take their time: /h1/slow/MS comes whole after MS milliseconds; /h1/drip/N?delay=MS says its length and
 * gives a byte every MS milliseconds. For the time limits of clients. */
#include <stdlib.h>

#include "server/routes/bench.h"
#include "server/routes/page.h"
#include "server/routes/request.h"

enum {
    DELAY_MOST = 60000, /* milliseconds */
    DRIPS_MOST = 100000,
    DELAY = 100, /* between drips, unless told */
};

typedef struct progress {
    uint64_t at, len, delay;
} progress;

static void drop(srv_exchange *x)
{
    free(x->state);
    x->state = NULL;
}

static bool begin(srv_exchange *x, uint64_t len, uint64_t delay)
{
    progress *p = malloc(sizeof *p);

    srv_add_text(x, "Cache-Control", "no-store");
    if (p == NULL) {
        srv_send_problem(x, 500, H1_RULE_NONE, UINT64_MAX, "memory is short");
        return false;
    }
    *p = (progress){.len = len, .delay = delay};
    x->state = p;
    x->drop = drop;
    return true;
}

static srv_produced answer(srv_exchange *x)
{
    const progress *p = x->state;

    srv_send_text(x, 200, SRV_PLAIN, "after %llu ms\n", (unsigned long long)p->delay);
    return SRV_PRODUCED_ALL;
}

void srv_serve_slow(srv_exchange *x)
{
    uint64_t delay;

    if (!srv_rest_number(x, 0, DELAY_MOST, &delay) || !begin(x, 0, delay))
        return;
    x->later = (unsigned)delay;
    srv_wait(x, answer);
}

static srv_produced drip(srv_exchange *x)
{
    progress *p = x->state;

    if (p->at < p->len) {
        srv_put(x, (h1_bytes){++p->at == p->len ? "\n" : ".", 1});
        x->later = (unsigned)p->delay;
    }
    return p->at == p->len ? SRV_PRODUCED_ALL : p->delay == 0 ? SRV_PRODUCED_SOME : SRV_PRODUCED_LATER;
}

void srv_serve_drip(srv_exchange *x)
{
    uint64_t len, delay = DELAY;

    if (!srv_rest_number(x, 0, DRIPS_MOST, &len) || !srv_query_number(x, "delay", DELAY_MOST, &delay) ||
        !begin(x, len, delay))
        return;
    srv_send_stream(x, 200, SRV_PLAIN, len, drip);
}
