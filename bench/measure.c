/* SPDX-License-Identifier: MIT */
/* Runs contestants. All of an input's contestants take turns within a round, so that each meets the same weather; the
 * least of many rounds is kept, as whatever disturbs a round only adds to it. */
#include "bench/measure.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "parser/src/scan/scan.h"

static const double SLICE_NS = 100000;

void bench_force(const bench_parser *parser)
{
    if (parser->kernel != NULL && !h1i_scan_force(parser->kernel))
        abort(); /* it is in the list because it could be forced */
}

static bench_tally tally_of(const bench_input *in, bool wanted)
{
    return (bench_tally){.wanted = wanted, .sum = UINT64_C(0xcbf29ce484222325), .origin = in->bytes};
}

bool bench_refuses(const bench_input *in, const bench_parser *parser)
{
    bench_tally t = tally_of(in, false);

    bench_force(parser);
    return !parser->play(in, &t);
}

__attribute__((noinline)) bool bench_counted(const bench_input *in, const bench_parser *parser)
{
    bench_tally t = tally_of(in, false);
    return parser->play(in, &t);
}

static bool differ(const bench_line *a, const bench_line *b)
{
    return a->sum != b->sum || a->heads != b->heads || a->fields != b->fields || a->content != b->content;
}

bool bench_check(const bench_input *in, const bench_parser *const *list, size_t count, bench_line *lines)
{
    const bench_line *first = NULL;
    bool fine = true;

    memset(lines, 0, count * sizeof *lines);
    for (size_t p = 0; p < count; p++) {
        bench_tally t = tally_of(in, true);
        bench_line *line = &lines[p];
        line->taken = list[p]->takes == NULL || list[p]->takes(in);
        if (!line->taken)
            continue;
        bench_force(list[p]);
        line->refused = !list[p]->play(in, &t);
        *line = (bench_line){true, line->refused, t.sum, t.heads, t.fields, t.content, 0, 0};
        if (line->refused || list[p]->limit)
            continue;
        if (first == NULL)
            first = line;
        if (differ(line, first) || line->heads != in->messages * in->times) {
            fprintf(stderr,
                    "bench-parser: %s: %s delivers %" PRIu64 " heads, %" PRIu64 " fields, %" PRIu64
                    " bytes of content, checksum %016" PRIx64 "; %s has %016" PRIx64 "\n",
                    in->name, list[p]->name, line->heads, line->fields, line->content, line->sum, list[0]->name,
                    first->sum);
            fine = false;
        }
    }
    return fine;
}

static double now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* One turn: the time of each play, in ns. */
static double turn(const bench_input *in, const bench_parser *parser, size_t plays, bench_tally *t)
{
    const double start = now_ns();

    for (size_t i = 0; i < plays; i++)
        (void)parser->play(in, t);
    return (now_ns() - start) / (double)plays;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* How many plays fill a slice, seen from two turns, the first of which warms up. */
static size_t plays_of(const bench_input *in, const bench_parser *parser)
{
    bench_tally t = tally_of(in, false);
    double ns;

    (void)turn(in, parser, 1, &t);
    ns = turn(in, parser, 1, &t);
    return ns >= SLICE_NS ? 1 : (size_t)(SLICE_NS / (ns > 1 ? ns : 1));
}

static bool same_work(const bench_line *line, const bench_tally *t, uint64_t plays)
{
    return t->heads == line->heads * plays && t->fields == line->fields * plays && t->content == line->content * plays;
}

bool bench_time(const bench_input *in, const bench_parser *const *list, size_t count, size_t rounds, bench_line *lines)
{
    static double times[BENCH_PARSERS][BENCH_ROUNDS];
    bench_tally tallies[BENCH_PARSERS];
    size_t plays[BENCH_PARSERS] = {0};
    bool fine = true;

    for (size_t p = 0; p < count; p++) {
        tallies[p] = tally_of(in, false);
        bench_force(list[p]);
        if (lines[p].taken && !lines[p].refused)
            plays[p] = plays_of(in, list[p]);
    }
    for (size_t round = 0; round < rounds; round++) {
        for (size_t p = 0; p < count; p++) {
            if (plays[p] == 0)
                continue;
            bench_force(list[p]);
            times[p][round] = turn(in, list[p], plays[p], &tallies[p]) / (double)in->times;
        }
    }
    for (size_t p = 0; p < count; p++) {
        if (plays[p] == 0)
            continue;
        qsort(times[p], rounds, sizeof *times[p], by_value);
        lines[p].ns = times[p][0];
        lines[p].spread = times[p][rounds / 2] / times[p][0] - 1;
        if (!list[p]->limit && !same_work(&lines[p], &tallies[p], plays[p] * rounds)) {
            fprintf(stderr, "bench-parser: %s: %s did not do while timed what it did when checked\n", in->name,
                    list[p]->name);
            fine = false;
        }
    }
    return fine;
}
