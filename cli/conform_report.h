/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: every form in which results can be written, one file for each. All show the same results; JSON
 * lines hold all of it, the others leave out what their readers have no place for.
 *
 * What leaves the terminal for people who were not there hides secrets (report/format.h); the others do where that is
 * asked for. */
#ifndef CLI_CONFORM_REPORT_H
#define CLI_CONFORM_REPORT_H

#include <jansson.h>

#include "cli/command.h"
#include "cli/conform.h"
#include "report/format.h"
#include "report/written.h"

/* Write a report. False where memory is short or the output can't be written. */
bool cli_conform_write(FILE *out, report_format format, const cli_conform_report *report);

/* Write what the words of --report ask for, each whatever became of the others. */
cli_status cli_conform_reports_write(const cli_words *reports, const cli_conform_report *report);

/* A copy of a report in which secrets are hidden, "*" for each byte.
 *
 *   memory  holds what is new; the rest is shared */
cli_conform_report cli_conform_hide(conf_memory *memory, const cli_conform_report *report);

/* What stands in no report but as a finding: does a case that ended so have something to be told? Known ones don't. */
bool cli_conform_is_finding(const conf_result *result);

/* How many cases were skipped for the reason that results[i] was; 0 where it wasn't, or an earlier one has the same. */
size_t cli_conform_skipped(const conf_run *run, size_t i);

/* A case's file as readers of reports know it: relative to the working directory where it is below it. In malloc's
 * memory; NULL where that is short. */
char *cli_conform_path_of(const conf_result *result);

/* How many cases are as the baseline has them. */
size_t cli_conform_known(const conf_run *run);

/* The verdict in a sentence, in malloc's memory; NULL where that is short. */
char *cli_conform_verdict(const cli_conform_report *report);

/* What cli_conform_profile_to() writes; likewise. */
char *cli_conform_profile_text(const conf_live_profile *profile);

/* The summary of a run for programs, a new reference; NULL where memory is short. */
json_t *cli_conform_json_summary(const cli_conform_report *report);

/* The formats. False where memory is short or the output can't be written. */
bool cli_conform_concise(FILE *out, const cli_conform_report *report);
bool cli_conform_json(FILE *out, const cli_conform_report *report);
bool cli_conform_sarif(FILE *out, const cli_conform_report *report);
bool cli_conform_tap(FILE *out, const cli_conform_report *report);
bool cli_conform_github(FILE *out, const cli_conform_report *report);
bool cli_conform_gitlab(FILE *out, const cli_conform_report *report);
bool cli_conform_html(FILE *out, const cli_conform_report *report);
bool cli_conform_markdown(FILE *out, const cli_conform_report *report);

/* A finding's article in an HTML report. */
bool cli_conform_html_finding(FILE *out, const cli_conform_report *report, const conf_result *result);

/* What was found out about a live target, as an object. */
json_t *cli_conform_profile_json(const conf_live_profile *profile);

/* A failure as the text report shows it, in malloc's memory; NULL where that is short. */
char *cli_conform_failure_text(const conf_result *result, const conf_server *server);

#endif
