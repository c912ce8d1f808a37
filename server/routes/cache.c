/* SPDX-License-Identifier: MIT */
/* /h1/cache/N: an answer that may be used again for N seconds and be asked for with its entity-tag behind that. */
#include <inttypes.h>
#include <stdio.h>

#include "server/routes/bench.h"
#include "server/routes/conditional.h"
#include "server/routes/page.h"
#include "server/routes/request.h"

enum {
    AGE_MOST = 365 * 24 * 3600, /* seconds; RFC 9111 knows no larger use */
};

void srv_serve_cache(srv_exchange *x)
{
    srv_validators valid = {.tag = ""};
    srv_ruling ruling;
    uint64_t age;

    if (!srv_rest_number(x, 0, AGE_MOST, &age))
        return;
    snprintf(valid.tag, sizeof valid.tag, "\"age-%" PRIu64 "\"", age);
    ruling = srv_conditional(x, &valid, x->service->time);
    if (ruling == SRV_RULING_FAILED) {
        srv_send_problem(x, 412, H1_RULE_NONE, UINT64_MAX, "a precondition of the request doesn't hold");
        return;
    }
    srv_add_text(x, "Cache-Control", "max-age=%" PRIu64, age);
    srv_add_text(x, "ETag", "%s", valid.tag);
    if (ruling == SRV_RULING_NOT_MODIFIED)
        srv_send(x, 304, NULL, (h1_bytes){"", 0});
    else
        srv_send_text(x, 200, SRV_PLAIN, "fresh for %" PRIu64 " seconds\n", age);
}
