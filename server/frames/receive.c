/* SPDX-License-Identifier: MIT */
/* See receive.h. A connection is open, then (after a refusal) lingering: our side is shut and what still arrives is
 * dropped, so that the reply isn't overtaken by a reset. */
#include "receive.h"

#include <stdlib.h>

enum { LINGER_MS = 5000 }; /* for which a refused peer may go on sending */

typedef struct srv_left client;

struct srv_left {
    srv_receive *receive;
    srv_peer peer; /* a copy: a report may come when the connection is gone */
    struct srv_left *next;
    uint64_t look_at; /* a file is being synced: when to look whether it is done */
    uint32_t look_after;
    uint64_t seen; /* when it brought or took something last, or began to linger */
    bool lingering, ended, closed;
    srv_upload upload;
};

static void *begin(void *context, const srv_peer *peer)
{
    client *c = calloc(1, sizeof *c);

    if (c == NULL)
        return NULL;
    c->receive = context;
    c->peer = *peer;
    c->seen = c->receive->now_ms;
    srv_upload_init(&c->upload, &c->receive->uploads, &c->peer);
    return c;
}

static void end(void *conn)
{
    client *c = conn;

    if (c->upload.sync != NULL) {
        srv_upload_take(&c->upload, NULL, 0, true);
        c->next = c->receive->left;
        c->receive->left = c;
        return;
    }
    srv_upload_free(&c->upload);
    free(c);
}

/* Report those who are gone; `all`: wait for each of them. */
static void bury(srv_receive *receive, bool all)
{
    client **link = &receive->left;

    while (*link != NULL) {
        client *c = *link;
        srv_upload_look(&c->upload);
        if (all || c->upload.sync == NULL) {
            *link = c->next;
            srv_upload_free(&c->upload);
            free(c);
        } else {
            link = &c->next;
        }
    }
}

/* A file goes to the disk: look again soon, then less and less often. */
static void look_later(client *c)
{
    c->look_after = c->look_after == 0 ? 1 : c->look_after < SRV_SYNC_LOOK_MOST ? 2 * c->look_after : c->look_after;
    c->look_at = c->receive->now_ms + c->look_after;
}

/* All replies are sent: what now? */
static void settle(client *c)
{
    if (c->upload.sync != NULL)
        look_later(c);
    else
        c->look_after = 0;
    if (c->upload.out_at < c->upload.out_len || c->upload.sync != NULL)
        return;
    c->upload.out_at = c->upload.out_len = 0;
    c->closed = c->closed || c->ended;
    c->lingering = c->lingering || c->upload.finished;
}

static void take(void *conn, const uint8_t *bytes, size_t len, bool is_end)
{
    client *c = conn;

    c->ended = c->ended || is_end;
    if (!c->lingering) {
        c->seen = c->receive->now_ms;
        srv_upload_take(&c->upload, bytes, len, is_end);
    }
    settle(c);
}

static srv_output output(const void *conn)
{
    const client *c = conn;

    return (srv_output){
        .bytes = c->upload.out + c->upload.out_at, .len = c->upload.out_len - c->upload.out_at, .file = -1};
}

static void sent(void *conn, uint64_t len)
{
    client *c = conn;

    c->upload.out_at += (size_t)len;
    c->seen = c->receive->now_ms;
    settle(c);
}

/* It is read only while all its files are on the disk and all its replies are sent. */
static unsigned wants(const void *conn)
{
    const client *c = conn;

    if (c->closed)
        return SRV_WANTS_CLOSE;
    if (c->upload.out_at < c->upload.out_len)
        return SRV_WANTS_WRITE;
    if (c->upload.sync != NULL)
        return 0;
    if (c->receive->draining)
        return SRV_WANTS_CLOSE;
    return c->lingering ? SRV_WANTS_READ | SRV_WANTS_SHUTDOWN : SRV_WANTS_READ;
}

static uint64_t deadline(const void *conn)
{
    const client *c = conn;

    if (c->upload.sync != NULL)
        return c->look_at;
    return c->seen + (c->lingering ? LINGER_MS : c->receive->idle_ms);
}

static void tick(void *conn)
{
    client *c = conn;

    if (c->upload.sync == NULL) {
        c->closed = c->closed || deadline(c) <= c->receive->now_ms;
        return;
    }
    srv_upload_look(&c->upload);
    c->seen = c->receive->now_ms;
    settle(c);
}

static void tell_time(void *context, uint64_t now_ms, int64_t time)
{
    srv_receive *receive = context;

    (void)time;
    receive->now_ms = now_ms;
    bury(receive, false);
}

static void drain(void *context)
{
    srv_receive *receive = context;

    receive->draining = true;
}

const srv_protocol srv_frames = {begin, end, take, output, sent, wants, deadline, tick, tell_time, drain};

void srv_receive_close(srv_receive *receive)
{
    bury(receive, true);
    srv_store_close(&receive->uploads.store);
}
