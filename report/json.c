/* SPDX-License-Identifier: MIT */
/* See json.h, and report.h for findings as JSON lines. docs/schema.md describes the members. */
#include "report/json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report/base64.h"
#include "report/escape.h"
#include "report/report.h"
#include "report/utf8.h"

enum {
    EXCERPT_AROUND = 128, /* bytes before and behind the place */
    EXCERPT_MOST = 4096,
};

json_t *report_json_latin1(const uint8_t *bytes, size_t len)
{
    char *utf8 = malloc(2 * len + 1);
    size_t used = 0;
    json_t *string;

    if (utf8 == NULL)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] >= 0x80)
            utf8[used++] = (char)(0xc0 | bytes[i] >> 6);
        utf8[used++] = (char)(bytes[i] >= 0x80 ? 0x80 | (bytes[i] & 0x3f) : bytes[i]);
    }
    string = json_stringn(utf8, used);
    free(utf8);
    return string;
}

json_t *report_json_escaped(const uint8_t *bytes, size_t len)
{
    char *text = malloc(REPORT_ESCAPE_MOST * len + 1);
    size_t used = 0;
    json_t *string;

    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < len; i++)
        used += report_escape_byte(bytes[i], text + used);
    string = json_stringn(text, used);
    free(text);
    return string;
}

json_t *report_json_text(const char *text)
{
    char *shown = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&shown, &len);
    json_t *string = NULL;

    if (out == NULL)
        return NULL;
    report_utf8_to(out, text);
    if (fclose(out) == 0)
        string = json_stringn(shown, len);
    free(shown);
    return string;
}

json_t *report_json_base64(const uint8_t *bytes, size_t len)
{
    char *text = malloc(REPORT_BASE64_ROOM(len));
    json_t *string;

    if (text == NULL)
        return NULL;
    report_base64(bytes, len, text);
    string = json_string(text);
    free(text);
    return string;
}

json_t *report_json_time(uint64_t nanoseconds)
{
    time_t seconds = (time_t)(nanoseconds / 1000000000);
    struct tm utc;
    char text[64];

    if (gmtime_r(&seconds, &utc) == NULL)
        return json_null();
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%09" PRIu64 "Z", utc.tm_year + 1900, utc.tm_mon + 1,
             utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, nanoseconds % 1000000000);
    return json_string(text);
}

bool report_json_object(FILE *out, json_t *value)
{
    bool ok = value != NULL && json_dumpf(value, out, JSON_COMPACT | JSON_ENSURE_ASCII) == 0;

    json_decref(value);
    return ok;
}

bool report_json_line(FILE *out, json_t *value)
{
    return report_json_object(out, value) && fputc('\n', out) != EOF;
}

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

bool report_json_item(FILE *out, const report_item *item, bool redact)
{
    uint8_t *bytes = report_item_bytes(item, redact);
    json_t *line, *where;

    if (bytes == NULL)
        return false;
    line = json_rule(h1_rule_info_of(item->finding.rule));
    where = json_where(item);
    if (json_object_update(line, where) != 0 || json_object_set_new(line, "excerpt", json_excerpt(item, bytes)) != 0 ||
        json_object_set_new(line, "redacted", json_boolean(redact)) != 0) {
        json_decref(line);
        line = NULL;
    }
    json_decref(where);
    free(bytes);
    return report_json_line(out, line);
}

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

bool report_json_totals(FILE *out, const report_totals *totals, const report_tally *tally)
{
    return report_json_line(out, json_pack("{s:s, s:i, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:b}", "type", "summary",
                                           "schema", 1, "messages", (json_int_t)totals->messages, "connections",
                                           (json_int_t)totals->connections, "packets", (json_int_t)totals->packets,
                                           "errors", (json_int_t)tally->of_severity[H1_SEVERITY_ERROR], "warnings",
                                           (json_int_t)tally->of_severity[H1_SEVERITY_WARNING], "notes",
                                           (json_int_t)tally->of_severity[H1_SEVERITY_NOTE], "rules",
                                           json_rule_counts(tally), "not_looked_at", json_unseen(totals), "interrupted",
                                           totals->interrupted));
}
