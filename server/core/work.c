/* SPDX-License-Identifier: MIT */
/* Memory: the works of connections that aren't idle, and the pool in which they wait. */
#include <stdlib.h>
#include <string.h>

#include "server/core/work.h"

enum {
    SPARES_MOST = 64,  /* works that wait for use; others are freed */
    KEPT_MOST = 16384, /* bytes that a buffer of a spare work keeps */
};

const srv_limits srv_default_limits = {
    .parser = {8192, 8000, 8192, 100, 65536, 8192, 4096, 8, false},
    .content = 16777216,
    .unsent = 262144,
    .idle_ms = 60000,
    .head_ms = 15000,
    .rate_after_ms = 15000,
    .rate_least = 256,
    .send_ms = 30000,
    .linger_ms = 5000,
    .requests = 0,
    .connections = 16384,
};

static int longer_first(const void *one, const void *other)
{
    const srv_place *a = one, *b = other;

    return a->len < b->len ? 1 : a->len > b->len ? -1 : 0;
}

bool srv_pool_open(srv_service *service)
{
    srv_pool *pool = calloc(1, sizeof *pool + service->route_count * sizeof pool->places[0]);

    if (pool == NULL)
        return false;
    pool->time = INT64_MIN;
    pool->place_count = service->route_count;
    for (size_t i = 0; i < service->route_count; i++)
        pool->places[i] = (srv_place){&service->routes[i], strlen(service->routes[i].path)};
    qsort(pool->places, pool->place_count, sizeof pool->places[0], longer_first);
    service->pool = pool;
    return true;
}

static void free_work(srv_work *w)
{
    srv_buffer *const buffers[] = {&w->in, &w->head_copy, &w->content, &w->added, &w->out};

    for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++)
        free(buffers[i]->bytes);
    free(w);
}

void srv_service_close(srv_service *service)
{
    srv_pool *pool = service->pool;

    while (pool != NULL && pool->spare != NULL) {
        srv_work *w = pool->spare;
        pool->spare = w->next;
        free_work(w);
    }
    free(pool);
    service->pool = NULL;
}

bool srv_work_begin(srv_conn *c)
{
    srv_pool *pool = c->service->pool;
    uint16_t fields = c->service->limits.parser.fields;
    srv_work *w = pool->spare;

    if (w != NULL) {
        pool->spare = w->next;
        pool->spares--;
    } else {
        w = calloc(1, sizeof *w + 2 * (size_t)fields * sizeof w->fields[0]);
    }
    if (w == NULL)
        return false;
    w->conn = c;
    w->file = -1;
    w->in_head = false;
    w->x.service = c->service;
    w->x.peer = c->peer;
    c->work = w;
    h1_stream_fields(&c->stream, w->fields, fields);
    return true;
}

void srv_work_end(srv_conn *c)
{
    srv_pool *pool = c->service->pool;
    srv_work *w = c->work;

    c->work = NULL;
    if (pool->spares >= SPARES_MOST) {
        free_work(w);
        return;
    }
    srv_buffer_clear(&w->in, KEPT_MOST);
    srv_buffer_clear(&w->head_copy, KEPT_MOST);
    srv_buffer_clear(&w->content, KEPT_MOST);
    srv_buffer_clear(&w->added, KEPT_MOST);
    srv_buffer_clear(&w->out, KEPT_MOST);
    w->next = pool->spare;
    pool->spare = w;
    pool->spares++;
}

h1_bytes srv_date(srv_service *service)
{
    srv_pool *pool = service->pool;
    h1_date date;

    if (pool->time != service->time && h1_date_of(service->time, &date)) {
        h1_date_write(&date, pool->date);
        pool->time = service->time;
    }
    return (h1_bytes){pool->date, sizeof pool->date};
}
