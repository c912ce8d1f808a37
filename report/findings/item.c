/* SPDX-License-Identifier: MIT */
/* One finding as text. See view.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/count.h"
#include "report/escape.h"
#include "report/findings/view.h"
#include "report/paint.h"
#include "report/redact.h"
#include "report/snippet.h"
#include "report/written.h"

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

static const char *direction_of(const report_item *item)
{
    return item->finding.side == H1_REQUESTS ? "request" : "response";
}

void report_item_where_to(FILE *out, const report_item *item)
{
    const h1_finding *f = &item->finding;
    bool request = f->side == H1_REQUESTS;

    if (item->packet > 0)
        fprintf(out, "packet %" PRIu64 ", ", item->packet);
    if (item->client != NULL && item->server != NULL)
        fprintf(out, "%s > %s, ", request ? item->client : item->server, request ? item->server : item->client);
    if (f->message > 0)
        fprintf(out, "%s %" PRIu64 ", byte %" PRIu64, direction_of(item), f->message, f->place.at - item->message_at);
    else
        fprintf(out, "byte %" PRIu64 " of the %ss", f->place.at, direction_of(item));
}

bool report_item_snippet_to(FILE *out, const report_item *item, const report_output *output)
{
    uint8_t *bytes = report_item_bytes(item, output->redact);
    report_snippet snippet = {
        .bytes = bytes,
        .len = item->len,
        .at = item->bytes_at - item->message_at,
        .head_cut = item->head_cut,
        .tail_cut = item->tail_cut,
        .span = span_of(item, item->finding.place),
        .second = span_of(item, item->finding.second),
    };

    if (bytes != NULL && place_inside(item, item->finding.place))
        report_snippet_draw(out, &snippet, REPORT_SNIPPET_COLUMNS, output->colour);
    free(bytes);
    return bytes != NULL;
}

bool report_item_place_to(FILE *out, const report_item *item, const report_output *output)
{
    report_paint(out, output->colour, REPORT_DIM, "  -->");
    fputc(' ', out);
    report_escape_to(out, (const uint8_t *)item->file, strlen(item->file));
    fputs(": ", out);
    report_item_where_to(out, item);
    fputc('\n', out);
    return report_item_snippet_to(out, item, output);
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
        fprintf(out, "%s section %s (%s)%s%s", info->rfc, info->section, keyword_words(info->keyword),
                words != NULL ? ": " : "", words != NULL ? words : "");
}

typedef struct nth {
    const report_rule_group *group;
    size_t i;
} nth;

static void write_message(FILE *out, const void *what)
{
    const nth *n = what;

    fprintf(out, "%s: ", n->group->info->title);
    report_item_where_to(out, &n->group->first[n->i].item);
    if (n->group->more > 0 && n->i + 1 == n->group->count)
        fprintf(out, " (and %s more of this rule)", report_number_of(n->group->more).text);
}

char *report_group_message(const report_rule_group *group, size_t i)
{
    return report_written(write_message, &(nth){group, i});
}

bool report_group_to(FILE *out, const report_rule_group *group, const report_output *output)
{
    bool drawn = true;

    for (size_t i = 0; drawn && i < group->count; i++)
        drawn = report_item_place_to(out, &group->first[i].item, output);
    if (group->more > 0)
        fprintf(out, "   and %s more (--max-findings 0 shows all)\n", report_number_of(group->more).text);
    return drawn;
}
