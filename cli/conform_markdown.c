/* SPDX-License-Identifier: MIT */
/* See conform_report.h: Markdown, for issues, step summaries and mails. */
#include <stdlib.h>

#include "cli/conform_report.h"
#include "report/count.h"
#include "report/markdown.h"

/* ---- The tables ---- */

static void counts(FILE *out, const conf_run *run)
{
    fputs("\n| keyword |", out);
    for (size_t state = 0; state < CONF_STATES; state++)
        fprintf(out, " %s |", conf_state_name((conf_state)state));
    fputs("\n| --- |", out);
    for (size_t state = 0; state < CONF_STATES; state++)
        fputs(" --: |", out);
    for (size_t level = 0; level < CONF_LEVELS; level++) {
        fprintf(out, "\n| %s |", conf_level_name(level));
        for (size_t state = 0; state < CONF_STATES; state++)
            fprintf(out, " %s |", report_number_of(run->levels[level][state]).text);
    }
    fputs("\n| all |", out);
    for (size_t state = 0; state < CONF_STATES; state++)
        fprintf(out, " %s |", report_number_of(run->states[state]).text);
    fputc('\n', out);
}

/* Sections in which not all that was judged passed. */
static void sections(FILE *out, const conf_run *run)
{
    static const conf_state columns[] = {CONF_PASS, CONF_FAIL, CONF_WARN, CONF_INCONCLUSIVE};
    bool any = false;

    for (size_t i = 0; i < run->section_count; i++) {
        const conf_section *s = &run->sections[i];
        if (s->states[CONF_FAIL] + s->states[CONF_WARN] + s->states[CONF_INCONCLUSIVE] == 0)
            continue;
        if (!any)
            fputs("\n| section | pass | fail | warn | inconclusive |\n| --- | --: | --: | --: | --: |\n", out);
        any = true;
        fprintf(out, "| %s%s ", conf_spec_prefix(s->rfc), s->rfc);
        report_markdown_to(out, s->section);
        fputc(' ', out);
        report_markdown_to(out, s->title);
        for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
            fprintf(out, " | %s", report_number_of(s->states[columns[k]]).text);
        fputs(" |\n", out);
    }
}

/* ---- Findings ---- */

static void id_to(FILE *out, const conf_result *result)
{
    report_markdown_code_to(out, result->c->id);
    if (result->reason != NULL) {
        fputs(": ", out);
        report_markdown_to(out, result->reason);
    }
    fputc('\n', out);
}

static bool finding(FILE *out, const cli_conform_report *report, const conf_result *result)
{
    char *text = NULL;

    fprintf(out, "\n### %s: ", conf_state_name(result->state));
    report_markdown_to(out, result->c->title);
    fputs("\n\n", out);
    id_to(out, result);
    if (result->difference_count == 0 && result->transcript == NULL)
        return true;
    text = cli_conform_failure_text(result, report->server);
    if (text == NULL)
        return false;
    fputc('\n', out);
    report_markdown_block_to(out, text);
    free(text);
    return true;
}

static bool findings(FILE *out, const cli_conform_report *report, conf_state state, bool *any)
{
    const conf_run *run = report->run;
    bool done = true;

    for (size_t i = 0; done && i < run->result_count; i++) {
        if (run->results[i].state != state || !cli_conform_is_finding(&run->results[i]))
            continue;
        fputs(*any ? "" : "\n## Findings\n", out);
        *any = true;
        done = finding(out, report, &run->results[i]);
    }
    return done;
}

/* What is no failure, in a line each. */
static void others(FILE *out, const conf_run *run)
{
    bool any = false;

    for (size_t i = 0; i < run->result_count; i++) {
        const conf_result *result = &run->results[i];
        if (!cli_conform_is_finding(result) ||
            (result->state != CONF_INCONCLUSIVE && result->state != CONF_USED_LIBERTY))
            continue;
        fputs(any ? "" : "\n## Liberties used, and what stayed open\n\n", out);
        any = true;
        fprintf(out, "- %s: ", conf_state_name(result->state));
        report_markdown_to(out, result->c->title);
        fputs(", ", out);
        id_to(out, result);
    }
}

static void not_looked_at(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;

    fputs("\n## Not looked at\n\n", out);
    for (size_t i = 0; i < run->result_count; i++) {
        size_t count = cli_conform_skipped(run, i);
        if (count == 0)
            continue;
        fprintf(out, "- %s skipped: ", report_number_of(count).text);
        report_markdown_to(out, run->results[i].reason);
        fputc('\n', out);
    }
    if (report->suite->fault_count > 0) {
        fputs("- not played because of ", out);
        report_count_to(out, report->suite->fault_count, "slip", "slips");
        fputs(" in case files\n", out);
    }
    if (run->states[CONF_SKIP] == 0 && report->suite->fault_count == 0)
        fputs("Nothing: every case was played.\n", out);
}

static bool about(FILE *out, const cli_conform_report *report)
{
    char *profile = report->profile != NULL ? cli_conform_profile_text(report->profile) : NULL;

    fputs("\n## The run\n\nh1 conform, h1strict " H1_VERSION "; ", out);
    report_count_to(out, report->run->result_count, "case", "cases");
    fprintf(out, ", at most %g s each; secrets are %s.\n", report->seconds,
            report->redacted ? "replaced by \\*" : "shown as they were");
    if (profile != NULL) {
        fputc('\n', out);
        report_markdown_block_to(out, profile);
    }
    free(profile);
    return report->profile == NULL || profile != NULL;
}

bool cli_conform_markdown(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;
    char *sentence = cli_conform_verdict(report);
    bool done = sentence != NULL;
    bool any = false;

    fputs("# ", out);
    report_markdown_to(out, report->target);
    fputs("\n\n**", out);
    report_markdown_to(out, sentence != NULL ? sentence : "");
    fputs("**\n", out);
    free(sentence);
    counts(out, run);
    sections(out, run);
    done = done && findings(out, report, CONF_FAIL, &any) && findings(out, report, CONF_ERROR, &any) &&
           findings(out, report, CONF_WARN, &any);
    others(out, run);
    not_looked_at(out, report);
    return about(out, report) && done && ferror(out) == 0;
}
