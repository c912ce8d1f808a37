/* SPDX-License-Identifier: MIT */
/* See keep.h. A copy is one block: its strings, then its bytes. */
#include "report/findings/keep.h"

#include <stdlib.h>
#include <string.h>

enum {
    PIECE_MOST = 65536, /* bytes of a piece that are kept whole, */
    AROUND = 4096,      /* and of a longer one, how many before the place and from there on */
};

/* A piece that is too long, cut to what is around its place. What a byte of it is can't be told then from what precedes
 * it, so all but the place is a secret. */
static report_item cut(const report_item *item)
{
    report_item made = *item;
    uint64_t at = item->finding.place.at;
    size_t focus, from;

    if (item->len <= PIECE_MOST)
        return made;
    focus = at >= item->bytes_at && at - item->bytes_at < item->len ? (size_t)(at - item->bytes_at) : 0;
    from = focus > AROUND ? focus - AROUND : 0;
    made.bytes = item->bytes + from;
    made.bytes_at = item->bytes_at + from;
    made.len = item->len - from < PIECE_MOST ? item->len - from : PIECE_MOST;
    made.head_cut = made.tail_cut = true;
    made.in_head = false;
    return made;
}

static size_t length_of(const char *text)
{
    return text != NULL ? strlen(text) + 1 : 0;
}

/* Copy a text, with its end, to *at, which moves behind it. */
static const char *copy_text(char **at, const char *text)
{
    char *copy = *at;

    if (text == NULL)
        return NULL;
    memcpy(copy, text, strlen(text) + 1);
    *at += strlen(text) + 1;
    return copy;
}

/* Point a copy's strings and bytes into a block of its own. False where memory is short. */
static bool own(report_kept *kept)
{
    report_item *item = &kept->item;
    char *at = malloc(length_of(item->file) + length_of(item->client) + length_of(item->server) + item->len);

    kept->block = at;
    if (at == NULL)
        return false;
    item->file = copy_text(&at, item->file);
    item->client = copy_text(&at, item->client);
    item->server = copy_text(&at, item->server);
    if (item->len > 0)
        memcpy(at, item->bytes, item->len);
    item->bytes = (const uint8_t *)at;
    return true;
}

static bool grow(report_keep *keep)
{
    size_t room = keep->room == 0 ? 64 : keep->room * 2;
    report_kept *grown;

    if (keep->count < keep->room)
        return true;
    grown = realloc(keep->kept, room * sizeof *grown);
    if (grown == NULL)
        return false;
    keep->kept = grown;
    keep->room = room;
    return true;
}

bool report_keep_add(report_keep *keep, const report_item *item, uint32_t group)
{
    report_kept made = {.item = cut(item), .serial = keep->count, .group = group};
    size_t bytes =
        sizeof made + length_of(item->file) + length_of(item->client) + length_of(item->server) + made.item.len;

    if (keep->full || keep->bytes + bytes > keep->bytes_most) {
        keep->full = true;
        return true;
    }
    if (!grow(keep) || !own(&made))
        return false;
    keep->bytes += bytes;
    keep->kept[keep->count++] = made;
    return true;
}

static int worst_first(const void *left, const void *right)
{
    const report_kept *a = left;
    const report_kept *b = right;
    h1_rule rules[] = {a->item.finding.rule, b->item.finding.rule};

    if (rules[0] != rules[1]) {
        int order = (int)h1_rule_info_of(rules[1])->severity - (int)h1_rule_info_of(rules[0])->severity;
        return order != 0 ? order : (int)rules[0] - (int)rules[1];
    }
    return a->serial < b->serial ? -1 : 1;
}

void report_keep_sort(report_keep *keep)
{
    if (keep->count > 0)
        qsort(keep->kept, keep->count, sizeof *keep->kept, worst_first);
}

/* ---- Ordinals ---- */

typedef struct keyed {
    uint64_t key; /* a sum of it: 64 bits, and two keys with one only share their numbers */
    report_kept *kept;
} keyed;

static int by_key(const void *left, const void *right)
{
    const keyed *a = left;
    const keyed *b = right;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->kept->serial < b->kept->serial ? -1 : 1;
}

bool report_keep_number(report_keep *keep)
{
    keyed *sorted = calloc(keep->count + 1, sizeof *sorted);

    if (sorted == NULL)
        return false;
    for (size_t i = 0; i < keep->count; i++)
        sorted[i] = (keyed){report_text_sum(report_key_of(&keep->kept[i].item).text), &keep->kept[i]};
    qsort(sorted, keep->count, sizeof *sorted, by_key);
    for (size_t i = 0; i < keep->count; i++)
        sorted[i].kept->ordinal = i > 0 && sorted[i - 1].key == sorted[i].key ? sorted[i - 1].kept->ordinal + 1 : 1;
    free(sorted);
    return true;
}

void report_keep_free(report_keep *keep)
{
    for (size_t i = 0; i < keep->count; i++)
        free(keep->kept[i].block);
    free(keep->kept);
}
