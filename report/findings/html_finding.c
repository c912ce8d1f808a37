/* SPDX-License-Identifier: MIT */
/* See html_finding.h. */
#include "report/findings/html_finding.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/count.h"
#include "report/html.h"
#include "report/markup.h"
#include "report/written.h"

/* What the pieces of an article are made of. */
typedef struct subject {
    const report_view *view;
    const report_rule_group *group;
    const report_item *item;
} subject;

static void write_clause(FILE *out, const void *what)
{
    const subject *s = what;

    report_item_clause_to(out, s->group->info->rule, s->view->options);
}

static void write_place(FILE *out, const void *what)
{
    const subject *s = what;

    report_item_place_to(out, s->item, s->view->output);
}

static void write_filter(FILE *out, const void *what)
{
    const subject *s = what;

    report_wireshark_to(out, s->group->first, s->group->count);
}

/* <p>WORDS: <code>text</code></p>; nothing where there is no text. */
static bool code(FILE *out, const char *words, report_writer *write, const subject *s)
{
    char *text = report_written(write, s);

    if (text != NULL && text[0] != '\0') {
        fprintf(out, "<p>%s: ", words);
        report_html_element(out, "code", NULL, text);
        fputs("</p>\n", out);
    }
    free(text);
    return text != NULL;
}

/* What was sent there, to be folded out: the lines of the place, and their bytes. */
static bool transcript(FILE *out, const subject *s)
{
    const report_item *item = s->item;
    uint8_t *bytes = report_item_bytes(item, s->view->output->redact);
    uint64_t at = item->bytes_at - item->message_at;
    bool drawn = bytes != NULL;

    if (drawn && item->len > 0) {
        fprintf(out, "<details><summary>what was sent there: %s bytes from byte %" PRIu64 " of the %s</summary>\n",
                report_number_of(item->len).text, at,
                item->finding.message == 0          ? "stream"
                : item->finding.side == H1_REQUESTS ? "request"
                                                    : "response");
        report_html_bytes(out, bytes, item->len);
        drawn = report_html_hex(out, bytes, item->len, at);
        fputs("</details>\n", out);
    }
    free(bytes);
    return drawn;
}

static bool example(FILE *out, const subject *s)
{
    char *place = report_written(write_place, s);

    if (place == NULL)
        return false;
    report_html_element(out, "pre", NULL, place);
    fputc('\n', out);
    free(place);
    return transcript(out, s);
}

/* The exchange of the first finding, in full. */
static void show_command(FILE *out, const report_item *item)
{
    if (item->packet == 0)
        return;
    fputs("<p>The whole exchange: <code>h1 show ", out);
    report_markup_bytes_to(out, (const uint8_t *)item->file, strlen(item->file));
    fprintf(out, " --stream %" PRIu64 "</code></p>\n", item->stream);
}

bool report_html_rule(FILE *out, const report_view *view, const report_rule_group *group)
{
    static const char *const classes[] = {"note", "warn", "fail"};
    const h1_rule_info *info = group->info;
    subject s = {view, group, NULL};
    char *clause = report_written(write_clause, &s);
    bool drawn = clause != NULL;

    fprintf(out, "<article class=\"%s\">\n<h4>%s: ", classes[info->severity], h1_severity_name(info->severity));
    report_markup_to(out, info->title);
    fprintf(out, "</h4>\n<p><code>%s</code>, ", h1_rule_name(info->rule).text);
    report_count_to(out, view->tally->of_rule[info->rule], "finding", "findings");
    fputs("</p>\n", out);
    report_html_element(out, "p", NULL, clause != NULL ? clause : "");
    report_html_element(out, "p", NULL, info->why);
    fputc('\n', out);
    for (size_t i = 0; drawn && i < group->count; i++) {
        s.item = &group->first[i].item;
        drawn = example(out, &s);
    }
    if (group->more > 0)
        fprintf(out, "<p>and %s more (--max-findings 0 shows all)</p>\n", report_number_of(group->more).text);
    drawn = drawn && code(out, "Wireshark", write_filter, &s);
    show_command(out, &group->first[0].item);
    fprintf(out, "<p>More on the rule: <code>h1 explain %s</code></p>\n</article>\n", h1_rule_name(info->rule).text);
    free(clause);
    return drawn;
}
