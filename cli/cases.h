/* SPDX-License-Identifier: MIT */
/* The ledger and the case files, read when first asked for, for the commands that explain and report. They live as long
 * as the program. */
#ifndef CLI_CASES_H
#define CLI_CASES_H

#include "conformance/reader/reader.h"

/* The directory of the case files: `given` if it isn't NULL; else H1_CASES of the environment; else conformance/cases
 * below the current directory, beside the build directory that h1 stands in, or in ../share/h1strict of h1's own.
 * Returns NULL where none of the last three exists. */
const char *cli_cases_directory(const char *given);

/* The ledger that is built in. */
const conf_ledger *cli_ledger(void);

/* The cases; empty where there is no directory. Slips in case files are not said here: h1 conform says them. */
const conf_suite *cli_cases(void);

/* The next case that triggers a rule, behind `after`; NULL where there is none left. Cases that stand under the rule's
 * own section come in the order of their files like all others. */
const conf_case *cli_case_of_rule(h1_rule rule, const conf_case *after);

/* The first case that nearly triggers it and doesn't; NULL where there is none. */
const conf_case *cli_case_near_rule(h1_rule rule);

#endif
