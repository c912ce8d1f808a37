/* SPDX-License-Identifier: MIT */
/* The formats that results are written in, the same for every command that writes many. */
#ifndef REPORT_FORMAT_H
#define REPORT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

typedef enum report_format {
    REPORT_TEXT,
    REPORT_CONCISE,
    REPORT_JSON,
    REPORT_JSONL,
    REPORT_SARIF,
    REPORT_JUNIT,
    REPORT_TAP,
    REPORT_GITHUB,
    REPORT_GITLAB,
    REPORT_HTML,
    REPORT_MARKDOWN,
    REPORT_FORMATS,
} report_format;

/* Their words, in this order, with bars between them. */
#define REPORT_FORMAT_WORDS "text|concise|json|jsonl|sarif|junit|tap|github|gitlab|html|md"

/* The word for a format; NULL for REPORT_FORMATS and above. */
const char *report_format_name(size_t format);

/* Is it read by people who were not there? Then secrets are hidden in it, in others where that is asked for. */
bool report_format_leaves(report_format format);

#endif
