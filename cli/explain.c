/* SPDX-License-Identifier: MIT */
/* h1 explain: all that is known of a rule, a requirement or a section. */
#include <stdio.h>
#include <string.h>

#include "cli/cases.h"
#include "cli/command.h"
#include "cli/explain_rule.h"
#include "cli/nearest.h"
#include "cli/output.h"
#include "cli/select.h"

static unsigned colour;

static const cli_option OPTIONS[] = {CLI_OPTION_COLOUR(&colour), {0}};

static void print_row(FILE *out, const conf_requirement *row)
{
    fprintf(out, "  %-16s %s, %s: %s\n", row->id, row->level, row->subject, row->paraphrase);
}

static void print_rules(FILE *out, const conf_requirement *row)
{
    const h1_rule_info *info;
    const char *before = "\nRules: ";

    for (size_t i = 0; (info = h1_rule_at(i)) != NULL; i++) {
        if (strncmp(info->rfc, "RFC ", 4) != 0 || strcmp(info->rfc + 4, row->rfc) != 0 ||
            strcmp(info->section, row->section) != 0)
            continue;
        fprintf(out, "%s%s", before, h1_rule_name(info->rule).text);
        before = ", ";
    }
    if (before[0] == ',')
        fputc('\n', out);
}

static void print_cases(FILE *out, const conf_requirement *row)
{
    const conf_suite *suite = cli_cases();
    bool any = false;

    for (size_t i = 0; i < suite->case_count; i++) {
        if (!conf_case_needs(suite->cases[i], row))
            continue;
        fputs(any ? "" : "\nCases that test it:\n", out);
        fprintf(out, "  %s: %s\n", suite->cases[i]->id, suite->cases[i]->title);
        any = true;
    }
    if (!any && suite->file_count > 0)
        fputs("\nNo case tests it.\n", out);
}

static void explain_requirement(FILE *out, const conf_requirement *row)
{
    fprintf(out, "%s: %s%s section %s (%s), %s\n\n", row->id, conf_spec_prefix(row->rfc), row->rfc, row->section,
            row->section_title, row->level);
    fprintf(out, "%s\n\n", row->paraphrase);
    fprintf(out, "Binds: %s. Applies to: %s. Observable: %s.\n", row->subject, row->applies, row->observable);
    if (row->note[0] != '\0')
        fprintf(out, "Note: %s\n", row->note);
    print_rules(out, row);
    print_cases(out, row);
}

/* One heading for each section, its rows, and its rules. */
static void explain_section(FILE *out, const char *prefix)
{
    const conf_requirement *row = conf_ledger_next(cli_ledger(), prefix, NULL);

    while (row != NULL) {
        const conf_requirement *next = conf_ledger_next(cli_ledger(), prefix, row);
        const conf_requirement *first = row;
        fprintf(out, "%s%s section %s, %s\n\n", conf_spec_prefix(row->rfc), row->rfc, row->section, row->section_title);
        print_row(out, row);
        while (next != NULL && strcmp(next->section, first->section) == 0 && strcmp(next->rfc, first->rfc) == 0) {
            print_row(out, next);
            next = conf_ledger_next(cli_ledger(), prefix, next);
        }
        print_rules(out, first);
        if (next != NULL)
            fputc('\n', out);
        row = next;
    }
}

static cli_status unknown(const char *word)
{
    fprintf(stderr, "h1 explain: '%s' is no rule, requirement or section", word);
    cli_nearest_say(word, strlen(word), cli_rule_names, NULL, "");
    fputs("\n'h1 rules' lists the rules; sections are written 9112-6.3\n", stderr);
    return CLI_UNUSABLE;
}

static cli_status explain_word(FILE *out, bool coloured, const char *word)
{
    const conf_requirement *row = conf_ledger_find(cli_ledger(), word);
    h1_rule rule = h1_rule_by_name(word, strlen(word));

    if (row != NULL)
        explain_requirement(out, row);
    else if (conf_ledger_next(cli_ledger(), word, NULL) != NULL)
        explain_section(out, word);
    else if (rule != H1_RULE_NONE)
        cli_explain_rule(out, coloured, rule);
    else
        return unknown(word);
    return CLI_OK;
}

static cli_status explain(char **words, size_t count)
{
    cli_output output;
    cli_status status = CLI_OK;

    if (count == 0)
        return cli_usage(&cli_explain, "which rule, requirement or section?");
    cli_output_open(&output, NULL, (cli_colour_choice)colour);
    for (size_t i = 0; i < count && status == CLI_OK; i++) {
        fputs(i > 0 ? "\n" : "", output.stream);
        status = explain_word(output.stream, output.colour, words[i]);
    }
    return cli_output_close(&output, status);
}

const cli_command cli_explain = {
    "explain",
    "RULE | REQUIREMENT | SECTION",
    "Explain a rule, a requirement of the ledger, or a section of an RFC.",
    "A rule is given by name or number, a requirement as 9112-6.3-P01, a section as 9112-6.3.",
    OPTIONS,
    {"explain content-length-with-transfer-encoding", "explain 9112-6.3"},
    explain,
};
