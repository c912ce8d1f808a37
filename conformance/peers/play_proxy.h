/* SPDX-License-Identifier: MIT */
/* Plays cases to a proxy from both of its ends: as the client in front of it and as the origin server behind it.
 *
 * One case at a time by default, on connections of its own: at the end of a case all its connections to the origin are
 * closed. Several go side by side where that is asked for; a request that can't be told to be one case's makes those
 * under way be played again, alone. A request that reaches the origin and was not sent, or a response that isn't to the
 * request, twice in two plays, or a response more than there were requests, is proof of smuggling; nothing else is
 * called so. */
#ifndef CONF_PLAY_PROXY_H
#define CONF_PLAY_PROXY_H

#include "conformance/net/net.h"
#include "conformance/reader/reader.h"
#include "origin.h"
#include "sent.h"

typedef struct conf_proxy {
    conf_peer peer;
    const char *authority; /* the proxy's own, for Host in reverse mode: "127.0.0.1:8080" */
    bool forward;          /* targets are in absolute-form and name the origin; otherwise it is a gateway */
    unsigned origin_port;
    unsigned milliseconds; /* the longest that a case may take */
    size_t jobs;           /* how many cases side by side, at least 1 */
} conf_proxy;

typedef struct conf_proxy_profile {
    bool works;        /* a good request reached the origin, and its response came back */
    const char *wrong; /* where it doesn't work: why, in words; else NULL */
    const char *via;   /* what it calls itself in Via; NULL */
} conf_proxy_profile;

/* Send one good request through the proxy. */
conf_proxy_profile conf_proxy_calibrate(conf_net *net, conf_memory *memory, const conf_proxy *proxy,
                                        conf_origin *origin);

/* What a proxy forwarded and answered in a run. */
typedef struct conf_proxy_sent {
    conf_sent up, down;
} conf_proxy_sent;

/* Play a suite. Cases with proxy, up or down lines are judged by them. Of other cases with requests only what the proxy
 * forwards is looked at; they are skipped otherwise. What stays inconclusive is played once more, alone.
 * Where net is interrupted the connections under way are closed, and what was not played is CONF_WAS_INTERRUPTED.
 *
 *   results  [suite->case_count] receives the results, in the suite's order
 *   sent     receives what it forwarded and answered
 *   shown    called after each play, for a progress line; NULL */
void conf_play_proxy(conf_net *net, const conf_suite *suite, const conf_proxy *proxy, conf_origin *origin,
                     conf_result *results, conf_proxy_sent *sent, void (*shown)(void *context, size_t done),
                     void *context);

#endif
