/* SPDX-License-Identifier: MIT */
/* See conform_matrix.h: the matrix as a page and as Markdown. */
#include <stdlib.h>
#include <string.h>

#include "cli/conform_matrix.h"
#include "report/count.h"
#include "report/html.h"
#include "report/markdown.h"
#include "report/markup.h"
#include "report/written.h"

typedef cli_conform_matrix matrix;
typedef cli_conform_split split;

static const char ALIKE[] = "A number is of the cases in which those to its left don't all do the same.";
static const char WAYS[] = "Cases that part them the same way stand together. What they did: the statuses of the "
                           "responses, how it ended where one lacks, and the verdict where it isn't \"pass\".";
static const conf_state COLUMNS[] = {CONF_PASS, CONF_FAIL,         CONF_WARN, CONF_USED_LIBERTY,
                                     CONF_SKIP, CONF_INCONCLUSIVE, CONF_ERROR};

enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

static void write_verdict(FILE *out, const void *what)
{
    cli_conform_matrix_verdict_to(out, what);
}

static void write_tree(FILE *out, const void *what)
{
    cli_conform_matrix_tree_to(out, what);
}

static const conf_case *case_of(const matrix *m, size_t i)
{
    return cli_conform_matrix_result(m, 0, i)->c;
}

/* ---- HTML ---- */

static bool html_written(FILE *out, const char *name, const char *class, report_writer *write, const matrix *m)
{
    char *text = report_written(write, m);

    if (text == NULL)
        return false;
    report_html_element(out, name, class, text);
    fputc('\n', out);
    free(text);
    return true;
}

static void html_servers(FILE *out, const matrix *m)
{
    fputs("<div class=\"wide\"><table>\n<thead><tr><th>server</th>", out);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        report_html_element(out, "th", "n", conf_state_name(COLUMNS[i]));
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t server = 0; server < m->count; server++) {
        const conf_run *run = m->reports[server].run;
        fputs("<tr><td>", out);
        report_html_element(out, "b", NULL, m->names[server]);
        fputc(' ', out);
        report_markup_to(out, m->reports[server].target);
        fputs("</td>", out);
        for (size_t i = 0; i < COLUMN_COUNT; i++)
            report_html_element(out, "td", "n", report_number_of(run->states[COLUMNS[i]]).text);
        fputs("</tr>\n", out);
    }
    fputs("</tbody>\n</table></div>\n", out);
}

static const char *class_of(const matrix *m, const split *s, size_t part, size_t i)
{
    size_t server = 0;
    conf_state state;

    while (s->parts[server] != part)
        server++;
    state = cli_conform_matrix_result(m, server, i)->state;
    return state == CONF_FAIL ? "did fail" : state == CONF_WARN ? "did warn" : "did pass";
}

static void html_case(FILE *out, const matrix *m, const split *s, size_t i)
{
    const conf_case *c = case_of(m, i);

    fputs("<tr><td>", out);
    report_markup_to(out, c->title);
    fputc(' ', out);
    report_html_element(out, "code", NULL, c->id);
    fputs("</td>", out);
    for (size_t part = 0; part < s->part_count; part++)
        report_html_element(out, "td", class_of(m, s, part, i), cli_conform_matrix_part_did(m, s, part, i));
    fputs("</tr>\n", out);
}

static void html_split(FILE *out, const matrix *m, const split *s)
{
    fputs("<h3>", out);
    report_count_to(out, s->case_count, "case: ", "cases: ");
    report_markup_to(out, cli_conform_matrix_split_names(m, s));
    fputs("</h3>\n<div class=\"wide\"><table>\n<thead><tr><th>case</th>", out);
    for (size_t part = 0; part < s->part_count; part++)
        report_html_element(out, "th", "did", cli_conform_matrix_part_names(m, s, part));
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t k = 0; k < s->case_count; k++)
        html_case(out, m, s, s->cases[k]);
    fputs("</tbody>\n</table></div>\n", out);
}

bool cli_conform_matrix_html(FILE *out, const matrix *m)
{
    bool done;

    report_html_begin(out, "Where servers part");
    done = html_written(out, "p", "verdict", write_verdict, m);
    html_servers(out, m);
    fputs("<h2>Who behaves alike</h2>\n", out);
    report_html_element(out, "p", NULL, ALIKE);
    done = done && html_written(out, "pre", NULL, write_tree, m);
    fputs("<h2>What parts them</h2>\n", out);
    report_html_element(out, "p", NULL, WAYS);
    fputc('\n', out);
    for (size_t i = 0; i < m->split_count; i++)
        html_split(out, m, &m->splits[i]);
    fputs("<p>h1 conform, h1strict " H1_VERSION "</p>\n", out);
    report_html_end(out);
    return done;
}

/* ---- Markdown ---- */

static void markdown_servers(FILE *out, const matrix *m)
{
    fputs("| server | |", out);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        fprintf(out, " %s |", conf_state_name(COLUMNS[i]));
    fputs("\n| --- | --- |", out);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        fputs(" --: |", out);
    for (size_t server = 0; server < m->count; server++) {
        fprintf(out, "\n| **%s** | ", m->names[server]);
        report_markdown_to(out, m->reports[server].target);
        for (size_t i = 0; i < COLUMN_COUNT; i++)
            fprintf(out, " | %zu", m->reports[server].run->states[COLUMNS[i]]);
        fputs(" |", out);
    }
    fputc('\n', out);
}

/* Names hold nothing that Markdown takes for its own but "_", which inside of a word is none. */
static void markdown_split(FILE *out, const matrix *m, const split *s)
{
    fputs("\n### ", out);
    report_count_to(out, s->case_count, "case: ", "cases: ");
    report_markdown_to(out, cli_conform_matrix_split_names(m, s));
    fputs("\n\n| case |", out);
    for (size_t part = 0; part < s->part_count; part++)
        fprintf(out, " %s |", cli_conform_matrix_part_names(m, s, part));
    fputs("\n| --- |", out);
    for (size_t part = 0; part < s->part_count; part++)
        fputs(" --- |", out);
    for (size_t k = 0; k < s->case_count; k++) {
        fputs("\n| ", out);
        report_markdown_code_to(out, case_of(m, s->cases[k])->id);
        for (size_t part = 0; part < s->part_count; part++)
            fprintf(out, " | %s", cli_conform_matrix_part_did(m, s, part, s->cases[k]));
        fputs(" |", out);
    }
    fputc('\n', out);
}

bool cli_conform_matrix_markdown(FILE *out, const matrix *m)
{
    char *tree = report_written(write_tree, m);

    if (tree == NULL)
        return false;
    fputs("# Where servers part\n\n**", out);
    cli_conform_matrix_verdict_to(out, m);
    fputs("**\n\n", out);
    markdown_servers(out, m);
    fprintf(out, "\n## Who behaves alike\n\n%s\n\n", ALIKE);
    report_markdown_block_to(out, tree);
    free(tree);
    fprintf(out, "\n## What parts them\n\n%s\n", WAYS);
    for (size_t i = 0; i < m->split_count; i++)
        markdown_split(out, m, &m->splits[i]);
    return true;
}
