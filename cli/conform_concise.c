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

    report_utf8_to(out, result->c->path);
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

/* What counts is not ok: a failure, and what our own fault kept from being judged. What stayed inconclusive isn't ok
 * either, but no failure of the target; TAP has TODO for that. */
static bool test_to(FILE *out, const cli_conform_report *report, size_t i)
{
    const conf_result *result = &report->run->results[i];
    const failure failed = {result, report};
    report_tap_test test = {.name = result->c->id, .state = conf_state_name(result->state)};
    bool ok = result->state != CONF_FAIL && result->state != CONF_ERROR && result->state != CONF_INCONCLUSIVE;
    char *text = ok ? NULL : cli_conform_text_of(write_failure, &failed);

    test.ok = ok;
    test.text = text;
    if (result->state == CONF_SKIP)
        test.skip = result->reason;
    else if (result->state == CONF_INCONCLUSIVE || (!ok && result->known))
        test.todo = result->known ? "known to the baseline" : "inconclusive";
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
