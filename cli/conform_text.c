/* SPDX-License-Identifier: MIT */
/* The report of h1 conform for people. */
#include <string.h>

#include "cli/conform_live.h"
#include "cli/conform_report.h"
#include "report/count.h"
#include "report/escape.h"
#include "report/paint.h"
#include "report/snippet.h"
#include "report/utf8.h"

enum { TITLE_COLUMNS = 48, TEXT_COLUMNS = 160 };

/* ---- The table ---- */

/* The states that have a column, in the order of the columns. */
static const conf_state COLUMNS[] = {CONF_PASS, CONF_FAIL, CONF_WARN, CONF_SKIP, CONF_INCONCLUSIVE};

enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

static void table_row(FILE *out, const char *title, const size_t states[CONF_STATES])
{
    fprintf(out, "%-*s", TITLE_COLUMNS, title);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        fprintf(out, "  %*zu", (int)strlen(conf_state_name(COLUMNS[i])) + 1, states[COLUMNS[i]]);
    fputc('\n', out);
}

static void table_head(FILE *out)
{
    fprintf(out, "%-*s", TITLE_COLUMNS, "section");
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        fprintf(out, "   %s", conf_state_name(COLUMNS[i]));
    fputc('\n', out);
}

static void table(FILE *out, const conf_run *run)
{
    table_head(out);
    for (size_t i = 0; i < run->section_count; i++) {
        const conf_section *section = &run->sections[i];
        if (section->states[CONF_SKIP] == section->count)
            continue;
        char title[TITLE_COLUMNS + 1];
        snprintf(title, sizeof title, "%s %-7s %s", section->rfc, section->section, section->title);
        table_row(out, title, section->states);
    }
    table_row(out, "all", run->states);
}

/* ---- Totals ---- */

static void level_to(FILE *out, const char *level, const size_t states[CONF_STATES])
{
    size_t judged = states[CONF_PASS] + states[CONF_FAIL] + states[CONF_WARN] + states[CONF_USED_LIBERTY];

    if (judged == 0)
        return;
    fprintf(out, "%-7s %zu of %zu cases pass", level, states[CONF_PASS], judged);
    if (states[CONF_USED_LIBERTY] > 0)
        fprintf(out, ", %zu use a liberty", states[CONF_USED_LIBERTY]);
    if (states[CONF_WARN] > 0)
        fprintf(out, ", %zu miss a SHOULD", states[CONF_WARN]);
    fputc('\n', out);
}

/* Each reason for which cases were skipped, with how many. */
static void skips(FILE *out, const conf_run *run)
{
    for (size_t i = 0; i < run->result_count; i++) {
        size_t count = cli_conform_skipped(run, i);
        if (count == 0)
            continue;
        fputs("skipped: ", out);
        report_count_to(out, count, "case", "cases");
        fprintf(out, ", %s\n", run->results[i].reason);
    }
}

static void totals(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;

    fputc('\n', out);
    report_utf8_to(out, report->target);
    fputs(": ", out);
    report_count_to(out, run->result_count, "case", "cases");
    fputs(" from ", out);
    report_count_to(out, report->suite->file_count, "file", "files");
    if (report->profile == NULL) {
        fputs(", bytes fed ", out);
        report_count_to(out, run->feedings, "time", "times");
    }
    fputc('\n', out);
    if (report->profile != NULL)
        cli_conform_profile_to(out, report->profile);
    for (size_t level = 0; level < CONF_LEVELS; level++)
        level_to(out, conf_level_name(level), run->levels[level]);
    skips(out, run);
    if (report->suite->fault_count > 0) {
        fputs("not played: ", out);
        report_count_to(out, report->suite->fault_count, "slip", "slips");
        fputs(" in case files, each said on standard error\n", out);
    }
}

/* ---- Failures ---- */

static void bytes_line(FILE *out, const char *what, conf_bytes bytes)
{
    fprintf(out, "   = %s: ", what);
    report_escape_cut_to(out, bytes.at, bytes.len, TEXT_COLUMNS);
    fputc('\n', out);
}

void cli_conform_snippet_to(FILE *out, const conf_result *result, const conf_difference *d, bool colour)
{
    const conf_case *c = result->c;
    report_snippet snippet = {.bytes = c->bytes[d->side].at, .len = c->bytes[d->side].len};
    const conf_mark *mark = &c->marks[d->side];

    if (!d->placed && mark->kind == CONF_MARK_NONE)
        return;
    snippet.span = d->placed ? (report_span){(size_t)d->at.at, (size_t)d->at.len} : (report_span){mark->at, mark->len};
    if (d->placed && mark->kind != CONF_MARK_NONE && mark->at != d->at.at)
        snippet.second = (report_span){mark->at, mark->len};
    report_snippet_draw(out, &snippet, REPORT_SNIPPET_COLUMNS, colour);
}

static void difference_to(FILE *out, const conf_result *result, const conf_difference *d, bool colour)
{
    const conf_case *c = result->c;
    bool live = strcmp(d->feeding, "live") == 0;

    if (c->line > 0)
        fprintf(out, "  --> %s:%u, '%s', %s%s\n", c->path, d->line, d->block, live ? "" : "fed ", d->feeding);
    if (!live)
        cli_conform_snippet_to(out, result, d, colour);
    bytes_line(out, "expected", d->expected);
    bytes_line(out, "actual", d->actual);
}

static void why_to(FILE *out, h1_rule rule)
{
    const h1_rule_info *info = h1_rule_info_of(rule);

    if (info != NULL)
        fprintf(out, "   = why: %s\n", info->why);
}

void cli_conform_failure_to(FILE *out, const conf_result *result, const conf_server *server, bool colour)
{
    const conf_case *c = result->c;

    report_paint(out, colour, REPORT_RED, conf_state_name(result->state));
    fputs(": ", out);
    report_utf8_to(out, c->title);
    fprintf(out, " [%s]\n", c->id);
    for (size_t i = 0; i < result->difference_count; i++)
        difference_to(out, result, &result->differences[i], colour);
    for (size_t i = 0; i < c->need_count; i++)
        fprintf(out, "   = %s%s section %s (%s): %s [%s]\n", conf_spec_prefix(c->needs[i]->rfc), c->needs[i]->rfc,
                c->needs[i]->section, c->needs[i]->level, c->needs[i]->paraphrase, c->needs[i]->id);
    cli_conform_transcript_to(out, result, server, colour);
    why_to(out, c->rule);
    if (c->line > 0) /* otherwise no file has it */
        fprintf(out, "   = h1 conform --select %s\n", c->id);
}

/* ---- What else is to be told ---- */

/* A case that didn't fail, in a line. */
static void line_of(FILE *out, const conf_result *result, bool colour)
{
    report_paint(out, colour, REPORT_YELLOW, conf_state_name(result->state));
    fputs(": ", out);
    report_utf8_to(out, result->c->title);
    fprintf(out, " [%s]", result->c->id);
    if (result->reason != NULL) {
        fputs(": ", out);
        report_utf8_to(out, result->reason);
    }
    fputc('\n', out);
}

static void others(FILE *out, const conf_run *run, conf_state state, bool colour)
{
    bool any = false;

    for (size_t i = 0; i < run->result_count; i++) {
        const conf_result *result = &run->results[i];
        if (result->state != state || result->known || result->difference_count > 0)
            continue;
        if (!any)
            fputc('\n', out);
        any = true;
        line_of(out, result, colour);
    }
}

static void known_to(FILE *out, const cli_conform_report *report)
{
    size_t known = cli_conform_known(report->run);

    if (known > 0)
        fprintf(out, "%zu cases are as the baseline has them, and not shown\n", known);
    if (report->better > 0)
        fprintf(out, "%zu cases of the baseline pass now\n", report->better);
}

void cli_conform_text(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;

    table(out, run);
    totals(out, report);
    known_to(out, report);
    for (size_t i = 0; i < run->result_count; i++) {
        if (run->results[i].difference_count == 0 || run->results[i].known)
            continue;
        fputc('\n', out);
        cli_conform_failure_to(out, &run->results[i], report->server, report->colour);
    }
    others(out, run, CONF_FAIL, report->colour);
    others(out, run, CONF_WARN, report->colour);
    others(out, run, CONF_INCONCLUSIVE, report->colour);
    if (report->profile != NULL)
        others(out, run, CONF_USED_LIBERTY, report->colour);
}
