/* SPDX-License-Identifier: MIT */
/* What came to the origin on several connections, read as if it had come on one: messages are moved to where their
 * bytes stand in the joined ones. */
#include <stdlib.h>

#include "origin.h"

/* A copy of field lines that counts from the joined bytes. */
static const h1_field *moved(conf_memory *memory, const h1_field *fields, size_t count, uint32_t by)
{
    h1_field *copy = conf_alloc(memory, (count + 1) * sizeof *copy);

    for (size_t i = 0; i < count; i++) {
        copy[i] = fields[i];
        copy[i].name_at += by;
        copy[i].value_at += by;
    }
    return copy;
}

static void add_messages(conf_memory *memory, conf_observed *joined, const conf_observed *wire, uint32_t by)
{
    for (size_t i = 0; i < wire->messages.count; i++) {
        conf_seen seen = wire->messages.at[i];
        h1_event *head = conf_alloc(memory, sizeof *head);
        *head = (h1_event){.type = H1_HEAD, .head = *seen.head};
        h1_event_shift(head, by);
        seen.fields = moved(memory, seen.fields, seen.head->fields, by);
        seen.trailers = moved(memory, seen.trailers, seen.trailer_count, by);
        seen.head = &head->head;
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
    h1_event_shift(&joined->trace.events[0].event, by);
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
