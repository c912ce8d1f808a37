/* SPDX-License-Identifier: MIT */
/* Inside report/: the findings of one rule on a page. */
#ifndef REPORT_FINDINGS_HTML_FINDING_H
#define REPORT_FINDINGS_HTML_FINDING_H

#include "report/findings/view.h"

/* Write a rule's article. False where memory is short. */
bool report_html_rule(FILE *out, const report_view *view, const report_rule_group *group);

#endif
