/* SPDX-License-Identifier: MIT */
/* Inside report/: the rules that messages were held to, section by section. */
#ifndef REPORT_FINDINGS_RULE_LIST_H
#define REPORT_FINDINGS_RULE_LIST_H

#include "report/findings/view.h"

typedef struct report_rule_list {
    const h1_rule_info *rules[REPORT_RULE_NUMBERS]; /* [count], by document and section; limits of our own last */
    size_t count;
} report_rule_list;

/* All but those that were left out, and those of frames, which are no messages. */
void report_rule_list_fill(report_rule_list *list, const bool *left_out);

/* How many from rules[at] on are of the same section. */
size_t report_rule_list_section(const report_rule_list *list, size_t at);

/* "RFC 9112 section 6.3", or "limits of the reader", of an h1_rule_info. A writer, see report/written.h. */
void report_section_to(FILE *out, const void *info);

#endif
