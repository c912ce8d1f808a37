/* SPDX-License-Identifier: MIT */
/* See requirement.h. */
#include "cli/requirement.h"

#include "cli/cases.h"
#include "conformance/rule_row.h"

const conf_requirement *cli_requirement_row(h1_rule rule)
{
    return conf_rule_row(cli_ledger(), rule);
}

const char *cli_requirement_of_rule(h1_rule rule)
{
    const conf_requirement *row = cli_requirement_row(rule);

    return row != NULL ? row->paraphrase : NULL;
}
