/* SPDX-License-Identifier: MIT */
/* See rule_row.h. */
#include "rule_row.h"

#include <string.h>

#include "table.h"

/* Made from rule-rows.tsv by embed.cmake: rule, requirement. */
extern const char conf_rule_rows_tsv[];
extern const size_t conf_rule_rows_tsv_len;

const conf_requirement *conf_rule_row(const conf_ledger *ledger, h1_rule rule)
{
    conf_memory scratch = {0};
    const char *name = h1_rule_name(rule).text;
    const conf_requirement *found = NULL;
    conf_table table;

    conf_table_read(&scratch, conf_rule_rows_tsv, conf_rule_rows_tsv_len, 2, &table);
    for (size_t i = 0; i < table.rows && found == NULL; i++) {
        const char *const *row = conf_table_row(&table, i);
        if (strcmp(row[0], name) == 0)
            found = conf_ledger_find(ledger, row[1]);
    }
    conf_memory_free(&scratch);
    return found;
}

/* ---- What the cases say ---- */

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

const conf_requirement *conf_rule_row_by_cases(const conf_suite *suite, h1_rule rule)
{
    const h1_rule_info *info = h1_rule_info_of(rule);
    const conf_requirement *found = NULL;

    for (size_t k = 0; info != NULL && k < suite->case_count; k++) {
        const conf_case *c = suite->cases[k];
        for (size_t i = 0; conf_case_is_about(c, rule) && i < c->need_count; i++) {
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
