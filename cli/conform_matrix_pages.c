/* SPDX-License-Identifier: MIT */
/* See conform_matrix.h: the matrix as a page and as Markdown. */
#include <string.h>

#include "cli/conform_matrix.h"
#include "report/count.h"
#include "report/html.h"
#include "report/markdown.h"
#include "report/markup.h"

typedef cli_conform_matrix matrix;

/* "1 case splits 3 servers" */
static void verdict_to(FILE *out, const matrix *m)
{
    report_count_to(out, cli_conform_matrix_split(m), "case splits", "cases split");
    fprintf(out, " %zu servers, of ", m->count);
    report_count_to(out, m->cases, "case", "cases");
    fputs(" played.", out);
}

static void pair_to(FILE *out, const matrix *m, size_t a, size_t b)
{
    size_t count = cli_conform_matrix_differences(m, a, b);

    fprintf(out, "%zu and %zu ", a + 1, b + 1);
    if (count == 0) {
        fputs("agree in every case", out);
        return;
    }
    fputs("differ in ", out);
    report_count_to(out, count, "case", "cases");
}

/* ---- HTML ---- */

static void html_row(FILE *out, const matrix *m, size_t i)
{
    const conf_case *c = m->runs[0]->results[i].c;

    fputs("<tr><td>", out);
    report_markup_to(out, c->title);
    fputc(' ', out);
    report_html_element(out, "code", NULL, c->id);
    fputs("</td>", out);
    for (size_t server = 0; server < m->count; server++) {
        conf_state state = cli_conform_matrix_state(m, server, i);
        report_html_element(out, "td",
                            state == CONF_FAIL   ? "fail"
                            : state == CONF_WARN ? "warn"
                            : state == CONF_PASS ? "pass"
                                                 : NULL,
                            conf_state_name(state));
    }
    fputs("</tr>\n", out);
}

static void html_table(FILE *out, const matrix *m)
{
    fputs("<h2>Cases that split them</h2>\n<div class=\"wide\"><table>\n<thead><tr><th>case</th>", out);
    for (size_t server = 0; server < m->count; server++)
        fprintf(out, "<th>%zu</th>", server + 1);
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t i = 0; i < m->cases; i++) {
        if (cli_conform_matrix_splits(m, i))
            html_row(out, m, i);
    }
    fputs("</tbody>\n</table></div>\n", out);
}

bool cli_conform_matrix_html(FILE *out, const matrix *m)
{
    report_html_begin(out, "Where servers differ");
    fputs("<p class=\"verdict\">", out);
    verdict_to(out, m);
    fputs("</p>\n<ol>\n", out);
    for (size_t server = 0; server < m->count; server++) {
        report_html_element(out, "li", NULL, m->names[server]);
        fputc('\n', out);
    }
    fputs("</ol>\n", out);
    html_table(out, m);
    fputs("<h2>Which agree</h2>\n<ul>\n", out);
    for (size_t a = 0; a < m->count; a++) {
        for (size_t b = a + 1; b < m->count; b++) {
            fputs("<li>", out);
            pair_to(out, m, a, b);
            fputs("</li>\n", out);
        }
    }
    fputs("</ul>\n<p>h1 conform, h1strict " H1_VERSION "</p>\n", out);
    report_html_end(out);
    return ferror(out) == 0;
}

/* ---- Markdown ---- */

static void markdown_row(FILE *out, const matrix *m, size_t i)
{
    fputs("| ", out);
    report_markdown_code_to(out, m->runs[0]->results[i].c->id);
    for (size_t server = 0; server < m->count; server++)
        fprintf(out, " | %s", conf_state_name(cli_conform_matrix_state(m, server, i)));
    fputs(" |\n", out);
}

bool cli_conform_matrix_markdown(FILE *out, const matrix *m)
{
    fputs("# Where servers differ\n\n**", out);
    verdict_to(out, m);
    fputs("**\n\n", out);
    for (size_t server = 0; server < m->count; server++) {
        fprintf(out, "%zu. ", server + 1);
        report_markdown_to(out, m->names[server]);
        fputc('\n', out);
    }
    fputs("\n| case |", out);
    for (size_t server = 0; server < m->count; server++)
        fprintf(out, " %zu |", server + 1);
    fputs("\n| --- |", out);
    for (size_t server = 0; server < m->count; server++)
        fputs(" --- |", out);
    fputc('\n', out);
    for (size_t i = 0; i < m->cases; i++) {
        if (cli_conform_matrix_splits(m, i))
            markdown_row(out, m, i);
    }
    fputc('\n', out);
    for (size_t a = 0; a < m->count; a++) {
        for (size_t b = a + 1; b < m->count; b++) {
            fputs("- ", out);
            pair_to(out, m, a, b);
            fputc('\n', out);
        }
    }
    return ferror(out) == 0;
}
