/* SPDX-License-Identifier: MIT */
/* The page of a rule. */
#ifndef CLI_EXPLAIN_RULE_H
#define CLI_EXPLAIN_RULE_H

#include <stdbool.h>
#include <stdio.h>

#include "rules/rules.h"

/* Write all that is known of a rule: what it says, what the RFC asks for, a wrong and a right message, why it matters,
 * what to do, which cases test it, which rules are related. */
void cli_explain_rule(FILE *out, bool colour, h1_rule rule);

#endif
