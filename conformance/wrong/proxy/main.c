/* SPDX-License-Identifier: MIT */
/* The wrong proxy; see proxy.h. Here are its connections. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conformance/peers/play_proxy.h"
#include "proxy.h"

/* A request under way. */
typedef struct passage {
    wrong_reader *client, *origin;
    wrong_message *request, *response;
    const char *authority, *path;
} passage;

/* What was kept; the faults that keep something. */
static struct {
    char target[256];
    uint8_t bytes[4096];
    size_t len;
} stored;

static unsigned own_port, origin_port;

/* ---- Where it goes ---- */

/* Take the target apart. False where it isn't for the origin. */
static bool find_way(conf_memory *memory, passage *p)
{
    const char *target = p->request->target;
    const char *own = conf_format(memory, "127.0.0.1:%u", origin_port);
    const char *itself = conf_format(memory, "127.0.0.1:%u/", own_port);
    const char *behind;

    if (strncasecmp(target, "http://", 7) != 0)
        return false;
    if (wrong_is("asks-itself") && strncmp(target + 7, itself, strlen(itself)) == 0) {
        p->authority = itself;
        p->path = target + 7 + strlen(itself) - 1;
        return true;
    }
    if (strncmp(target + 7, own, strlen(own)) != 0)
        return false;
    p->authority = own;
    behind = target + 7 + strlen(own);
    if (*behind == '/')
        p->path = behind;
    else if (*behind == '\0' && strcmp(p->request->method, "OPTIONS") == 0 && !wrong_is("asks-for-slash"))
        p->path = "*";
    else
        p->path = conf_format(memory, "/%s", behind);
    return *behind == '/' || *behind == '?' || *behind == '\0';
}

/* ---- Tunnels ---- */

static bool copy(int from, int to)
{
    char bytes[4096];
    ssize_t got = recv(from, bytes, sizeof bytes, 0);

    return got > 0 && wrong_write(to, bytes, (size_t)got);
}

/* Both ways, until one side ends. */
static void copy_both(int a, int b)
{
    struct pollfd ends[2] = {{.fd = a, .events = POLLIN}, {.fd = b, .events = POLLIN}};
    bool goes_on = true;

    while (goes_on && poll(ends, 2, -1) > 0) {
        if (ends[0].revents != 0)
            goes_on = copy(a, b);
        if (goes_on && ends[1].revents != 0)
            goes_on = copy(b, a);
    }
}

static void tunnel(const passage *p)
{
    int client = p->client->fd;
    int origin;

    if (strcmp(p->request->target, conf_format(p->client->memory, "127.0.0.1:%u", origin_port)) != 0) {
        wrong_say(client, "HTTP/1.1 403 -\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return;
    }
    origin = wrong_connect(origin_port);
    wrong_say(client, origin < 0 ? "HTTP/1.1 502 -\r\nConnection: close\r\n\r\n" : "HTTP/1.1 200 -\r\n\r\n");
    wrong_write(origin, p->client->buf + p->client->at, p->client->len - p->client->at);
    if (wrong_is("cuts-tunnels"))
        copy(client, origin);
    else
        copy_both(client, origin);
    close(origin);
}

/* ---- There and back ---- */

static bool send_buffer(int fd, conf_buffer bytes)
{
    return wrong_write(fd, bytes.at, bytes.len);
}

static bool fail(const passage *p, unsigned status)
{
    const char *text =
        conf_format(p->client->memory, "HTTP/1.1 %u -\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", status);

    wrong_say(p->client->fd, text);
    return false;
}

static bool expects(const passage *p)
{
    return (p->request->head.flags & H1_HEAD_EXPECT_CONTINUE) != 0;
}

/* Interim responses go on, up to the final one. Returns how its head was read. */
static h1_event_type read_final_head(passage *p)
{
    h1_event_type type = wrong_read_head(p->origin, p->response);

    while (type == H1_HEAD && p->response->head.status < 200) {
        if (p->request->head.minor > 0 && !wrong_is("drops-interim-responses"))
            send_buffer(p->client->fd, wrong_forward_response(p->client->memory, p->request, p->response));
        if (p->response->head.status == 100 && expects(p)) {
            wrong_read_content(p->client, p->request);
            wrong_write(p->origin->fd, p->request->content.at, p->request->content.len);
        }
        type = wrong_read_head(p->origin, p->response);
    }
    return type;
}

static bool is_kept(const conf_buffer *bytes)
{
    const char *what = wrong_now != NULL ? wrong_now->stores : NULL;

    return what != NULL && bytes->len < sizeof stored.bytes &&
           memmem(bytes->at, bytes->len, what, strlen(what)) != NULL;
}

static void keep(const passage *p, const conf_buffer *bytes)
{
    if (!is_kept(bytes) || strlen(p->request->target) >= sizeof stored.target)
        return;
    strcpy(stored.target, p->request->target);
    memcpy(stored.bytes, bytes->at, bytes->len);
    stored.len = bytes->len;
}

/* Does the fault make it discard a good response? */
static bool is_minded(const wrong_message *response)
{
    const char *age = wrong_find(response, "Age");

    if (wrong_is("loses-what-came-before-a-close"))
        return (response->head.flags & H1_HEAD_KEEP_ALIVE) == 0;
    return wrong_is("minds-ages") && age != NULL && strspn(age, "0123456789") < strlen(age);
}

/* Read the response and send it on. Returns whether the connection goes on. */
static bool bring_back(passage *p)
{
    h1_event_type type;
    conf_buffer out;

    if (wrong_is("copies-responses")) {
        while (copy(p->origin->fd, p->client->fd)) {
        }
        return false;
    }
    h1_stream_expect(&p->origin->stream, strcmp(p->request->method, "HEAD") == 0 ? H1_TO_HEAD : H1_TO_OTHER);
    type = read_final_head(p);
    if (type == H1_HEAD)
        type = wrong_read_content(p->origin, p->response);
    if (type != H1_END)
        return fail(p, 502);
    if (is_minded(p->response))
        return wrong_say(p->client->fd, "HTTP/1.1 502 -\r\nContent-Length: 0\r\n\r\n");
    out = wrong_forward_response(p->client->memory, p->request, p->response);
    keep(p, &out);
    send_buffer(p->client->fd, out);
    if (wrong_is("keeps-http10-clients"))
        return true;
    return (p->request->head.flags & H1_HEAD_KEEP_ALIVE) != 0 && p->request->head.minor > 0 && !expects(p);
}

static conf_buffer request_bytes(const passage *p)
{
    conf_buffer raw = {0};

    if (!wrong_is("copies-requests"))
        return wrong_forward_request(p->client->memory, p->request, p->authority, p->path);
    conf_buffer_add(p->client->memory, &raw, (const uint8_t *)p->request->text, p->request->text_len);
    conf_buffer_add(p->client->memory, &raw, p->request->content.at, p->request->content.len);
    return raw;
}

/* Forward a request that was read, and what is due of its content. Returns whether the connection goes on. */
static bool forward(passage *p)
{
    conf_memory *memory = p->client->memory;
    conf_buffer bytes = request_bytes(p);
    bool goes_on;
    int fd = wrong_connect(origin_port);

    if (fd < 0)
        return fail(p, 502);
    p->origin = wrong_reader_new(memory, fd, H1_RESPONSES, H1_STRICT);
    p->response = conf_alloc(memory, sizeof *p->response);
    send_buffer(fd, bytes);
    goes_on = bring_back(p);
    close(fd);
    if (wrong_is("asks-again") && !goes_on) {
        fd = wrong_connect(origin_port);
        send_buffer(fd, bytes);
        copy(fd, p->client->fd);
        close(fd);
    }
    return goes_on;
}

/* ---- One after the other ---- */

static bool has_hops_left(const wrong_message *request)
{
    const char *left = wrong_find(request, "Max-Forwards");
    bool counts = strcmp(request->method, "OPTIONS") == 0 || strcmp(request->method, "TRACE") == 0;

    return !counts || left == NULL || strtoull(left, NULL, 10) > 0 || wrong_is("forwards-without-hops");
}

static bool answer_itself(const passage *p)
{
    return wrong_say(p->client->fd, "HTTP/1.1 200 -\r\nAllow: GET\r\nContent-Length: 0\r\n\r\n");
}

static bool serve_one(wrong_reader *client)
{
    passage p = {.client = client, .request = conf_alloc(client->memory, sizeof *p.request)};
    h1_event_type type = wrong_read_head(client, p.request);
    const h1_rule_info *info;

    if (type == H1_HEAD && wrong_concerns(p.request) && wrong_now->answer != NULL) {
        wrong_say(client->fd, wrong_now->answer);
        return false;
    }
    if (type == H1_HEAD && (p.request->head.flags & H1_HEAD_CONNECT) != 0) {
        tunnel(&p);
        return false;
    }
    if (type == H1_HEAD && (!expects(&p) || wrong_is("waits-for-content")))
        type = wrong_read_content(client, p.request);
    info = h1_rule_info_of(client->refused.rule);
    if (type == H1_REFUSED && info != NULL && info->status != 0)
        return fail(&p, info->status);
    if (type != H1_END && type != H1_HEAD)
        return false;
    if (!has_hops_left(p.request))
        return answer_itself(&p);
    if (stored.len > 0 && strcmp(stored.target, p.request->target) == 0)
        return wrong_write(client->fd, stored.bytes, stored.len);
    return find_way(client->memory, &p) ? forward(&p) : fail(&p, 403);
}

static void serve(int fd)
{
    conf_memory memory = {0};
    wrong_reader *client = wrong_reader_new(&memory, fd, H1_REQUESTS, H1_STRICT);

    while (serve_one(client)) {
    }
    conf_memory_free(&memory);
}

/* ---- Being asked ---- */

static conf_origin *open_origin(conf_net *net, conf_memory *memory)
{
    const char *error;
    conf_origin *origin = NULL;

    for (unsigned i = 0; i < 100 && origin == NULL; i++) {
        origin_port = 20000 + ((unsigned)getpid() * 7 + i * 101) % 12000;
        origin = conf_origin_new(net, memory, origin_port, &error);
    }
    if (origin == NULL) {
        fprintf(stderr, "wrong proxy: no port for the origin: %s\n", error);
        exit(3);
    }
    return origin;
}

static void play(const conf_suite *suite, conf_result *results)
{
    conf_net *net = conf_net_new(suite->memory);
    conf_origin *origin = open_origin(net, suite->memory);
    conf_proxy proxy = {.peer = {.host = "127.0.0.1"}, .forward = true, .milliseconds = 3000, .jobs = 1};
    conf_proxy_sent sent;

    proxy.peer.port = own_port = wrong_listen(serve);
    proxy.origin_port = origin_port;
    proxy.authority = conf_format(suite->memory, "127.0.0.1:%u", proxy.peer.port);
    conf_play_proxy(net, suite, &proxy, origin, results, &sent, NULL, NULL);
    conf_origin_close(origin);
}

int main(int count, char **words)
{
    static const wrong_role proxy = {"proxy", wrong_faults,
                                     1U << CONF_JUDGED_PROXY | 1U << CONF_JUDGED_UP | 1U << CONF_JUDGED_DOWN, 6, play};

    return wrong_main(count, words, &proxy);
}
