/* SPDX-License-Identifier: MIT */
/* h1 serve: an HTTP/1.1 server to try clients on. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/access_log.h"
#include "cli/output.h"
#include "cli/serve_routes.h"
#include "cli/serving.h"
#include "cli/workers.h"

enum { WORKERS_MOST = 64 };

static struct {
    const char *listen, *root, *log, *frames, *upload_dir;
    bool echo, show, no_listing, session_in_url;
    unsigned log_format;
    /* limits as they are typed */
    bool http09;
    uint64_t head, target, fields, content, unsent, requests, connections, body_rate, upload, cookie, workers;
    double idle, head_time, body_time, send_time, drain, login;
} options = {
    .head = 65536,
    .target = 8000,
    .fields = 100,
    .content = 16777216,
    .unsent = 262144,
    .connections = 10000,
    .body_rate = 256,
    .upload = FRAME_SIZE_MOST,
    .cookie = 4096,
    .workers = 1,
    .idle = 60,
    .head_time = 15,
    .body_time = 15,
    .send_time = 30,
    .drain = 10,
    .login = 3600,
};

static const cli_option OPTIONS[] = {
    {"listen", 0, CLI_TEXT, "ADDR:PORT", "where; port 0 takes a free one", &options.listen, NULL},
    {"root", 0, CLI_TEXT, "DIR", "serve the files of a folder", &options.root, NULL},
    {"no-listing", 0, CLI_FLAG, NULL, "don't list folders that have no index.html", &options.no_listing, NULL},
    {"echo", 0, CLI_FLAG, NULL, "answer every request with the content it has", &options.echo, NULL},
    {"show", 0, CLI_FLAG, NULL, "print every byte that comes and goes, escaped", &options.show, NULL},
    {"log", 0, CLI_TEXT, "FILE", "write an access log; - for standard output", &options.log, NULL},
    {"log-format", 0, CLI_CHOICE, "combined|json", "of the access log", &options.log_format, NULL},
    {"frames", 0, CLI_TEXT, "ADDR:PORT", "take uploads of h1 send as well", &options.frames, NULL},
    {"upload-dir", 0, CLI_TEXT, "DIR", "where uploads go; without it forms' files are dropped", &options.upload_dir,
     NULL},
    {"max-upload", 0, CLI_NUMBER, "BYTES", "refuse larger files", &options.upload, NULL},
    {"max-head", 0, CLI_NUMBER, "BYTES", "of a request: 431 (65536)", &options.head, NULL},
    {"max-target", 0, CLI_NUMBER, "BYTES", "of a request-target: 414 (8000)", &options.target, NULL},
    {"max-fields", 0, CLI_NUMBER, "N", "field lines of a head: 431 (100)", &options.fields, NULL},
    {"max-body", 0, CLI_NUMBER, "BYTES", "of a request's content: 413 (16777216)", &options.content, NULL},
    {"max-unsent", 0, CLI_NUMBER, "BYTES", "of answers, then requests have to wait (262144)", &options.unsent, NULL},
    {"max-requests", 0, CLI_NUMBER, "N", "on a connection, then it is closed (no limit)", &options.requests, NULL},
    {"max-connections", 0, CLI_NUMBER, "N", "at a time; further ones wait (10000)", &options.connections, NULL},
    {"max-cookie", 0, CLI_NUMBER, "BYTES", "of a cookie with name and attributes (4096)", &options.cookie, NULL},
    {"idle", 0, CLI_SECONDS, "TIME", "between two requests (60s)", &options.idle, NULL},
    {"head-time", 0, CLI_SECONDS, "TIME", "for a head to arrive: 408 (15s)", &options.head_time, NULL},
    {"body-time", 0, CLI_SECONDS, "TIME", "after which content has to keep its rate (15s)", &options.body_time, NULL},
    {"body-rate", 0, CLI_NUMBER, "BYTES", "of content a second at least: 408 (256)", &options.body_rate, NULL},
    {"send-time", 0, CLI_SECONDS, "TIME", "without the client taking a byte (30s)", &options.send_time, NULL},
    {"drain", 0, CLI_SECONDS, "TIME", "for what is under way when it is stopped (10s)", &options.drain, NULL},
    {"login-time", 0, CLI_SECONDS, "TIME", "for which a login is good (1h)", &options.login, NULL},
    {"session-in-url", 0, CLI_FLAG, NULL, "keep session ids in URLs; who sees one has it", &options.session_in_url,
     NULL},
    {"workers", 0, CLI_NUMBER, "N", "processes that share the port; sessions are each one's own", &options.workers,
     NULL},
    {"http09", 0, CLI_FLAG, NULL, "take HTTP/0.9 requests", &options.http09, NULL},
    {0},
};

/* ---- Limits ------------------------------------------------------------------------------------------------------ */

static uint32_t milliseconds(double seconds)
{
    return seconds < 4294967.0 ? (uint32_t)(seconds * 1000) : UINT32_MAX;
}

static uint32_t at_most(uint64_t number, uint32_t most)
{
    return number < most ? (uint32_t)number : most;
}

/* Is a number within what it may be? */
static bool between(const char *name, uint64_t number, uint64_t least, uint64_t most)
{
    if (number >= least && number <= most)
        return true;
    cli_usage(&cli_serve, "--%s takes %llu to %llu", name, (unsigned long long)least, (unsigned long long)most);
    return false;
}

static bool make_limits(srv_limits *limits)
{
    const uint64_t request_line = sizeof "OPTIONS  HTTP/1.1" + 184; /* beside the target */

    if (!between("max-target", options.target, 1, 60000) || !between("max-head", options.head, 64, 1 << 24) ||
        !between("max-fields", options.fields, 1, 10000) || !between("workers", options.workers, 1, WORKERS_MOST) ||
        !between("max-connections", options.connections, 1, 1 << 20))
        return false;
    *limits = srv_default_limits;
    limits->parser.target = (uint16_t)options.target;
    if (options.target + request_line > limits->parser.start_line)
        limits->parser.start_line = (uint16_t)(options.target + request_line);
    limits->parser.head = (uint32_t)options.head;
    limits->parser.fields = (uint16_t)options.fields;
    limits->parser.http09 = options.http09;
    limits->content = options.content;
    limits->unsent = options.unsent;
    limits->requests = at_most(options.requests, UINT32_MAX);
    limits->connections = (uint32_t)options.connections;
    limits->idle_ms = milliseconds(options.idle);
    limits->head_ms = milliseconds(options.head_time);
    limits->rate_after_ms = milliseconds(options.body_time);
    limits->rate_least = at_most(options.body_rate, UINT32_MAX);
    limits->send_ms = milliseconds(options.send_time);
    return true;
}

/* As many descriptors as the system gives: a connection takes one, and one more while a file is sent. */
static void raise_descriptors(void)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

/* ---- The command ------------------------------------------------------------------------------------------------- */

/* Everything that is opened for serving. */
typedef struct serving {
    srv_service service;
    cli_routes routes;
    cli_access_log log;
    srv_receive receive;
    srv_loop loop;
    sigset_t waiting;
    int http[WORKERS_MOST]; /* a listener for each worker */
} serving;

static cli_status open_log(serving *s)
{
    s->log = (cli_access_log){.format = (cli_log_format)options.log_format, .service = &s->service};
    if (options.log == NULL)
        return CLI_OK;
    s->log.file = strcmp(options.log, "-") == 0 ? stdout : fopen(options.log, "ae");
    if (s->log.file != NULL)
        return CLI_OK;
    cli_complain("h1 serve", options.log, strerror(errno));
    return CLI_UNUSABLE;
}

static cli_status open_frames(serving *s)
{
    srv_listener *listener = &s->loop.listeners[s->loop.listener_count];
    cli_status status;
    int error;

    if (options.frames == NULL)
        return CLI_OK;
    s->receive.uploads.size_most = options.upload;
    s->receive.uploads.report = cli_serving_report;
    s->receive.idle_ms = milliseconds(options.idle);
    error = srv_store_open(&s->receive.uploads.store, options.upload_dir);
    if (error != 0) {
        cli_complain("h1 serve", options.upload_dir, strerror(error));
        return CLI_UNUSABLE;
    }
    *listener = (srv_listener){-1, &srv_frames, &s->receive, (uint32_t)options.connections};
    status = cli_serving_listen(&cli_serve, "frames", options.frames, &listener->fd, 1);
    if (status == CLI_OK)
        s->loop.listener_count++;
    return status;
}

static cli_status open_http(serving *s)
{
    s->loop.listeners[0] = (srv_listener){-1, &srv_http, &s->service, s->service.limits.connections};
    s->loop.listener_count = 1;
    return cli_serving_listen(&cli_serve, "listen", options.listen, s->http, (size_t)options.workers);
}

static cli_status open_all(serving *s)
{
    cli_status status;

    s->receive.uploads.store.folder = -1;
    for (size_t i = 0; i < WORKERS_MOST; i++)
        s->http[i] = -1;
    s->routes.echo = options.echo;
    s->routes.root = options.root;
    s->routes.listing = !options.no_listing;
    s->routes.workbench = srv_workbench_defaults;
    s->routes.workbench.upload_dir = options.upload_dir;
    s->routes.workbench.upload_most = options.upload;
    s->routes.workbench.cookie_most = options.cookie;
    s->routes.workbench.login_seconds = milliseconds(options.login) / 1000;
    s->routes.workbench.session_in_url = options.session_in_url;
    status = cli_routes_open(&s->routes);
    s->service.routes = s->routes.routes;
    s->service.route_count = s->routes.count;
    s->service.context = &s->log;
    s->service.show = options.show ? cli_access_log_show : NULL;
    if (status == CLI_OK)
        status = open_log(s);
    s->service.record = s->log.file != NULL ? cli_access_log_record : NULL;
    if (status == CLI_OK)
        status = open_http(s);
    return status == CLI_OK ? open_frames(s) : status;
}

static void close_all(serving *s)
{
    for (size_t i = 0; i < options.workers; i++) {
        if (s->http[i] >= 0)
            close(s->http[i]);
    }
    for (size_t i = 1; i < s->loop.listener_count; i++)
        close(s->loop.listeners[i].fd);
    srv_service_close(&s->service);
    srv_receive_close(&s->receive);
    cli_routes_close(&s->routes);
    if (s->log.file != NULL && s->log.file != stdout)
        fclose(s->log.file);
}

/* One worker: a listener of its own for HTTP; the first takes frames too. */
static cli_status work(void *context, size_t i)
{
    serving *s = context;
    int error;

    for (size_t other = 0; other < options.workers; other++) {
        if (other != i)
            close(s->http[other]);
    }
    s->loop.listeners[0].fd = s->http[i];
    if (i > 0)
        s->loop.listener_count = 1;
    s->loop.drain_ms = milliseconds(options.drain);
    s->loop.stop = &cli_serving_stop;
    s->loop.waiting = &s->waiting;
    error = srv_loop_run(&s->loop);
    if (error != 0)
        fprintf(stderr, "h1 serve: %s\n", strerror(error));
    return error != 0 ? CLI_INTERNAL : CLI_OK;
}

static cli_status run(serving *s)
{
    raise_descriptors();
    cli_serving_catch(&s->waiting);
    if (options.session_in_url)
        fputs("h1 serve: session ids in URLs get into logs, histories and Referer: for trying only\n", stderr);
    cli_serving_say("http", s->http[0]);
    if (options.frames != NULL)
        cli_serving_say("h1frame", s->loop.listeners[1].fd);
    return options.workers > 1 ? cli_workers_run("h1 serve", (size_t)options.workers, work, s) : work(s, 0);
}

static cli_status serve(char **words, size_t count)
{
    static serving s;
    cli_status status;

    (void)words;
    if (count > 0)
        return cli_usage(&cli_serve, "it takes no words; a folder is --root DIR");
    if (options.listen == NULL)
        return cli_usage(&cli_serve, "--listen ADDR:PORT is needed");
    if (options.echo && options.root != NULL)
        return cli_usage(&cli_serve, "--echo answers every path; it doesn't go with --root");
    if (options.frames != NULL && options.upload_dir == NULL)
        return cli_usage(&cli_serve, "--frames needs --upload-dir DIR");
    if (!make_limits(&s.service.limits))
        return CLI_UNUSABLE;
    status = open_all(&s);
    if (status == CLI_OK)
        status = run(&s);
    close_all(&s);
    return status;
}

const cli_command cli_serve = {
    "serve",
    "--listen ADDR:PORT",
    "Serve HTTP/1.1, strictly, to try clients on.",
    "Serves a workbench of routes under /h1/, or files, or an echo. What is wrong with a request is answered with the\n"
    "rule, the offset and the RFC section. The first line says where it listens. SIGINT and SIGTERM let it finish "
    "what\n"
    "is under way: status 0.",
    OPTIONS,
    {"serve --listen 127.0.0.1:8080", "serve --listen 127.0.0.1:0 --echo --show"},
    serve,
};
