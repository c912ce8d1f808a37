/* SPDX-License-Identifier: MIT */
/* Inside the live runner: the target as a whole. Is it there, does it answer; start it, end it, say how it ended. These
 * run the loop themselves, so they are never called from a callback. */
#ifndef CONF_LIVE_TARGET_H
#define CONF_LIVE_TARGET_H

#include "conformance/net/process.h"
#include "live.h"

typedef struct conf_target {
    conf_net *net;
    conf_memory *memory;
    const conf_live *live;
    const conf_server *server;
    conf_process *process;  /* NULL: not started by us, or ended */
    bool exited;            /* it has ended by itself since it was started */
    bool ending;            /* we are ending it */
    const char *how;        /* it ended: "exit status 3" */
    const char *last_words; /* the last lines that it wrote */
} conf_target;

/* Start it and wait until its port takes connections, or do nothing where it runs already. Returns NULL, or why it
 * isn't there. */
const char *conf_target_start(conf_target *target);

/* End it with its process group. */
void conf_target_end(conf_target *target);

/* Ask it something on a connection of its own.
 *
 *   text       the bytes; {host} and the like are the caller's business
 *   responses  how many complete final responses to wait for
 *   seen       receives what came; the caller frees it
 *
 * Returns whether they came within milliseconds. */
bool conf_target_ask(conf_target *target, const char *text, size_t responses, unsigned milliseconds,
                     conf_observed *seen);

/* Ask likewise, and note when each response was complete.
 *
 *   after  [responses] receives milliseconds from the call on; NULL: nobody wants to know
 *
 * Returns how many came. */
size_t conf_target_time(conf_target *target, const char *text, size_t responses, unsigned milliseconds,
                        conf_observed *seen, unsigned *after);

/* Does it still run, and answer a GET within milliseconds? */
bool conf_target_answers(conf_target *target, unsigned milliseconds);

/* A GET of the target's path, as text. */
const char *conf_target_get(const conf_target *target);

/* Fill in a profile; server->patience and .answered are set. */
void conf_target_calibrate(conf_target *target, conf_server *server, conf_live_profile *profile);

/* Find out the target's limits: some dozens of requests, each on a connection of its own. */
void conf_target_measure(conf_target *target, conf_live_limits *limits);

/* Find out for how long it waits for a client that falls silent; what didn't happen within milliseconds isn't known. An
 * interruption ends it. */
void conf_target_measure_waits(conf_target *target, conf_live_profile *profile, unsigned milliseconds);

/* Find out what holds a request up: clients that dawdle and, where a slow route is known, slow answers. */
void conf_target_measure_held(conf_target *target, conf_live_profile *profile);

/* Let the loop run for so long. */
void conf_target_wait(conf_target *target, unsigned milliseconds);

#endif
