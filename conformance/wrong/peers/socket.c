/* SPDX-License-Identifier: MIT */
/* Blocking sockets on loopback, a thread a connection; see peers.h. Where the system has no socket or thread to give,
 * the program ends: there is nothing to be shown without. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peers.h"

typedef struct listening {
    int fd;
    void (*serve)(int fd);
} listening;

static void need(bool given, const char *what)
{
    if (given)
        return;
    perror(what);
    exit(3);
}

/* The other side gets what was written, and its own end, before the connection goes. */
static void close_gently(int fd)
{
    static const struct timeval second = {1, 0};
    char rest[4096];

    shutdown(fd, SHUT_WR);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
    while (recv(fd, rest, sizeof rest, 0) > 0) {
    }
    close(fd);
}

static void *serve_one(void *given)
{
    listening *one = given;

    one->serve(one->fd);
    close_gently(one->fd);
    free(one);
    return NULL;
}

static void begin(void *(*run)(void *given), const listening *what)
{
    pthread_t thread;
    listening *own = malloc(sizeof *own);

    need(own != NULL, "memory");
    *own = *what;
    need(pthread_create(&thread, NULL, run, own) == 0, "thread");
    pthread_detach(thread);
}

static void *accept_all(void *given)
{
    listening *on = given;

    for (;;) {
        int one = 1;
        int fd = accept(on->fd, NULL, NULL);
        if (fd < 0)
            continue;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        begin(serve_one, &(listening){fd, on->serve});
    }
    return NULL;
}

static struct sockaddr_in loopback(unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

unsigned wrong_listen(void (*serve)(int fd))
{
    struct sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    need(fd >= 0, "socket");
    need(bind(fd, (struct sockaddr *)&address, size) == 0, "bind");
    need(listen(fd, 128) == 0, "listen");
    need(getsockname(fd, (struct sockaddr *)&address, &size) == 0, "getsockname");
    begin(accept_all, &(listening){fd, serve});
    return ntohs(address.sin_port);
}

int wrong_connect(unsigned port)
{
    struct sockaddr_in address = loopback(port);
    int one = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0)
        return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

bool wrong_write(int fd, const void *bytes, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t got = send(fd, (const char *)bytes + done, len - done, MSG_NOSIGNAL);
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

bool wrong_say(int fd, const char *text)
{
    return wrong_write(fd, text, strlen(text));
}
