/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: how the results of a run are written. */
#ifndef CLI_CONFORM_H
#define CLI_CONFORM_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/options.h"
#include "conformance/live/live.h"
#include "conformance/parser/play_subject.h"
#include "conformance/run.h"

/* Of a subject: what it said that it can't tell, and what was therefore not compared. */
typedef struct cli_conform_untold {
    unsigned members; /* CONF_FILLS_ bits that it can't tell */
    conf_not_compared tally;
    unsigned starts; /* how often it had to be started */
} cli_conform_untold;

/* A run that is over, and the slips in case files that kept cases out of it. */
typedef struct cli_conform_report {
    const conf_run *run;
    const conf_suite *suite;
    const char *target; /* what was tested: "libh1" */
    bool colour;
    const conf_server *server;        /* where a live server was tested, */
    const conf_live_profile *profile; /* and what it is like; else NULL */
    const cli_conform_untold *untold; /* where a subject was tested; else NULL */
    size_t better;                    /* cases of the baseline that pass now */
    bool redact;                      /* hide secrets in every format */
    bool redacted;                    /* they are hidden */
    const cli_words *headers;         /* the user's own field lines, whose values are secrets; NULL */
    const char *sarif_location;       /* the file that findings are shown at; NULL: the case files */
    double seconds;                   /* the longest that a case of a live target may take */
} cli_conform_report;

/* For people: a table of sections, totals, then each failure. */
void cli_conform_text(FILE *out, const cli_conform_report *report);

/* Like a failure's snippet in text: the bytes of the case around a difference. Nothing where there are none to show. */
void cli_conform_snippet_to(FILE *out, const conf_result *result, const conf_difference *difference, bool colour);

/* The command line that sends a case's bytes by hand. False, with nothing written, where there is none. */
bool cli_conform_by_hand_to(FILE *out, const conf_result *result, const conf_server *server);

/* JUnit: a suite for each section; an inconclusive case is an error, not a failure. False where memory is short. */
bool cli_conform_junit(FILE *out, const cli_conform_report *report);

/* A JSON object a line: one for each case, then the totals (docs/schema.md). False where memory is short or the output
 * can't be written. */
bool cli_conform_jsonl(FILE *out, const cli_conform_report *report);

/* One failure as text: where, what was due, what came, the bytes with the place marked.
 *
 *   server  the live server that was tested; NULL */
void cli_conform_failure_to(FILE *out, const conf_result *result, const conf_server *server, bool colour);

#endif
