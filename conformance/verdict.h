/* SPDX-License-Identifier: MIT */
/* What became of a case, and how a whole run is counted.
 *
 * Nothing here is printed: expected and actual are bytes, which may come from a peer and are made visible only by
 * whoever reports them. */
#ifndef CONF_VERDICT_H
#define CONF_VERDICT_H

#include "conformance/reader/reader.h"

typedef enum conf_state {
    CONF_PASS = 0,
    CONF_FAIL,         /* a MUST broken; of our own parser: anything that isn't as the case says */
    CONF_WARN,         /* a SHOULD missed */
    CONF_USED_LIBERTY, /* a MAY used: allowed */
    CONF_SKIP,         /* a precondition is missing, reason says which */
    CONF_INCONCLUSIVE, /* time-out or reset before an answer */
    CONF_ERROR,        /* our own fault */
    CONF_STATES,
} conf_state;

/* One way in which what happened is not what is due. */
typedef struct conf_difference {
    const char *block;   /* the key in the case: "parser >", "check", "near" */
    unsigned line;       /* in the case's file: what is due; */
    const char *feeding; /* "whole", "byte by byte", "cut at 17" */
    conf_bytes expected, actual;
    bool placed;  /* there is a place to point at */
    h1_side side; /* whose bytes `at` counts in */
    h1_place at;  /* where it happened */
} conf_difference;

/* The reason of a result that is missing because the user ended the run. */
#define CONF_WAS_INTERRUPTED "the run was interrupted"

typedef struct conf_result {
    const conf_case *c;
    conf_state state;
    const char *reason; /* CONF_SKIP, CONF_INCONCLUSIVE, CONF_ERROR; else NULL */
    conf_difference *differences;
    size_t difference_count;
    uint64_t feedings;                        /* how often bytes were fed */
    const struct conf_transcript *transcript; /* of a play to a live target (transcript.h); NULL */
    bool known;                               /* a baseline has it in this state */
} conf_result;

/* The words: "pass", "fail", "warn", "allowed", "skip", "inconclusive", "error". */
const char *conf_state_name(conf_state state);

/* The strongest keyword among a case's requirements: "MUST", "SHOULD", "MAY", "ABNF" or "PROSE". */
const char *conf_case_level(const conf_case *c);

/* Add a difference to a result; the state becomes CONF_FAIL. */
void conf_result_add(conf_memory *memory, conf_result *result, const conf_difference *difference);

/* Add a difference that a play to a live peer showed, in words.
 *
 *   block             what it speaks of: "up", "canary"; the line is the case's own
 *   expected, actual  lent, as long as the result is used */
void conf_result_add_live(conf_memory *memory, conf_result *result, const char *block, const char *expected,
                          const char *actual);

/* Append text to a buffer, as printf() makes it. */
void conf_put(conf_memory *memory, conf_buffer *buffer, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
