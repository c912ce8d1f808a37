/* SPDX-License-Identifier: MIT */
/* h1 serve: an HTTP/1.1 server to try clients on. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/address.h"
#include "cli/command.h"
#include "server/core/loop.h"

enum { ROUTES_MOST = 64 };

static struct {
    const char *listen;
    bool echo;
} options;

static const cli_option OPTIONS[] = {
    {"listen", 0, CLI_TEXT, "ADDR:PORT", "where; port 0 takes a free one", &options.listen, NULL},
    {"echo", 0, CLI_FLAG, NULL, "answer every request with the content it has", &options.echo, NULL},
    {0},
};

static volatile sig_atomic_t stop;

static void raise_stop(int signal)
{
    (void)signal;
    stop++;
}

/* SIGINT and SIGTERM arrive while it waits and at no other time, so that neither is missed. */
static void catch_signals(sigset_t *waiting)
{
    struct sigaction action = {.sa_handler = raise_stop};
    sigset_t blocked;

    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, waiting);
    sigdelset(waiting, SIGINT);
    sigdelset(waiting, SIGTERM);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* ---- Routes ------------------------------------------------------------------------------------------------------ */

static void serve_hello(srv_exchange *x)
{
    srv_send_text(x, 200, "text/plain; charset=utf-8", "Hello, World!\n");
}

static void serve_echo(srv_exchange *x)
{
    srv_send(x, 200, "text/plain", x->content);
}

static size_t make_routes(srv_route routes[ROUTES_MOST])
{
    size_t count = 0;

    if (options.echo) {
        routes[count++] = (srv_route){.path = "*", .methods = SRV_ANY, .serve = serve_echo};
        routes[count++] = (srv_route){.path = "/", .methods = SRV_ANY, .serve = serve_echo};
        return count;
    }
    routes[count++] = (srv_route){.path = "/h1/hello", .methods = SRV_GET, .serve = serve_hello};
    return count;
}

/* ---- The command ------------------------------------------------------------------------------------------------- */

static void print_address(const char *scheme, int listener)
{
    struct sockaddr_storage address;
    socklen_t len = sizeof address;

    getsockname(listener, (struct sockaddr *)&address, &len);
    printf("listening on %s://%s\n", scheme, cli_address_text_of((const struct sockaddr *)&address, len).text);
    fflush(stdout);
}

static cli_status serve_on(int listener)
{
    srv_route routes[ROUTES_MOST];
    srv_service service = {.limits = srv_default_limits, .routes = routes, .route_count = make_routes(routes)};
    sigset_t waiting;
    srv_loop loop = {
        .listeners = {{listener, &srv_http, &service, service.limits.connections}},
        .listener_count = 1,
        .drain_ms = 10000,
        .stop = &stop,
        .waiting = &waiting,
    };
    int error;

    catch_signals(&waiting);
    print_address("http", listener);
    error = srv_loop_run(&loop);
    srv_service_close(&service);
    if (error != 0)
        fprintf(stderr, "h1 serve: %s\n", strerror(error));
    return error != 0 ? CLI_INTERNAL : CLI_OK;
}

static cli_status serve(char **words, size_t count)
{
    cli_address address;
    const char *why = "no address";
    cli_status status;
    int listener;

    (void)words;
    if (count > 0)
        return cli_usage(&cli_serve, "it takes no words");
    if (options.listen == NULL)
        return cli_usage(&cli_serve, "--listen ADDR:PORT is needed");
    if (!cli_address_read(options.listen, &address))
        return cli_usage(&cli_serve, "--listen takes ADDR:PORT such as 127.0.0.1:8080 or [::1]:0, not '%s'",
                         options.listen);
    listener = cli_address_listen(&address, &why);
    if (listener < 0) {
        fprintf(stderr, "h1 serve: %s: %s\n", options.listen, why);
        return CLI_UNUSABLE;
    }
    status = serve_on(listener);
    close(listener);
    return status;
}

const cli_command cli_serve = {
    "serve",
    "--listen ADDR:PORT",
    "Serve HTTP/1.1, strictly, to try clients on.",
    "The first line says where it listens. SIGINT and SIGTERM let it finish what is under way: status 0.",
    OPTIONS,
    {"serve --listen 127.0.0.1:8080", "serve --listen 127.0.0.1:0 --echo"},
    serve,
};
