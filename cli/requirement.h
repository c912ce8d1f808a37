/* SPDX-License-Identifier: MIT */
/* Which requirement of the ledger a rule stands for. */
#ifndef CLI_REQUIREMENT_H
#define CLI_REQUIREMENT_H

#include "conformance/ledger.h"
#include "rules/rules.h"

/* The row; NULL where there is none (conformance/rule_row.h). */
const conf_requirement *cli_requirement_row(h1_rule rule);

/* The words of that row, or NULL. For report_options.requirement. */
const char *cli_requirement_of_rule(h1_rule rule);

#endif
