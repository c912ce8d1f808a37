/* SPDX-License-Identifier: MIT */
/* The requests in what a client has sent or will send, as libh1 reads them in audit mode. */
#ifndef CONF_ASKED_H
#define CONF_ASKED_H

#include "conformance/parser/seen_checks.h"
#include "conformance/parser/trace.h"
#include "conformance/reader/bytes.h"

typedef struct conf_asked_one {
    conf_bytes method, target;
    uint8_t major, minor;
    uint8_t flags;      /* H1_HEAD_ bits */
    h1_answers answers; /* what its response answers */
} conf_asked_one;

typedef struct conf_asked {
    conf_asked_one *at; /* [count] each head that could be read */
    size_t count;
    h1_answers *answers; /* [answer_count] the same, for whoever reads the responses; where no head could be read, what
                            a server would most likely take the bytes for */
    size_t answer_count;
    check_exchange *exchanges; /* [exchange_count] what their responses are judged by; none where refused */
    size_t exchange_count;
    bool unfinished; /* the bytes end inside a request */
    bool refused;    /* strict mode refuses something in them */
} conf_asked;

/* bytes must stay; everything else lives in memory. */
conf_asked conf_asked_in(conf_memory *memory, conf_bytes bytes);

#endif
