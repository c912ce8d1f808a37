/* SPDX-License-Identifier: MIT */
/* See view.h. */
#include "report/findings/view.h"

#include <inttypes.h>
#include <string.h>

#include "report/count.h"
#include "report/escape.h"

enum { PACKETS_NAMED = 6 };

/* The group that begins at kept[at], which is one. */
static report_rule_group group_at(const report_view *view, size_t at)
{
    const report_kept *first = &view->kept[at];
    h1_rule rule = first->item.finding.rule;
    size_t count = 1;

    while (at + count < view->kept_count && view->kept[at + count].item.finding.rule == rule)
        count++;
    return (report_rule_group){h1_rule_info_of(rule), first, count, view->tally->of_rule[rule] - count};
}

bool report_view_next(const report_view *view, report_rule_group *group)
{
    size_t at = group->first != NULL ? (size_t)(group->first - view->kept) + group->count : 0;

    if (at == view->kept_count)
        return false;
    *group = group_at(view, at);
    return true;
}

report_rule_group report_view_group_of(const report_view *view, h1_rule rule)
{
    for (size_t at = 0; at < view->kept_count; at++) {
        if (view->kept[at].item.finding.rule == rule)
            return group_at(view, at);
    }
    return (report_rule_group){h1_rule_info_of(rule), NULL, 0, view->tally->of_rule[rule]};
}

bool report_view_is_whole(const report_view *view)
{
    return !view->totals->nothing_read && !view->totals->damaged && !view->totals->interrupted;
}

const char *report_view_notice(const report_view *view, size_t i)
{
    const report_totals *t = view->totals;
    const struct {
        bool holds;
        const char *words;
    } notices[] = {
        {t->nothing_read, "no input could be read"},
        {t->damaged && !t->nothing_read, "damaged: not all of the input could be read; what could was judged"},
        {t->interrupted, "interrupted: this is what was found until then"},
        {t->messages == 0 && !t->nothing_read, "there was no HTTP/1 message to judge"},
        {view->full, "more findings than a report keeps pictures of: --format jsonl has them all"},
    };

    for (size_t k = 0; k < sizeof notices / sizeof *notices; k++) {
        if (notices[k].holds && i-- == 0)
            return notices[k].words;
    }
    return NULL;
}

const char *report_view_secrets(const report_view *view)
{
    return view->output->redact ? "secrets are replaced by *" : "secrets are shown as they were";
}

static void what_was_looked_at(FILE *out, const report_totals *totals)
{
    if (totals->messages == 0)
        fputs("no HTTP/1 message", out);
    else
        report_count_to(out, totals->messages, "message", "messages");
    fputs(" in ", out);
    report_count_to(out, totals->connections, "connection", "connections");
    if (totals->packets > 0) {
        fputs(", ", out);
        report_count_to(out, totals->packets, "packet", "packets");
    }
}

void report_view_verdict_to(FILE *out, const void *what)
{
    const report_view *view = what;

    what_was_looked_at(out, view->totals);
    fputs(": ", out);
    if (view->totals->messages == 0 && view->tally->all == 0)
        fputs("there was nothing to judge", out);
    else if (view->tally->all == 0 && view->known > 0)
        fputs("no new findings", out);
    else
        report_tally_to(out, view->tally);
    if (view->known > 0)
        fprintf(out, "; known to the baseline: %s", report_number_of(view->known).text);
}

void report_view_name_to(FILE *out, const void *what)
{
    const report_view *view = what;
    const report_totals *t = view->totals;

    if (t->input_count == 0) {
        fputs("no input", out);
        return;
    }
    report_escape_to(out, (const uint8_t *)t->inputs[0].name, strlen(t->inputs[0].name));
    if (t->input_count > 1)
        fprintf(out, " and %zu more", t->input_count - 1);
}

void report_unseen_to(FILE *out, const void *what)
{
    const report_unseen *unseen = what;

    report_count_to(out, unseen->count, unseen->one, unseen->many);
    if (unseen->bytes > 0)
        fprintf(out, " (%s)", report_bytes_of(unseen->bytes).text);
}

bool report_unseen_list_to(FILE *out, const report_totals *totals)
{
    const char *before = "not looked at: ";

    for (size_t i = 0; i < totals->unseen_count; i++) {
        if (totals->unseen[i].count == 0)
            continue;
        fputs(before, out);
        report_unseen_to(out, &totals->unseen[i]);
        before = ", ";
    }
    return before[0] == ',';
}

report_fingerprint report_kept_fingerprint(const report_kept *kept)
{
    char ordinal[16];

    snprintf(ordinal, sizeof ordinal, "%" PRIu32, kept->ordinal);
    return report_fingerprint_of(report_key_of(&kept->item).text, ordinal);
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

void report_wireshark_to(FILE *out, const report_kept *kept, size_t count)
{
    uint64_t packets[PACKETS_NAMED];
    size_t named = 0;

    if (kept->item.packet == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(kept[i].item.file, kept->item.file) == 0)
            add_packet(packets, &named, kept[i].item.packet);
    }
    if (named == 1) {
        fprintf(out, "frame.number == %" PRIu64, packets[0]);
        return;
    }
    fputs("frame.number in {", out);
    for (size_t i = 0; i < named; i++)
        fprintf(out, "%s%" PRIu64, i > 0 ? ", " : "", packets[i]);
    fputc('}', out);
}
