/* SPDX-License-Identifier: MIT */
/* The wrong server: one page that has validators, a route that echoes, and what a server has to know besides. What it
 * answers is made in answer.c, what is sent of it in main.c, and how it can be wrong stands in faults.c. */
#ifndef WRONG_SERVER_H
#define WRONG_SERVER_H

#include "conformance/wrong/peers/peers.h"

enum { REPLY_FIELDS = 12 };

typedef struct wrong_reply {
    unsigned status;
    wrong_field fields[REPLY_FIELDS]; /* without those that frame it */
    size_t count;
    conf_bytes content;
    bool close;
} wrong_reply;

extern const wrong_fault wrong_faults[];

/* What is due to a request that was read whole. */
wrong_reply wrong_answer(conf_memory *memory, const wrong_message *request);

/* Whether the content of a request is wanted: what it is for is there. */
bool wrong_wants(const wrong_message *request);

void wrong_reply_add(wrong_reply *reply, const char *name, const char *value);

conf_bytes wrong_bytes(const char *text);

#endif
