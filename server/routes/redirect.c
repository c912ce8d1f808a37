/* SPDX-License-Identifier: MIT */
/* /h1/redirect/N: a chain of N redirections and an arrival. They lead nowhere else: where to isn't the client's choice.
 */
#include <inttypes.h>

#include "server/routes/bench.h"
#include "server/routes/page.h"
#include "server/routes/request.h"

enum {
    REDIRECTIONS_MOST = 100,
};

static void send_arrival(srv_exchange *x)
{
    srv_text t = {0};

    if (!srv_wants_html(x)) {
        srv_send_text(x, 200, SRV_PLAIN, "arrived\n");
        return;
    }
    srv_page_begin(&t, "Arrived");
    srv_text_add(&t, "<p>This is where the redirections end.</p>\n");
    srv_page_send(x, 200, &t);
}

void srv_serve_redirect(srv_exchange *x)
{
    uint64_t left, status = 302;

    if (!srv_rest_number(x, 0, REDIRECTIONS_MOST, &left) || !srv_query_number(x, "status", 399, &status))
        return;
    if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
        srv_send_problem(x, 400, H1_RULE_NONE, UINT64_MAX, "status in the query is 301, 302, 303, 307 or 308");
        return;
    }
    if (left == 0) {
        send_arrival(x);
        return;
    }
    if (x->query.at != NULL)
        srv_add_text(x, "Location", "/h1/redirect/%" PRIu64 "?status=%" PRIu64, left - 1, status);
    else
        srv_add_text(x, "Location", "/h1/redirect/%" PRIu64, left - 1);
    srv_send_text(x, (unsigned)status, SRV_PLAIN, "%" PRIu64 " to go\n", left);
}
