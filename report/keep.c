/* SPDX-License-Identifier: MIT */
/* The pictures a text report keeps until it knows all of them: a few for each rule at each endpoint (or connection).
 *
 * Memory is bounded by three numbers below. A finding beyond them is only counted, and the group it belongs to says how
 * many there are more, so that a capture of any size gives a report of some pages. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/count.h"
#include "report/escape.h"
#include "report/report.h"

enum {
    PAIRS_MOST = 32768,
    BUCKETS = 65536, /* a power of two, above PAIRS_MOST */
    TEXT_MOST = 8 * 1024 * 1024,
    PACKETS_NAMED = 6,
};

/* A rule at an endpoint, or in a connection. */
typedef struct pair {
    h1_rule rule;
    char *key;
    uint64_t count;
} pair;

typedef struct picture {
    uint32_t pair;
    uint64_t serial;
    uint64_t packet, stream;
    char *file;
    char *text;
} picture;

struct report_keep {
    const report_options *options;
    pair pairs[PAIRS_MOST];
    uint32_t pair_count;
    uint32_t buckets[BUCKETS]; /* index of a pair, plus one; 0: free */
    picture *pictures;
    size_t picture_count, picture_room;
    size_t text_bytes;
};

report_keep *report_keep_open(const report_options *options)
{
    report_keep *keep = calloc(1, sizeof *keep);

    if (keep != NULL)
        keep->options = options;
    return keep;
}

void report_keep_free(report_keep *keep)
{
    if (keep == NULL)
        return;
    for (size_t i = 0; i < keep->picture_count; i++) {
        free(keep->pictures[i].file);
        free(keep->pictures[i].text);
    }
    for (uint32_t i = 0; i < keep->pair_count; i++)
        free(keep->pairs[i].key);
    free(keep->pictures);
    free(keep);
}

/* What stands at the head of an item's group: the server, or file and connection. Returns its length. */
static size_t make_key(const report_keep *keep, const report_item *item, char *key, size_t size)
{
    int len;

    if (keep->options->by == REPORT_BY_CONNECTION)
        len = snprintf(key, size, "%s, connection %" PRIu64, item->file, item->stream);
    else
        len = snprintf(key, size, "%s", item->server != NULL ? item->server : item->file);
    return len < 0 ? 0 : (size_t)len < size ? (size_t)len : size - 1;
}

/* FNV-1a. */
static uint32_t hash_of(h1_rule rule, const char *key, size_t len)
{
    uint32_t hash = 2166136261U ^ (uint32_t)rule;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (uint8_t)key[i]) * 16777619U;
    return hash;
}

/* The pair of an item, made if it is new; NULL where there is no room. */
static pair *pair_of(report_keep *keep, const report_item *item)
{
    char key[512];
    size_t len = make_key(keep, item, key, sizeof key);
    uint32_t bucket = hash_of(item->finding.rule, key, len) & (BUCKETS - 1);
    pair *found;

    for (; keep->buckets[bucket] != 0; bucket = (bucket + 1) & (BUCKETS - 1)) {
        found = &keep->pairs[keep->buckets[bucket] - 1];
        if (found->rule == item->finding.rule && strcmp(found->key, key) == 0)
            return found;
    }
    if (keep->pair_count == PAIRS_MOST)
        return NULL;
    found = &keep->pairs[keep->pair_count];
    found->key = strdup(key);
    if (found->key == NULL)
        return NULL;
    found->rule = item->finding.rule;
    keep->buckets[bucket] = ++keep->pair_count;
    return found;
}

static char *draw(const report_options *options, const report_item *item, size_t *len)
{
    char *text = NULL;
    uint8_t *bytes = report_item_bytes(item, options->redact);
    FILE *memory = bytes != NULL ? open_memstream(&text, len) : NULL;

    if (memory != NULL) {
        report_item_place_to(memory, item, bytes, options->colour);
        if (fclose(memory) != 0) {
            free(text);
            text = NULL;
        }
    }
    free(bytes);
    return text;
}

static bool room_for_picture(report_keep *keep)
{
    size_t room = keep->picture_room == 0 ? 64 : keep->picture_room * 2;
    picture *grown;

    if (keep->picture_count < keep->picture_room)
        return true;
    grown = realloc(keep->pictures, room * sizeof *grown);
    if (grown == NULL)
        return false;
    keep->pictures = grown;
    keep->picture_room = room;
    return true;
}

bool report_keep_add(report_keep *keep, const report_item *item)
{
    pair *group = pair_of(keep, item);
    picture made = {.serial = keep->picture_count, .packet = item->packet, .stream = item->stream};
    size_t len = 0;

    if (group == NULL)
        return true;
    group->count++;
    if (group->count > keep->options->examples || keep->text_bytes >= TEXT_MOST)
        return true;
    if (!room_for_picture(keep))
        return false;
    made.pair = (uint32_t)(group - keep->pairs);
    made.file = strdup(item->file);
    made.text = draw(keep->options, item, &len);
    if (made.file == NULL || made.text == NULL) {
        free(made.file);
        free(made.text);
        return false;
    }
    keep->text_bytes += len;
    keep->pictures[keep->picture_count++] = made;
    return true;
}

/* qsort() has no argument for context. */
static const report_keep *sorting;

/* Endpoint or connection first where the report is by those; then the worst rules, by number; then as found. */
static int compare_pictures(const void *left, const void *right)
{
    const picture *a = left;
    const picture *b = right;
    const pair *pa = &sorting->pairs[a->pair];
    const pair *pb = &sorting->pairs[b->pair];
    int order = sorting->options->by == REPORT_BY_RULE ? 0 : strcmp(pa->key, pb->key);

    if (order == 0)
        order = (int)h1_rule_info_of(pb->rule)->severity - (int)h1_rule_info_of(pa->rule)->severity;
    if (order == 0)
        order = (int)pa->rule - (int)pb->rule;
    if (order == 0)
        order = a->serial < b->serial ? -1 : 1;
    return order;
}

static bool same_group(const report_keep *keep, const picture *a, const picture *b)
{
    const pair *pa = &keep->pairs[a->pair];
    const pair *pb = &keep->pairs[b->pair];

    return pa->rule == pb->rule && (keep->options->by == REPORT_BY_RULE || strcmp(pa->key, pb->key) == 0);
}

/* Add a packet's number to a list without it. */
static void add_packet(uint64_t *packets, size_t *count, uint64_t packet)
{
    for (size_t i = 0; i < *count; i++) {
        if (packets[i] == packet)
            return;
    }
    if (*count < PACKETS_NAMED)
        packets[(*count)++] = packet;
}

/* A display filter for the packets of a group's pictures that are of the same file as the first. */
static void wireshark_to(FILE *out, const picture *pictures, size_t count)
{
    uint64_t packets[PACKETS_NAMED];
    size_t named = 0;

    if (pictures->packet == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(pictures[i].file, pictures->file) == 0)
            add_packet(packets, &named, pictures[i].packet);
    }
    if (named == 1) {
        fprintf(out, " · Wireshark: frame.number == %" PRIu64, packets[0]);
        return;
    }
    fputs(" · Wireshark: frame.number in {", out);
    for (size_t i = 0; i < named; i++)
        fprintf(out, "%s%" PRIu64, i > 0 ? ", " : "", packets[i]);
    fputc('}', out);
}

static void group_to(FILE *out, const report_keep *keep, const picture *pictures, size_t count, uint64_t all)
{
    h1_rule rule = keep->pairs[pictures->pair].rule;

    report_item_head_to(out, rule, keep->options->colour);
    for (size_t i = 0; i < count; i++)
        fputs(pictures[i].text, out);
    if (all > count)
        fprintf(out, "   and %s more (--max-findings 0 shows all)\n", report_number_of(all - count).text);
    report_item_clause_to(out, rule, keep->options);
    fprintf(out, "   = h1 explain %s", h1_rule_name(rule).text);
    wireshark_to(out, pictures, count);
    fputs("\n\n", out);
}

void report_keep_to(FILE *out, report_keep *keep, const report_tally *tally)
{
    const char *key = "";

    sorting = keep;
    if (keep->picture_count > 0)
        qsort(keep->pictures, keep->picture_count, sizeof *keep->pictures, compare_pictures);
    for (size_t i = 0; i < keep->picture_count;) {
        const picture *first = &keep->pictures[i];
        const pair *group = &keep->pairs[first->pair];
        size_t count = 1;
        while (i + count < keep->picture_count && same_group(keep, first, first + count))
            count++;
        if (keep->options->by != REPORT_BY_RULE && strcmp(key, group->key) != 0) {
            key = group->key;
            fputs("== ", out);
            report_escape_to(out, (const uint8_t *)key, strlen(key));
            fputs(" ==\n\n", out);
        }
        group_to(out, keep, first, count,
                 keep->options->by == REPORT_BY_RULE ? tally->of_rule[group->rule] : group->count);
        i += count;
    }
    if (keep->pair_count == PAIRS_MOST || keep->text_bytes >= TEXT_MOST)
        fputs("more findings than a report keeps pictures of: --format jsonl has them all\n\n", out);
}
