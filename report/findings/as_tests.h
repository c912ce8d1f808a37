/* SPDX-License-Identifier: MIT */
/* Inside report/: findings as tests, for JUnit and TAP. A rule is a test: it fails where findings of it count, and
 * where there was nothing to judge it says nothing. That the input could be read is a test too. */
#ifndef REPORT_FINDINGS_AS_TESTS_H
#define REPORT_FINDINGS_AS_TESTS_H

#include "report/findings/rule_list.h"

typedef enum report_test_state {
    REPORT_TEST_PASSED,
    REPORT_TEST_FAILED,
    REPORT_TEST_SKIPPED,
} report_test_state;

/* What became of a rule's test. */
report_test_state report_test_of(const report_view *view, h1_rule rule);

/* "2 findings: title", the clause and the pictures of a rule that has findings, in malloc's memory; NULL where that is
 * short. */
char *report_test_text(const report_view *view, h1_rule rule);

/* What is to be said of the run, a line each. Likewise. */
char *report_run_text(const report_view *view);

/* Why a test is skipped. */
#define REPORT_TEST_NOTHING "there was no HTTP/1 message to judge"

/* The name of the test that the input could be read. */
#define REPORT_TEST_INPUT "input-was-read"

#endif
