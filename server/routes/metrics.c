/* SPDX-License-Identifier: MIT */
/* /h1/metrics: the counters in the text form that Prometheus reads. */
#include <inttypes.h>

#include "server/routes/bench.h"
#include "server/routes/text.h"

static void put(srv_text *t, const char *name, const char *type, const char *help, uint64_t value)
{
    srv_text_format(t, "# HELP h1_%s %s\n# TYPE h1_%s %s\nh1_%s %" PRIu64 "\n", name, help, name, type, name, value);
}

void srv_serve_metrics(srv_exchange *x)
{
    const srv_counters *c = &x->service->counters;
    srv_text t = {0};

    put(&t, "connections_total", "counter", "Connections that were accepted.", c->connections);
    put(&t, "connections_open", "gauge", "Connections that are open.", c->open);
    put(&t, "requests_total", "counter", "Requests that were answered or refused.", c->requests);
    put(&t, "refused_total", "counter", "Requests that were refused for what they are.", c->refused);
    put(&t, "received_bytes_total", "counter", "Bytes that came.", c->bytes_in);
    put(&t, "sent_bytes_total", "counter", "Bytes that went.", c->bytes_out);
    srv_text_add(&t, "# HELP h1_answers_total Answers by class of status.\n# TYPE h1_answers_total counter\n");
    for (unsigned i = 1; i < sizeof c->status / sizeof c->status[0]; i++)
        srv_text_format(&t, "h1_answers_total{class=\"%uxx\"} %" PRIu64 "\n", i, c->status[i]);
    srv_add_text(x, "Cache-Control", "no-store");
    srv_text_send(x, 200, "text/plain; version=0.0.4", &t);
}
