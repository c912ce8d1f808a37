/* SPDX-License-Identifier: MIT */
/* The output of bench-parser. */
#ifndef BENCH_SHOW_H
#define BENCH_SHOW_H

#include <stdio.h>

#include "bench/measure.h"

/* What was compared: compiler, flags, processor, contestants with the versions of their packages. Lines "key: value".
 */
void show_about(FILE *to, const bench_parser *const *list, size_t count, size_t rounds);

/* One input, for people. */
void show_table(const bench_input *in, const bench_parser *const *list, size_t count, const bench_line *lines);

/* One input, a line of JSON for each contestant that read it. */
void show_json(const bench_input *in, const bench_parser *const *list, size_t count, const bench_line *lines);

#endif
