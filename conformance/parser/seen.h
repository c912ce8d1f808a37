/* SPDX-License-Identifier: MIT */
/* The messages in a trace: heads with the content and trailers that came behind them. */
#ifndef CONF_SEEN_H
#define CONF_SEEN_H

#include "checks/exchange.h"
#include "conformance/reader/bytes.h"
#include "trace.h"

typedef struct conf_seen {
    const h1_head *head;
    h1_answers answers;
    const h1_field *fields; /* [head->fields] */
    const h1_field *trailers;
    size_t trailer_count;
    size_t chunks;        /* that carry data */
    uint64_t body_size;   /* bytes of content, those that came */
    conf_bytes body;      /* the same bytes */
    check_exchange asked; /* a response: what is known of its request; see conf_seen_pair() */
    bool complete;
} conf_seen;

typedef struct conf_seen_messages {
    conf_seen *at;
    size_t count;
    size_t complete; /* how many of them are */
} conf_seen_messages;

/* Gather the messages of a trace. They point into trace and bytes, the input's; what is new lives in memory. */
conf_seen_messages conf_seen_in(conf_memory *memory, const conf_trace *trace, const uint8_t *bytes);

/* The first field line of a name, whatever its case (RFC 9110 section 5.1); NULL where there is none. */
const h1_field *conf_seen_field(const conf_seen *seen, const uint8_t *bytes, conf_bytes name);

/* A field's value as it reads: each fold with the white space around it, and each NUL and bare CR, is one SP. */
conf_bytes conf_seen_value(conf_memory *memory, const uint8_t *bytes, const h1_field *field);

#endif
