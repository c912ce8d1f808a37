/* SPDX-License-Identifier: MIT */
/* The faults of the wrong parser: one for each rule that libh1 refuses, tolerates or checks, and readings that are
 * false although no rule is broken. One is switched on at a time; with none the parser is ours as it is. */
#ifndef WRONG_PARSER_FAULT_H
#define WRONG_PARSER_FAULT_H

#include "framing/frame.h"
#include "h1/h1.h"
#include "report/tally.h"

typedef enum wrong_kind {
    WRONG_NOTHING = 0,
    WRONG_TAKES,   /* a rule's violation is read over: "takes-bare-lf" */
    WRONG_REFUSES, /* what a recipient has to tolerate is refused: "refuses-obs-fold" */
    WRONG_MISSES,  /* a message rule isn't checked: "misses-content-length-on-204" */
    WRONG_ACCEPTS, /* whatever stands for a value is accepted: "accepts-any-cookie-date" */
    WRONG_REJECTS, /* no value is accepted: "rejects-every-cookie-date" */
    WRONG_READS,   /* events are falsified: "reads-empty-reason" */
} wrong_kind;

/* Falsifies an event of the parser's.
 *
 *   buf  [len] what the event's spans count from */
typedef void wrong_reading(h1_stream *s, const uint8_t *buf, size_t len, h1_event *ev);

typedef struct wrong_fault {
    wrong_kind kind;
    h1_rule rule;             /* TAKES, REFUSES, MISSES */
    wrong_reading *reading;   /* READS; NULL where an answer is falsified */
    const char *name;         /* READS */
    const char *requirements; /* READS: what it breaks, blank-separated */
} wrong_fault;

/* The one that is switched on. */
extern wrong_fault wrong_now;

/* Rules by their numbers. */
typedef struct wrong_rules {
    bool rules[REPORT_RULE_NUMBERS];
} wrong_rules;

/* Those that the parser found violated, or a check reported, since it was cleared. */
extern wrong_rules wrong_came_up;

/* The falsified readings, ended by one without a name (readings.c). */
extern const wrong_fault wrong_readings[];

/* Falsified before the parser knows: what a response is said to answer. */
h1_answers wrong_answers(h1_answers answers);

/* The limits that a stream is given. */
const h1_limits *wrong_limits(const h1_limits *limits);

/* Is the fault that is switched on one of reading frames? */
bool wrong_is_of_frames(void);

/* Falsifies what frame_next() gave; ev->span.at counts from buf. */
void wrong_frame(const uint8_t *buf, frame_event *ev);

/* And what becomes of the bytes behind CONNECT and Upgrade. */
h1_resume wrong_resume(h1_resume as);

#endif
