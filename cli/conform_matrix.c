/* SPDX-License-Identifier: MIT */
/* See conform_matrix.h. */
#include "cli/conform_matrix.h"

#include <stdbool.h>

#include "report/count.h"
#include "report/utf8.h"

enum { CASE_COLUMNS = 60, STATE_COLUMNS = 12 };

typedef cli_conform_matrix matrix;

conf_state cli_conform_matrix_state(const matrix *m, size_t server, size_t i)
{
    return m->runs[server]->results[i].state;
}

/* Two servers differ where both were judged, and otherwise. */
static bool differ(const matrix *m, size_t a, size_t b, size_t i)
{
    conf_state x = cli_conform_matrix_state(m, a, i);
    conf_state y = cli_conform_matrix_state(m, b, i);
    bool judged = x != CONF_SKIP && y != CONF_SKIP && x != CONF_INCONCLUSIVE && y != CONF_INCONCLUSIVE;

    return judged && x != y;
}

bool cli_conform_matrix_splits(const matrix *m, size_t i)
{
    for (size_t a = 0; a < m->count; a++) {
        for (size_t b = a + 1; b < m->count; b++) {
            if (differ(m, a, b, i))
                return true;
        }
    }
    return false;
}

size_t cli_conform_matrix_differences(const matrix *m, size_t a, size_t b)
{
    size_t count = 0;

    for (size_t i = 0; i < m->cases; i++)
        count += differ(m, a, b, i) ? 1 : 0;
    return count;
}

size_t cli_conform_matrix_split(const matrix *m)
{
    size_t count = 0;

    for (size_t i = 0; i < m->cases; i++)
        count += cli_conform_matrix_splits(m, i) ? 1 : 0;
    return count;
}

/* ---- As text ---- */

static void name(FILE *out, const matrix *m, size_t server)
{
    fprintf(out, "%zu: ", server + 1);
    report_utf8_to(out, m->names[server]);
    fputc('\n', out);
}

static void head(FILE *out, const matrix *m)
{
    for (size_t server = 0; server < m->count; server++)
        name(out, m, server);
    fprintf(out, "\n%-*s", CASE_COLUMNS, "case that splits them");
    for (size_t server = 0; server < m->count; server++)
        fprintf(out, "  %-*zu", STATE_COLUMNS, server + 1);
    fputc('\n', out);
}

static void row(FILE *out, const matrix *m, size_t i)
{
    fprintf(out, "%-*s", CASE_COLUMNS, m->runs[0]->results[i].c->id);
    for (size_t server = 0; server < m->count; server++)
        fprintf(out, "  %-*s", STATE_COLUMNS, conf_state_name(cli_conform_matrix_state(m, server, i)));
    fputc('\n', out);
}

/* Pairs of servers, and in how many cases they part. */
static void pairs(FILE *out, const matrix *m)
{
    for (size_t a = 0; a < m->count; a++) {
        for (size_t b = a + 1; b < m->count; b++) {
            size_t count = cli_conform_matrix_differences(m, a, b);
            fprintf(out, "%zu and %zu ", a + 1, b + 1);
            if (count == 0) {
                fputs("agree in every case\n", out);
                continue;
            }
            fputs("differ in ", out);
            report_count_to(out, count, "case", "cases");
            fputc('\n', out);
        }
    }
}

static bool text(FILE *out, const matrix *m)
{
    head(out, m);
    for (size_t i = 0; i < m->cases; i++) {
        if (cli_conform_matrix_splits(m, i))
            row(out, m, i);
    }
    fputc('\n', out);
    report_count_to(out, cli_conform_matrix_split(m), "case splits", "cases split");
    fputs(" them\n", out);
    pairs(out, m);
    return ferror(out) == 0;
}

/* ---- Which form ---- */

bool cli_conform_matrix_has(report_format format)
{
    return format == REPORT_TEXT || format == REPORT_HTML || format == REPORT_MARKDOWN;
}

bool cli_conform_matrix_write(FILE *out, report_format format, const matrix *m)
{
    if (format == REPORT_HTML)
        return cli_conform_matrix_html(out, m);
    return format == REPORT_MARKDOWN ? cli_conform_matrix_markdown(out, m) : text(out, m);
}
