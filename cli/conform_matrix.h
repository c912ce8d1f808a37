/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: several servers side by side. */
#ifndef CLI_CONFORM_MATRIX_H
#define CLI_CONFORM_MATRIX_H

#include <stdio.h>

#include "conformance/run.h"

/* Print in which cases servers differ, and which of them agree in everything.
 *
 *   runs, names  [count] what was tested
 *   cases        the first so many results of each run are of the same cases in the same order */
void cli_conform_matrix(FILE *out, const conf_run *const *runs, const char *const *names, size_t count, size_t cases);

#endif
