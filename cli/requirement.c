/* SPDX-License-Identifier: MIT */
/* See requirement.h. The table of rules names a section; the cases know which sentence of it is meant. */
#include "cli/requirement.h"

#include <string.h>

#include "cli/cases.h"

static bool same_section(const conf_requirement *row, const h1_rule_info *info)
{
    return strncmp(info->rfc, "RFC ", 4) == 0 && strcmp(row->rfc, info->rfc + 4) == 0 &&
           strcmp(row->section, info->section) == 0;
}

/* "MUST NOT" is of the keyword MUST. */
static bool same_keyword(const conf_requirement *row, const h1_rule_info *info)
{
    const char *keyword = h1_keyword_name(info->keyword);

    return strncmp(row->level, keyword, strlen(keyword)) == 0;
}

const conf_requirement *cli_requirement_row(h1_rule rule)
{
    const h1_rule_info *info = h1_rule_info_of(rule);
    const conf_requirement *found = NULL;

    if (info == NULL)
        return NULL;
    for (const conf_case *c = cli_case_of_rule(rule, NULL); c != NULL; c = cli_case_of_rule(rule, c)) {
        for (size_t i = 0; i < c->need_count; i++) {
            if (!same_section(c->needs[i], info))
                continue;
            if (same_keyword(c->needs[i], info))
                return c->needs[i];
            if (found == NULL && strcmp(c->needs[i]->level, "MAY") != 0)
                found = c->needs[i];
        }
    }
    return found;
}

const char *cli_requirement_of_rule(h1_rule rule)
{
    const conf_requirement *row = cli_requirement_row(rule);

    return row != NULL ? row->paraphrase : NULL;
}
