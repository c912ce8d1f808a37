/* SPDX-License-Identifier: MIT */
/* See tally.h. */
#include "report/tally.h"

#include <stdlib.h>

#include "report/count.h"

enum {
    RULES_WORTH_SAYING = 10, /* "3 rules make up 90 %" says where to begin; "56 rules" doesn't */
};

typedef struct row {
    const h1_rule_info *info;
    uint64_t count;
} row;

void report_tally_add(report_tally *tally, h1_rule rule)
{
    const h1_rule_info *info = h1_rule_info_of(rule);

    if (info == NULL || (size_t)rule >= REPORT_RULE_NUMBERS)
        return;
    tally->of_rule[rule]++;
    tally->of_severity[info->severity]++;
    tally->all++;
}

/* Most frequent first; equal counts in the order of the table. */
static int compare_rows(const void *left, const void *right)
{
    const row *a = left;
    const row *b = right;

    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return a->info->rule < b->info->rule ? -1 : 1;
}

/* Fill [REPORT_RULE_NUMBERS] rows with the broken rules, sorted. Returns how many. */
static size_t sorted_rows(const report_tally *tally, row *rows)
{
    size_t count = 0;
    const h1_rule_info *info;

    for (size_t i = 0; (info = h1_rule_at(i)) != NULL; i++) {
        if ((size_t)info->rule < REPORT_RULE_NUMBERS && tally->of_rule[info->rule] > 0)
            rows[count++] = (row){info, tally->of_rule[info->rule]};
    }
    qsort(rows, count, sizeof *rows, compare_rows);
    return count;
}

size_t report_tally_rules(const report_tally *tally)
{
    row rows[REPORT_RULE_NUMBERS];

    return sorted_rows(tally, rows);
}

size_t report_tally_rules_of_most(const report_tally *tally)
{
    row rows[REPORT_RULE_NUMBERS];
    size_t count = sorted_rows(tally, rows);
    size_t taken = 0;

    for (uint64_t sum = 0; taken < count && sum < tally->all - tally->all / 10; taken++)
        sum += rows[taken].count;
    return taken;
}

void report_tally_to(FILE *out, const report_tally *tally)
{
    static const char *const words[][2] = {{"note", "notes"}, {"warning", "warnings"}, {"error", "errors"}};
    size_t rules = report_tally_rules(tally);
    size_t most = report_tally_rules_of_most(tally);
    const char *comma = "";

    if (tally->all == 0) {
        fputs("no findings", out);
        return;
    }
    for (int severity = H1_SEVERITY_ERROR; severity >= H1_SEVERITY_NOTE; severity--) {
        if (tally->of_severity[severity] == 0)
            continue;
        fputs(comma, out);
        report_count_to(out, tally->of_severity[severity], words[severity][0], words[severity][1]);
        comma = ", ";
    }
    if (most < rules && most <= RULES_WORTH_SAYING)
        fprintf(out, " (%zu %s 90 %%)", most, most == 1 ? "rule makes up" : "rules make up");
}

void report_tally_table_to(FILE *out, const report_tally *tally)
{
    row rows[REPORT_RULE_NUMBERS];
    size_t count = sorted_rows(tally, rows);

    for (size_t i = 0; i < count; i++)
        fprintf(out, "%12s  %-7s  %-42s  %s\n", report_number_of(rows[i].count).text,
                h1_severity_name(rows[i].info->severity), h1_rule_name(rows[i].info->rule).text, rows[i].info->title);
}
