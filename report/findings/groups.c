/* SPDX-License-Identifier: MIT */
/* See groups.h. */
#include "report/findings/groups.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    GROUPS_MOST = 32768,
    BUCKETS = 65536, /* a power of two, above GROUPS_MOST */
    RULE_STEP = 31,  /* buckets from one rule's pairs to the next one's; odd */
};

/* A rule at an endpoint, or in a connection. */
typedef struct pair {
    h1_rule rule;
    char *key;
    uint64_t count;
} pair;

struct report_groups {
    report_by by;
    pair pairs[GROUPS_MOST];
    uint32_t count;
    uint32_t buckets[BUCKETS]; /* index of a pair, plus one; 0: free */
    bool full;
};

report_groups *report_groups_open(report_by by)
{
    report_groups *groups = calloc(1, sizeof *groups);

    if (groups != NULL)
        groups->by = by;
    return groups;
}

void report_groups_free(report_groups *groups)
{
    for (uint32_t i = 0; groups != NULL && i < groups->count; i++)
        free(groups->pairs[i].key);
    free(groups);
}

/* What stands at the head of an item's group: the server, or file and connection. */
static void make_key(const report_groups *groups, const report_item *item, char *key, size_t size)
{
    if (groups->by == REPORT_BY_CONNECTION)
        snprintf(key, size, "%s, connection %" PRIu64, item->file, item->stream);
    else
        snprintf(key, size, "%s", item->server != NULL ? item->server : item->file);
}

/* The pair of an item, made if it is new; NULL where there is no room. */
static pair *pair_of(report_groups *groups, const report_item *item)
{
    char key[512];
    size_t bucket;
    pair *found;

    make_key(groups, item, key, sizeof key);
    bucket = ((size_t)report_text_sum(key) + (size_t)item->finding.rule * RULE_STEP) & (BUCKETS - 1);
    for (; groups->buckets[bucket] != 0; bucket = (bucket + 1) & (BUCKETS - 1)) {
        found = &groups->pairs[groups->buckets[bucket] - 1];
        if (found->rule == item->finding.rule && strcmp(found->key, key) == 0)
            return found;
    }
    groups->full = groups->full || groups->count == GROUPS_MOST;
    if (groups->full)
        return NULL;
    found = &groups->pairs[groups->count];
    found->key = strdup(key);
    if (found->key == NULL)
        return NULL;
    found->rule = item->finding.rule;
    groups->buckets[bucket] = ++groups->count;
    return found;
}

uint64_t report_groups_add(report_groups *groups, const report_item *item, uint32_t *group)
{
    pair *found = pair_of(groups, item);

    *group = found != NULL ? (uint32_t)(found - groups->pairs) : 0;
    return found != NULL ? ++found->count : 0;
}

const char *report_groups_key(const report_groups *groups, uint32_t group)
{
    return groups->pairs[group].key;
}

uint64_t report_groups_count(const report_groups *groups, uint32_t group)
{
    return groups->pairs[group].count;
}

bool report_groups_full(const report_groups *groups)
{
    return groups->full;
}
