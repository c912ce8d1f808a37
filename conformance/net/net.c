/* SPDX-License-Identifier: MIT */
/* See net.h: the loop, where to connect, and listening. Connections themselves are in wire.c. */
#include "net.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "wire.h"

/* ---- Interruptions ---- */

static void interrupted(uv_signal_t *handle, int signal)
{
    conf_net *net = handle->data;

    (void)signal;
    net->interrupted = true;
    if (net->told != NULL)
        net->told(net->told_context);
}

/* They don't count as something that is left to do. */
void conf_net_heed_signals(conf_net *net)
{
    static const int heeded[] = {SIGINT, SIGTERM};

    for (size_t i = 0; i < 2; i++) {
        uv_signal_init(&net->loop, &net->signals[i]);
        net->signals[i].data = net;
        uv_signal_start(&net->signals[i], interrupted, heeded[i]);
        uv_unref((uv_handle_t *)&net->signals[i]);
    }
    net->heeds = true;
}

static void ignore_signals(conf_net *net)
{
    for (size_t i = 0; i < 2 && net->heeds; i++)
        uv_close((uv_handle_t *)&net->signals[i], NULL);
}

bool conf_net_interrupted(const conf_net *net)
{
    return net->interrupted;
}

void conf_net_when_interrupted(conf_net *net, void (*told)(void *context), void *context)
{
    net->told = told;
    net->told_context = context;
}

/* ---- The loop ---- */

conf_net *conf_net_new(conf_memory *memory)
{
    conf_net *net = calloc(1, sizeof *net);

    if (net == NULL || uv_loop_init(&net->loop) < 0) {
        fputs("h1: the system has no event loop to give\n", stderr);
        free(net);
        return NULL;
    }
    net->memory = memory;
    signal(SIGPIPE, SIG_IGN); /* a peer that has gone is told of by the write */
    return net;
}

void conf_net_run(conf_net *net)
{
    uv_run(&net->loop, UV_RUN_DEFAULT);
}

void conf_net_stop(conf_net *net)
{
    uv_stop(&net->loop);
}

uint64_t conf_net_now(const conf_net *net)
{
    return uv_now(&net->loop);
}

struct uv_loop_s *conf_net_loop(conf_net *net)
{
    return &net->loop;
}

void conf_net_free(conf_net *net)
{
    if (net == NULL)
        return;
    ignore_signals(net);
    uv_run(&net->loop, UV_RUN_DEFAULT);
    uv_loop_close(&net->loop);
    conf_tls_forget(net);
    free(net);
}

/* ---- Tokens ---- */

const char *conf_token(conf_memory *memory)
{
    unsigned char random[8] = {0};
    char text[17];

    if (getrandom(random, sizeof random, 0) != sizeof random)
        random[0] = 1;
    for (size_t i = 0; i < sizeof random; i++)
        snprintf(text + 2 * i, 3, "%02x", random[i]);
    return conf_text(memory, text, 16);
}

/* ---- URLs ---- */

/* host [ ":" port ] up to the path; IPv6 in brackets. */
static const char *read_authority(conf_memory *memory, const char *at, const char *end, conf_peer *peer)
{
    const char *host = at;
    const char *colon;
    char *rest;
    unsigned long port;

    if (at < end && *at == '[') {
        const char *bracket = memchr(at, ']', (size_t)(end - at));
        if (bracket == NULL)
            return "expected ']' behind the address";
        peer->host = conf_text(memory, host + 1, (size_t)(bracket - host - 1));
        at = bracket + 1;
    } else {
        colon = memchr(at, ':', (size_t)(end - at));
        at = colon != NULL ? colon : end;
        peer->host = conf_text(memory, host, (size_t)(at - host));
    }
    if (peer->host[0] == '\0' || memchr(host, '@', (size_t)(end - host)) != NULL)
        return "expected a host's name or address, without user";
    if (at == end)
        return NULL;
    port = *at == ':' && at[1] >= '0' && at[1] <= '9' ? strtoul(at + 1, &rest, 10) : 0;
    if (port == 0 || port > 65535 || rest != end)
        return "expected a port from 1 to 65535 behind ':'";
    peer->port = (unsigned)port;
    return NULL;
}

const char *conf_peer_read(conf_memory *memory, const char *url, conf_peer *peer, const char **path)
{
    const char *end;
    const char *at;

    *peer = (conf_peer){0};
    *path = "/";
    if (strncmp(url, "unix:", 5) == 0) {
        peer->local = true;
        peer->path = conf_text(memory, url + 5, strlen(url + 5));
        return url[5] == '/' ? NULL : "expected unix:/path/of/a/socket";
    }
    peer->tls = strncmp(url, "https://", 8) == 0;
    if (!peer->tls && strncmp(url, "http://", 7) != 0)
        return "expected http://HOST:PORT/, https://HOST:PORT/ or unix:/PATH";
    at = url + (peer->tls ? 8 : 7);
    end = at + strcspn(at, "/?#");
    peer->port = peer->tls ? 443 : 80;
    if (*end == '/')
        *path = conf_text(memory, end, strcspn(end, "#"));
    else if (*end != '\0')
        return "expected '/' behind the host";
    return read_authority(memory, at, end, peer);
}

/* ---- Addresses ---- */

static struct addrinfo *look_up(const conf_peer *peer)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char port[8];

    snprintf(port, sizeof port, "%u", peer->port);
    return getaddrinfo(peer->host, port, &hints, &found) == 0 ? found : NULL;
}

/* An IPv4 address where there is one: local servers listen on it more often. */
static const struct addrinfo *preferred(const struct addrinfo *all)
{
    for (const struct addrinfo *one = all; one != NULL; one = one->ai_next) {
        if (one->ai_family == AF_INET)
            return one;
    }
    return all;
}

static bool is_near4(const uint8_t a[4])
{
    return a[0] == 127 || a[0] == 10 || (a[0] == 172 && (a[1] & 0xf0) == 16) || (a[0] == 192 && a[1] == 168) ||
           (a[0] == 169 && a[1] == 254);
}

/* ::1, fc00::/7 (RFC 4193), fe80::/10 */
static bool is_near6(const uint8_t a[16])
{
    static const uint8_t loopback[16] = {[15] = 1};

    return memcmp(a, loopback, 16) == 0 || (a[0] & 0xfe) == 0xfc || (a[0] == 0xfe && (a[1] & 0xc0) == 0x80);
}

static bool is_near(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return is_near4((const uint8_t *)&((const struct sockaddr_in *)(const void *)address)->sin_addr);
    if (address->sa_family == AF_INET6)
        return is_near6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
    return false;
}

bool conf_peer_is_near(const conf_peer *peer)
{
    struct addrinfo *all;
    bool near = true;

    if (peer->local)
        return true;
    all = look_up(peer);
    for (const struct addrinfo *one = all; one != NULL; one = one->ai_next)
        near = near && is_near(one->ai_addr);
    near = near && all != NULL;
    if (all != NULL)
        freeaddrinfo(all);
    return near;
}

conf_wire *conf_net_connect(conf_net *net, const conf_peer *peer, const conf_plan *plan)
{
    struct addrinfo *all = peer->local ? NULL : look_up(peer);
    const struct addrinfo *one = preferred(all);
    conf_wire *wire = conf_wire_to(net, one != NULL ? one->ai_addr : NULL, peer, plan);

    if (all != NULL)
        freeaddrinfo(all);
    return wire;
}

/* ---- Listening ---- */

struct conf_listener {
    conf_net *net;
    uv_tcp_t tcp;
    unsigned port;
    bool (*accepted)(void *context, conf_plan *plan);
    void *context;
};

static void refused(uv_handle_t *handle)
{
    free(handle);
}

static void refuse(uv_stream_t *server)
{
    uv_tcp_t *tcp = malloc(sizeof *tcp);

    if (tcp == NULL || uv_tcp_init(server->loop, tcp) < 0) {
        free(tcp);
        return;
    }
    uv_accept(server, (uv_stream_t *)tcp);
    if (uv_tcp_close_reset(tcp, refused) < 0)
        uv_close((uv_handle_t *)tcp, refused);
}

static void came(uv_stream_t *server, int status)
{
    conf_listener *listener = server->data;
    conf_plan plan = {.reads = H1_REQUESTS, .mode = H1_STRICT};

    if (status < 0)
        return;
    if (listener->accepted(listener->context, &plan))
        conf_wire_accept(listener->net, server, &plan);
    else
        refuse(server);
}

static unsigned bound_port(const conf_listener *listener)
{
    struct sockaddr_in address = {0};
    int len = sizeof address;

    uv_tcp_getsockname(&listener->tcp, (struct sockaddr *)&address, &len);
    return ntohs(address.sin_port);
}

conf_listener *conf_net_listen(conf_net *net, unsigned port, bool (*accepted)(void *context, conf_plan *plan),
                               void *context, const char **error)
{
    conf_listener *listener = calloc(1, sizeof *listener);
    struct sockaddr_in address;
    int status;

    if (listener == NULL)
        abort();
    *listener = (conf_listener){.net = net, .accepted = accepted, .context = context};
    uv_ip4_addr("127.0.0.1", (int)port, &address);
    uv_tcp_init(&net->loop, &listener->tcp);
    listener->tcp.data = listener;
    status = uv_tcp_bind(&listener->tcp, (const struct sockaddr *)&address, 0);
    if (status == 0)
        status = uv_listen((uv_stream_t *)&listener->tcp, 512, came);
    if (status < 0) {
        *error = uv_strerror(status);
        conf_listener_close(listener);
        return NULL;
    }
    listener->port = bound_port(listener);
    return listener;
}

unsigned conf_listener_port(const conf_listener *listener)
{
    return listener->port;
}

static void stopped(uv_handle_t *handle)
{
    free(handle->data);
}

void conf_listener_close(conf_listener *listener)
{
    uv_close((uv_handle_t *)&listener->tcp, stopped);
}
