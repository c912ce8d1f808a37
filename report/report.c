/* SPDX-License-Identifier: MIT */
/* See report.h. Here is what is written when; the formats are in findings/. */
#include "report/report.h"

#include <stdlib.h>

#include "report/findings/groups.h"
#include "report/findings/keep.h"

enum {
    KEPT_MOST = 8 * 1024 * 1024, /* bytes of findings, of which a few examples are shown */
    ALL_MOST = 64 * 1024 * 1024  /* and where all of them are */
};

struct report {
    report_options options;
    report_tally tally;
    uint64_t known;
    uint64_t within;       /* findings that were among the examples */
    uint64_t in_json;      /* written to JSON, with the known ones */
    report_groups *groups; /* NULL where nobody counts by group */
    report_keep keep;
    bool keeps; /* some format is written at the end */
};

static bool is_json(const report_output *output)
{
    return output->format == REPORT_JSON || output->format == REPORT_JSONL;
}

/* Is it written as findings come? */
static bool is_immediate(const report *r, const report_output *output)
{
    return is_json(output) ||
           (r->options.examples == 0 && (output->format == REPORT_TEXT || output->format == REPORT_CONCISE));
}

static bool shows_all(const report *r, const report_output *output)
{
    return r->options.examples == 0 || (is_json(output) && r->options.json_has_all);
}

report *report_open(const report_options *options)
{
    report *r = calloc(1, sizeof *r);
    bool counts = false;

    if (r == NULL)
        return NULL;
    r->options = *options;
    r->keep.bytes_most = options->examples > 0 ? KEPT_MOST : ALL_MOST;
    for (size_t i = 0; i < options->output_count; i++) {
        r->keeps = r->keeps || !is_immediate(r, &options->outputs[i]);
        counts = counts || !shows_all(r, &options->outputs[i]);
    }
    if (counts && (r->groups = report_groups_open(options->by)) == NULL) {
        free(r);
        return NULL;
    }
    for (size_t i = 0; i < options->output_count; i++) {
        if (is_json(&options->outputs[i]))
            report_json_begin(&options->outputs[i]);
    }
    return r;
}

const report_tally *report_counts(const report *r)
{
    return &r->tally;
}

static bool write_now(const report *r, const report_output *output, const report_item *item)
{
    if (output->format == REPORT_TEXT)
        return report_text_item(&r->options, output, item);
    if (output->format == REPORT_CONCISE)
        return report_concise_item(output->out, item);
    return report_json_item(output, item, r->in_json == 0);
}

/* Write an item to the formats that take it as it comes.
 *
 *   within  it is one of the examples of its group */
static bool pass_on(report *r, const report_item *item, bool within)
{
    bool written = true;
    bool in_json = false;

    for (size_t i = 0; written && i < r->options.output_count; i++) {
        const report_output *output = &r->options.outputs[i];
        bool wanted = is_immediate(r, output) && (within || shows_all(r, output)) && (!item->known || is_json(output));
        if (wanted)
            written = write_now(r, output, item);
        in_json = in_json || (wanted && is_json(output));
    }
    r->in_json += in_json ? 1 : 0;
    return written;
}

bool report_add(report *r, const report_item *item)
{
    uint32_t group = 0;
    uint64_t number = 0;
    bool within;

    if (h1_rule_info_of(item->finding.rule) == NULL)
        return true;
    if (item->known) {
        r->known++;
        return pass_on(r, item, false);
    }
    report_tally_add(&r->tally, item->finding.rule);
    if (r->groups != NULL)
        number = report_groups_add(r->groups, item, &group);
    within = r->options.examples == 0 || (number > 0 && number <= r->options.examples);
    r->within += within ? 1 : 0;
    if (r->keeps && within && !report_keep_add(&r->keep, item, group))
        return false;
    return pass_on(r, item, within);
}

/* ---- The end ---- */

typedef bool closer(const report_view *view);

static closer *const CLOSERS[REPORT_FORMATS] = {
    [REPORT_TEXT] = report_text,
    [REPORT_CONCISE] = report_concise,
    [REPORT_JSON] = report_json_end,
    [REPORT_JSONL] = report_json_end,
    [REPORT_SARIF] = report_sarif_findings,
    [REPORT_JUNIT] = report_junit_findings,
    [REPORT_TAP] = report_tap_findings,
    [REPORT_GITHUB] = report_github_findings,
    [REPORT_GITLAB] = report_gitlab_findings,
    [REPORT_HTML] = report_html_findings,
    [REPORT_MARKDOWN] = report_markdown_findings,
};

static bool close_output(report *r, const report_output *output, const report_totals *totals)
{
    bool now = is_immediate(r, output);
    bool full = r->groups != NULL && report_groups_full(r->groups);
    report_view view = {
        .options = &r->options,
        .output = output,
        .tally = &r->tally,
        .totals = totals,
        .groups = r->groups,
        .kept = r->keep.kept,
        .kept_count = r->keep.count,
        .known = r->known,
        .shown = shows_all(r, output) && now ? r->tally.all
                 : now                       ? r->within
                                             : r->keep.count,
        .full = !shows_all(r, output) ? full || (!now && r->keep.full) : !now && r->keep.full,
    };

    report_keep_sort(&r->keep);
    return CLOSERS[output->format](&view) && fflush(output->out) == 0 && !ferror(output->out);
}

bool report_close(report *r, const report_totals *totals)
{
    bool written = report_keep_number(&r->keep);

    for (size_t i = 0; i < r->options.output_count; i++)
        written = close_output(r, &r->options.outputs[i], totals) && written;
    report_keep_free(&r->keep);
    report_groups_free(r->groups);
    free(r);
    return written;
}
