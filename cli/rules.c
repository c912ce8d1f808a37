/* SPDX-License-Identifier: MIT */
/* h1 rules: the rule table, for people and for programs. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/select.h"
#include "report/json.h"
#include "rules/rules.h"

static unsigned format;
static cli_words wanted, unwanted;

static const cli_option OPTIONS[] = {
    {"format", 0, CLI_CHOICE, "text|json", "how it is written", &format, NULL},
    {"select", 0, CLI_WORDS, "WHAT,...", "only these: names, prefixes, tags, sections, areas", &wanted, NULL},
    {"ignore", 0, CLI_WORDS, "WHAT,...", "not these", &unwanted, NULL},
    {0},
};

static void print_row(const h1_rule_info *info)
{
    printf("%4d  %-7s  %-8s  %-9s %-8s  %-45s  %s\n", (int)info->rule, h1_severity_name(info->severity),
           h1_keyword_name(info->keyword), info->rfc, info->section, h1_rule_name(info->rule).text, info->title);
}

static json_t *json_row(const h1_rule_info *info)
{
    json_t *tags = json_array();

    for (unsigned bit = 1; bit != 0 && bit <= info->tags; bit <<= 1) {
        if ((info->tags & bit) != 0 && h1_tag_name(bit) != NULL)
            json_array_append_new(tags, json_string(h1_tag_name(bit)));
    }
    return json_pack("{s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:i, s:o, s:s, s:s}", "rule", h1_rule_name(info->rule).text,
                     "number", (int)info->rule, "area", h1_area_name(info->area), "keyword",
                     h1_keyword_name(info->keyword), "severity", h1_severity_name(info->severity), "rfc", info->rfc,
                     "section", info->section, "status", (int)info->status, "tags", tags, "title", info->title, "why",
                     info->why);
}

static cli_status rules(char **words, size_t count)
{
    cli_selection selection;
    const h1_rule_info *info;
    json_t *list;

    if (count > 0)
        return cli_usage(&cli_rules, "'%s' is not expected here; 'h1 explain %s' explains one rule", words[0],
                         words[0]);
    if (!cli_selection_make("rules", &selection, &wanted, &unwanted))
        return CLI_UNUSABLE;
    list = json_array();
    for (size_t i = 0; (info = h1_rule_at(i)) != NULL; i++) {
        if (!cli_selection_has(&selection, info->rule))
            continue;
        if (format == 0)
            print_row(info);
        else if (json_array_append_new(list, json_row(info)) != 0)
            return cli_no_memory();
    }
    if (format == 1)
        return report_json_line(stdout, list) ? CLI_OK : CLI_INTERNAL;
    json_decref(list);
    return CLI_OK;
}

const cli_command cli_rules = {
    "rules",
    "[--select WHAT,...]",
    "List the rules: number, severity, keyword, source, name, title.",
    NULL,
    OPTIONS,
    {"rules --select smuggling       rules that keep two readers from disagreeing where a message ends",
     "rules --select 9112-7.1        rules of one section of an RFC"},
    rules,
};
