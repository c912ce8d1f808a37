/* SPDX-License-Identifier: MIT */
/* --select and --ignore: which rules are wanted, by name, prefix, tag, severity, area or RFC section. */
#ifndef CLI_SELECT_H
#define CLI_SELECT_H

#include <stdbool.h>

#include "cli/options.h"
#include "report/tally.h"
#include "rules/rules.h"

typedef struct cli_selection {
    bool out[REPORT_RULE_NUMBERS]; /* by number: left out */
} cli_selection;

/* Make a selection: all rules, or those that a word of `wanted` means, without those that a word of `unwanted` means.
 * A word is a rule's name, symbol or number; the first words of its name ("chunk"); a tag ("smuggling"); a severity
 * ("error"); an area ("message"); an RFC ("9112"); a section with all below it ("9112-6", "9112-6.3").
 *
 * False where a word means nothing: that, and what may have been meant, was said on standard error. */
bool cli_selection_make(const char *command, cli_selection *selection, const cli_words *wanted,
                        const cli_words *unwanted);

bool cli_selection_has(const cli_selection *selection, h1_rule rule);

/* Names of rules for cli_nearest_say(); the list is ignored. */
const char *cli_rule_names(const void *list, size_t i);

#endif
