/* SPDX-License-Identifier: MIT */
/* Inside report/: what all formats of findings show, when all of it is known, and the words that several of them use.
 * Each format is a file of its own here. */
#ifndef REPORT_FINDINGS_VIEW_H
#define REPORT_FINDINGS_VIEW_H

#include "report/fingerprint.h"
#include "report/report.h"

/* A finding that is kept. */
typedef struct report_kept {
    report_item item;
    char *block;      /* holds what it points at */
    uint64_t serial;  /* in the order found */
    uint32_t group;   /* report/findings/groups.h; 0 where there are none */
    uint32_t ordinal; /* among those that are kept and have its key, from 1, in the order found */
} report_kept;

typedef struct report_groups report_groups;

/* Everything, for one output. */
typedef struct report_view {
    const report_options *options;
    const report_output *output;
    const report_tally *tally;
    const report_totals *totals;
    const report_groups *groups; /* NULL where all is shown */
    report_kept *kept;           /* [kept_count], the worst rules first, each in the order found */
    size_t kept_count;
    uint64_t known; /* findings of the baseline */
    uint64_t shown; /* of `tally`, in this output */
    bool full;      /* some could be kept no more */
} report_view;

/* Findings of one rule: kept[first], of view->kept, and count - 1 behind it; `more` of it aren't kept. */
typedef struct report_rule_group {
    const h1_rule_info *info;
    const report_kept *first;
    size_t count;
    uint64_t more;
} report_rule_group;

/* Step to the next group, or from {0} to the first one. False behind the last. */
bool report_view_next(const report_view *view, report_rule_group *group);

/* The group of a rule; its count is 0 where none of its findings is kept. */
report_rule_group report_view_group_of(const report_view *view, h1_rule rule);

/* What a reader has to know of the run: that input was damaged, the reading interrupted, nothing there to judge, that
 * not all findings are shown. NULL for an i behind the last. */
const char *report_view_notice(const report_view *view, size_t i);

/* "secrets are replaced by *", or that they are shown. */
const char *report_view_secrets(const report_view *view);

/* Could all of the input be read? */
bool report_view_is_whole(const report_view *view);

/* "9,877 messages in 1,131 connections, 48,210 packets: 2 errors, 14 warnings". `view` is a report_view: this and the
 * next two are writers, see report/written.h. */
void report_view_verdict_to(FILE *out, const void *view);

/* What was read: "a.pcap", or "a.pcap and 2 more". */
void report_view_name_to(FILE *out, const void *view);

/* "61 TLS connections (4.1 MB)", of a report_unseen. */
void report_unseen_to(FILE *out, const void *unseen);

/* "not looked at: 61 TLS connections (4.1 MB), 1 gap"; false, with nothing written, where all was. */
bool report_unseen_list_to(FILE *out, const report_totals *totals);

/* What SARIF and GitLab know a finding by: its key, and which one of that key it is. */
report_fingerprint report_kept_fingerprint(const report_kept *kept);

/* A display filter for the packets of findings that are of the same file as the first: "frame.number == 3". Nothing
 * where there are no packets. */
void report_wireshark_to(FILE *out, const report_kept *kept, size_t count);

/* ---- One finding, item.c ---- */

/* The piece of an item with secrets hidden, or as it is; NULL where memory is short. To be freed by the caller. */
uint8_t *report_item_bytes(const report_item *item, bool redact);

/* "packet 1, 192.0.2.1:5 > 192.0.2.9:80, request 2, byte 42" */
void report_item_where_to(FILE *out, const report_item *item);

/* The picture: the bytes with the place marked. False where memory is short. */
bool report_item_snippet_to(FILE *out, const report_item *item, const report_output *output);

/* The line with the place, and the picture. False where memory is short. */
bool report_item_place_to(FILE *out, const report_item *item, const report_output *output);

/* "error: title [rule]" */
void report_item_head_to(FILE *out, h1_rule rule, bool colour);

/* "RFC 9112 section 5.1 (MUST): what it asks for"; nothing where no document speaks. */
void report_item_clause_to(FILE *out, h1_rule rule, const report_options *options);

/* "title: packet 1, ..., byte 42" of group->first[i], and of the last of a group, how many there are more; in malloc's
 * memory, NULL where that is short. */
char *report_group_message(const report_rule_group *group, size_t i);

/* The pictures of a group as text, and how many there are more. False where memory is short. */
bool report_group_to(FILE *out, const report_rule_group *group, const report_output *output);

/* ---- Formats that are written as findings come ---- */

bool report_text_item(const report_options *options, const report_output *output, const report_item *item);
bool report_concise_item(FILE *out, const report_item *item);

/* The head of the document, and one finding of it or a line of its own. */
void report_json_begin(const report_output *output);
bool report_json_item(const report_output *output, const report_item *item, bool first);

/* ---- Formats that are written at the end. False where memory is short or the output can't be written. ---- */

bool report_text(const report_view *view);
bool report_concise(const report_view *view);
bool report_json_end(const report_view *view);
bool report_sarif_findings(const report_view *view);
bool report_junit_findings(const report_view *view);
bool report_tap_findings(const report_view *view);
bool report_github_findings(const report_view *view);
bool report_gitlab_findings(const report_view *view);
bool report_html_findings(const report_view *view);
bool report_markdown_findings(const report_view *view);

#endif
