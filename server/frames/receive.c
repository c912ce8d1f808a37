/* SPDX-License-Identifier: MIT */
/* See receive.h. A connection is open, then (after a refusal) lingering: our side is shut and what still arrives is
 * dropped, so that the reply isn't overtaken by a reset. */
#include "receive.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum {
    CHUNK = 128 * 1024,
    EVENTS = 64,
    TICK = 500, /* milliseconds between looks at the clock for silent connections */
    LINGER = 5, /* seconds for which a refused peer may go on sending */
};

typedef struct client {
    struct client *next, *before;
    int fd;
    bool lingering;
    double seen, linger_until;
    srv_peer peer;
    srv_upload upload;
} client;

typedef struct loop {
    srv_receive *receive;
    int epoll;
    bool accepting;
    unsigned count;
    client *clients;
    uint8_t *chunk; /* [CHUNK], shared: nothing of it is kept */
    double now;
} loop;

static double seconds_now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void watch(const loop *l, client *c, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = c};

    epoll_ctl(l->epoll, EPOLL_CTL_MOD, c->fd, &event);
}

static void accept_more(loop *l, bool on)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};

    if (on == l->accepting)
        return;
    l->accepting = on;
    epoll_ctl(l->epoll, on ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, l->receive->listener, &event);
}

static void drop(loop *l, client *c)
{
    srv_upload_free(&c->upload);
    close(c->fd);
    if (c->before != NULL)
        c->before->next = c->next;
    else
        l->clients = c->next;
    if (c->next != NULL)
        c->next->before = c->before;
    free(c);
    l->count--;
    accept_more(l, true);
}

static void take_client(loop *l, int fd, const srv_peer *peer)
{
    client *c = calloc(1, sizeof *c);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};

    if (c == NULL || epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
        free(c);
        close(fd);
        return;
    }
    c->fd = fd;
    c->seen = l->now;
    c->peer = *peer;
    c->next = l->clients;
    if (c->next != NULL)
        c->next->before = c;
    l->clients = c;
    l->count++;
    srv_upload_init(&c->upload, &l->receive->uploads, &c->peer);
}

/* Until nobody waits any more, or there are enough, or no descriptor is left: then a connection that ends makes room.
 */
static void accept_clients(loop *l)
{
    while (l->count < l->receive->clients_most) {
        srv_peer peer = {.len = sizeof peer.address};
        int fd =
            accept4(l->receive->listener, (struct sockaddr *)&peer.address, &peer.len, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0)
            take_client(l, fd, &peer);
        else if (errno == EAGAIN)
            return;
        else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            break;
        else if (errno != EINTR && errno != ECONNABORTED)
            return;
    }
    accept_more(l, l->count == 0);
}

/* Send what waits. Returns false where the peer is gone. */
static bool send_replies(loop *l, client *c)
{
    srv_upload *u = &c->upload;

    while (u->out_at < u->out_len) {
        ssize_t sent = send(c->fd, u->out + u->out_at, u->out_len - u->out_at, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            watch(l, c, EPOLLOUT);
            return true;
        }
        if (sent < 0 && errno != EINTR)
            return false;
        if (sent > 0) {
            u->out_at += (size_t)sent;
            c->seen = l->now;
        }
    }
    u->out_at = u->out_len = 0;
    watch(l, c, EPOLLIN);
    if (u->finished && !c->lingering) {
        c->lingering = true;
        c->linger_until = l->now + LINGER;
        shutdown(c->fd, SHUT_WR);
    }
    return true;
}

/* One read, so that everybody gets a turn. Returns false where the connection is over. */
static bool read_client(loop *l, client *c)
{
    ssize_t got = recv(c->fd, l->chunk, CHUNK, 0);

    if (got < 0)
        return errno == EAGAIN || errno == EINTR;
    c->seen = l->now;
    if (c->lingering)
        return got > 0;
    srv_upload_take(&c->upload, l->chunk, (size_t)got, got == 0);
    return send_replies(l, c) && got > 0;
}

static void serve(loop *l, client *c, uint32_t events)
{
    bool goes_on = true;

    if ((events & EPOLLOUT) != 0)
        goes_on = send_replies(l, c);
    else if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
        goes_on = read_client(l, c);
    if (!goes_on)
        drop(l, c);
}

static void drop_silent(loop *l)
{
    client *next;

    for (client *c = l->clients; c != NULL; c = next) {
        next = c->next;
        if (l->now - c->seen > l->receive->idle_seconds || (c->lingering && l->now > c->linger_until))
            drop(l, c);
    }
}

/* Returns 0 when it was told to stop, or an errno. */
static int turn(loop *l)
{
    struct epoll_event events[EVENTS];
    double swept = 0;

    while (!*l->receive->stop) {
        int count = epoll_pwait(l->epoll, events, EVENTS, TICK, l->receive->waiting);
        if (count < 0 && errno != EINTR)
            return errno;
        l->now = seconds_now();
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr != NULL)
                serve(l, events[i].data.ptr, events[i].events);
            else
                accept_clients(l);
        }
        if (l->now - swept > TICK / 1000.0) {
            drop_silent(l);
            swept = l->now;
        }
    }
    return 0;
}

int srv_receive_run(srv_receive *receive)
{
    loop l = {.receive = receive, .epoll = epoll_create1(EPOLL_CLOEXEC), .chunk = malloc(CHUNK), .now = seconds_now()};
    int error = l.epoll < 0 ? errno : l.chunk == NULL ? ENOMEM : 0;

    if (error == 0) {
        accept_more(&l, true);
        error = turn(&l);
    }
    while (l.clients != NULL)
        drop(&l, l.clients);
    if (l.epoll >= 0)
        close(l.epoll);
    free(l.chunk);
    return error;
}
