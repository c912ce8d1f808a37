/* SPDX-License-Identifier: MIT */
/* bench-parser: libh1 and its peers over the same messages, interleaved in one process.
 *
 *   bench-parser [--json] [--rounds N] [--input FILE...]   times, and whether all delivered the same
 *   bench-parser --malformed                               how many malformed heads each refuses
 *   bench-parser --count                                   each contestant once over each input inside bench_counted(),
 *                                                          for callgrind (ci/bench)
 *
 * Exits 1 where two contestants that accept the same messages deliver different things, where work that was timed is
 * not the work that was checked, or where a kernel of libh1 accepts a malformed head; 2 where it could not run. */
#include <stdlib.h>
#include <string.h>

#include "bench/input.h"
#include "bench/measure.h"
#include "bench/show.h"

typedef enum what { TIMES, MALFORMED, COUNTS } what;

typedef struct options {
    bool json;
    what what;
    size_t rounds;
    bench_inputs inputs;
} options;

static bool usage(void)
{
    fprintf(stderr, "usage: bench-parser [--json] [--rounds N] [--malformed | --count] [--input FILE...]\n");
    return false;
}

static bool read_rounds(const char *text, size_t *rounds)
{
    char *end;
    const unsigned long n = strtoul(text, &end, 10);

    *rounds = n;
    return *end == '\0' && n >= 1 && n <= BENCH_ROUNDS;
}

static bool read_options(int argc, char **argv, options *o)
{
    bool files = false;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            o->json = true;
        else if (strcmp(argv[i], "--malformed") == 0)
            o->what = MALFORMED;
        else if (strcmp(argv[i], "--count") == 0)
            o->what = COUNTS;
        else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc && read_rounds(argv[i + 1], &o->rounds))
            i++;
        else if (strcmp(argv[i], "--input") == 0 && i + 1 < argc)
            files = true;
        else if (!files || argv[i][0] == '-')
            return usage();
        else if (!bench_load(&o->inputs, argv[i]))
            return false;
    }
    return true;
}

static int time_all(options *o, const bench_parser *const *list, size_t count)
{
    bench_line lines[BENCH_PARSERS];
    bool fine = true;

    show_about(o->json ? stderr : stdout, list, count, o->rounds);
    for (size_t i = 0; i < o->inputs.count; i++) {
        const bench_input *in = &o->inputs.input[i];
        fine = bench_check(in, list, count, lines) && fine;
        if (!bench_time(in, list, count, o->rounds, lines))
            fine = false;
        if (o->json)
            show_json(in, list, count, lines);
        else
            show_table(in, list, count, lines);
        fflush(stdout);
    }
    return fine ? 0 : 1;
}

static int refuse_all(const options *o, const bench_parser *const *list, size_t count)
{
    bool fine = true;

    for (size_t p = 0; p < count; p++) {
        size_t refused = 0;
        if (list[p]->limit)
            continue;
        for (size_t i = 0; i < o->inputs.count; i++) {
            const bool one = bench_refuses(&o->inputs.input[i], list[p]);
            refused += one;
            if (!one && list[p]->kernel != NULL)
                printf("%s accepts %s\n", list[p]->name, o->inputs.input[i].name);
        }
        printf("%-16s refuses %zu of %zu\n", list[p]->name, refused, o->inputs.count);
        fine = fine && (list[p]->kernel == NULL || refused == o->inputs.count);
    }
    return fine ? 0 : 1;
}

static int count_all(const options *o, const bench_parser *const *list, size_t count)
{
    for (size_t i = 0; i < o->inputs.count; i++) {
        for (size_t p = 0; p < count; p++) {
            const bench_input *in = &o->inputs.input[i];
            if (list[p]->limit || (list[p]->takes != NULL && !list[p]->takes(in)))
                continue;
            bench_force(list[p]);
            const bool fine = bench_counted(in, list[p]);
            printf("%s %s %zu %s\n", in->name, list[p]->name, in->messages * in->times, fine ? "read" : "refused");
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    static options o = {.rounds = 61};
    const bench_parser *list[BENCH_PARSERS];
    const size_t count = bench_parsers(list);

    if (!read_options(argc, argv, &o))
        return 2;
    if (o.what == MALFORMED) {
        if (o.inputs.count == 0 && !bench_load_malformed(&o.inputs, BENCH_FOLDER "/malformed"))
            return 2;
        return refuse_all(&o, list, count);
    }
    if (o.inputs.count == 0 && !bench_load_usual(&o.inputs, BENCH_FOLDER))
        return 2;
    return o.what == COUNTS ? count_all(&o, list, count) : time_all(&o, list, count);
}
