/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: several servers side by side: in which cases they differ, and which of them agree in everything.
 */
#ifndef CLI_CONFORM_MATRIX_H
#define CLI_CONFORM_MATRIX_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/conform_report.h"
#include "conformance/run.h"

typedef struct cli_conform_matrix {
    const conf_run *const *runs; /* [count] results of what was tested; */
    const char *const *names;    /* [count] its names */
    size_t count;
    size_t cases; /* the first so many results of each run are of the same cases in the same order */
} cli_conform_matrix;

/* Is there a form of a matrix in this format? */
bool cli_conform_matrix_has(report_format format);

/* Write it. False where it can't be written. */
bool cli_conform_matrix_write(FILE *out, report_format format, const cli_conform_matrix *m);

/* How a case ended with a server. */
conf_state cli_conform_matrix_state(const cli_conform_matrix *m, size_t server, size_t i);

/* Do servers differ in a case? Where one was not judged they don't. */
bool cli_conform_matrix_splits(const cli_conform_matrix *m, size_t i);

/* How many cases split them; and how many split two of them. */
size_t cli_conform_matrix_split(const cli_conform_matrix *m);
size_t cli_conform_matrix_differences(const cli_conform_matrix *m, size_t a, size_t b);

/* As HTML, and as Markdown. */
bool cli_conform_matrix_html(FILE *out, const cli_conform_matrix *m);
bool cli_conform_matrix_markdown(FILE *out, const cli_conform_matrix *m);

#endif
