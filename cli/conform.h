/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: how the results of a run are written. */
#ifndef CLI_CONFORM_H
#define CLI_CONFORM_H

#include <stdbool.h>
#include <stdio.h>

#include "conformance/run.h"

/* A run that is over, and the slips in case files that kept cases out of it. */
typedef struct cli_conform_report {
    const conf_run *run;
    const conf_suite *suite;
    const char *target; /* what was tested: "libh1" */
    bool colour;
} cli_conform_report;

/* For people: a table of sections, totals, then each failure. */
void cli_conform_text(FILE *out, const cli_conform_report *report);

/* JUnit: a suite for each section; an inconclusive case is an error, not a failure. False where memory is short. */
bool cli_conform_junit(FILE *out, const cli_conform_report *report);

/* A JSON object a line: one for each case, then the totals (docs/schema.md). False where memory is short or the output
 * can't be written. */
bool cli_conform_jsonl(FILE *out, const cli_conform_report *report);

/* One failure as text: where, what was due, what came, the bytes with the place marked. */
void cli_conform_failure_to(FILE *out, const conf_result *result, bool colour);

#endif
