/* SPDX-License-Identifier: MIT */
/* See conform_report.h: a line for each finding, as editors and grep take them; and TAP. */
#include <stdlib.h>
#include <string.h>

#include "cli/conform_report.h"
#include "report/count.h"
#include "report/tap.h"
#include "report/utf8.h"

/* ---- Concise ---- */

static void place_to(FILE *out, const conf_result *result)
{
    unsigned line = result->difference_count > 0 ? result->differences[0].line : result->c->line;

    char *path = cli_conform_path_of(result);

    report_utf8_to(out, path != NULL ? path : result->c->path);
    free(path);
    if (line > 0)
        fprintf(out, ":%u", line);
    fputs(": ", out);
}

bool cli_conform_concise(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;

    for (size_t i = 0; i < run->result_count; i++) {
        const conf_result *result = &run->results[i];
        if (!cli_conform_is_finding(result))
            continue;
        place_to(out, result);
        fprintf(out, "%s: ", conf_state_name(result->state));
        report_utf8_to(out, result->c->title);
        fprintf(out, " [%s]\n", result->c->id);
    }
    report_utf8_to(out, report->target);
    fputs(": ", out);
    report_count_to(out, run->result_count, "case", "cases");
    for (size_t state = 0; state < CONF_STATES; state++) {
        if (run->states[state] > 0)
            fprintf(out, ", %zu %s", run->states[state], conf_state_name((conf_state)state));
    }
    fputc('\n', out);
    return ferror(out) == 0;
}

/* ---- TAP ---- */

typedef struct failure {
    const conf_result *result;
    const cli_conform_report *report;
} failure;

static void write_failure(FILE *out, const void *what)
{
    const failure *f = what;

    if (f->result->reason != NULL)
        fprintf(out, "%s\n", f->result->reason);
    if (f->result->difference_count > 0)
        cli_conform_failure_to(out, f->result, f->report->server, false);
}

/* A failure is not ok, and neither is what our own fault kept from being judged. What stayed inconclusive, or is known
 * to the baseline, is skipped: it says nothing, and why not. */
static bool test_to(FILE *out, const cli_conform_report *report, size_t i)
{
    const conf_result *result = &report->run->results[i];
    const failure failed = {result, report};
    bool ok = result->state != CONF_FAIL && result->state != CONF_ERROR;
    char *text = ok ? NULL : report_written(write_failure, &failed);
    report_tap_test test = {.ok = ok, .name = result->c->id, .state = conf_state_name(result->state), .text = text};

    if (!ok && result->known)
        test.skip = "known to the baseline";
    else if (result->state == CONF_SKIP || result->state == CONF_INCONCLUSIVE)
        test.skip = result->reason != NULL ? result->reason : conf_state_name(result->state);
    if (ok || text != NULL)
        report_tap_test_to(out, i + 1, &test);
    free(text);
    return ok || text != NULL;
}

bool cli_conform_tap(FILE *out, const cli_conform_report *report)
{
    bool done = true;

    report_tap_begin(out, report->run->result_count);
    for (size_t i = 0; done && i < report->run->result_count; i++)
        done = test_to(out, report, i);
    return done && ferror(out) == 0;
}
