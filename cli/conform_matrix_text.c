/* SPDX-License-Identifier: MIT */
/* See conform_matrix.h: the matrix for a terminal of 100 columns, and a line for each case. */
#include <stdio.h>
#include <string.h>

#include "cli/conform_matrix.h"
#include "report/count.h"
#include "report/utf8.h"

enum {
    COLUMNS = 100,
    INDENT = 2,
    INDENT_FURTHER = 6,
};

typedef cli_conform_matrix matrix;
typedef cli_conform_split split;

/* ---- The servers ---- */

static size_t not_judged(const conf_run *run)
{
    return run->states[CONF_SKIP] + run->states[CONF_INCONCLUSIVE] + run->states[CONF_ERROR];
}

static size_t longest_name(const matrix *m)
{
    size_t longest = 0;

    for (size_t i = 0; i < m->count; i++) {
        size_t len = strlen(m->names[i]);
        longest = len > longest ? len : longest;
    }
    return longest;
}

/* Where a server is, behind its numbers if there is room. */
static void servers(FILE *out, const matrix *m)
{
    int names = (int)longest_name(m);

    fprintf(out, "%-*s  pass  fail  warn  allowed  not judged\n", names, "");
    for (size_t i = 0; i < m->count; i++) {
        const conf_run *run = m->reports[i].run;
        int column =
            fprintf(out, "%-*s %5zu %5zu %5zu %8zu %11zu", names, m->names[i], run->states[CONF_PASS],
                    run->states[CONF_FAIL], run->states[CONF_WARN], run->states[CONF_USED_LIBERTY], not_judged(run));
        if (column > 0 && (size_t)column + 2 + strlen(m->reports[i].target) > COLUMNS)
            fprintf(out, "\n%*s", INDENT_FURTHER, "");
        else
            fputs("  ", out);
        report_utf8_to(out, m->reports[i].target);
        fputc('\n', out);
    }
}

static void known(FILE *out, const matrix *m)
{
    for (size_t i = 0; i < m->count; i++) {
        size_t count = cli_conform_known(m->reports[i].run);
        if (count > 0)
            fprintf(out, "%s: %zu cases are as the baseline has them\n", m->names[i], count);
        if (m->reports[i].better > 0)
            fprintf(out, "%s: %zu cases of the baseline pass now\n", m->names[i], m->reports[i].better);
    }
}

/* ---- What parts them ---- */

/* Write a text with line ends at blanks, so that it fits. */
static void wrapped(FILE *out, const char *text, size_t column)
{
    while (text[0] != '\0') {
        size_t word = strcspn(text, " ");
        if (column + 1 + word > COLUMNS) {
            fprintf(out, "\n%*s", INDENT_FURTHER - 1, "");
            column = INDENT_FURTHER - 1;
        }
        fprintf(out, "%s%.*s", column > 0 ? " " : "", (int)word, text);
        column += word + 1;
        text += word + strspn(text + word, " ");
    }
    fputc('\n', out);
}

static const char *id_of(const matrix *m, size_t i)
{
    return cli_conform_matrix_result(m, 0, i)->c->id;
}

/* What the parts did in a case, each padded to its width: "400 | 200 fail". */
static const char *row_of(const matrix *m, const split *s, size_t i, const size_t *widths)
{
    const char *row = "";

    for (size_t part = 0; part < s->part_count; part++) {
        bool last = part + 1 == s->part_count;
        row = conf_format(m->memory, "%s%-*s%s", row, last ? 0 : (int)widths[part],
                          cli_conform_matrix_part_did(m, s, part, i), last ? "" : " | ");
    }
    return row;
}

/* How wide the names of the cases of a split are, and what each part did. */
static size_t measure(const matrix *m, const split *s, size_t *widths)
{
    size_t ids = 0;

    for (size_t k = 0; k < s->case_count; k++) {
        size_t len = strlen(id_of(m, s->cases[k]));
        ids = len > ids ? len : ids;
        for (size_t part = 0; part < s->part_count; part++) {
            len = strlen(cli_conform_matrix_part_did(m, s, part, s->cases[k]));
            widths[part] = len > widths[part] ? len : widths[part];
        }
    }
    return ids;
}

static void split_to(FILE *out, const matrix *m, const split *s)
{
    size_t *widths = conf_alloc(m->memory, s->part_count * sizeof *widths);
    size_t ids = measure(m, s, widths);
    size_t wide = INDENT + ids + 2 + 3 * (s->part_count - 1);

    for (size_t part = 0; part < s->part_count; part++)
        wide += widths[part];
    fputc('\n', out);
    report_count_to(out, s->case_count, "case:", "cases:");
    wrapped(out, cli_conform_matrix_split_names(m, s), sizeof "100 cases:");
    for (size_t k = 0; k < s->case_count; k++) {
        const char *row = row_of(m, s, s->cases[k], widths);
        fprintf(out, "%*s%-*s", INDENT, "", wide <= COLUMNS ? (int)ids : 0, id_of(m, s->cases[k]));
        if (wide <= COLUMNS)
            fprintf(out, "  %s\n", row);
        else
            wrapped(out, row, COLUMNS);
    }
}

bool cli_conform_matrix_text(FILE *out, const matrix *m)
{
    cli_conform_matrix_verdict_to(out, m);
    fputs("\n\n", out);
    servers(out, m);
    known(out, m);
    fputs("\nWho behaves alike: a number is of the cases in which those to its left don't all do the same.\n\n", out);
    cli_conform_matrix_tree_to(out, m);
    if (m->parted > 0)
        fputs("\nCases that part them the same way stand together. What they did: the statuses of the responses,\n"
              "how it ended where one lacks, and the verdict where it isn't \"pass\".\n",
              out);
    for (size_t i = 0; i < m->split_count; i++)
        split_to(out, m, &m->splits[i]);
    return true;
}

/* ---- Concise ---- */

bool cli_conform_matrix_concise(FILE *out, const matrix *m)
{
    for (size_t i = 0; i < m->split_count; i++) {
        const split *s = &m->splits[i];
        for (size_t k = 0; k < s->case_count; k++) {
            fprintf(out, "%s: ", id_of(m, s->cases[k]));
            for (size_t part = 0; part < s->part_count; part++)
                fprintf(out, "%s%s: %s", part > 0 ? " | " : "", cli_conform_matrix_part_names(m, s, part),
                        cli_conform_matrix_part_did(m, s, part, s->cases[k]));
            fputc('\n', out);
        }
    }
    cli_conform_matrix_verdict_to(out, m);
    fputc('\n', out);
    return true;
}
