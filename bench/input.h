/* SPDX-License-Identifier: MIT */
/* What bench-parser measures: files, and how their messages are shown. */
#ifndef BENCH_INPUT_H
#define BENCH_INPUT_H

#include <stdio.h>

#include "bench/contest.h"

enum { BENCH_INPUTS = 64 };

/* What was loaded; the memory lives as long as the program. */
typedef struct bench_inputs {
    bench_input input[BENCH_INPUTS];
    size_t count;
} bench_inputs;

/* Adds one file. Which group it is in is seen by its content: "pieces" where its name starts so (it is added once for
 * each size of piece), "chunked" where a message has a chunked body, else "head". Messages come one a call, unless the
 * file's name starts with "pipelined". On failure writes why to stderr and returns false. */
bool bench_load(bench_inputs *list, const char *path);

/* Adds the inputs that are measured when none is named: the files of folder and the 1,024 different requests. */
bool bench_load_usual(bench_inputs *list, const char *folder);

/* Adds each file of folder as it is, one message that comes whole, in the order of their names. */
bool bench_load_malformed(bench_inputs *list, const char *folder);

/* Requests as of 1,024 different visitors, one behind the other, the same on every machine. Returns their bytes. */
uint8_t *bench_make_requests(size_t *len);

#endif
