/* SPDX-License-Identifier: MIT */
/* Inside h1 check: the baseline, which makes known findings quiet and leaves new ones loud.
 *
 * A file of sorted lines "RULE DIRECTION ELEMENT", the keys of findings (report/report.h); lines that begin with "#"
 * say nothing. A key holds for all findings that have it, whatever connection, packet or address they turn up with. */
#ifndef CLI_CHECK_BASELINE_H
#define CLI_CHECK_BASELINE_H

#include "cli/command.h"
#include "cli/key_set.h"
#include "report/report.h"

/* Zero it before use. */
typedef struct check_baseline {
    const char *path, *new_path; /* --baseline, --write-baseline; NULL */
    cli_key_set known, found;
    bool full; /* more keys were found than a baseline holds */
} check_baseline;

/* Read the file of --baseline, if there is one. CLI_UNUSABLE, after a word on standard error, where it can't be read or
 * has a line of another form. */
cli_status check_baseline_read(check_baseline *baseline);

/* Note a finding for --write-baseline, and say whether it is known. False where memory is short. */
bool check_baseline_note(check_baseline *baseline, report_item *item);

/* Write the file of --write-baseline, if one is wanted. After a word on standard error CLI_UNUSABLE where it can't be
 * opened or couldn't hold all that was found, CLI_INTERNAL where it can't be written. */
cli_status check_baseline_write(check_baseline *baseline);

void check_baseline_free(check_baseline *baseline);

#endif
