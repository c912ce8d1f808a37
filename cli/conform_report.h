/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: every form in which results can be written, one file for each. All show the same results; JSON
 * lines hold all of it, the others leave out what their readers have no place for.
 *
 * What leaves the terminal for people who were not there (HTML, Markdown, SARIF, GitHub) hides secrets; the others do
 * where that is asked for. */
#ifndef CLI_CONFORM_REPORT_H
#define CLI_CONFORM_REPORT_H

#include "cli/command.h"
#include "cli/conform.h"

typedef enum cli_conform_format {
    CLI_CONFORM_TEXT,
    CLI_CONFORM_CONCISE,
    CLI_CONFORM_JSON,
    CLI_CONFORM_JSONL,
    CLI_CONFORM_SARIF,
    CLI_CONFORM_JUNIT,
    CLI_CONFORM_TAP,
    CLI_CONFORM_GITHUB,
    CLI_CONFORM_HTML,
    CLI_CONFORM_MARKDOWN,
    CLI_CONFORM_FORMATS,
} cli_conform_format;

/* Their words, in this order, for CLI_CHOICE. */
#define CLI_CONFORM_FORMAT_WORDS "text|concise|json|jsonl|sarif|junit|tap|github|html|md"

/* Write a report. False where memory is short or the output can't be written. */
bool cli_conform_write(FILE *out, cli_conform_format format, const cli_conform_report *report);

/* Look at the words of --report, each FORMAT:FILE. CLI_UNUSABLE, after a word on standard error, where one is no such
 * thing. */
cli_status cli_conform_reports_check(const cli_command *command, const cli_words *reports);

/* Write what they ask for, each whatever became of the others. */
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

/* The verdict in a sentence. */
void cli_conform_verdict_to(FILE *out, const cli_conform_report *report);

/* The formats. False where memory is short or the output can't be written. */
bool cli_conform_concise(FILE *out, const cli_conform_report *report);
bool cli_conform_json(FILE *out, const cli_conform_report *report);
bool cli_conform_sarif(FILE *out, const cli_conform_report *report);
bool cli_conform_tap(FILE *out, const cli_conform_report *report);
bool cli_conform_github(FILE *out, const cli_conform_report *report);
bool cli_conform_html(FILE *out, const cli_conform_report *report);
bool cli_conform_markdown(FILE *out, const cli_conform_report *report);

/* A finding's article in an HTML report. */
bool cli_conform_html_finding(FILE *out, const cli_conform_report *report, const conf_result *result);

/* What a function writes, as a text in malloc's memory; NULL where that is short. */
typedef void cli_conform_writer(FILE *out, const void *what);
char *cli_conform_text_of(cli_conform_writer *write, const void *what);

/* A failure as the text report shows it, likewise. */
char *cli_conform_failure_text(const conf_result *result, const conf_server *server);

#endif
