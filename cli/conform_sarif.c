/* SPDX-License-Identifier: MIT */
/* See conform_report.h: SARIF, and annotations for GitHub's log and GitLab's code quality. A result's place is the
 * case's own line, or with --sarif-location the first line of the user's file; the bytes and their offsets stand beside
 * it. */
#include <stdlib.h>
#include <string.h>

#include "cli/conform_report.h"
#include "cli/reports.h"
#include "conformance/net/transcript.h"
#include "report/escape.h"
#include "report/fingerprint.h"
#include "report/github.h"
#include "report/gitlab.h"
#include "report/json.h"
#include "report/sarif.h"
#include "report/utf8.h"

/* ---- Rules ---- */

static const char *level_of(conf_state state)
{
    return state == CONF_FAIL ? "error" : state == CONF_WARN ? "warning" : state == CONF_USED_LIBERTY ? "note" : "none";
}

/* A case's rule is the one of the table that it has, else the first requirement it names. */
static report_sarif_rule rule_of(const conf_result *result, const h1_rule_text *name)
{
    const conf_case *c = result->c;
    const h1_rule_info *info = h1_rule_info_of(c->rule);
    report_sarif_rule rule = {.id = "case", .title = c->title, .text = c->title, .level = "error"};

    rule.tags = c->tags;
    rule.tag_count = c->tag_count;
    if (c->need_count > 0) {
        rule.id = c->needs[0]->id;
        rule.title = rule.text = c->needs[0]->paraphrase;
        rule.rfc = c->needs[0]->rfc;
        rule.section = c->needs[0]->section;
    }
    if (info != NULL) {
        rule.id = name->text;
        rule.title = info->title;
        rule.help = info->why;
        rule.level = h1_severity_name(info->severity);
    }
    return rule;
}

/* ---- Results ---- */

static void write_message(FILE *out, const void *what)
{
    const conf_result *result = what;

    report_utf8_to(out, result->c->title);
    if (result->reason != NULL) {
        fputs(": ", out);
        report_utf8_to(out, result->reason);
    }
    if (result->difference_count == 0)
        return;
    fputs("; expected ", out);
    report_escape_to(out, result->differences[0].expected.at, result->differences[0].expected.len);
    fputs(", got ", out);
    report_escape_to(out, result->differences[0].actual.at, result->differences[0].actual.len);
}

/* "9112-6.3/both-lengths, request, byte 59": the stream and the offset. */
static void write_stream(FILE *out, const void *what)
{
    const conf_result *result = what;
    const conf_difference *d = result->difference_count > 0 ? &result->differences[0] : NULL;

    fputs(result->c->id, out);
    if (d != NULL && d->placed)
        fprintf(out, "/%s/%llu", d->side == H1_REQUESTS ? "request" : "response", (unsigned long long)d->at.at);
}

/* The line of the case that isn't met; the first of the user's file. */
static unsigned line_of(const cli_conform_report *report, const conf_result *result)
{
    unsigned line = result->difference_count > 0 ? result->differences[0].line : result->c->line;

    return report->sarif_location != NULL || line == 0 ? 1 : line;
}

/* The file that it is shown at, in malloc's memory; NULL where that is short. */
static char *shown_path(const cli_conform_report *report, const conf_result *result)
{
    return report->sarif_location != NULL ? strdup(report->sarif_location) : cli_conform_path_of(result);
}

static json_t *location_of(const cli_conform_report *report, const conf_result *result)
{
    char *stream = report_written(write_stream, result);
    char *path = shown_path(report, result);
    json_t *location = path != NULL ? report_sarif_location(path, line_of(report, result), stream) : NULL;

    free(path);
    free(stream);
    return location;
}

static void add_bytes(report_sarif *log, json_t *list, const conf_result *result, report_sarif_stream stream)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s", result->c->id, stream.name);
    stream.path = path;
    json_array_append_new(list, report_sarif_bytes(log, &stream));
}

/* The bytes themselves, with the ones that the finding points at. */
static json_t *bytes_of(report_sarif *log, const conf_result *result)
{
    const conf_difference *d = result->difference_count > 0 ? &result->differences[0] : NULL;
    const conf_transcript *t = result->transcript;
    json_t *list = json_array();

    if (t != NULL) {
        add_bytes(log, list, result,
                  (report_sarif_stream){"sent", NULL, t->sent.at, t->sent.len, t->mark.at, t->mark.len});
        add_bytes(log, list, result,
                  (report_sarif_stream){"received", NULL, t->received.at, t->received.len, 0, t->received.len});
    } else if (d != NULL && d->placed) {
        const conf_bytes *bytes = &result->c->bytes[d->side];
        add_bytes(log, list, result,
                  (report_sarif_stream){d->side == H1_REQUESTS ? "request" : "response", NULL, bytes->at, bytes->len,
                                        d->at.at, d->at.len});
    }
    return list;
}

static json_t *result_of(report_sarif *log, const cli_conform_report *report, const conf_result *result)
{
    h1_rule_text name = h1_rule_name(result->c->rule);
    report_sarif_rule rule = rule_of(result, &name);
    char *message = report_written(write_message, result);
    bool judged = result->state != CONF_INCONCLUSIVE && result->state != CONF_ERROR;
    json_t *object;

    object = json_pack("{s:s, s:I, s:s, s:s, s:o, s:[o], s:{s:o}, s:{s:s, s:s}}", "ruleId", rule.id, "ruleIndex",
                       report_sarif_add_rule(log, &rule), "kind", judged ? "fail" : "open", "level",
                       judged ? level_of(result->state) : "none", "message",
                       report_sarif_message(message != NULL ? message : result->c->title), "locations",
                       location_of(report, result), "partialFingerprints", "caseAndTarget/v1",
                       json_string(report_fingerprint_of(result->c->id, report->target).text), "properties", "case",
                       result->c->id, "state", conf_state_name(result->state));
    free(message);
    if (object != NULL)
        json_object_set_new(object, "relatedLocations", bytes_of(log, result));
    return object;
}

/* What was skipped, by reason, is said as notifications of the run. */
static json_t *notes_of(const conf_run *run)
{
    json_t *list = json_array();

    for (size_t i = 0; i < run->result_count; i++) {
        size_t count = cli_conform_skipped(run, i);
        if (count > 0)
            json_array_append_new(list, json_pack("{s:o, s:s, s:{s:I}}", "message",
                                                  report_sarif_message(run->results[i].reason), "level", "none",
                                                  "properties", "skippedCases", (json_int_t)count));
    }
    return list;
}

bool cli_conform_sarif(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;
    report_sarif log;

    report_sarif_begin(&log, out);
    for (size_t i = 0; i < run->result_count; i++) {
        if (cli_conform_is_finding(&run->results[i]))
            report_sarif_add_result(&log, result_of(&log, report, &run->results[i]));
    }
    return report_sarif_end(&log, H1_VERSION,
                            json_pack("{s:b, s:o, s:{s:o, s:b, s:I}}", "executionSuccessful",
                                      run->states[CONF_ERROR] == 0, "toolExecutionNotifications", notes_of(run),
                                      "properties", "target", report_json_text(report->target), "redacted",
                                      (int)report->redacted, "cases", (json_int_t)run->result_count));
}

/* ---- GitHub ---- */

static void annotation_to(FILE *out, const cli_conform_report *report, const conf_result *result)
{
    static const char *const words[CONF_STATES] = {[CONF_FAIL] = "error", [CONF_WARN] = "warning"};
    char *message = report_written(write_message, result);
    char *path = shown_path(report, result);

    report_github_to(out, &(report_annotation){words[result->state] != NULL ? words[result->state] : "notice",
                                               path != NULL ? path : "", line_of(report, result), result->c->id,
                                               message != NULL ? message : ""});
    free(path);
    free(message);
}

/* The page of the job. */
static bool add_summary(const cli_conform_report *report)
{
    bool failed, written;
    FILE *out = cli_step_summary_open(&failed);

    if (out == NULL)
        return !failed;
    written = cli_conform_markdown(out, report);
    return fclose(out) == 0 && written;
}

bool cli_conform_github(FILE *out, const cli_conform_report *report)
{
    static const conf_state worst_first[] = {CONF_FAIL, CONF_ERROR, CONF_WARN, CONF_INCONCLUSIVE, CONF_USED_LIBERTY};
    const conf_run *run = report->run;

    for (size_t state = 0; state < sizeof worst_first / sizeof *worst_first; state++) {
        for (size_t i = 0; i < run->result_count; i++) {
            if (run->results[i].state == worst_first[state] && cli_conform_is_finding(&run->results[i]))
                annotation_to(out, report, &run->results[i]);
        }
    }
    return add_summary(report) && ferror(out) == 0;
}

/* ---- GitLab ---- */

static bool issue_to(report_gitlab *list, const cli_conform_report *report, const conf_result *result)
{
    static const report_gitlab_severity severities[CONF_STATES] = {
        [CONF_FAIL] = REPORT_GITLAB_MAJOR, [CONF_ERROR] = REPORT_GITLAB_MAJOR, [CONF_WARN] = REPORT_GITLAB_MINOR};
    char *message = report_written(write_message, result);
    char *path = shown_path(report, result);
    bool written =
        message != NULL && path != NULL &&
        report_gitlab_add(list, &(report_gitlab_issue){message, result->c->id,
                                                       report_fingerprint_of(result->c->id, report->target).text,
                                                       severities[result->state], path, line_of(report, result)});

    free(path);
    free(message);
    return written;
}

bool cli_conform_gitlab(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;
    report_gitlab list = report_gitlab_begin(out);
    bool written = true;

    for (size_t i = 0; written && i < run->result_count; i++) {
        if (cli_conform_is_finding(&run->results[i]))
            written = issue_to(&list, report, &run->results[i]);
    }
    return report_gitlab_end(&list) && written;
}
