/* SPDX-License-Identifier: MIT */
/* / and /h1/: a page that lists the routes and shows the counters; and the counters themselves, for scripts. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/routes/bench.h"
#include "server/routes/page.h"
#include "server/routes/request.h"

/* What is shown: the name in /h1/counters, and what people call it. */
typedef struct counter {
    const char *name, *title;
    uint64_t value;
} counter;

enum {
    COUNTERS = 12,
};

static void look(const srv_exchange *x, counter counters[COUNTERS])
{
    const srv_counters *c = &x->service->counters;
    const srv_workbench *bench = srv_bench(x);
    const counter now[COUNTERS] = {
        {"requests", "requests", c->requests},
        {"refused", "refused", c->refused},
        {"connections", "connections", c->connections},
        {"open", "open", c->open},
        {"bytes_in", "bytes in", c->bytes_in},
        {"bytes_out", "bytes out", c->bytes_out},
        {"answers_1xx", "answers 1xx", c->status[1]},
        {"answers_2xx", "answers 2xx", c->status[2]},
        {"answers_3xx", "answers 3xx", c->status[3]},
        {"answers_4xx", "answers 4xx", c->status[4]},
        {"answers_5xx", "answers 5xx", c->status[5]},
        {"sessions", "sessions", srv_sessions_count(&bench->sessions, x->service->now_ms)},
    };

    memcpy(counters, now, sizeof now);
}

void srv_serve_counters(srv_exchange *x)
{
    counter counters[COUNTERS];
    json_t *all = json_object();

    look(x, counters);
    for (size_t i = 0; i < COUNTERS; i++)
        json_object_set_new(all, counters[i].name, json_integer((json_int_t)counters[i].value));
    srv_add_text(x, "Cache-Control", "no-store");
    srv_json_send(x, 200, all);
}

static const char ROUTES[] =
    "<h2>Routes</h2>\n<table>\n"
    "<tr><td><a href=\"/h1/hello\">/h1/hello</a></td><td>Hello, World!</td></tr>\n"
    "<tr><td><a href=\"/h1/echo?name=value\">/h1/echo</a></td><td>what was received, as it was parsed</td></tr>\n"
    "<tr><td><a href=\"/h1/status/404\">/h1/status/404</a></td><td>an answer of any status, with the fields it "
    "needs</td></tr>\n"
    "<tr><td><a href=\"/h1/redirect/3\">/h1/redirect/3</a></td><td>a chain of redirections; "
    "<code>?status=308</code></td></tr>\n"
    "<tr><td><a href=\"/h1/bytes/1024\">/h1/bytes/1024</a></td><td>so many bytes</td></tr>\n"
    "<tr><td><a href=\"/h1/chunked/10?delay=500\">/h1/chunked/10?delay=500</a></td><td>chunks, as they come</td></tr>\n"
    "<tr><td><a href=\"/h1/cookies\">/h1/cookies</a></td><td>list, set and delete cookies</td></tr>\n"
    "<tr><td><a href=\"/h1/login\">/h1/login</a></td><td>a login, kept in a cookie, a session or a token</td></tr>\n"
    "<tr><td><a href=\"/h1/upload\">/h1/upload</a></td><td>upload files: a form, PUT, POST</td></tr>\n"
    "<tr><td><a href=\"/h1/store/\">/h1/store/NAME</a></td><td>GET, PUT, POST, PATCH and DELETE, with "
    "preconditions</td></tr>\n"
    "<tr><td><a href=\"/h1/cache/60\">/h1/cache/60</a></td><td>an answer that may be kept for 60 seconds</td></tr>\n"
    "<tr><td><a href=\"/h1/etag/abc\">/h1/etag/abc</a></td><td>an answer with that entity-tag</td></tr>\n"
    "<tr><td><a href=\"/h1/slow/1000\">/h1/slow/1000</a></td><td>an answer after 1,000 milliseconds</td></tr>\n"
    "<tr><td><a href=\"/h1/drip/10?delay=300\">/h1/drip/10?delay=300</a></td><td>byte after byte</td></tr>\n"
    "</table>\n<p>Whatever is wrong with a request is answered with the rule it breaks, where, and the clause.</p>\n"
    "<script src=\"/h1/home.js\" defer></script>\n";

void srv_serve_home(srv_exchange *x)
{
    counter counters[COUNTERS];
    srv_text t = {0};

    look(x, counters);
    srv_page_begin(&t, "A workbench for HTTP/1.1 clients");
    srv_text_add(&t, "<div class=\"counters\">\n");
    for (size_t i = 0; i < COUNTERS; i++)
        srv_text_format(&t, "<div><div class=\"number\" data-counter=\"%s\">%" PRIu64 "</div><div>%s</div></div>\n",
                        counters[i].name, counters[i].value, counters[i].title);
    srv_text_add(&t, "</div>\n");
    srv_text_add(&t, ROUTES);
    srv_add_text(x, "Cache-Control", "no-store");
    srv_page_send(x, 200, &t);
}
