/* SPDX-License-Identifier: MIT */
/* HTTP connections as the loop sees them. */
#include "server/core/loop.h"

static void *begin(void *context, const srv_peer *peer)
{
    return srv_conn_new(context, peer);
}

static void end(void *conn)
{
    srv_conn_free(conn);
}

static void take(void *conn, const uint8_t *bytes, size_t len, bool is_end)
{
    srv_conn_take(conn, bytes, len, is_end);
}

static srv_output output(const void *conn)
{
    return srv_conn_output(conn);
}

static void sent(void *conn, uint64_t len)
{
    srv_conn_sent(conn, len);
}

static unsigned wants(const void *conn)
{
    return srv_conn_wants(conn);
}

static uint64_t deadline(const void *conn)
{
    return srv_conn_deadline(conn);
}

static void tick(void *conn)
{
    srv_conn_tick(conn);
}

static void tell_time(void *context, uint64_t now_ms, int64_t time)
{
    srv_service *service = context;

    service->now_ms = now_ms;
    service->time = time;
}

static void drain(void *context)
{
    srv_service *service = context;

    service->draining = true;
}

const srv_protocol srv_http = {begin, end, take, output, sent, wants, deadline, tick, tell_time, drain};
