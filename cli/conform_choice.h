/* SPDX-License-Identifier: MIT */
/* Which cases h1 conform plays: --select, --ignore and --list. */
#ifndef CLI_CONFORM_CHOICE_H
#define CLI_CONFORM_CHOICE_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/options.h"
#include "conformance/reader/reader.h"

/* Leave in the suite the cases that a word of `wanted` means (all, where it has none), without those that a word of
 * `unwanted` means; conf_case_means() says what words mean. False where a word means no case: that, and what may have
 * been meant, was said on standard error. */
bool cli_cases_narrow(conf_suite *suite, const cli_words *wanted, const cli_words *unwanted);

/* A line for each: id, level, side, title. */
void cli_cases_list(FILE *out, const conf_suite *suite);

#endif
