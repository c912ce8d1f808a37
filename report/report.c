/* SPDX-License-Identifier: MIT */
/* See report.h. Text is kept and grouped, or written as found where all is asked for; JSON is always written as found.
 */
#include "report/report.h"

#include <inttypes.h>
#include <stdlib.h>

#include "report/count.h"
#include "report/paint.h"

struct report {
    report_options options;
    report_tally tally;
    report_keep *keep; /* NULL where findings are written as they come */
};

report *report_open(const report_options *options)
{
    report *r = calloc(1, sizeof *r);

    if (r == NULL)
        return NULL;
    r->options = *options;
    if (options->format == REPORT_TEXT && options->examples > 0) {
        r->keep = report_keep_open(&r->options);
        if (r->keep == NULL) {
            free(r);
            return NULL;
        }
    }
    return r;
}

const report_tally *report_counts(const report *r)
{
    return &r->tally;
}

static bool write_text_item(const report *r, const report_item *item)
{
    uint8_t *bytes = report_item_bytes(item, r->options.redact);
    FILE *out = r->options.out;

    if (bytes == NULL)
        return false;
    report_item_head_to(out, item->finding.rule, r->options.colour);
    report_item_place_to(out, item, bytes, r->options.colour);
    report_item_clause_to(out, item->finding.rule, &r->options);
    fprintf(out, "   = h1 explain %s", h1_rule_name(item->finding.rule).text);
    if (item->packet > 0)
        fprintf(out, " · Wireshark: frame.number == %" PRIu64, item->packet);
    fputs("\n\n", out);
    free(bytes);
    return !ferror(out);
}

bool report_add(report *r, const report_item *item)
{
    if (h1_rule_info_of(item->finding.rule) == NULL)
        return true;
    report_tally_add(&r->tally, item->finding.rule);
    if (r->keep != NULL)
        return report_keep_add(r->keep, item);
    if (r->options.format == REPORT_TEXT)
        return write_text_item(r, item);
    return report_json_item(r->options.out, item, r->options.redact) && !ferror(r->options.out);
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

static void close_text(const report *r, const report_totals *totals)
{
    FILE *out = r->options.out;

    if (totals->nothing_read)
        return;
    if (totals->statistics && r->tally.all > 0) {
        report_tally_table_to(out, &r->tally);
        fputc('\n', out);
    }
    what_was_looked_at(out, totals);
    fputs(": ", out);
    if (totals->messages == 0 && r->tally.all == 0)
        fputs("there was nothing to judge", out);
    else
        report_tally_to(out, &r->tally);
    fputc('\n', out);
    report_unseen_to(out, totals);
    if (totals->interrupted)
        fputs("interrupted: this is what was found until then\n", out);
    if (r->options.redact)
        fputs("redacted: credentials, cookie values, userinfo, query values and bodies are shown as *\n", out);
}

bool report_close(report *r, const report_totals *totals)
{
    FILE *out = r->options.out;
    bool ok = true;

    if (r->keep != NULL)
        report_keep_to(out, r->keep, &r->tally);
    if (r->options.format == REPORT_TEXT)
        close_text(r, totals);
    else
        ok = report_json_totals(out, totals, &r->tally);
    ok = fflush(out) == 0 && !ferror(out) && ok;
    report_keep_free(r->keep);
    free(r);
    return ok;
}
