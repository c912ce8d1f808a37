/* SPDX-License-Identifier: MIT */
/* See gitlab.h. */
#include "report/gitlab.h"

#include "report/json.h"

report_gitlab report_gitlab_begin(FILE *out)
{
    fputc('[', out);
    return (report_gitlab){out, false};
}

bool report_gitlab_add(report_gitlab *report, const report_gitlab_issue *issue)
{
    static const char *const severities[] = {"info", "minor", "major"};
    json_t *object = json_pack("{s:o, s:o, s:s, s:s, s:{s:o, s:{s:i}}}", "description",
                               report_json_text(issue->description), "check_name", report_json_text(issue->check),
                               "fingerprint", issue->fingerprint, "severity", severities[issue->severity], "location",
                               "path", report_json_text(issue->path), "lines", "begin", (int)issue->line);

    fputs(report->any ? ",\n" : "\n", report->out);
    report->any = true;
    return report_json_object(report->out, object);
}

bool report_gitlab_end(report_gitlab *report)
{
    fputs("\n]\n", report->out);
    return ferror(report->out) == 0;
}
