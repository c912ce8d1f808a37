/* SPDX-License-Identifier: MIT */
/* See format.h. */
#include "report/format.h"

static const char *const NAMES[REPORT_FORMATS] = {
    [REPORT_TEXT] = "text",     [REPORT_CONCISE] = "concise", [REPORT_JSON] = "json",   [REPORT_JSONL] = "jsonl",
    [REPORT_SARIF] = "sarif",   [REPORT_JUNIT] = "junit",     [REPORT_TAP] = "tap",     [REPORT_GITHUB] = "github",
    [REPORT_GITLAB] = "gitlab", [REPORT_HTML] = "html",       [REPORT_MARKDOWN] = "md",
};

const char *report_format_name(size_t format)
{
    return format < REPORT_FORMATS ? NAMES[format] : NULL;
}

bool report_format_leaves(report_format format)
{
    return format == REPORT_SARIF || format == REPORT_GITHUB || format == REPORT_GITLAB || format == REPORT_HTML ||
           format == REPORT_MARKDOWN;
}
