/* SPDX-License-Identifier: MIT */
/* Findings as JSON: lines, or one document of the same objects, written as they come. docs/schema.md describes the
 * members. */
#include <stdlib.h>
#include <string.h>

#include "report/findings/view.h"
#include "report/json.h"

enum {
    EXCERPT_AROUND = 128, /* bytes before and behind the place */
    EXCERPT_MOST = 4096,
};

/* ---- A finding ---- */

static json_t *json_tags(unsigned tags)
{
    json_t *list = json_array();

    for (unsigned bit = 1; bit != 0 && bit <= tags; bit <<= 1) {
        if ((tags & bit) != 0 && h1_tag_name(bit) != NULL)
            json_array_append_new(list, json_string(h1_tag_name(bit)));
    }
    return list;
}

static json_t *json_place(h1_place place, uint64_t message_at)
{
    return json_pack("{s:I, s:I, s:I}", "at", (json_int_t)(place.at - message_at), "len", (json_int_t)place.len,
                     "offset", (json_int_t)place.at);
}

/* The bytes around the place. */
static json_t *json_excerpt(const report_item *item, const uint8_t *bytes)
{
    uint64_t at = item->finding.place.at;
    size_t from, to, focus;

    if (item->len == 0 || at < item->bytes_at || at - item->bytes_at > item->len)
        return json_null();
    focus = (size_t)(at - item->bytes_at);
    from = focus > EXCERPT_AROUND ? focus - EXCERPT_AROUND : 0;
    to = item->finding.place.len < EXCERPT_MOST ? (size_t)item->finding.place.len : EXCERPT_MOST;
    to = to + EXCERPT_AROUND < item->len - focus ? focus + to + EXCERPT_AROUND : item->len;
    return json_pack("{s:I, s:o, s:o}", "at", (json_int_t)(item->bytes_at + from - item->message_at), "escaped",
                     report_json_escaped(bytes + from, to - from), "base64",
                     report_json_base64(bytes + from, to - from));
}

static json_t *string_or_null(const char *text)
{
    return text != NULL ? report_json_latin1((const uint8_t *)text, strlen(text)) : json_null();
}

static json_t *json_rule(const h1_rule_info *info)
{
    return json_pack("{s:s, s:s, s:i, s:s, s:s, s:s, s:s, s:o, s:s}", "type", "finding", "rule",
                     h1_rule_name(info->rule).text, "number", (int)info->rule, "severity",
                     h1_severity_name(info->severity), "keyword", h1_keyword_name(info->keyword), "rfc", info->rfc,
                     "section", info->section, "tags", json_tags(info->tags), "title", info->title);
}

static json_t *json_where(const report_item *item)
{
    const h1_finding *f = &item->finding;
    json_t *packet = item->packet > 0 ? json_integer((json_int_t)item->packet) : json_null();

    return json_pack("{s:o, s:I, s:o, s:o, s:o, s:o, s:s, s:I, s:o, s:o}", "file", string_or_null(item->file), "stream",
                     (json_int_t)item->stream, "packet", packet, "time",
                     item->timed ? report_json_time(item->time) : json_null(), "client", string_or_null(item->client),
                     "server", string_or_null(item->server), "side", f->side == H1_REQUESTS ? "request" : "response",
                     "message", (json_int_t)f->message, "place", json_place(f->place, item->message_at), "second",
                     f->second.len > 0 ? json_place(f->second, item->message_at) : json_null());
}

static json_t *json_finding(const report_item *item, bool redact)
{
    uint8_t *bytes = report_item_bytes(item, redact);
    json_t *finding, *where;

    if (bytes == NULL)
        return NULL;
    finding = json_rule(h1_rule_info_of(item->finding.rule));
    where = json_where(item);
    if (json_object_update(finding, where) != 0 ||
        json_object_set_new(finding, "excerpt", json_excerpt(item, bytes)) != 0 ||
        json_object_set_new(finding, "redacted", json_boolean(redact)) != 0 ||
        json_object_set_new(finding, "key", json_string(report_key_of(item).text)) != 0 ||
        json_object_set_new(finding, "known", json_boolean(item->known)) != 0) {
        json_decref(finding);
        finding = NULL;
    }
    json_decref(where);
    free(bytes);
    return finding;
}

/* ---- What was read ---- */

static json_t *json_rule_counts(const report_tally *tally)
{
    json_t *counts = json_object();
    const h1_rule_info *info;

    for (size_t i = 0; (info = h1_rule_at(i)) != NULL; i++) {
        if (tally->of_rule[info->rule] > 0)
            json_object_set_new(counts, h1_rule_name(info->rule).text,
                                json_integer((json_int_t)tally->of_rule[info->rule]));
    }
    return counts;
}

static json_t *json_unseen(const report_totals *totals)
{
    json_t *list = json_array();

    for (size_t i = 0; i < totals->unseen_count; i++) {
        const report_unseen *unseen = &totals->unseen[i];
        if (unseen->count > 0)
            json_array_append_new(list, json_pack("{s:s, s:I, s:I}", "what", unseen->many, "count",
                                                  (json_int_t)unseen->count, "bytes", (json_int_t)unseen->bytes));
    }
    return list;
}

static json_t *json_inputs(const report_totals *totals)
{
    json_t *list = json_array();

    for (size_t i = 0; i < totals->input_count; i++) {
        const report_input *input = &totals->inputs[i];
        json_t *object =
            json_pack("{s:o, s:I}", "file", string_or_null(input->name), "bytes", (json_int_t)input->bytes);
        if (input->sha256[0] != '\0')
            json_object_set_new(object, "sha256", json_string(input->sha256));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *json_counts(const report_view *view)
{
    const report_totals *totals = view->totals;
    const report_tally *tally = view->tally;

    return json_pack(
        "{s:s, s:i, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:b}", "type", "summary", "schema", 1, "messages",
        (json_int_t)totals->messages, "connections", (json_int_t)totals->connections, "packets",
        (json_int_t)totals->packets, "errors", (json_int_t)tally->of_severity[H1_SEVERITY_ERROR], "warnings",
        (json_int_t)tally->of_severity[H1_SEVERITY_WARNING], "notes", (json_int_t)tally->of_severity[H1_SEVERITY_NOTE],
        "rules", json_rule_counts(tally), "not_looked_at", json_unseen(totals), "interrupted", totals->interrupted);
}

static json_t *json_summary(const report_view *view)
{
    json_t *summary = json_counts(view);
    json_t *more =
        json_pack("{s:b, s:b, s:I, s:I, s:o}", "damaged", (int)(view->totals->damaged || view->totals->nothing_read),
                  "redacted", (int)view->output->redact, "known", (json_int_t)view->known, "shown",
                  (json_int_t)view->shown, "inputs", json_inputs(view->totals));

    if (more == NULL || json_object_update(summary, more) != 0) {
        json_decref(summary);
        summary = NULL;
    }
    json_decref(more);
    if (summary != NULL && view->options->version != NULL)
        json_object_set_new(summary, "version", json_string(view->options->version));
    return summary;
}

/* ---- Lines, or one document ---- */

void report_json_begin(const report_output *output)
{
    if (output->format == REPORT_JSON)
        fputs("{\"schema\":1,\"findings\":[", output->out);
}

bool report_json_item(const report_output *output, const report_item *item, bool first)
{
    json_t *finding = json_finding(item, output->redact);
    bool written;

    if (output->format == REPORT_JSONL)
        written = report_json_line(output->out, finding);
    else
        written = fputs(first ? "\n" : ",\n", output->out) != EOF && report_json_object(output->out, finding);
    return written && !ferror(output->out);
}

bool report_json_end(const report_view *view)
{
    FILE *out = view->output->out;

    if (view->output->format == REPORT_JSONL)
        return report_json_line(out, json_summary(view));
    fputs("\n],\"summary\":", out);
    return report_json_object(out, json_summary(view)) && fputs("}\n", out) != EOF;
}
