/* SPDX-License-Identifier: MIT */
/* See serve_routes.h. */
#include "cli/serve_routes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/output.h"

static void serve_echo(srv_exchange *x)
{
    srv_send(x, 200, "text/plain", x->content);
}

static void add(cli_routes *r, srv_route route)
{
    if (r->count < CLI_ROUTES_MOST)
        r->routes[r->count++] = route;
}

static const char *why_no_root(int error)
{
    return error == ENOSYS ? "the kernel has no openat2 (Linux 5.6 has), and nothing else keeps paths in the folder"
                           : strerror(error);
}

static cli_status open_root(cli_routes *r)
{
    int error = srv_files_open(&r->files, r->root, r->listing);

    if (error != 0) {
        cli_complain("h1 serve", r->root, why_no_root(error));
        return CLI_UNUSABLE;
    }
    add(r, srv_files_route(&r->files, "/"));
    return CLI_OK;
}

static cli_status open_workbench(cli_routes *r)
{
    const char *why = "memory is short";
    const srv_route *routes;
    size_t count;

    r->workbench.home = r->root == NULL;
    r->bench = srv_workbench_new(&r->workbench, &why);
    if (r->bench == NULL) {
        fprintf(stderr, "h1 serve: %s%s%s\n", r->workbench.upload_dir != NULL ? r->workbench.upload_dir : "",
                r->workbench.upload_dir != NULL ? ": " : "", why);
        return CLI_UNUSABLE;
    }
    routes = srv_workbench_routes(r->bench, &count);
    for (size_t i = 0; i < count; i++)
        add(r, routes[i]);
    return CLI_OK;
}

cli_status cli_routes_open(cli_routes *r)
{
    cli_status status = CLI_OK;

    r->files.root = -1;
    if (r->echo) {
        add(r, (srv_route){.path = "*", .methods = SRV_ANY, .serve = serve_echo});
        add(r, (srv_route){.path = "/", .methods = SRV_ANY, .serve = serve_echo});
        return CLI_OK;
    }
    if (r->root != NULL)
        status = open_root(r);
    return status == CLI_OK ? open_workbench(r) : status;
}

void cli_routes_close(cli_routes *r)
{
    if (r->files.root >= 0)
        srv_files_close(&r->files);
    if (r->bench != NULL)
        srv_workbench_free(r->bench);
}
