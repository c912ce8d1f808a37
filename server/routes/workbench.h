/* SPDX-License-Identifier: MIT */
/* The routes below /h1/: a workbench for people who write clients. docs/workbench.md says what each of them does. */
#ifndef SERVER_ROUTES_WORKBENCH_H
#define SERVER_ROUTES_WORKBENCH_H

#include "server/core/service.h"

typedef struct srv_workbench_options {
    bool home;              /* the page that lists the routes stands at "/" too, not only at "/h1/" */
    const char *upload_dir; /* where uploaded files go; NULL: they are counted, hashed and dropped */
    uint64_t upload_most;   /* bytes of one upload */
    size_t cookie_most;     /* bytes of a cookie: name, value and attributes */
    uint32_t login_seconds; /* how long a login is good */
    bool session_in_url; /* session ids stand in URLs and forms instead of a cookie: anyone who sees one can use it */
} srv_workbench_options;

extern const srv_workbench_options srv_workbench_defaults;

typedef struct srv_workbench srv_workbench;

/* Set up the workbench.
 *
 *   options  copied; the path in it only read during the call
 *   why      receives what is wrong where it returns NULL: of static duration, or strerror()'s
 *
 * The key that logins are signed with is drawn here: they don't outlive the process. */
srv_workbench *srv_workbench_new(const srv_workbench_options *options, const char **why);
void srv_workbench_free(srv_workbench *bench);

/* Its routes, good until it is freed. */
const srv_route *srv_workbench_routes(const srv_workbench *bench, size_t *count);

#endif
