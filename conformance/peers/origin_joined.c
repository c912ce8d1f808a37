/* SPDX-License-Identifier: MIT */
/* What came to the origin on several connections, read as if it had come on one: messages are moved to where their
 * bytes stand in the joined ones. */
#include <stdlib.h>

#include "origin.h"

static void shift(h1_span *span, uint32_t by)
{
    span->at += by;
}

/* Messages whose spans count from the joined bytes. */
static void add_messages(conf_memory *memory, conf_observed *joined, const conf_observed *wire, uint32_t by)
{
    for (size_t i = 0; i < wire->messages.count; i++) {
        conf_seen seen = wire->messages.at[i];
        h1_head *head = conf_alloc(memory, sizeof *head);
        h1_field *fields = conf_alloc(memory, (size_t)(seen.head->fields + 1) * sizeof *fields);
        h1_field *trailers = conf_alloc(memory, (seen.trailer_count + 1) * sizeof *trailers);
        *head = *seen.head;
        shift(&head->method, by);
        shift(&head->target, by);
        for (size_t k = 0; k < head->fields; k++) {
            fields[k] = seen.fields[k];
            fields[k].name_at += by;
            fields[k].value_at += by;
        }
        for (size_t k = 0; k < seen.trailer_count; k++) {
            trailers[k] = seen.trailers[k];
            trailers[k].name_at += by;
            trailers[k].value_at += by;
        }
        seen.head = head;
        seen.fields = fields;
        seen.trailers = trailers;
        joined->messages.at = conf_grow(memory, joined->messages.at, joined->messages.count, sizeof seen);
        joined->messages.at[joined->messages.count++] = seen;
        joined->messages.complete += seen.complete ? 1 : 0;
    }
}

/* The first violation stands for all: an event of its own, in a trace that can be freed like any. */
static void add_fault(conf_observed *joined, const conf_observed *wire, uint32_t by)
{
    const h1_fault *fault = conf_observed_fault(wire);

    if (fault == NULL || joined->trace.count > 0)
        return;
    joined->trace.events = calloc(1, sizeof *joined->trace.events);
    if (joined->trace.events == NULL)
        abort();
    joined->trace.count = joined->trace.room = 1;
    joined->trace.events[0].event.type = H1_FAULT;
    joined->trace.events[0].event.fault = *fault;
    shift(&joined->trace.events[0].event.fault.span, by);
}

conf_observed conf_origin_joined(conf_memory *memory, const conf_origin_seen *seen, h1_mode mode)
{
    conf_observed joined = {.side = H1_REQUESTS, .mode = mode, .ending = CONF_ENDED};

    for (size_t i = 0; i < seen->wire_count; i++) {
        conf_observed wire = seen->wires[i];
        uint32_t by = (uint32_t)joined.received.len;
        wire.mode = mode;
        wire.trace = (conf_trace){0};
        conf_observed_read(memory, &wire);
        conf_buffer_add(memory, &joined.received, wire.received.at, wire.received.len);
        add_messages(memory, &joined, &wire, by);
        add_fault(&joined, &wire, by);
        conf_observed_free(&wire);
    }
    joined.bytes = joined.received.at;
    return joined;
}
