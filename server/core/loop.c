/* SPDX-License-Identifier: MIT */
/* See loop.h. A client is readable or writable from an edge until a call comes up short; a connection that doesn't want
 * to read leaves its bytes in the kernel, so a peer that is too fast or too slow waits there. */
#include "server/core/loop.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <time.h>
#include <unistd.h>

#include "server/core/timers.h"

enum {
    BYTES = 128 * 1024, /* read at once */
    EVENTS = 256,
    TURNS = 16,          /* calls for one client before others get theirs */
    FILE_PART = 1 << 20, /* of a file, sent at once */
    UNSENT_MOST = BYTES, /* taken by the kernel for a client beyond what it may send: else it takes megabytes */
    DRAIN_LOOK_MS = 50,  /* between looks at who is idle by now */
};

/* A listener, at work. */
typedef struct port {
    srv_listener l;
    uint32_t open;
    bool accepting;
} port;

typedef struct client {
    srv_timer timer; /* first: a timer of the heap is its client */
    int fd;
    bool readable, writable, ended, shut;
    port *port;
    void *conn;
    srv_peer peer;
} client;

typedef struct loop {
    const srv_loop *set;
    int epoll;
    srv_timers timers; /* of all clients */
    port ports[SRV_LISTENERS_MOST];
    uint8_t *bytes; /* [BYTES] */
    uint64_t now;
    bool draining;
} loop;

static void tell_time(loop *l)
{
    struct timespec monotonic, real;

    clock_gettime(CLOCK_MONOTONIC, &monotonic);
    clock_gettime(CLOCK_REALTIME_COARSE, &real);
    l->now = (uint64_t)monotonic.tv_sec * 1000 + (uint64_t)monotonic.tv_nsec / 1000000;
    for (size_t i = 0; i < l->set->listener_count; i++)
        l->ports[i].l.protocol->tell_time(l->ports[i].l.context, l->now, real.tv_sec);
}

static void accept_more(loop *l, port *p, bool on)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = p};

    if (on == p->accepting || (on && (l->draining || p->open >= p->l.most)))
        return;
    p->accepting = on;
    epoll_ctl(l->epoll, on ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, p->l.fd, &event);
}

static void drop(loop *l, client *c, bool reset)
{
    const struct linger at_once = {.l_onoff = 1, .l_linger = 0};

    c->port->l.protocol->end(c->conn);
    if (reset)
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(c->fd);
    srv_timers_remove(&l->timers, &c->timer);
    c->port->open--;
    accept_more(l, c->port, true);
    free(c);
}

/* ---- Clients that come ------------------------------------------------------------------------------------------- */

static bool watch(const loop *l, client *c, int how)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = c};

    return epoll_ctl(l->epoll, how, c->fd, &event) == 0;
}

static void take_client(loop *l, port *p, int fd, const srv_peer *peer)
{
    client *c = calloc(1, sizeof *c);

    if (c != NULL) {
        c->fd = fd;
        c->writable = true;
        c->port = p;
        c->peer = *peer;
        c->conn = p->l.protocol->begin(p->l.context, &c->peer);
    }
    if (c == NULL || c->conn == NULL || !srv_timers_add(&l->timers, &c->timer, p->l.protocol->deadline(c->conn))) {
        if (c != NULL && c->conn != NULL)
            p->l.protocol->end(c->conn);
        free(c);
        close(fd);
        return;
    }
    p->open++;
    if (!watch(l, c, EPOLL_CTL_ADD))
        drop(l, c, false);
}

/* Until nobody waits any more, or there are enough, or no descriptor is left: then those who end make room. */
static void accept_clients(loop *l, port *p)
{
    while (p->open < p->l.most) {
        srv_peer peer = {.len = sizeof peer.address};
        int fd = accept4(p->l.fd, (struct sockaddr *)&peer.address, &peer.len, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0)
            take_client(l, p, fd, &peer);
        else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            break;
        else if (errno != EINTR && errno != ECONNABORTED)
            return;
    }
    accept_more(l, p, p->open == 0);
}

/* ---- Clients that are here --------------------------------------------------------------------------------------- */

/* Returns false where the connection is over. */
static bool send_some(client *c)
{
    const srv_protocol *protocol = c->port->l.protocol;
    srv_output out = protocol->output(c->conn);
    off_t at = (off_t)out.file_at;
    bool memory = out.len > 0;
    uint64_t due = memory ? out.len : out.file_len < FILE_PART ? out.file_len : FILE_PART;
    ssize_t sent = memory ? send(c->fd, out.bytes, out.len, MSG_NOSIGNAL | (out.file >= 0 ? MSG_MORE : 0))
                          : sendfile(c->fd, out.file, &at, (size_t)due);

    if (sent < 0 && errno != EAGAIN)
        return errno == EINTR;
    if (sent == 0)
        return false; /* the file has become shorter than was promised */
    c->writable = sent > 0 && (!memory || (uint64_t)sent == due);
    if (sent > 0)
        protocol->sent(c->conn, (uint64_t)sent);
    return true;
}

static bool read_some(loop *l, client *c)
{
    ssize_t got = recv(c->fd, l->bytes, BYTES, 0);

    if (got < 0 && errno != EAGAIN)
        return errno == EINTR;
    /* less than there was room for: the next byte comes with an edge of its own, unless the end has announced itself */
    c->readable = got == BYTES || (got > 0 && c->ended);
    if (got >= 0)
        c->port->l.protocol->take(c->conn, l->bytes, (size_t)got, got == 0);
    return true;
}

/* Do what the connection wants, as far as the socket lets it. */
static void attend(loop *l, client *c)
{
    const srv_protocol *protocol = c->port->l.protocol;
    bool goes_on = true;

    for (unsigned i = 0; goes_on && i < TURNS; i++) {
        unsigned wants = protocol->wants(c->conn);
        if ((wants & SRV_WANTS_CLOSE) != 0 && !((wants & SRV_WANTS_READ) != 0 && c->readable)) {
            drop(l, c, (wants & SRV_WANTS_RESET) != 0);
            return;
        }
        if ((wants & SRV_WANTS_SHUTDOWN) != 0 && !c->shut) {
            shutdown(c->fd, SHUT_WR);
            c->shut = true;
        }
        if ((wants & SRV_WANTS_WRITE) != 0 && c->writable) {
            goes_on = send_some(c);
        } else if ((wants & SRV_WANTS_READ) != 0 && c->readable) {
            goes_on = read_some(l, c);
        } else {
            srv_timers_set(&l->timers, &c->timer, protocol->deadline(c->conn), true);
            return;
        }
    }
    if (goes_on && watch(l, c, EPOLL_CTL_MOD)) /* which gives a new edge: others first */
        srv_timers_set(&l->timers, &c->timer, protocol->deadline(c->conn), true);
    else
        drop(l, c, false);
}

static void serve(loop *l, client *c, uint32_t events)
{
    if ((events & EPOLLERR) != 0) {
        drop(l, c, false);
        return;
    }
    c->readable = c->readable || (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP)) != 0;
    c->ended = c->ended || (events & (EPOLLRDHUP | EPOLLHUP)) != 0;
    c->writable = c->writable || (events & EPOLLOUT) != 0;
    attend(l, c);
}

static void ring_timers(loop *l)
{
    while (l->timers.count > 0 && l->timers.entries[0].at <= l->now) {
        client *c = (client *)(void *)l->timers.entries[0].timer;
        uint64_t due = c->port->l.protocol->deadline(c->conn);
        srv_timers_set(&l->timers, &c->timer, due > l->now ? due : l->now + 1, false);
        if (due > l->now)
            continue;
        c->port->l.protocol->tick(c->conn);
        attend(l, c);
    }
}

/* ---- Turning ----------------------------------------------------------------------------------------------------- */

/* Who has connected already is served; nobody else can: a queue that nobody looks at would keep them waiting. */
static void begin_draining(loop *l)
{
    for (size_t i = 0; i < l->set->listener_count; i++) {
        if (l->ports[i].accepting)
            accept_clients(l, &l->ports[i]);
        accept_more(l, &l->ports[i], false);
        shutdown(l->ports[i].l.fd, SHUT_RD);
        l->ports[i].l.protocol->drain(l->ports[i].l.context);
    }
    l->draining = true;
}

/* Those who are idle want to be closed now. */
static void look_at_all(loop *l)
{
    for (size_t i = l->timers.count; i > 0; i--) {
        if (i <= l->timers.count)
            attend(l, (client *)(void *)l->timers.entries[i - 1].timer);
    }
}

static int time_to_wait(const loop *l)
{
    uint64_t most = l->draining ? DRAIN_LOOK_MS : INT32_MAX;
    uint64_t due = l->timers.count > 0 ? l->timers.entries[0].at : UINT64_MAX;

    if (due <= l->now)
        return 0;
    return due - l->now < most ? (int)(due - l->now) : most == INT32_MAX ? -1 : (int)most;
}

/* Which listener an event is for; NULL where it is a client's. */
static port *port_of(loop *l, const void *watched)
{
    for (size_t i = 0; i < l->set->listener_count; i++) {
        if (watched == &l->ports[i])
            return &l->ports[i];
    }
    return NULL;
}

static int wait_once(loop *l)
{
    struct epoll_event events[EVENTS];
    int count = epoll_pwait(l->epoll, events, EVENTS, time_to_wait(l), l->set->waiting);

    if (count < 0 && errno != EINTR)
        return errno;
    tell_time(l);
    for (int i = 0; i < count; i++) {
        port *p = port_of(l, events[i].data.ptr);
        if (p != NULL)
            accept_clients(l, p);
        else
            serve(l, events[i].data.ptr, events[i].events);
    }
    ring_timers(l);
    return 0;
}

static int turn(loop *l)
{
    int error = 0;
    uint64_t until;

    while (error == 0 && *l->set->stop == 0)
        error = wait_once(l);
    begin_draining(l);
    until = l->now + l->set->drain_ms;
    while (error == 0 && l->timers.count > 0 && *l->set->stop < 2 && l->now < until) {
        error = wait_once(l); /* first: who looks idle may have asked meanwhile */
        look_at_all(l);
    }
    return error;
}

int srv_loop_run(const srv_loop *set)
{
    loop l = {.set = set, .epoll = epoll_create1(EPOLL_CLOEXEC), .bytes = malloc(BYTES)};
    int error = l.epoll < 0 ? errno : l.bytes == NULL ? ENOMEM : 0;
    const int on = 1, unsent = UNSENT_MOST;

    for (size_t i = 0; i < set->listener_count && error == 0; i++) {
        l.ports[i] = (port){.l = set->listeners[i]};
        /* its clients inherit them */
        setsockopt(set->listeners[i].fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(set->listeners[i].fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
        accept_more(&l, &l.ports[i], true);
    }
    tell_time(&l);
    if (error == 0)
        error = turn(&l);
    while (l.timers.count > 0)
        drop(&l, (client *)(void *)l.timers.entries[0].timer, false);
    free(l.timers.entries);
    free(l.bytes);
    if (l.epoll >= 0)
        close(l.epoll);
    return error;
}
