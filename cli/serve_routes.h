/* SPDX-License-Identifier: MIT */
/* Which paths h1 serve serves, by what was asked for on its command line. */
#ifndef CLI_SERVE_ROUTES_H
#define CLI_SERVE_ROUTES_H

#include "cli/command.h"
#include "server/routes/files.h"
#include "server/routes/workbench.h"

enum { CLI_ROUTES_MOST = 64 };

typedef struct cli_routes {
    bool echo;        /* nothing but that: every request is answered with the content that it has */
    const char *root; /* a folder to serve, or NULL */
    bool listing;
    srv_workbench_options workbench;

    /* What was made of it; closed by cli_routes_close(). */
    srv_route routes[CLI_ROUTES_MOST];
    size_t count;
    srv_files files;
    srv_workbench *bench;
} cli_routes;

/* Returns CLI_OK, or another status after a word on standard error. */
cli_status cli_routes_open(cli_routes *r);
void cli_routes_close(cli_routes *r);

#endif
