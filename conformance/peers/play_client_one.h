/* SPDX-License-Identifier: MIT */
/* Inside the client role: one play, from the listener to what was observed. play_client.c decides which cases are
 * played, and judges. */
#ifndef CONF_PLAY_CLIENT_ONE_H
#define CONF_PLAY_CLIENT_ONE_H

#include "conformance/net/moves.h"
#include "conformance/net/process.h"
#include "play_client.h"
#include "said.h"

/* One connection that the client made. */
typedef struct conf_link {
    struct conf_client_play *play;
    conf_wire *wire;  /* once something came on it, until it is over; else NULL */
    conf_parts parts; /* what is left to be played of the case's */
    size_t next_part; /* the first that wasn't */
    size_t answered;  /* requests that were answered, or are being */
    bool scripted;    /* the case's bytes are for this connection */
    bool closed;      /* nothing more is answered on it */
    bool second;      /* the second URL was asked on it, behind the case's bytes */
    bool over;
    conf_observed observed; /* good when it is over */
} conf_link;

typedef struct conf_client_play {
    conf_net *net;
    conf_memory *memory;
    const conf_client *client;
    const conf_case *c; /* NULL: the good response of the calibration */
    const char *method; /* for {method} */
    const char *token;  /* in the paths of both URLs */
    /* what came of it */
    conf_link **links; /* in the order in which they were made */
    size_t link_count;
    size_t links_over;
    size_t attempts; /* requests that were not for the second URL */
    conf_said said;
    int status;
    int signal;
    bool hung; /* it was killed at its deadline */
    bool exited;
    bool mixed; /* the case's bytes were all sent before the second request came, so its answer has to be its own */
    const char *wrong; /* it could not be started or listened for; else NULL */
    conf_process *process;
    conf_listener *listener;
    /* called once it is over, from the loop */
    void (*done)(void *context, struct conf_client_play *play);
    void *context;
} conf_client_play;

/* Begin a play whose upper fields are filled in; done() will be called, perhaps before this returns. */
void conf_client_play_begin(conf_client_play *play);

/* End it before its time: done() will be called by the loop. */
void conf_client_play_end(conf_client_play *play);

/* The connection that got the case's bytes; NULL where no complete request came. */
conf_link *conf_client_play_first(const conf_client_play *play);

#endif
