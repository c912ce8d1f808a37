/* SPDX-License-Identifier: MIT */
/* GitLab's code quality report: one JSON array with an object for each issue. It has no room for anything else, so what
 * is to be said of the run itself is an issue as well. */
#ifndef REPORT_GITLAB_H
#define REPORT_GITLAB_H

#include <stdbool.h>
#include <stdio.h>

typedef enum report_gitlab_severity {
    REPORT_GITLAB_INFO,
    REPORT_GITLAB_MINOR,
    REPORT_GITLAB_MAJOR,
} report_gitlab_severity;

/* Texts are of others' and are escaped here. */
typedef struct report_gitlab_issue {
    const char *description; /* a sentence */
    const char *check;       /* a stable name for the kind of issue */
    const char *fingerprint; /* GitLab shows one issue of those that have the same */
    report_gitlab_severity severity;
    const char *path; /* of a file */
    unsigned line;    /* from 1 */
} report_gitlab_issue;

/* An array under way. */
typedef struct report_gitlab {
    FILE *out;
    bool any;
} report_gitlab;

report_gitlab report_gitlab_begin(FILE *out);

/* Write an issue. False where memory is short or the output can't be written. */
bool report_gitlab_add(report_gitlab *report, const report_gitlab_issue *issue);

/* End the array. */
bool report_gitlab_end(report_gitlab *report);

#endif
