/* SPDX-License-Identifier: MIT */
/* Inside report/: the findings that are kept until all of them are known, in bounded memory. */
#ifndef REPORT_FINDINGS_KEEP_H
#define REPORT_FINDINGS_KEEP_H

#include "report/findings/view.h"

typedef struct report_keep {
    report_kept *kept; /* [count] */
    size_t count, room;
    size_t bytes, bytes_most;
    bool full; /* some were not kept */
} report_keep;

/* Keep a copy of an item, as long as there is room. False where memory is short. */
bool report_keep_add(report_keep *keep, const report_item *item, uint32_t group);

/* Sort them: the worst rules first, then by rule, then as found. */
void report_keep_sort(report_keep *keep);

/* Number those that have the same key. False where memory is short. */
bool report_keep_number(report_keep *keep);

void report_keep_free(report_keep *keep);

#endif
