/* SPDX-License-Identifier: MIT */
/* Plays a suite to a live server: finds out what it can be asked (calibration), plays the cases over parallel
 * connections, plays what was inconclusive once more, alone, and finds the case by which a target dies.
 *
 * A target that exits, stops listening or hangs is a failure of the case that makes it do so, "target-died": the cases
 * that were in flight are played alone after a restart until one does it again. */
#ifndef CONF_LIVE_H
#define CONF_LIVE_H

#include "conformance/reader/reader.h"
#include "conformance/run.h"
#include "measured.h"
#include "play_server.h"

/* What the user asked for. */
typedef struct conf_live {
    conf_server server;    /* .patience and .answered are found out */
    const char *start;     /* a command that starts the target; {port} in it was filled in; NULL: it runs already */
    size_t jobs;           /* connections side by side */
    unsigned deadline;     /* milliseconds for the whole run; 0: none */
    bool measures;         /* find out its limits, its time-outs and what holds it up */
    unsigned watch;        /* milliseconds for which its time-outs are watched */
    const char *slow_path; /* where a GET takes a while; NULL: none is known */
    void (*shown)(void *context, size_t done, size_t all); /* progress; NULL */
    void *context;
} conf_live;

/* What was found out about the target. */
typedef struct conf_live_profile {
    const char *unreachable;    /* why it can't be tested; else NULL */
    unsigned status;            /* of GET */
    const char *program;        /* its Server field; NULL: it has none */
    const char *etag;           /* the opaque-tag of what it got; NULL: it has none */
    bool keeps;                 /* the connection is used for a second request */
    bool side_by_side;          /* an idle connection doesn't keep another from being served */
    bool echoes;                /* a POST to the echo path was answered with its content */
    unsigned round_trip;        /* milliseconds, the longest of three */
    size_t jobs;                /* connections that were used side by side */
    size_t again;               /* cases that were played once more, alone */
    size_t deaths, unexplained; /* how often the target died; and how often no single case did it again */
    const char *last_words;     /* what the target wrote last, where it could not be started or an end is unexplained */
    conf_live_limits limits;
    conf_live_waits waits;
    conf_live_held held;
    const conf_result *habits; /* [habit_count] rules for senders that its responses broke, whatever the case */
    size_t habit_count;
    bool interrupted; /* by SIGINT or SIGTERM: what was not played yet is inconclusive */
    bool out_of_time; /* the run's deadline came before its end */
} conf_live_profile;

/* Play the cases of a suite.
 *
 *   live     lent; live->server.patience, .etag and .answered are ignored
 *   results  [suite->case_count] receives the results, in the suite's order; they live in the suite's memory
 *   profile  receives what was found out
 *
 * Returns whether anything was played. */
bool conf_live_play(const conf_live *live, const conf_suite *suite, conf_result *results, conf_live_profile *profile);

/* What a server is asked before the cases. */
typedef struct conf_live_questions {
    const char *get;   /* also asked later, where the target may have died */
    const char *twice; /* in one write */
    const char *echo;  /* with the token as content; NULL where no route is known */
} conf_live_questions;

conf_live_questions conf_live_asks(conf_memory *memory, const conf_server *server, const char *token);

#endif
