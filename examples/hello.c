/* SPDX-License-Identifier: MIT */
/* The nine steps of a simple server, on libh1 and plain sockets, one client at a time.
 *
 *   hello [PORT]   then point a browser at http://127.0.0.1:PORT/
 *
 * It says where it listens, serves what comes next, and ends with a request for /quit. */
#include <arpa/inet.h>
#include <h1/h1.h>
#include <h1/write.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { FIELDS = 100, ROOM = 65537 }; /* h1_default_limits.head + 1: no head finds the buffer too small */

typedef struct client {
    int fd;
    h1_stream stream;
    h1_field fields[FIELDS];
    uint8_t buf[ROOM];
    size_t len; /* bytes in buf that aren't done with */
    bool end;
} client;

/* 1. Listen. Only this machine may connect. */
static int listen_on(uint16_t port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&at, len) != 0 || listen(fd, 16) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &len) != 0) {
        perror("hello");
        exit(1);
    }
    printf("listening on http://127.0.0.1:%d\n", ntohs(at.sin_port));
    fflush(stdout);
    return fd;
}

/* 2. Accept. Each connection is a stream of requests, read strictly. A client that says nothing for long is left. */
static bool accept_one(int listener, client *c)
{
    const struct timeval patience = {.tv_sec = 10};

    *c = (client){.fd = accept(listener, NULL, NULL)};
    if (c->fd < 0)
        return false;
    setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    h1_stream_init(&c->stream, H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&c->stream, c->fields, FIELDS);
    return true;
}

/* 3. Read the head: bytes come in whatever pieces they like, an event says when there is something whole. What it says
 * of the buffer is good until the next call, which drops the bytes that are done with. */
static h1_event next_event(client *c, size_t *used)
{
    h1_event ev;

    do {
        memmove(c->buf, c->buf + *used, c->len - *used);
        c->len -= *used;
        *used = h1_next(&c->stream, c->buf, c->len, c->end, &ev);
        if (ev.type == H1_MORE) {
            ssize_t got = recv(c->fd, c->buf + c->len, sizeof c->buf - c->len, 0);
            c->len += got > 0 ? (size_t)got : 0;
            c->end = got <= 0;
        }
    } while (ev.type == H1_MORE || ev.type == H1_FAULT);
    return ev;
}

/* 4. Frame the body: read on to where this request ends and the next begins. Here nobody wants the content. */
static bool skip_body(client *c, size_t *used, h1_event ev)
{
    for (bool more = !ev.last; more; more = ev.type == H1_DATA || ev.type == H1_CHUNK || ev.type == H1_TRAILERS)
        ev = next_event(c, used);
    return ev.type == H1_HEAD || ev.type == H1_END;
}

/* 7. Answer: a head that says where the content ends, then the content. The writer refuses what isn't HTTP. */
static void answer(const client *c, unsigned status, bool keep, bool head_only, const char *text)
{
    char length[16], out[1024];
    h1_field scratch[3];
    h1_written written;
    const h1_field_text fields[] = {
        {{"Content-Type", 12}, {"text/html; charset=utf-8", 24}},
        {{"Content-Length", 14}, {length, (size_t)snprintf(length, sizeof length, "%zu", strlen(text))}},
        {{"Connection", 10}, {keep ? "keep-alive" : "close", keep ? 10 : 5}},
    };

    if (h1_write_response(status, (h1_bytes){"", 0}, head_only ? H1_TO_HEAD : H1_TO_OTHER, fields, 3, scratch,
                          (uint8_t *)out, sizeof out, &written) != H1_WRITE_OK)
        return;
    if (!head_only)
        written.len += (size_t)snprintf(out + written.len, sizeof out - written.len, "%s", text);
    send(c->fd, out, written.len, MSG_NOSIGNAL);
}

static bool is(const client *c, h1_span span, const char *text)
{
    return span.len == strlen(text) && memcmp(c->buf + span.at, text, span.len) == 0;
}

/* One request. Returns whether another may follow; sets *quit when it was asked to end. */
static bool serve(client *c, size_t *used, bool *quit)
{
    const h1_event ev = next_event(c, used);
    bool head_only, keep, get;
    unsigned status;

    if (ev.type == H1_REFUSED)
        answer(c, h1_rule_info_of(ev.fault.rule)->status, false, false, h1_rule_info_of(ev.fault.rule)->title);
    if (ev.type != H1_HEAD)
        return false;
    /* 5. Dispatch by method and path. */
    head_only = is(c, ev.head.method, "HEAD");
    get = head_only || is(c, ev.head.method, "GET");
    *quit = get && is(c, ev.head.target, "/quit");
    /* 6. Act. Nothing here outlives a request; a server that stores or counts does it at this place. */
    status = !get ? 501 : is(c, ev.head.target, "/") || *quit ? 200 : 404;
    keep = (ev.head.flags & H1_HEAD_KEEP_ALIVE) != 0 && skip_body(c, used, ev) && !*quit;
    answer(c, status, keep, head_only, status == 200 ? "<h1>Hello World!</h1>\n" : "<h1>Not here</h1>\n");
    /* 8. Keep the connection, where the client may send another request on it. */
    return keep;
}

int main(int argc, char **argv)
{
    static client c;
    int listener = listen_on(argc > 1 ? (uint16_t)strtoul(argv[1], NULL, 10) : 0);
    bool quit = false;

    while (!quit && accept_one(listener, &c)) {
        size_t used = 0;
        while (serve(&c, &used, &quit)) {
        }
        shutdown(c.fd, SHUT_WR); /* 9. Close: first our side, and the client's bytes are read, or a reset could */
        while (recv(c.fd, c.buf, sizeof c.buf, 0) > 0) { /* overtake the answer. */
        }
        close(c.fd);
    }
    return quit ? 0 : 1;
}
