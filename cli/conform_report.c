/* SPDX-License-Identifier: MIT */
/* See conform_report.h. */
#include "cli/conform_report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/conform_live.h"
#include "cli/reports.h"
#include "report/count.h"

typedef bool writer(FILE *out, const cli_conform_report *report);

static bool write_text(FILE *out, const cli_conform_report *report)
{
    cli_conform_text(out, report);
    return true;
}

static writer *const WRITERS[REPORT_FORMATS] = {
    [REPORT_TEXT] = write_text,         [REPORT_CONCISE] = cli_conform_concise,   [REPORT_JSON] = cli_conform_json,
    [REPORT_JSONL] = cli_conform_jsonl, [REPORT_SARIF] = cli_conform_sarif,       [REPORT_JUNIT] = cli_conform_junit,
    [REPORT_TAP] = cli_conform_tap,     [REPORT_GITHUB] = cli_conform_github,     [REPORT_GITLAB] = cli_conform_gitlab,
    [REPORT_HTML] = cli_conform_html,   [REPORT_MARKDOWN] = cli_conform_markdown,
};

bool cli_conform_write(FILE *out, report_format format, const cli_conform_report *report)
{
    conf_memory memory = {0};
    cli_conform_report hidden = *report;
    bool written;

    if (report->redact || report_format_leaves(format))
        hidden = cli_conform_hide(&memory, report);
    written = WRITERS[format](out, &hidden) && ferror(out) == 0;
    conf_memory_free(&memory);
    return written;
}

static bool write_report(FILE *out, report_format format, const void *what)
{
    return cli_conform_write(out, format, what);
}

cli_status cli_conform_reports_write(const cli_words *reports, const cli_conform_report *report)
{
    cli_conform_report plain = *report;

    plain.colour = false;
    return cli_reports_write(reports, write_report, &plain);
}

/* ---- What several formats say ---- */

bool cli_conform_is_finding(const conf_result *result)
{
    return !result->known && result->state != CONF_PASS && result->state != CONF_SKIP;
}

static bool same_skip(const conf_result *a, const conf_result *b)
{
    return b->state == CONF_SKIP && strcmp(a->reason, b->reason) == 0;
}

size_t cli_conform_skipped(const conf_run *run, size_t i)
{
    size_t count = 0;

    if (run->results[i].state != CONF_SKIP)
        return 0;
    for (size_t k = 0; k < run->result_count; k++) {
        bool same = same_skip(&run->results[i], &run->results[k]);
        if (same && k < i)
            return 0;
        count += same ? 1 : 0;
    }
    return count;
}

char *cli_conform_path_of(const conf_result *result)
{
    const char *path = result->c->path;
    char *here = getcwd(NULL, 0);
    size_t below = here != NULL ? strlen(here) : 0;

    if (below > 1 && strncmp(path, here, below) == 0 && path[below] == '/')
        path += below + 1;
    free(here);
    return strdup(path);
}

size_t cli_conform_known(const conf_run *run)
{
    size_t count = 0;

    for (size_t i = 0; i < run->result_count; i++)
        count += run->results[i].known ? 1 : 0;
    return count;
}

/* How many cases that are not known ended so. */
static size_t unknown(const conf_run *run, conf_state state)
{
    size_t count = 0;

    for (size_t i = 0; i < run->result_count; i++)
        count += run->results[i].state == state && !run->results[i].known ? 1 : 0;
    return count;
}

static void write_verdict(FILE *out, const void *what)
{
    const cli_conform_report *report = what;
    const conf_run *run = report->run;
    size_t failed = unknown(run, CONF_FAIL);
    size_t judged =
        run->states[CONF_PASS] + run->states[CONF_FAIL] + run->states[CONF_WARN] + run->states[CONF_USED_LIBERTY];

    if (judged == 0) {
        fprintf(out, "Nothing was judged: none of the %s cases could be played.",
                report_number_of(run->result_count).text);
        return;
    }
    if (failed > 0)
        fprintf(out, "%s of %s judged cases failed", report_number_of(failed).text, report_number_of(judged).text);
    else
        fprintf(out, "None of %s judged cases failed", report_number_of(judged).text);
    if (unknown(run, CONF_WARN) > 0)
        fprintf(out, ", %s missed a SHOULD", report_number_of(unknown(run, CONF_WARN)).text);
    if (unknown(run, CONF_INCONCLUSIVE) > 0)
        fprintf(out, ", and of %s nothing could be concluded", report_number_of(unknown(run, CONF_INCONCLUSIVE)).text);
    fputc('.', out);
}

char *cli_conform_verdict(const cli_conform_report *report)
{
    return report_written(write_verdict, report);
}

static void write_profile(FILE *out, const void *what)
{
    cli_conform_profile_to(out, what);
}

char *cli_conform_profile_text(const conf_live_profile *profile)
{
    return report_written(write_profile, profile);
}

typedef struct failure {
    const conf_result *result;
    const conf_server *server;
} failure;

static void write_failure(FILE *out, const void *what)
{
    const failure *f = what;

    cli_conform_failure_to(out, f->result, f->server, false);
}

char *cli_conform_failure_text(const conf_result *result, const conf_server *server)
{
    return report_written(write_failure, &(failure){result, server});
}
