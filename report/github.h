/* SPDX-License-Identifier: MIT */
/* Annotations: lines in the log of a GitHub job that it shows beside files. */
#ifndef REPORT_GITHUB_H
#define REPORT_GITHUB_H

#include <stdio.h>

typedef struct report_annotation {
    const char *level; /* "error", "warning" or "notice" */
    const char *path;  /* any text, as the next two */
    unsigned line;     /* from 1 */
    const char *title, *message;
} report_annotation;

/* Write one as a line. What would end it, or a part of it, is percent-coded, and what acts on a
 * terminal is escaped. */
void report_github_to(FILE *out, const report_annotation *annotation);

#endif
