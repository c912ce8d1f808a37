/* SPDX-License-Identifier: MIT */
/* See conform_matrix.h. */
#include "cli/conform_matrix.h"

#include <stdbool.h>

#include "report/count.h"
#include "report/utf8.h"

enum { CASE_COLUMNS = 60, STATE_COLUMNS = 12 };

typedef struct matrix {
    FILE *out;
    const conf_run *const *runs;
    const char *const *names;
    size_t count;
    size_t cases;
} matrix;

static conf_state state_of(const matrix *m, size_t server, size_t i)
{
    return m->runs[server]->results[i].state;
}

/* Two servers differ where both were judged, and otherwise. */
static bool differ(const matrix *m, size_t a, size_t b, size_t i)
{
    conf_state x = state_of(m, a, i);
    conf_state y = state_of(m, b, i);
    bool judged = x != CONF_SKIP && y != CONF_SKIP && x != CONF_INCONCLUSIVE && y != CONF_INCONCLUSIVE;

    return judged && x != y;
}

static bool splits(const matrix *m, size_t i)
{
    for (size_t a = 0; a < m->count; a++) {
        for (size_t b = a + 1; b < m->count; b++) {
            if (differ(m, a, b, i))
                return true;
        }
    }
    return false;
}

static void name(const matrix *m, size_t server)
{
    fprintf(m->out, "%zu: ", server + 1);
    report_utf8_to(m->out, m->names[server]);
    fputc('\n', m->out);
}

static void head(const matrix *m)
{
    for (size_t server = 0; server < m->count; server++)
        name(m, server);
    fprintf(m->out, "\n%-*s", CASE_COLUMNS, "case that splits them");
    for (size_t server = 0; server < m->count; server++)
        fprintf(m->out, "  %-*zu", STATE_COLUMNS, server + 1);
    fputc('\n', m->out);
}

static void row(const matrix *m, size_t i)
{
    fprintf(m->out, "%-*s", CASE_COLUMNS, m->runs[0]->results[i].c->id);
    for (size_t server = 0; server < m->count; server++)
        fprintf(m->out, "  %-*s", STATE_COLUMNS, conf_state_name(state_of(m, server, i)));
    fputc('\n', m->out);
}

static size_t differences(const matrix *m, size_t a, size_t b)
{
    size_t count = 0;

    for (size_t i = 0; i < m->cases; i++)
        count += differ(m, a, b, i) ? 1 : 0;
    return count;
}

/* Pairs of servers, and in how many cases they part. */
static void pairs(const matrix *m)
{
    for (size_t a = 0; a < m->count; a++) {
        for (size_t b = a + 1; b < m->count; b++) {
            size_t count = differences(m, a, b);
            fprintf(m->out, "%zu and %zu ", a + 1, b + 1);
            if (count == 0) {
                fputs("agree in every case\n", m->out);
                continue;
            }
            fputs("differ in ", m->out);
            report_count_to(m->out, count, "case", "cases");
            fputc('\n', m->out);
        }
    }
}

void cli_conform_matrix(FILE *out, const conf_run *const *runs, const char *const *names, size_t count, size_t cases)
{
    matrix m = {out, runs, names, count, cases};
    size_t split = 0;

    head(&m);
    for (size_t i = 0; i < cases; i++) {
        if (!splits(&m, i))
            continue;
        row(&m, i);
        split++;
    }
    fputc('\n', out);
    report_count_to(out, split, "case splits", "cases split");
    fputs(" them\n", out);
    pairs(&m);
}
