/* SPDX-License-Identifier: MIT */
/* See html_finding.h. */
#include "report/findings/html_finding.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/count.h"
#include "report/escape.h"
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

    report_escape_to(out, (const uint8_t *)s->item->file, strlen(s->item->file));
    fputs(": ", out);
    report_item_where_to(out, s->item);
}

static void write_snippet(FILE *out, const void *what)
{
    const subject *s = what;

    report_item_snippet_to(out, s->item, s->view->output);
}

static void write_filter(FILE *out, const void *what)
{
    const subject *s = what;

    report_wireshark_to(out, s->group->first, s->group->count);
}

/* Write what a function writes as an element; nothing where it writes nothing. False where memory is short. */
static bool element(FILE *out, const char *name, report_writer *write, const subject *s)
{
    char *text = report_written(write, s);

    if (text != NULL && text[0] != '\0') {
        report_html_element(out, name, NULL, text);
        fputc('\n', out);
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
    return element(out, "p", write_place, s) && element(out, "pre", write_snippet, s) && transcript(out, s);
}

/* Can a file's name be pasted into a shell as it is? */
static bool is_plain(const char *name)
{
    return name[0] != '-' &&
           name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+-")] == '\0';
}

/* What to type for more: packets, the exchange of the first finding in full, the rule. */
static bool commands(FILE *out, const subject *s)
{
    const report_item *first = &s->group->first->item;
    bool drawn = true;

    fputs("<ul>\n", out);
    if (first->packet > 0) {
        fputs("<li>Wireshark: ", out);
        drawn = element(out, "code", write_filter, s);
        fprintf(out, "</li>\n<li>the whole exchange: <code>h1 show %s --stream %" PRIu64 "</code></li>\n",
                is_plain(first->file) ? first->file : "FILE", first->stream);
    }
    fprintf(out, "<li>the rule: <code>h1 explain %s</code></li>\n</ul>\n", h1_rule_name(s->group->info->rule).text);
    return drawn;
}

bool report_html_rule(FILE *out, const report_view *view, const report_rule_group *group)
{
    static const char *const classes[] = {"note", "warn", "fail"};
    const h1_rule_info *info = group->info;
    subject s = {view, group, NULL};
    bool drawn;

    fprintf(out, "<article class=\"%s\">\n<h4>%s: ", classes[info->severity], h1_severity_name(info->severity));
    report_markup_to(out, info->title);
    fprintf(out, "</h4>\n<p><code>%s</code>, ", h1_rule_name(info->rule).text);
    report_count_to(out, view->tally->of_rule[info->rule], "finding", "findings");
    fputs("</p>\n", out);
    drawn = element(out, "p", write_clause, &s);
    fputs("<p>Why: ", out);
    report_markup_to(out, info->why);
    fputs("</p>\n", out);
    for (size_t i = 0; drawn && i < group->count; i++) {
        s.item = &group->first[i].item;
        drawn = example(out, &s);
    }
    if (group->more > 0)
        fprintf(out, "<p>and %s more (--max-findings 0 shows all)</p>\n", report_number_of(group->more).text);
    drawn = drawn && commands(out, &s);
    fputs("</article>\n", out);
    return drawn;
}
