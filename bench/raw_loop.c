/* SPDX-License-Identifier: MIT */
/* The least that a server can do: an edge-triggered epoll loop that parses nothing. It answers by counting bytes: the
 * first read of a connection holds as many requests as it is told, all of one length, and so does every other.
 *
 *   raw-loop PIPELINED   says where it listens, serves until it is killed */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, BYTES = 128 * 1024, CLIENTS_MOST = 65536, PIPELINED_MOST = 256 };

/* As long as what h1 serve answers to GET /h1/hello. */
static const char ANSWER[] = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                             "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 14\r\n\r\nHello, World!\n";

/* Of a connection, by descriptor. */
static struct {
    size_t request; /* bytes; 0 until the first read */
    size_t rest;    /* of a request that isn't whole */
} clients[CLIENTS_MOST];

static uint8_t in[BYTES];
static char out[PIPELINED_MOST * (sizeof ANSWER - 1)];

static int listen_anywhere(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof at;
    const int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&at, len) != 0 || listen(fd, SOMAXCONN) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &len) != 0) {
        perror("raw-loop");
        exit(1);
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    printf("listening on http://127.0.0.1:%d\n", ntohs(at.sin_port));
    fflush(stdout);
    return fd;
}

static void watch(int epoll, int fd, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.fd = fd};

    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void accept_all(int epoll, int listener)
{
    int fd;

    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        if (fd >= CLIENTS_MOST) {
            close(fd);
            continue;
        }
        clients[fd].request = clients[fd].rest = 0;
        watch(epoll, fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
    }
}

static void answer(int fd, size_t pipelined)
{
    ssize_t got = recv(fd, in, sizeof in, 0);
    size_t count;

    if (got <= 0) {
        close(fd);
        return;
    }
    if (clients[fd].request == 0)
        clients[fd].request = (size_t)got / pipelined;
    clients[fd].rest += (size_t)got;
    count = clients[fd].rest / clients[fd].request;
    clients[fd].rest %= clients[fd].request;
    if (count > 0 && count <= PIPELINED_MOST)
        send(fd, out, count * (sizeof ANSWER - 1), MSG_NOSIGNAL);
}

int main(int argc, char **argv)
{
    size_t pipelined = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 1;
    int listener = listen_anywhere();
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event events[EVENTS];

    if (pipelined == 0 || pipelined > PIPELINED_MOST)
        return 2;
    for (size_t i = 0; i < PIPELINED_MOST; i++)
        memcpy(out + i * (sizeof ANSWER - 1), ANSWER, sizeof ANSWER - 1);
    watch(epoll, listener, EPOLLIN);
    for (;;) {
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == listener)
                accept_all(epoll, listener);
            else if ((events[i].events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0)
                answer(events[i].data.fd, pipelined);
        }
    }
}
