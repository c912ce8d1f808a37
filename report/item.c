/* SPDX-License-Identifier: MIT */
/* One finding as text. See report.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/count.h"
#include "report/escape.h"
#include "report/paint.h"
#include "report/redact.h"
#include "report/report.h"
#include "report/snippet.h"

static bool place_inside(const report_item *item, h1_place place)
{
    return place.at >= item->bytes_at && place.at - item->bytes_at <= item->len;
}

/* A place as a span of the item's piece, cut to it. */
static report_span span_of(const report_item *item, h1_place place)
{
    report_span span = {0, 0};
    size_t room;

    if (!place_inside(item, place))
        return span;
    span.at = (size_t)(place.at - item->bytes_at);
    room = item->len - span.at;
    span.len = place.len < room ? (size_t)place.len : room;
    return span;
}

/* What the first byte of the piece is. */
static report_part part_of(const report_item *item)
{
    if (!item->in_head)
        return REPORT_PART_BODY;
    if (item->bytes_at == item->message_at)
        return REPORT_PART_START;
    return item->head_cut ? REPORT_PART_INSIDE_LINE : REPORT_PART_LINE;
}

uint8_t *report_item_bytes(const report_item *item, bool redact)
{
    report_span spans[2] = {span_of(item, item->finding.place), span_of(item, item->finding.second)};
    uint8_t *bytes = malloc(item->len + 1);

    if (bytes == NULL)
        return NULL;
    if (item->len > 0)
        memcpy(bytes, item->bytes, item->len);
    if (!redact)
        return bytes;
    report_redact(bytes, item->len, part_of(item));
    for (size_t i = 0; i < 2; i++) {
        if (spans[i].len > 0)
            memcpy(bytes + spans[i].at, item->bytes + spans[i].at, spans[i].len);
    }
    return bytes;
}

void report_item_head_to(FILE *out, h1_rule rule, bool colour)
{
    const h1_rule_info *info = h1_rule_info_of(rule);

    report_paint(out, colour, report_severity_colour(info->severity), h1_severity_name(info->severity));
    fputs(": ", out);
    report_paint(out, colour, REPORT_BOLD, info->title);
    fprintf(out, " [%s]\n", h1_rule_name(rule).text);
}

static void endpoints_to(FILE *out, const report_item *item)
{
    bool request = item->finding.side == H1_REQUESTS;

    if (item->client != NULL && item->server != NULL)
        fprintf(out, ", %s > %s", request ? item->client : item->server, request ? item->server : item->client);
}

static void place_line_to(FILE *out, const report_item *item, bool colour)
{
    const h1_finding *f = &item->finding;
    const char *kind = f->side == H1_REQUESTS ? "request" : "response";

    report_paint(out, colour, REPORT_DIM, "  -->");
    fputc(' ', out);
    report_escape_to(out, (const uint8_t *)item->file, strlen(item->file));
    fputc(':', out);
    if (item->packet > 0)
        fprintf(out, " packet %" PRIu64, item->packet);
    endpoints_to(out, item);
    if (f->message > 0)
        fprintf(out, "%s %s %" PRIu64 ", byte %" PRIu64 "\n", item->packet > 0 ? "," : "", kind, f->message,
                f->place.at - item->message_at);
    else
        fprintf(out, "%s byte %" PRIu64 " of the %ss\n", item->packet > 0 ? "," : "", f->place.at, kind);
}

void report_item_place_to(FILE *out, const report_item *item, const uint8_t *bytes, bool colour)
{
    report_snippet snippet = {
        .bytes = bytes,
        .len = item->len,
        .at = item->bytes_at - item->message_at,
        .head_cut = item->head_cut,
        .tail_cut = item->tail_cut,
        .span = span_of(item, item->finding.place),
        .second = span_of(item, item->finding.second),
    };

    place_line_to(out, item, colour);
    if (place_inside(item, item->finding.place))
        report_snippet_draw(out, &snippet, REPORT_SNIPPET_COLUMNS, colour);
}

/* "MUST", or what stands for a keyword that isn't one of RFC 2119. */
static const char *keyword_words(h1_rule_keyword keyword)
{
    switch (keyword) {
    case H1_KEYWORD_ABNF:
        return "grammar";
    case H1_KEYWORD_LIMIT:
        return "a limit";
    case H1_KEYWORD_SECURITY:
        return "security advice";
    case H1_KEYWORD_MUST:
    case H1_KEYWORD_SHOULD:
    case H1_KEYWORD_MAY:
        break;
    }
    return h1_keyword_name(keyword);
}

void report_item_clause_to(FILE *out, h1_rule rule, const report_options *options)
{
    const h1_rule_info *info = h1_rule_info_of(rule);
    const char *words = options->requirement != NULL ? options->requirement(rule) : NULL;

    if (info->rfc[0] != '\0')
        fprintf(out, "   = %s section %s (%s)%s%s\n", info->rfc, info->section, keyword_words(info->keyword),
                words != NULL ? ": " : "", words != NULL ? words : "");
    fprintf(out, "   = why: %s\n", info->why);
}

void report_unseen_to(FILE *out, const report_totals *totals)
{
    const char *before = "not looked at: ";

    for (size_t i = 0; i < totals->unseen_count; i++) {
        const report_unseen *unseen = &totals->unseen[i];
        if (unseen->count == 0)
            continue;
        fputs(before, out);
        report_count_to(out, unseen->count, unseen->one, unseen->many);
        if (unseen->bytes > 0)
            fprintf(out, " (%s)", report_bytes_of(unseen->bytes).text);
        before = ", ";
    }
    if (before[0] == ',')
        fputc('\n', out);
}
