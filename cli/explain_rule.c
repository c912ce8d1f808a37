/* SPDX-License-Identifier: MIT */
/* See explain_rule.h. */
#include "cli/explain_rule.h"

#include <string.h>

#include "cli/cases.h"
#include "cli/requirement.h"
#include "report/escape.h"
#include "report/paint.h"
#include "report/snippet.h"

enum {
    LINES_MOST = 16, /* of an example */
    CASES_MOST = 8,
};

static void heading(FILE *out, bool colour, const char *words)
{
    fputc('\n', out);
    report_paint(out, colour, REPORT_BOLD, words);
    fputc('\n', out);
}

/* What the tag stands for; the words of rules.h. */
static const char *tag_words(h1_rule_tag tag)
{
    switch (tag) {
    case H1_TAG_SMUGGLING:
        return "smuggling: two readers disagree where a message ends";
    case H1_TAG_SPLITTING:
        return "splitting: one message is read as two";
    case H1_TAG_DOS:
        return "dos: it costs the reader more than the writer";
    case H1_TAG_INTEROP:
        return "interop: some readers refuse it";
    case H1_TAG_CACHE:
        return "cache: a cache stores or serves the wrong thing";
    case H1_TAG_ROUTING:
        return "routing: two readers disagree whom a request is for";
    case H1_TAG_NONE:
        break;
    }
    return "";
}

static void print_title(FILE *out, bool colour, const h1_rule_info *info)
{
    report_paint(out, colour, REPORT_BOLD, h1_rule_name(info->rule).text);
    fprintf(out, " (%d), ", (int)info->rule);
    report_paint(out, colour, report_severity_colour(info->severity), h1_severity_name(info->severity));
    fprintf(out, ": %s\n", info->title);
}

static void print_source(FILE *out, bool colour, const h1_rule_info *info)
{
    const conf_requirement *row = cli_requirement_row(info->rule);

    heading(out, colour, "What is asked for");
    fprintf(out, "  %s section %s, %s", info->rfc, info->section, h1_keyword_name(info->keyword));
    if (row != NULL)
        fprintf(out, " (%s)\n  %s, %s: %s", row->id, row->level, row->subject, row->paraphrase);
    fputc('\n', out);
}

static void print_why(FILE *out, bool colour, const h1_rule_info *info)
{
    heading(out, colour, "Why it matters");
    fprintf(out, "  %s\n", info->why);
    for (unsigned bit = 1; bit != 0 && bit <= info->tags; bit <<= 1) {
        if ((info->tags & bit) != 0)
            fprintf(out, "  %s\n", tag_words((h1_rule_tag)bit));
    }
}

/* One line of an example; with marks below it where the mark is in it. */
static void print_line(FILE *out, bool colour, const conf_bytes *bytes, size_t at, size_t end, const conf_mark *mark)
{
    bool last = end == bytes->len;
    bool marked = mark->kind != CONF_MARK_NONE && mark->at >= at && (mark->at < end || (last && mark->at == end));

    if (marked) {
        report_snippet line = {.bytes = bytes->at + at, .len = end - at, .at = at, .span = {mark->at - at, mark->len}};
        report_snippet_draw(out, &line, REPORT_SNIPPET_COLUMNS, colour);
        return;
    }
    fprintf(out, "%5zu | ", at);
    report_escape_cut_to(out, bytes->at + at, end - at, REPORT_SNIPPET_COLUMNS);
    fputc('\n', out);
}

static void print_bytes(FILE *out, bool colour, const conf_bytes *bytes, const conf_mark *mark)
{
    size_t at = 0;

    for (unsigned lines = 0; at < bytes->len; lines++) {
        const uint8_t *lf = memchr(bytes->at + at, '\n', bytes->len - at);
        size_t end = lf != NULL ? (size_t)(lf - bytes->at) + 1 : bytes->len;
        if (lines == LINES_MOST) {
            fprintf(out, "      ... and %zu bytes more\n", bytes->len - at);
            return;
        }
        print_line(out, colour, bytes, at, end, mark);
        at = end;
    }
}

/* Both directions where both have bytes. */
static void print_case(FILE *out, bool colour, const char *words, const conf_case *c, bool with_mark)
{
    static const conf_mark none = {CONF_MARK_NONE, 0, 0};
    const conf_bytes *bytes = c->bytes;

    heading(out, colour, words);
    fprintf(out, "  case %s: %s\n", c->id, c->title);
    for (size_t side = 0; side < 2; side++) {
        if (bytes[side].len == 0)
            continue;
        if (bytes[1 - side].len > 0)
            fprintf(out, "  %s\n", side == H1_REQUESTS ? "from the client" : "from the server");
        print_bytes(out, colour, &bytes[side], with_mark ? &c->marks[side] : &none);
    }
}

/* In which directions the rule's cases have it; both where there are no cases. */
static void find_sides(h1_rule rule, bool *sides)
{
    const conf_case *c = cli_case_of_rule(rule, NULL);

    sides[H1_REQUESTS] = sides[H1_RESPONSES] = c == NULL;
    for (; c != NULL; c = cli_case_of_rule(rule, c)) {
        sides[H1_REQUESTS] = sides[H1_REQUESTS] || c->side == CONF_SIDE_REQUEST;
        sides[H1_RESPONSES] = sides[H1_RESPONSES] || c->side == CONF_SIDE_RESPONSE || c->side == CONF_SIDE_EXCHANGE;
    }
}

static void print_conduct(FILE *out, bool colour, const h1_rule_info *info)
{
    bool sides[2];

    if (info->area != H1_AREA_PARSER || info->severity != H1_SEVERITY_ERROR)
        return;
    find_sides(info->rule, sides);
    heading(out, colour, "What to do");
    if (sides[H1_REQUESTS] && info->status > 0)
        fprintf(out, "  a server answers %u and closes the connection\n", info->status);
    if (sides[H1_RESPONSES])
        fputs("  a client discards the response and closes the connection\n", out);
    fputs("  a proxy does the same, and never passes it on\n  a sender corrects what writes it\n", out);
}

static void print_cases(FILE *out, bool colour, h1_rule rule)
{
    const conf_case *c = cli_case_of_rule(rule, NULL);
    size_t count = 0;

    if (c == NULL)
        return;
    heading(out, colour, "Cases that test it");
    for (; c != NULL; c = cli_case_of_rule(rule, c)) {
        if (count++ < CASES_MOST)
            fprintf(out, "  %s: %s\n", c->id, c->title);
    }
    if (count > CASES_MOST)
        fprintf(out, "  and %zu more\n", count - CASES_MOST);
}

/* Related are rules of the same section, and those whose number shares all but its last digit. */
static bool related(const h1_rule_info *a, const h1_rule_info *b)
{
    return a != b && ((strcmp(a->rfc, b->rfc) == 0 && strcmp(a->section, b->section) == 0) ||
                      (int)a->rule / 10 == (int)b->rule / 10);
}

static void print_related(FILE *out, bool colour, const h1_rule_info *info)
{
    const h1_rule_info *other;
    bool any = false;

    for (size_t i = 0; (other = h1_rule_at(i)) != NULL; i++) {
        if (!related(info, other))
            continue;
        if (!any)
            heading(out, colour, "Related rules");
        fprintf(out, "  %s: %s\n", h1_rule_name(other->rule).text, other->title);
        any = true;
    }
}

void cli_explain_rule(FILE *out, bool colour, h1_rule rule)
{
    const h1_rule_info *info = h1_rule_info_of(rule);
    const conf_case *wrong = cli_case_of_rule(rule, NULL);
    const conf_case *right = cli_case_near_rule(rule);

    print_title(out, colour, info);
    print_source(out, colour, info);
    if (wrong != NULL)
        print_case(out, colour, "Wrong", wrong, true);
    if (right != NULL)
        print_case(out, colour, "Right, though near", right, false);
    print_why(out, colour, info);
    print_conduct(out, colour, info);
    print_cases(out, colour, rule);
    print_related(out, colour, info);
}
