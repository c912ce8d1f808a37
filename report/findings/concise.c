/* SPDX-License-Identifier: MIT */
/* Findings for grep: a line each, then how many there are more of a rule, then the counts. */
#include <string.h>

#include "report/count.h"
#include "report/escape.h"
#include "report/findings/view.h"

bool report_concise_item(FILE *out, const report_item *item)
{
    report_escape_to(out, (const uint8_t *)item->file, strlen(item->file));
    fputs(": ", out);
    report_item_where_to(out, item);
    fputs(": ", out);
    report_item_head_to(out, item->finding.rule, false);
    return !ferror(out);
}

static void group_to(FILE *out, const report_rule_group *group)
{
    for (size_t i = 0; i < group->count; i++)
        report_concise_item(out, &group->first[i].item);
    if (group->more == 0)
        return;
    fprintf(out, "and %s more: ", report_number_of(group->more).text);
    report_item_head_to(out, group->info->rule, false);
}

bool report_concise(const report_view *view)
{
    FILE *out = view->output->out;
    report_rule_group group = {0};
    const char *notice;

    while (view->options->examples > 0 && report_view_next(view, &group))
        group_to(out, &group);
    report_view_name_to(out, view);
    fputs(": ", out);
    report_view_verdict_to(out, view);
    fputc('\n', out);
    if (report_unseen_list_to(out, view->totals))
        fputc('\n', out);
    for (size_t i = 0; (notice = report_view_notice(view, i)) != NULL; i++)
        fprintf(out, "%s\n", notice);
    return !ferror(out);
}
