/* SPDX-License-Identifier: MIT */
/* How often each rule was broken. Exact whatever a report leaves out. */
#ifndef REPORT_TALLY_H
#define REPORT_TALLY_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "rules/rules.h"

enum {
    REPORT_RULE_NUMBERS = 2500, /* above the largest number that rules.h gives out */
};

typedef struct report_tally {
    uint64_t of_rule[REPORT_RULE_NUMBERS];
    uint64_t of_severity[H1_SEVERITY_ERROR + 1];
    uint64_t all;
} report_tally;

/* Count one finding. */
void report_tally_add(report_tally *tally, h1_rule rule);

/* How many rules were broken at all. O(rules). */
size_t report_tally_rules(const report_tally *tally);

/* The smallest number of rules that make up at least nine tenths of the findings. O(rules^2), small. */
size_t report_tally_rules_of_most(const report_tally *tally);

/* Write "2 errors, 14 warnings, 31 notes (3 rules make up 90 %)", or "no findings". */
void report_tally_to(FILE *out, const report_tally *tally);

/* Write a table of the rules that were broken, most frequent first: count, severity, name, title. */
void report_tally_table_to(FILE *out, const report_tally *tally);

#endif
