/* SPDX-License-Identifier: MIT */
/* Findings for the forges: annotations in GitHub's log, and GitLab's code quality. Neither has bytes from the wire in
 * it. A capture has no lines, so all stands at its first. */
#include <stdlib.h>

#include "report/findings/view.h"
#include "report/github.h"
#include "report/gitlab.h"
#include "report/written.h"

static void write_verdict(FILE *out, const void *what)
{
    const report_view *view = what;

    report_view_verdict_to(out, view);
    fputs("; ", out);
    fputs(report_unseen_list_to(out, view->totals) ? "; " : "", out);
    fputs(report_view_secrets(view), out);
}

/* ---- GitHub ---- */

static bool annotation_to(FILE *out, const report_rule_group *group, size_t i)
{
    static const char *const levels[] = {"notice", "warning", "error"};
    char *message = report_group_message(group, i);

    if (message != NULL)
        report_github_to(out, &(report_annotation){levels[group->info->severity], group->first[i].item.file, 1,
                                                   h1_rule_name(group->info->rule).text, message});
    free(message);
    return message != NULL;
}

/* What is to be said of the run: notices, then the counts. */
static bool run_to(const report_view *view)
{
    FILE *out = view->output->out;
    char *name = report_written(report_view_name_to, view);
    char *verdict = report_written(write_verdict, view);
    bool made = name != NULL && verdict != NULL;
    const char *notice;

    for (size_t i = 0; made && (notice = report_view_notice(view, i)) != NULL; i++)
        report_github_to(out, &(report_annotation){"warning", name, 1, "h1 check", notice});
    if (made)
        report_github_to(out, &(report_annotation){"notice", name, 1, "h1 check", verdict});
    free(verdict);
    free(name);
    return made;
}

bool report_github_findings(const report_view *view)
{
    report_rule_group group = {0};
    bool written = true;

    while (written && report_view_next(view, &group)) {
        for (size_t i = 0; written && i < group.count; i++)
            written = annotation_to(view->output->out, &group, i);
    }
    return written && run_to(view) && !ferror(view->output->out);
}

/* ---- GitLab ---- */

static bool issue_to(report_gitlab *list, const report_rule_group *group, size_t i)
{
    static const report_gitlab_severity severities[] = {REPORT_GITLAB_INFO, REPORT_GITLAB_MINOR, REPORT_GITLAB_MAJOR};
    char *message = report_group_message(group, i);
    h1_rule_text rule = h1_rule_name(group->info->rule);
    report_fingerprint print = report_kept_fingerprint(&group->first[i]);
    bool written = message != NULL && report_gitlab_add(list, &(report_gitlab_issue){message, rule.text, print.text,
                                                                                     severities[group->info->severity],
                                                                                     group->first[i].item.file, 1});

    free(message);
    return written;
}

/* A notice is an issue: there is no other place for it. */
static bool notices_to(report_gitlab *list, const report_view *view)
{
    char *name = report_written(report_view_name_to, view);
    bool written = name != NULL;
    const char *notice;

    for (size_t i = 0; written && (notice = report_view_notice(view, i)) != NULL; i++)
        written = report_gitlab_add(
            list,
            &(report_gitlab_issue){notice, "h1-check", report_fingerprint_of("h1-check", notice).text,
                                   report_view_is_whole(view) ? REPORT_GITLAB_INFO : REPORT_GITLAB_MAJOR, name, 1});
    free(name);
    return written;
}

bool report_gitlab_findings(const report_view *view)
{
    report_gitlab list = report_gitlab_begin(view->output->out);
    bool written = notices_to(&list, view);
    report_rule_group group = {0};

    while (written && report_view_next(view, &group)) {
        for (size_t i = 0; written && i < group.count; i++)
            written = issue_to(&list, &group, i);
    }
    return report_gitlab_end(&list) && written;
}
