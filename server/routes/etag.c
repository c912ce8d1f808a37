/* SPDX-License-Identifier: MIT */
/* /h1/etag/NAME: an answer with that entity-tag (weak with ?weak=1), so that a client's preconditions can be tried:
 * 304 and 412 where they say so (RFC 9110 section 13). */
#include <stdio.h>
#include <string.h>

#include "server/routes/bench.h"
#include "server/routes/conditional.h"
#include "server/routes/page.h"
#include "server/routes/request.h"

enum { NAME_MOST = 32 };

static bool is_name(h1_bytes rest)
{
    const char *bytes = rest.at;

    for (size_t i = 0; i < rest.len; i++) {
        char c = bytes[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
              c == '.'))
            return false;
    }
    return rest.len > 0 && rest.len <= NAME_MOST;
}

void srv_serve_etag(srv_exchange *x)
{
    srv_validators valid = {.tag = ""};
    h1_bytes name = srv_rest(x);
    uint64_t weak = 0;
    srv_ruling ruling;

    if (!is_name(name)) {
        srv_send_problem(x, 404, H1_RULE_NONE, UINT64_MAX,
                         "behind /h1/etag/ stand 1 to 32 letters, digits, '-', '_' and '.', the entity-tag");
        return;
    }
    if (!srv_query_number(x, "weak", 1, &weak))
        return;
    snprintf(valid.tag, sizeof valid.tag, "%s\"%.*s\"", weak != 0 ? "W/" : "", (int)name.len, (const char *)name.at);
    ruling = srv_conditional(x, &valid, x->service->time);
    if (ruling == SRV_RULING_FAILED) {
        srv_send_problem(x, 412, H1_RULE_NONE, UINT64_MAX, "a precondition of the request doesn't hold");
        return;
    }
    srv_add_text(x, "Cache-Control", "no-cache");
    srv_add_text(x, "ETag", "%s", valid.tag);
    if (ruling == SRV_RULING_NOT_MODIFIED)
        srv_send(x, 304, NULL, (h1_bytes){"", 0});
    else
        srv_send_text(x, 200, SRV_PLAIN, "the entity-tag is %s\n", valid.tag);
}
