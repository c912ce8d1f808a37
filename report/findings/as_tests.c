/* SPDX-License-Identifier: MIT */
/* See as_tests.h. */
#include "report/findings/as_tests.h"

#include "report/count.h"
#include "report/written.h"

report_test_state report_test_of(const report_view *view, h1_rule rule)
{
    bool found = view->tally->of_rule[rule] > 0;

    if (found && (unsigned)h1_rule_info_of(rule)->severity >= view->options->fails_from)
        return REPORT_TEST_FAILED;
    return found || view->totals->messages > 0 ? REPORT_TEST_PASSED : REPORT_TEST_SKIPPED;
}

typedef struct subject {
    const report_view *view;
    h1_rule rule;
} subject;

static void write_test(FILE *out, const void *what)
{
    const subject *s = what;
    report_rule_group group = report_view_group_of(s->view, s->rule);

    report_count_to(out, s->view->tally->of_rule[s->rule], "finding", "findings");
    fprintf(out, ": %s\n", group.info->title);
    report_item_clause_to(out, s->rule, s->view->options);
    fprintf(out, "\nwhy: %s\n", group.info->why);
    report_group_to(out, &group, s->view->output);
}

char *report_test_text(const report_view *view, h1_rule rule)
{
    return report_written(write_test, &(subject){view, rule});
}

static void write_run(FILE *out, const void *what)
{
    const report_view *view = what;
    const char *notice;

    for (size_t i = 0; (notice = report_view_notice(view, i)) != NULL; i++)
        fprintf(out, "%s\n", notice);
    report_view_verdict_to(out, view);
    fputc('\n', out);
    if (report_unseen_list_to(out, view->totals))
        fputc('\n', out);
    fprintf(out, "%s\n", report_view_secrets(view));
}

char *report_run_text(const report_view *view)
{
    return report_written(write_run, view);
}
