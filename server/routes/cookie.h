/* SPDX-License-Identifier: MIT */
/* Writing Set-Cookie, by the strict grammar and never beyond the limit on size. */
#ifndef SERVER_ROUTES_COOKIE_H
#define SERVER_ROUTES_COOKIE_H

#include "server/routes/bench.h"

typedef struct srv_set_cookie {
    const char *name, *value;
    const char *path;      /* NULL: "/" */
    const char *same_site; /* NULL: "Lax" */
    bool open_to_scripts;  /* no HttpOnly */
    bool ends;             /* with the time below; otherwise when the browser is closed */
    uint32_t max_age;      /* seconds; 0: at once, which deletes it */
} srv_set_cookie;

typedef enum srv_cookie_result {
    SRV_COOKIE_OK = 0,
    SRV_COOKIE_REFUSED, /* name, value or path has a byte that no cookie has */
    SRV_COOKIE_LONG,    /* more than srv_workbench_options.cookie_most */
} srv_cookie_result;

/* Add a Set-Cookie to the answer. Source: RFC 6265 section 4.1.1; its size is counted as in section 6.1. */
srv_cookie_result srv_add_cookie(srv_exchange *x, const srv_set_cookie *cookie);

#endif
