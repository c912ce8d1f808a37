/* SPDX-License-Identifier: MIT */
/* Inside the proxy role: one play, from the first byte to what was observed at both ends. play_proxy.c decides which
 * cases are played, and judges. */
#ifndef CONF_PLAY_PROXY_ONE_H
#define CONF_PLAY_PROXY_ONE_H

#include "play_proxy.h"

typedef struct conf_proxy_play {
    conf_net *net;
    conf_memory *memory;
    const conf_proxy *proxy;
    conf_origin *origin;
    const conf_case *c;
    unsigned milliseconds;
    /* called once it is over, from the loop */
    void (*done)(void *context, struct conf_proxy_play *play);
    void *context;
    /* what was done */
    const char *token, *canary; /* canary: NULL where none was sent */
    conf_variables variables;
    conf_moves moves;
    conf_bytes sent;
    conf_asked asked; /* in sent */
    size_t due;       /* responses that are waited for */
    conf_origin_play *at_origin;
    conf_wire *front; /* NULL once it is over */
    /* what came of it */
    conf_observed down;
    bool timed_out;
    uint64_t took; /* milliseconds from the connection on */
    conf_origin_seen *up;
} conf_proxy_play;

/* Begin a play whose upper fields are filled in. */
void conf_proxy_play_begin(conf_proxy_play *play);

/* End it before its time: done() will be called by the loop. */
void conf_proxy_play_end(conf_proxy_play *play);

#endif
