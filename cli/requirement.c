/* SPDX-License-Identifier: MIT */
/* See requirement.h. */
#include "cli/requirement.h"

#include <stdbool.h>

#include "cli/cases.h"
#include "conformance/rule_row.h"
#include "report/tally.h"

/* Reports ask for each finding, and the table is read anew for each question: what it says of a rule is kept. */
const conf_requirement *cli_requirement_row(h1_rule rule)
{
    static const conf_requirement *rows[REPORT_RULE_NUMBERS];
    static bool known[REPORT_RULE_NUMBERS];

    if (!known[rule])
        rows[rule] = conf_rule_row(cli_ledger(), rule);
    known[rule] = true;
    return rows[rule];
}

const char *cli_requirement_of_rule(h1_rule rule)
{
    const conf_requirement *row = cli_requirement_row(rule);

    return row != NULL ? row->paraphrase : NULL;
}
