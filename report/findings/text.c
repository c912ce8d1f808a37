/* SPDX-License-Identifier: MIT */
/* Findings for people at a terminal: grouped by rule, endpoint or connection, or one after the other as found. */
#include <stdlib.h>
#include <string.h>

#include "report/escape.h"
#include "report/findings/groups.h"
#include "report/paint.h"

/* What stands below the pictures of a rule. */
static void foot_to(FILE *out, const report_options *options, const report_kept *kept, size_t count)
{
    h1_rule rule = kept->item.finding.rule;
    const h1_rule_info *info = h1_rule_info_of(rule);

    if (info->rfc[0] != '\0') {
        fputs("   = ", out);
        report_item_clause_to(out, rule, options);
        fputc('\n', out);
    }
    fprintf(out, "   = why: %s\n   = h1 explain %s", info->why, h1_rule_name(rule).text);
    if (kept->item.packet > 0)
        fputs(" · Wireshark: ", out);
    report_wireshark_to(out, kept, count);
    fputs("\n\n", out);
}

bool report_text_item(const report_options *options, const report_output *output, const report_item *item)
{
    const report_kept kept = {.item = *item};

    report_item_head_to(output->out, item->finding.rule, output->colour);
    if (!report_item_place_to(output->out, item, output))
        return false;
    foot_to(output->out, options, &kept, 1);
    return !ferror(output->out);
}

/* ---- Groups ---- */

static bool group_to(const report_view *view, const report_rule_group *group)
{
    FILE *out = view->output->out;
    bool drawn;

    report_item_head_to(out, group->info->rule, view->output->colour);
    drawn = report_group_to(out, group, view->output);
    foot_to(out, view->options, group->first, group->count);
    return drawn;
}

static bool by_rule(const report_view *view)
{
    report_rule_group group = {0};
    bool drawn = true;

    while (drawn && report_view_next(view, &group))
        drawn = group_to(view, &group);
    return drawn;
}

/* qsort() has no argument for context. */
static const report_groups *sorting;

/* Endpoint or connection first, then as report_keep_sort() has it. */
static int by_key(const void *left, const void *right)
{
    const report_kept *a = left;
    const report_kept *b = right;
    int order = strcmp(report_groups_key(sorting, a->group), report_groups_key(sorting, b->group));
    int severities[] = {(int)h1_rule_info_of(a->item.finding.rule)->severity,
                        (int)h1_rule_info_of(b->item.finding.rule)->severity};

    if (order == 0)
        order = severities[1] - severities[0];
    if (order == 0)
        order = (int)a->item.finding.rule - (int)b->item.finding.rule;
    return order != 0 ? order : a->serial < b->serial ? -1 : 1;
}

static bool by_place(const report_view *view)
{
    FILE *out = view->output->out;
    const char *key = "";
    bool drawn = true;

    sorting = view->groups;
    if (view->kept_count > 0)
        qsort(view->kept, view->kept_count, sizeof *view->kept, by_key);
    for (size_t at = 0; drawn && at < view->kept_count;) {
        const report_kept *first = &view->kept[at];
        const char *found = report_groups_key(view->groups, first->group);
        report_rule_group group = {h1_rule_info_of(first->item.finding.rule), first, 1, 0};
        while (at + group.count < view->kept_count && first[group.count].group == first->group)
            group.count++;
        group.more = report_groups_count(view->groups, first->group) - group.count;
        if (strcmp(key, found) != 0) {
            fputs("== ", out);
            report_escape_to(out, (const uint8_t *)found, strlen(found));
            fputs(" ==\n\n", out);
        }
        key = found;
        drawn = group_to(view, &group);
        at += group.count;
    }
    return drawn;
}

/* ---- The end ---- */

/* What the verdict says already isn't said again. */
static void notices_to(FILE *out, const report_view *view)
{
    const char *notice;

    for (size_t i = 0; (notice = report_view_notice(view, i)) != NULL; i++) {
        if (strncmp(notice, "there was no", 12) != 0)
            fprintf(out, "%s\n", notice);
    }
}

static void close_text(const report_view *view)
{
    FILE *out = view->output->out;

    if (view->totals->nothing_read)
        return;
    if (view->totals->statistics && view->tally->all > 0) {
        report_tally_table_to(out, view->tally);
        fputc('\n', out);
    }
    report_view_verdict_to(out, view);
    fputc('\n', out);
    if (report_unseen_list_to(out, view->totals))
        fputc('\n', out);
    notices_to(out, view);
    if (view->output->redact)
        fputs("redacted: credentials, cookie values, userinfo, query values and bodies are shown as *\n", out);
}

bool report_text(const report_view *view)
{
    bool drawn = true;

    if (view->groups != NULL && view->options->by == REPORT_BY_RULE)
        drawn = by_rule(view);
    else if (view->groups != NULL)
        drawn = by_place(view);
    close_text(view);
    return drawn;
}
