/* SPDX-License-Identifier: MIT */
/* Inside h1 check: the files that reports go to. All are opened before anything is read, so that a night's capture
 * isn't judged for nothing. */
#ifndef CLI_CHECK_OUTPUTS_H
#define CLI_CHECK_OUTPUTS_H

#include "cli/output.h"
#include "report/report.h"

/* What the command line asks for. */
typedef struct check_wanted {
    report_format format;
    const char *path; /* NULL: standard output */
    cli_colour_choice colour;
    bool redact;              /* hide secrets in every format */
    const cli_words *reports; /* --report */
} check_wanted;

/* Is a format among them? */
bool check_wants(const check_wanted *wanted, report_format format);

typedef struct check_outputs {
    cli_output *files;      /* [count] */
    report_output *formats; /* [count] */
    size_t count;
} check_outputs;

/* Open them all: --format with -o, each --report, and what GitHub shows on a job's page where one of them is for it.
 * CLI_UNUSABLE, after a word on standard error, where one can't be opened, or where two go to standard output that
 * can't be told apart there. Nothing is open then. */
cli_status check_outputs_open(check_outputs *outputs, const check_wanted *wanted);

/* Does any tell hashes of what was read? */
bool check_outputs_tell_hashes(const check_outputs *outputs);

/* Was something not written, for a reason that check_outputs_close() says? */
bool check_outputs_failed(const check_outputs *outputs);

/* Close them. Returns `status`, or CLI_INTERNAL after a word on standard error where something could not be written. */
cli_status check_outputs_close(check_outputs *outputs, cli_status status);

#endif
