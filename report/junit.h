/* SPDX-License-Identifier: MIT */
/* JUnit's XML, as CI systems read it: suites of test cases.
 *
 * What is written is well-formed UTF-8 XML 1.0 whatever the texts hold: characters that XML reserves become references,
 * control characters and bytes that are no UTF-8 become \xHH. */
#ifndef REPORT_JUNIT_H
#define REPORT_JUNIT_H

#include <stddef.h>
#include <stdio.h>

typedef enum report_junit_state {
    REPORT_JUNIT_PASS = 0,
    REPORT_JUNIT_FAILURE, /* what was tested is wrong */
    REPORT_JUNIT_ERROR,   /* the test could not say: inconclusive, or our own fault */
    REPORT_JUNIT_SKIPPED,
} report_junit_state;

/* One test case. Texts are UTF-8, only read during the call, never NULL but where that is said. */
typedef struct report_junit_case {
    const char *group; /* its "classname" */
    const char *name;
    report_junit_state state;
    const char *type;    /* a word for the kind of failure, such as "MUST"; not used for PASS and SKIPPED */
    const char *message; /* one line; NULL for PASS */
    const char *text;    /* more lines, or NULL; not used for SKIPPED */
} report_junit_case;

/* Write the beginning of a document with `tests` cases in all, and its end.
 *
 *   name  what was tested */
void report_junit_begin(FILE *out, const char *name, size_t tests, size_t failures, size_t errors, size_t skipped);
void report_junit_end(FILE *out);

/* Write a suite with its [count] cases. */
void report_junit_suite(FILE *out, const char *name, const report_junit_case *cases, size_t count);

#endif
