/* SPDX-License-Identifier: MIT */
/* --report FORMAT:FILE, as often as wanted, for the commands whose results have many formats. */
#ifndef CLI_REPORTS_H
#define CLI_REPORTS_H

#include <stdio.h>

#include "cli/command.h"
#include "report/format.h"

/* Read one word of --report; path receives where the file's name begins in it. False where it is no such thing. */
bool cli_report_read(const char *word, report_format *format, const char **path);

/* Look at all of them. CLI_UNUSABLE, after a word on standard error, where one is no such thing. */
cli_status cli_reports_check(const cli_command *command, const cli_words *reports);

/* Write what they ask for, each whatever became of the others.
 *
 *   write  writes one format of `what`; false where it can't */
typedef bool cli_report_writer(FILE *out, report_format format, const void *what);
cli_status cli_reports_write(const cli_words *reports, cli_report_writer *write, const void *what);

/* Open the file whose Markdown GitHub shows on the page of a job, to append to it: the one that GITHUB_STEP_SUMMARY
 * names. NULL where there is none, or, after a word on standard error, where it can't be opened: then *failed is set.
 */
FILE *cli_step_summary_open(bool *failed);

#endif
