/* SPDX-License-Identifier: MIT */
/* What the routes of the workbench share; for its own files. */
#ifndef SERVER_ROUTES_BENCH_H
#define SERVER_ROUTES_BENCH_H

#include "server/frames/store.h"
#include "server/routes/memory.h"
#include "server/routes/session.h"
#include "server/routes/users.h"
#include "server/routes/workbench.h"

enum {
    SRV_WORKBENCH_ROUTES = 32,
};

struct srv_workbench {
    srv_workbench_options options;
    srv_route routes[SRV_WORKBENCH_ROUTES];
    size_t route_count;
    uint8_t key[SRV_KEY_LEN];
    srv_users users;
    srv_sessions sessions;
    srv_memory memory;
    srv_store uploads; /* folder -1: there is none */
};

/* The workbench of an exchange's route. */
static inline srv_workbench *srv_bench(const srv_exchange *x)
{
    return x->route->context;
}

/* One or more for each route; named after their paths. */
void srv_serve_home(srv_exchange *x);
void srv_serve_style(srv_exchange *x);
void srv_serve_script(srv_exchange *x);
void srv_serve_counters(srv_exchange *x);
void srv_serve_metrics(srv_exchange *x);
void srv_serve_hello(srv_exchange *x);
void srv_serve_echo(srv_exchange *x);
void srv_serve_status(srv_exchange *x);
void srv_serve_redirect(srv_exchange *x);
void srv_serve_bytes(srv_exchange *x);
void srv_serve_chunked(srv_exchange *x);
void srv_serve_cookies(srv_exchange *x);
void srv_serve_login(srv_exchange *x);
void srv_serve_private(srv_exchange *x);
void srv_serve_logout(srv_exchange *x);
void srv_serve_upload_page(srv_exchange *x);
void srv_serve_upload(srv_exchange *x);
void srv_serve_upload_content(srv_exchange *x, h1_bytes piece, bool last);
void srv_serve_store(srv_exchange *x);
void srv_serve_cache(srv_exchange *x);
void srv_serve_etag(srv_exchange *x);
void srv_serve_slow(srv_exchange *x);
void srv_serve_drip(srv_exchange *x);

#endif
