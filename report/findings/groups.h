/* SPDX-License-Identifier: MIT */
/* Inside report/: how often each rule was broken at each endpoint, or in each connection. Memory is bounded: a pair of
 * them beyond the last is not counted. */
#ifndef REPORT_FINDINGS_GROUPS_H
#define REPORT_FINDINGS_GROUPS_H

#include "report/findings/view.h"

/* NULL where memory is short. */
report_groups *report_groups_open(report_by by);
void report_groups_free(report_groups *groups);

/* Count an item.
 *
 *   group  receives the number of its group
 *
 * Returns how many its group has now; 0 where there is no room for one more group. */
uint64_t report_groups_add(report_groups *groups, const report_item *item, uint32_t *group);

/* The endpoint, or the file and connection, and how many findings the group has. */
const char *report_groups_key(const report_groups *groups, uint32_t group);
uint64_t report_groups_count(const report_groups *groups, uint32_t group);

/* Was there a pair too many? */
bool report_groups_full(const report_groups *groups);

#endif
