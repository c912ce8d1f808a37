/* SPDX-License-Identifier: MIT */
/* Which requirement of the ledger a rule stands for. The table of rules names a section; the cases know which sentence
 * of it is meant. What they say is kept in rule-rows.tsv, so that a report needs no case files; a test holds the table
 * to the cases. */
#ifndef CONF_RULE_ROW_H
#define CONF_RULE_ROW_H

#include "conformance/reader/reader.h"

/* The row as the table that is built in has it; NULL where no case says one. O(table). */
const conf_requirement *conf_rule_row(const conf_ledger *ledger, h1_rule rule);

/* The row that a rule's cases need, of the rule's own section and, if there is one, of its keyword; else not one that
 * only gives leave. NULL where no case says. */
const conf_requirement *conf_rule_row_by_cases(const conf_suite *suite, h1_rule rule);

#endif
