/* SPDX-License-Identifier: MIT */
/* Runs contestants: once to check what they deliver, many times for their time, once for callgrind. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "bench/contest.h"

enum { BENCH_ROUNDS = 999 };

/* What came out for one contestant and one input. */
typedef struct bench_line {
    bool taken, refused;
    uint64_t sum;                    /* over all that it delivered, of one connection */
    uint64_t heads, fields, content; /* the same, counted */
    double ns;                       /* for the input's bytes once: the least of all rounds */
    double spread;                   /* how far the median round lies above it, as a part of it */
} bench_line;

/* libh1: uses the contestant's kernel from now on. Others: nothing. */
void bench_force(const bench_parser *parser);

/* Plays the input once with each contestant and fills its line but for the time. Says on stderr, and returns false,
 * where two that accept it differ. */
bool bench_check(const bench_input *in, const bench_parser *const *list, size_t count, bench_line *lines);

/* Takes the time of those that accepted the input: in each round all of them, one after the other, for 100 µs each.
 * Returns false where one of them then counts other heads, fields or bytes than when it was checked. */
bool bench_time(const bench_input *in, const bench_parser *const *list, size_t count, size_t rounds, bench_line *lines);

bool bench_refuses(const bench_input *in, const bench_parser *parser);

/* Plays the input once more than to warm up; callgrind counts what happens in here (never inlined). */
bool bench_counted(const bench_input *in, const bench_parser *parser);

#endif
