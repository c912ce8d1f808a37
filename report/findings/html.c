/* SPDX-License-Identifier: MIT */
/* Findings as one HTML file: verdict, counts, sections and keywords, findings, what was not looked at, the run. */
#include <stdlib.h>
#include <string.h>

#include "report/count.h"
#include "report/findings/html_finding.h"
#include "report/findings/rule_list.h"
#include "report/html.h"
#include "report/markup.h"
#include "report/written.h"

enum { KEYWORDS = H1_KEYWORD_SECURITY + 1 };

/* ---- Texts that other files write ---- */

static void write_name(FILE *out, const void *what)
{
    fputs("h1 check: ", out);
    report_view_name_to(out, what);
}

static void write_verdict(FILE *out, const void *what)
{
    report_view_verdict_to(out, what);
    fputc('.', out);
}

static void element(FILE *out, const char *name, const char *class, report_writer *write, const void *what)
{
    char *text = report_written(write, what);

    report_html_element(out, name, class, text != NULL ? text : "");
    fputc('\n', out);
    free(text);
}

/* ---- Verdict and counts ---- */

static void verdict(FILE *out, const report_view *view)
{
    const uint64_t *found = view->tally->of_severity;
    bool judged = view->totals->messages > 0;
    const char *notice;

    element(out, "p",
            found[H1_SEVERITY_ERROR] > 0                                               ? "verdict fail"
            : found[H1_SEVERITY_WARNING] > 0 || !judged || !report_view_is_whole(view) ? "verdict warn"
                                                                                       : "verdict pass",
            write_verdict, view);
    for (size_t i = 0; (notice = report_view_notice(view, i)) != NULL; i++) {
        report_html_element(out, "p", "verdict warn", notice);
        fputc('\n', out);
    }
}

static void count(FILE *out, const char *class, uint64_t number, const char *words)
{
    fputs("<li>", out);
    report_html_element(out, "b", number > 0 ? class : NULL, report_number_of(number).text);
    fprintf(out, "%s</li>\n", words);
}

static void counts(FILE *out, const report_view *view)
{
    fputs("<ul class=\"counts\">\n", out);
    count(out, "fail", view->tally->of_severity[H1_SEVERITY_ERROR], "errors");
    count(out, "warn", view->tally->of_severity[H1_SEVERITY_WARNING], "warnings");
    count(out, NULL, view->tally->of_severity[H1_SEVERITY_NOTE], "notes");
    count(out, NULL, view->known, "known");
    count(out, NULL, view->totals->messages, "messages");
    count(out, NULL, view->totals->connections, "connections");
    count(out, NULL, view->totals->packets, "packets");
    fputs("</ul>\n", out);
}

/* ---- Section × keyword ---- */

typedef struct cell {
    size_t rules, broken;
    uint64_t findings;
    h1_rule_severity worst;
} cell;

static void add_to_cell(cell *c, const h1_rule_info *info, uint64_t findings)
{
    c->rules++;
    c->broken += findings > 0 ? 1 : 0;
    c->findings += findings;
    if (findings > 0 && info->severity > c->worst)
        c->worst = info->severity;
}

static void cell_to(FILE *out, const cell *c)
{
    static const char *const classes[] = {"n", "n warn", "n fail"};

    if (c->rules == 0) {
        fputs("<td class=\"n\"></td>", out);
        return;
    }
    fprintf(out, "<td class=\"%s\">%zu/%zu", c->broken > 0 ? classes[c->worst] : "n pass", c->broken, c->rules);
    if (c->findings > 0)
        fprintf(out, "<br>%s", report_number_of(c->findings).text);
    fputs("</td>", out);
}

static void section_row(FILE *out, const report_view *view, const h1_rule_info *const *rules, size_t rule_count)
{
    cell cells[KEYWORDS] = {{0}};

    for (size_t i = 0; i < rule_count; i++)
        add_to_cell(&cells[rules[i]->keyword], rules[i], view->tally->of_rule[rules[i]->rule]);
    fputs("<tr>", out);
    element(out, "td", NULL, report_section_to, rules[0]);
    for (size_t keyword = 0; keyword < KEYWORDS; keyword++)
        cell_to(out, &cells[keyword]);
    fputs("</tr>\n", out);
}

static bool is_broken(const report_view *view, const h1_rule_info *const *rules, size_t rule_count)
{
    for (size_t i = 0; i < rule_count; i++) {
        if (view->tally->of_rule[rules[i]->rule] > 0)
            return true;
    }
    return false;
}

/* The rows of the sections in which something was found, or of the others. */
static void rows(FILE *out, const report_view *view, const report_rule_list *list, bool broken)
{
    for (size_t at = 0; at < list->count;) {
        size_t rule_count = report_rule_list_section(list, at);
        if (is_broken(view, &list->rules[at], rule_count) == broken)
            section_row(out, view, &list->rules[at], rule_count);
        at += rule_count;
    }
}

static void table_to(FILE *out, const report_view *view, const report_rule_list *list, bool broken)
{
    fputs("<div class=\"wide\"><table>\n<thead><tr><th>Section</th>", out);
    for (int keyword = 0; keyword < KEYWORDS; keyword++)
        report_html_element(out, "th", "n", h1_keyword_name((h1_rule_keyword)keyword));
    fputs("</tr></thead>\n<tbody>\n", out);
    rows(out, view, list, broken);
    fputs("</tbody>\n</table></div>\n", out);
}

static bool map(FILE *out, const report_view *view)
{
    report_rule_list *list = malloc(sizeof *list);

    if (list == NULL)
        return false;
    report_rule_list_fill(list, view->options->left_out);
    fputs("<h2>Sections and keywords</h2>\n<p>Rules that were broken, of those that messages were held to; below them "
          "how many findings that makes.</p>\n",
          out);
    if (view->tally->all > 0)
        table_to(out, view, list, true);
    fputs("<details><summary>sections in which nothing was found</summary>\n", out);
    table_to(out, view, list, false);
    fputs("</details>\n", out);
    free(list);
    return true;
}

/* ---- Findings ---- */

static bool findings(FILE *out, const report_view *view)
{
    report_rule_group group = {0};
    bool drawn = true;

    if (view->kept_count > 0)
        fputs("<h2>Findings</h2>\n", out);
    while (drawn && report_view_next(view, &group))
        drawn = report_html_rule(out, view, &group);
    return drawn;
}

/* ---- What else there is to know ---- */

static void not_looked_at(FILE *out, const report_view *view)
{
    const report_totals *totals = view->totals;
    size_t listed = 0;

    fputs("<h2>Not looked at</h2>\n<ul>\n", out);
    for (size_t i = 0; i < totals->unseen_count; i++) {
        if (totals->unseen[i].count == 0)
            continue;
        element(out, "li", NULL, report_unseen_to, &totals->unseen[i]);
        listed++;
    }
    if (view->known > 0)
        fprintf(out, "<li>not shown, because the baseline has them: %s</li>\n", report_number_of(view->known).text);
    if (!report_view_is_whole(view))
        fputs("<li>what of the input could not be read</li>\n", out);
    else if (listed == 0 && view->known == 0)
        fputs("<li>Nothing: all that was there was judged.</li>\n", out);
    fputs("</ul>\n", out);
}

static void input_to(FILE *out, const report_input *input)
{
    fputs("<li><code>", out);
    report_markup_bytes_to(out, (const uint8_t *)input->name, strlen(input->name));
    fprintf(out, "</code>, %s bytes, ", report_number_of(input->bytes).text);
    if (input->sha256[0] != '\0')
        fprintf(out, "SHA-256 <code>%s</code></li>\n", input->sha256);
    else
        fputs("without a hash, as it is no regular file</li>\n", out);
}

static void run_facts(FILE *out, const report_view *view)
{
    char shown[160];

    fputs("<h2>The run</h2>\n<dl>\n", out);
    fputs("<dt>Judged by</dt><dd>h1 check, h1strict ", out);
    report_markup_to(out, view->options->version != NULL ? view->options->version : "");
    fputs("</dd>\n", out);
    if (view->totals->limits != NULL)
        report_html_fact(out, "Limits", view->totals->limits);
    if (view->options->examples > 0)
        snprintf(shown, sizeof shown, "%s of each rule for each %s", report_number_of(view->options->examples).text,
                 view->options->by == REPORT_BY_CONNECTION ? "connection" : "server");
    else
        snprintf(shown, sizeof shown, "all");
    report_html_fact(out, "Findings shown", shown);
    report_html_fact(out, "Secrets",
                     view->output->redact ? "replaced by *, one for each byte: credentials, cookie values, userinfo, "
                                            "query values and bodies; the bytes at fault are kept"
                                          : "shown as they were");
    fputs("</dl>\n<h3>Input</h3>\n<ul>\n", out);
    for (size_t i = 0; i < view->totals->input_count; i++)
        input_to(out, &view->totals->inputs[i]);
    fputs("</ul>\n", out);
}

bool report_html_findings(const report_view *view)
{
    FILE *out = view->output->out;
    char *title = report_written(write_name, view);
    bool drawn = title != NULL;

    report_html_begin(out, drawn ? title : "h1 check");
    free(title);
    verdict(out, view);
    counts(out, view);
    drawn = map(out, view) && findings(out, view) && drawn;
    not_looked_at(out, view);
    run_facts(out, view);
    report_html_end(out);
    return drawn && !ferror(out);
}
