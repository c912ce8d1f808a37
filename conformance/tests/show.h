/* SPDX-License-Identifier: MIT */
/* Prints what went wrong with a case, for the tests; reports for users are made in report/ and cli/. */
#ifndef CONF_TESTS_SHOW_H
#define CONF_TESTS_SHOW_H

#include "../verdict.h"

/* Print a result's differences to standard output, at most `most` of them. */
void show_result(const conf_result *result, size_t most);

/* Print the faults of a suite to standard output. */
void show_faults(const conf_suite *suite);

#endif
