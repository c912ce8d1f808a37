/* SPDX-License-Identifier: MIT */
/* Findings as SARIF 2.1.0. The captures are artifacts, with their hashes; a finding stands at a capture's first line,
 * with stream and offset as a logical location, and the bytes around it are an artifact of their own, with a region. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/findings/view.h"
#include "report/json.h"
#include "report/sarif.h"
#include "report/written.h"

enum { TAGS_MOST = 16, PATH_MOST = 4096 };

/* ---- Rules ---- */

static json_int_t add_rule(report_sarif *log, const h1_rule_info *info, const report_options *options)
{
    const char *words = options->requirement != NULL ? options->requirement(info->rule) : NULL;
    h1_rule_text name = h1_rule_name(info->rule);
    const char *tags[TAGS_MOST];
    report_sarif_rule rule = {.id = name.text,
                              .title = info->title,
                              .text = words != NULL ? words : info->title,
                              .help = info->why,
                              .level = h1_severity_name(info->severity),
                              .rfc = strncmp(info->rfc, "RFC ", 4) == 0 ? info->rfc + 4 : NULL,
                              .section = info->section,
                              .tags = tags};

    for (unsigned bit = 1; bit <= info->tags && rule.tag_count < TAGS_MOST; bit <<= 1) {
        if ((info->tags & bit) != 0 && h1_tag_name(bit) != NULL)
            tags[rule.tag_count++] = h1_tag_name(bit);
    }
    return report_sarif_add_rule(log, &rule);
}

/* ---- Results ---- */

/* "4/request/1042": the stream and the offset in it. */
static void stream_name(const report_item *item, char *name, size_t size)
{
    snprintf(name, size, "%" PRIu64 "/%s/%" PRIu64, item->stream,
             item->finding.side == H1_REQUESTS ? "request" : "response", item->finding.place.at);
}

/* The bytes around the place, as an artifact that no other finding has: it is called by its number. */
static json_t *bytes_of(report_sarif *log, const report_view *view, const report_kept *kept)
{
    const report_item *item = &kept->item;
    const h1_place place = item->finding.place;
    uint8_t *bytes = report_item_bytes(item, view->output->redact);
    char path[PATH_MOST];
    json_t *list = json_array();

    snprintf(path, sizeof path, "%s/%zu", item->file, (size_t)(kept - view->kept) + 1);
    if (bytes != NULL && item->len > 0 && place.at >= item->bytes_at && place.at - item->bytes_at <= item->len)
        json_array_append_new(
            list, report_sarif_bytes(log, &(report_sarif_stream){"the bytes around it", path, bytes, item->len,
                                                                 place.at - item->bytes_at, place.len}));
    free(bytes);
    return list;
}

/* Of the group's finding i; `rule` is the index of its rule. */
static json_t *result_of(report_sarif *log, const report_view *view, const report_rule_group *group, json_int_t rule,
                         size_t i)
{
    const report_item *item = &group->first[i].item;
    char *message = report_group_message(group, i);
    char name[64];
    json_t *result;

    stream_name(item, name, sizeof name);
    result = json_pack(
        "{s:s, s:I, s:s, s:s, s:o, s:[o], s:{s:s}, s:{s:I, s:s, s:I}}", "ruleId", h1_rule_name(group->info->rule).text,
        "ruleIndex", rule, "kind", "fail", "level", h1_severity_name(group->info->severity), "message",
        report_sarif_message(message != NULL ? message : group->info->title), "locations",
        report_sarif_location(item->file, 1, name), "partialFingerprints", "keyAndOrdinal/v1",
        report_kept_fingerprint(&group->first[i]).text, "properties", "packet", (json_int_t)item->packet, "key",
        report_key_of(item).text, "notShown", (json_int_t)(i + 1 == group->count ? group->more : 0));
    free(message);
    if (result != NULL)
        json_object_set_new(result, "relatedLocations", bytes_of(log, view, &group->first[i]));
    return result;
}

/* ---- The run ---- */

static void add_note(json_t *list, const char *words, const char *level, uint64_t count)
{
    json_array_append_new(list, json_pack("{s:o, s:s, s:{s:I}}", "message", report_sarif_message(words), "level", level,
                                          "properties", "count", (json_int_t)count));
}

static void write_unseen(FILE *out, const void *what)
{
    fputs("not looked at: ", out);
    report_unseen_to(out, what);
}

static json_t *notes_of(const report_view *view)
{
    const report_totals *totals = view->totals;
    json_t *list = json_array();
    const char *notice;

    for (size_t i = 0; (notice = report_view_notice(view, i)) != NULL; i++)
        add_note(list, notice, "warning", 1);
    for (size_t i = 0; i < totals->unseen_count; i++) {
        char *words = totals->unseen[i].count > 0 ? report_written(write_unseen, &totals->unseen[i]) : NULL;
        if (words != NULL)
            add_note(list, words, "none", totals->unseen[i].count);
        free(words);
    }
    return list;
}

static json_t *invocation_of(const report_view *view)
{
    char *verdict = report_written(report_view_verdict_to, view);
    json_t *made =
        json_pack("{s:b, s:o, s:{s:s, s:b, s:I}}", "executionSuccessful", (int)report_view_is_whole(view),
                  "toolExecutionNotifications", notes_of(view), "properties", "verdict", verdict != NULL ? verdict : "",
                  "redacted", (int)view->output->redact, "known", (json_int_t)view->known);

    free(verdict);
    return made;
}

bool report_sarif_findings(const report_view *view)
{
    const report_totals *totals = view->totals;
    report_rule_group group = {0};
    report_sarif log;

    report_sarif_begin(&log, view->output->out);
    for (size_t i = 0; i < totals->input_count; i++)
        report_sarif_add_file(&log, totals->inputs[i].name, totals->inputs[i].bytes, totals->inputs[i].sha256);
    while (!log.failed && report_view_next(view, &group)) {
        json_int_t rule = add_rule(&log, group.info, view->options);
        for (size_t i = 0; !log.failed && i < group.count; i++)
            report_sarif_add_result(&log, result_of(&log, view, &group, rule, i));
    }
    return report_sarif_end(&log, view->options->version, invocation_of(view));
}
