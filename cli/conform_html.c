/* SPDX-License-Identifier: MIT */
/* See conform_report.h: the report that is one HTML file. */
#include <stdlib.h>
#include <string.h>

#include "cli/conform_report.h"
#include "report/count.h"
#include "report/html.h"
#include "report/markup.h"

/* ---- Verdict and counts ---- */

static bool verdict(FILE *out, const cli_conform_report *report)
{
    const size_t *states = report->run->states;
    const char *class = states[CONF_FAIL] > 0   ? "verdict fail"
                        : states[CONF_WARN] > 0 ? "verdict warn"
                                                : "verdict pass";
    char *sentence = cli_conform_verdict(report);

    if (sentence == NULL)
        return false;
    report_html_element(out, "p", class, sentence);
    fputc('\n', out);
    free(sentence);
    return true;
}

static const char *class_of(conf_state state)
{
    return state == CONF_FAIL || state == CONF_ERROR          ? "fail"
           : state == CONF_WARN || state == CONF_INCONCLUSIVE ? "warn"
                                                              : "pass";
}

static void counts(FILE *out, const conf_run *run)
{
    fputs("<ul class=\"counts\">\n", out);
    for (size_t state = 0; state < CONF_STATES; state++) {
        fputs("<li>", out);
        report_html_element(out, "b", run->states[state] > 0 && state != CONF_SKIP ? class_of((conf_state)state) : NULL,
                            report_number_of(run->states[state]).text);
        report_markup_to(out, conf_state_name((conf_state)state));
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

/* ---- Section × keyword ---- */

typedef struct cell {
    size_t judged, passed, failed, missed;
} cell;

static void count_in(cell *cells, const conf_result *result)
{
    size_t level = 0;

    while (level + 1 < CONF_LEVELS && strcmp(conf_level_name(level), conf_case_level(result->c)) != 0)
        level++;
    if (result->state == CONF_SKIP || result->state == CONF_INCONCLUSIVE || result->state == CONF_ERROR)
        return;
    cells[level].judged++;
    cells[level].failed += result->state == CONF_FAIL ? 1 : 0;
    cells[level].missed += result->state == CONF_WARN ? 1 : 0;
    cells[level].passed += result->state == CONF_PASS || result->state == CONF_USED_LIBERTY ? 1 : 0;
}

static void cell_to(FILE *out, const cell *c)
{
    if (c->judged == 0) {
        fputs("<td class=\"n\"></td>", out);
        return;
    }
    fprintf(out, "<td class=\"n %s\">%zu/%zu",
            c->failed > 0   ? "fail"
            : c->missed > 0 ? "warn"
                            : "pass",
            c->passed, c->judged);
    if (c->failed > 0)
        fprintf(out, "<br>%zu fail", c->failed);
    if (c->missed > 0)
        fprintf(out, "<br>%zu warn", c->missed);
    fputs("</td>", out);
}

static void section_row(FILE *out, const conf_run *run, const conf_section *section)
{
    cell cells[CONF_LEVELS] = {{0}};

    for (size_t i = 0; i < section->count; i++)
        count_in(cells, &run->results[section->first + i]);
    fputs("<tr><td>", out);
    fprintf(out, "%s%s ", conf_spec_prefix(section->rfc), section->rfc);
    report_markup_to(out, section->section);
    fputc(' ', out);
    report_markup_to(out, section->title);
    fputs("</td>", out);
    for (size_t level = 0; level < CONF_LEVELS; level++)
        cell_to(out, &cells[level]);
    fprintf(out, "<td class=\"n\">%zu</td></tr>\n",
            section->count - section->states[CONF_PASS] - section->states[CONF_FAIL] - section->states[CONF_WARN] -
                section->states[CONF_USED_LIBERTY]);
}

static void map(FILE *out, const conf_run *run)
{
    fputs("<h2>Sections and keywords</h2>\n<p>Cases that pass, of those that were judged.</p>\n"
          "<div class=\"wide\"><table>\n<thead><tr><th>Section</th>",
          out);
    for (size_t level = 0; level < CONF_LEVELS; level++)
        report_html_element(out, "th", "n", conf_level_name(level));
    fputs("<th class=\"n\">not judged</th></tr></thead>\n<tbody>\n", out);
    for (size_t i = 0; i < run->section_count; i++)
        section_row(out, run, &run->sections[i]);
    fputs("</tbody>\n</table></div>\n", out);
}

/* ---- Findings, and what is none ---- */

static bool is_shown(const conf_result *result, bool failures)
{
    bool failed = result->state == CONF_FAIL || result->state == CONF_WARN || result->difference_count > 0;

    return cli_conform_is_finding(result) && failed == failures;
}

/* The findings of a section below its heading; nothing where it has none. */
static bool section_findings(FILE *out, const cli_conform_report *report, const conf_section *section, bool failures)
{
    bool any = false;
    bool done = true;

    for (size_t i = 0; done && i < section->count; i++) {
        const conf_result *result = &report->run->results[section->first + i];
        if (!is_shown(result, failures))
            continue;
        if (!any) {
            fprintf(out, "<h3>%s%s section ", conf_spec_prefix(section->rfc), section->rfc);
            report_markup_to(out, section->section);
            fputs(": ", out);
            report_markup_to(out, section->title);
            fputs("</h3>\n", out);
        }
        any = true;
        done = cli_conform_html_finding(out, report, result);
    }
    return done;
}

static bool findings(FILE *out, const cli_conform_report *report, bool failures, const char *heading)
{
    const conf_run *run = report->run;
    bool any = false;
    bool done = true;

    for (size_t i = 0; i < run->result_count; i++)
        any = any || is_shown(&run->results[i], failures);
    if (!any)
        return true;
    report_html_element(out, "h2", NULL, heading);
    fputc('\n', out);
    for (size_t i = 0; done && i < run->section_count; i++)
        done = section_findings(out, report, &run->sections[i], failures);
    return done;
}

static void not_looked_at(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;
    size_t known = cli_conform_known(run);

    fputs("<h2>Not looked at</h2>\n<ul>\n", out);
    for (size_t i = 0; i < run->result_count; i++) {
        size_t count = cli_conform_skipped(run, i);
        if (count == 0)
            continue;
        fprintf(out, "<li>%s skipped: ", report_number_of(count).text);
        report_markup_to(out, run->results[i].reason);
        fputs("</li>\n", out);
    }
    if (report->suite->fault_count > 0) {
        fputs("<li>not played because of ", out);
        report_count_to(out, report->suite->fault_count, "slip", "slips");
        fputs(" in case files</li>\n", out);
    }
    if (known > 0) {
        fputs("<li>not shown, because the baseline has them so: ", out);
        report_count_to(out, known, "finding", "findings");
        fputs("</li>\n", out);
    }
    if (run->states[CONF_SKIP] == 0 && report->suite->fault_count == 0 && known == 0)
        fputs("<li>Nothing: every case was played, and every finding is shown.</li>\n", out);
    fputs("</ul>\n", out);
}

/* ---- How it was run ---- */

static bool run_facts(FILE *out, const cli_conform_report *report)
{
    char *profile = report->profile != NULL ? cli_conform_profile_text(report->profile) : NULL;
    char limits[160];

    if (report->profile != NULL && profile == NULL)
        return false;
    fputs("<h2>The run</h2>\n<dl>\n", out);
    report_html_fact(out, "Target", report->target);
    report_html_fact(out, "Tested by", "h1 conform, h1strict " H1_VERSION);
    snprintf(limits, sizeof limits, "%s cases from %s files, at most %g s each",
             report_number_of(report->run->result_count).text, report_number_of(report->suite->file_count).text,
             report->seconds);
    report_html_fact(out, "Cases", limits);
    if (report->profile == NULL)
        report_html_fact(out, "Bytes fed", report_number_of(report->run->feedings).text);
    report_html_fact(out, "Secrets",
                     report->redacted
                         ? "replaced by *, one for each byte: credentials, cookies, values of --header, content of "
                           "responses"
                         : "shown as they were");
    fputs("</dl>\n", out);
    if (profile != NULL)
        report_html_element(out, "pre", "wrap", profile);
    free(profile);
    return true;
}

bool cli_conform_html(FILE *out, const cli_conform_report *report)
{
    bool done;

    report_html_begin(out, report->target);
    done = verdict(out, report);
    counts(out, report->run);
    map(out, report->run);
    done = done && findings(out, report, true, "Findings") &&
           findings(out, report, false, "Liberties used, and what stayed open");
    not_looked_at(out, report);
    done = done && run_facts(out, report);
    report_html_end(out);
    return done && ferror(out) == 0;
}
