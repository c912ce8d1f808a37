/* SPDX-License-Identifier: MIT */
/* Messages under test: read by libh1, judged by the checks, and every finding compared.
 *
 * The place of a finding is marked in the bytes with [[ and ]], which are taken out before they are read. */
#ifndef CHECK_TESTS_CHECKED_H
#define CHECK_TESTS_CHECKED_H

#include "checks/check.h"

enum { CHECKED_FINDINGS = 8 };

typedef struct checked {
    const char *bytes;  /* a whole message; a response starts with "HTTP/" */
    h1_rule rule;       /* the only rule that it breaks, at the mark; or none */
    h1_answers answers; /* a response: what it answers; H1_TO_UNKNOWN (0) stands for H1_TO_OTHER */
    bool joined;        /* a response whose request nobody saw: answers stays H1_TO_UNKNOWN */
} checked;

/* Fail the test unless the message breaks the row's rule at its mark and no other, or none where it has none. */
void checked_row(const checked *row);
void checked_rows(const checked *rows, size_t count);

#endif
