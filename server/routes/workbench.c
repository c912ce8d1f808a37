/* SPDX-License-Identifier: MIT */
/* See workbench.h. */
#include "workbench.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <openssl/crypto.h>

#include "server/routes/bench.h"

enum {
    SESSIONS_MOST = 1024,
    IDLE_MS = 30 * 60 * 1000, /* a session nobody asks for */
    SMALL = 64 * 1024,        /* bytes of content that a form may have */
    ECHO_MOST = 1024 * 1024,  /* bytes of content that is told back */
};

const srv_workbench_options srv_workbench_defaults = {
    .home = true,
    .upload_most = UINT64_C(1) << 30,
    .cookie_most = 4096,
    .login_seconds = 3600,
};

/* Paths that end in "/" serve what is below. */
static const srv_route ROUTES[] = {
    {.path = "/", .exact = true, .methods = SRV_GET, .serve = srv_serve_home},
    {.path = "/h1/", .exact = true, .methods = SRV_GET, .serve = srv_serve_home},
    {.path = "/h1/style.css", .methods = SRV_GET, .serve = srv_serve_style},
    {.path = "/h1/home.js", .methods = SRV_GET, .serve = srv_serve_script},
    {.path = "/h1/counters", .methods = SRV_GET, .serve = srv_serve_counters},
    {.path = "/h1/metrics", .methods = SRV_GET, .serve = srv_serve_metrics},
    {.path = "/h1/hello", .methods = SRV_GET, .serve = srv_serve_hello},
    {.path = "/h1/echo", .methods = SRV_ANY, .content_most = ECHO_MOST, .serve = srv_serve_echo},
    {.path = "/h1/echo/", .methods = SRV_ANY, .content_most = ECHO_MOST, .serve = srv_serve_echo},
    {.path = "/h1/status/",
     .methods = SRV_GET | SRV_POST | SRV_PUT | SRV_PATCH | SRV_DELETE,
     .content_most = SMALL,
     .serve = srv_serve_status},
    {.path = "/h1/redirect/",
     .methods = SRV_GET | SRV_POST | SRV_PUT | SRV_PATCH | SRV_DELETE,
     .content_most = SMALL,
     .serve = srv_serve_redirect},
    {.path = "/h1/bytes/", .methods = SRV_GET, .serve = srv_serve_bytes},
    {.path = "/h1/chunked/", .methods = SRV_GET, .serve = srv_serve_chunked},
    {.path = "/h1/cookies",
     .methods = SRV_GET | SRV_POST | SRV_DELETE,
     .content_most = SMALL,
     .serve = srv_serve_cookies},
    {.path = "/h1/login", .methods = SRV_GET | SRV_POST, .content_most = SMALL, .serve = srv_serve_login},
    {.path = "/h1/login/private", .methods = SRV_GET, .serve = srv_serve_private},
    {.path = "/h1/logout", .methods = SRV_POST, .content_most = SMALL, .serve = srv_serve_logout},
    {.path = "/h1/store/",
     .methods = SRV_GET | SRV_POST | SRV_PUT | SRV_PATCH | SRV_DELETE | SRV_OPTIONS,
     .content_most = SRV_MEMORY_CONTENT,
     .serve = srv_serve_store},
    {.path = "/h1/cache/", .methods = SRV_GET, .serve = srv_serve_cache},
    {.path = "/h1/etag/", .methods = SRV_GET, .serve = srv_serve_etag},
    {.path = "/h1/slow/", .methods = SRV_GET, .serve = srv_serve_slow},
    {.path = "/h1/drip/", .methods = SRV_GET, .serve = srv_serve_drip},
    {.path = "/h1/upload",
     .methods = SRV_GET | SRV_POST,
     .as_it_comes = true,
     .serve = srv_serve_upload,
     .content = srv_serve_upload_content},
    {.path = "/h1/upload/",
     .methods = SRV_PUT | SRV_POST,
     .as_it_comes = true,
     .serve = srv_serve_upload,
     .content = srv_serve_upload_content},
};

_Static_assert(sizeof ROUTES / sizeof ROUTES[0] <= SRV_WORKBENCH_ROUTES, "the table has room for every route");

static void make_routes(srv_workbench *bench)
{
    for (size_t i = bench->options.home ? 0 : 1; i < sizeof ROUTES / sizeof ROUTES[0]; i++) {
        srv_route *route = &bench->routes[bench->route_count++];
        *route = ROUTES[i];
        route->context = bench;
        if (route->as_it_comes)
            route->content_most = bench->options.upload_most;
    }
}

/* Returns NULL or what is wrong. */
static const char *set_up(srv_workbench *bench)
{
    int error;

    if (getrandom(bench->key, sizeof bench->key, 0) != (ssize_t)sizeof bench->key)
        return "the kernel gives no random bytes";
    if (!srv_users_init(&bench->users, 0) || !srv_memory_init(&bench->memory) ||
        !srv_sessions_init(&bench->sessions, SESSIONS_MOST, IDLE_MS, bench->options.login_seconds * UINT64_C(1000)))
        return "memory is short";
    if (bench->options.upload_dir == NULL)
        return NULL;
    error = srv_store_open(&bench->uploads, bench->options.upload_dir);
    bench->options.upload_dir = NULL;
    return error == 0 ? NULL : strerror(error);
}

srv_workbench *srv_workbench_new(const srv_workbench_options *options, const char **why)
{
    srv_workbench *bench = calloc(1, sizeof *bench);

    if (bench == NULL) {
        *why = "memory is short";
        return NULL;
    }
    bench->options = *options;
    bench->uploads.folder = -1;
    *why = set_up(bench);
    if (*why != NULL) {
        srv_workbench_free(bench);
        return NULL;
    }
    make_routes(bench);
    return bench;
}

void srv_workbench_free(srv_workbench *bench)
{
    if (bench == NULL)
        return;
    srv_store_close(&bench->uploads);
    srv_users_free(&bench->users);
    srv_memory_free(&bench->memory);
    srv_sessions_free(&bench->sessions);
    OPENSSL_cleanse(bench->key, sizeof bench->key);
    free(bench);
}

const srv_route *srv_workbench_routes(const srv_workbench *bench, size_t *count)
{
    *count = bench->route_count;
    return bench->routes;
}
