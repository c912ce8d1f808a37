/* SPDX-License-Identifier: MIT */
/* Findings as Markdown, for issues, step summaries and mails. */
#include <stdlib.h>

#include "report/count.h"
#include "report/findings/view.h"
#include "report/markdown.h"
#include "report/written.h"

/* Write what a function writes, as running text. False where memory is short. */
static bool text_to(FILE *out, report_writer *write, const void *what)
{
    char *text = report_written(write, what);

    report_markdown_to(out, text != NULL ? text : "");
    free(text);
    return text != NULL;
}

typedef struct subject {
    const report_view *view;
    const report_rule_group *group;
} subject;

static void write_clause(FILE *out, const void *what)
{
    const subject *s = what;

    report_item_clause_to(out, s->group->info->rule, s->view->options);
}

static void write_pictures(FILE *out, const void *what)
{
    const subject *s = what;

    report_group_to(out, s->group, s->view->output);
}

static void write_filter(FILE *out, const void *what)
{
    const subject *s = what;

    report_wireshark_to(out, s->group->first, s->group->count);
}

/* ---- The parts ---- */

static bool head(FILE *out, const report_view *view)
{
    const char *notice;
    bool written;

    fputs("# h1 check: ", out);
    written = text_to(out, report_view_name_to, view);
    fputs("\n\n**", out);
    written = text_to(out, report_view_verdict_to, view) && written;
    fputs("**\n", out);
    for (size_t i = 0; (notice = report_view_notice(view, i)) != NULL; i++) {
        fputc('\n', out);
        report_markdown_to(out, notice);
        fputc('\n', out);
    }
    return written;
}

/* A row for each rule that was broken. */
static void rules(FILE *out, const report_view *view)
{
    report_rule_group group = {0};

    if (view->kept_count > 0)
        fputs("\n| findings | severity | rule | |\n| --: | --- | --- | --- |\n", out);
    while (report_view_next(view, &group)) {
        fprintf(out, "| %s | %s | `%s` | ", report_number_of(view->tally->of_rule[group.info->rule]).text,
                h1_severity_name(group.info->severity), h1_rule_name(group.info->rule).text);
        report_markdown_to(out, group.info->title);
        fputs(" |\n", out);
    }
}

static bool finding(FILE *out, const report_view *view, const report_rule_group *group)
{
    const subject s = {view, group};
    char *pictures = report_written(write_pictures, &s);
    char *filter = report_written(write_filter, &s);
    bool written = pictures != NULL && filter != NULL;

    fprintf(out, "\n### %s: ", h1_severity_name(group->info->severity));
    report_markdown_to(out, group->info->title);
    fprintf(out, "\n\n`%s`: ", h1_rule_name(group->info->rule).text);
    written = text_to(out, write_clause, &s) && written;
    fputs("\n\nWhy: ", out);
    report_markdown_to(out, group->info->why);
    fputs("\n\n", out);
    report_markdown_block_to(out, pictures != NULL ? pictures : "");
    if (filter != NULL && filter[0] != '\0')
        fprintf(out, "\nWireshark: `%s`\n", filter);
    free(filter);
    free(pictures);
    return written;
}

static bool findings(FILE *out, const report_view *view)
{
    report_rule_group group = {0};
    bool written = true;

    if (view->kept_count > 0)
        fputs("\n## Findings\n", out);
    while (written && report_view_next(view, &group))
        written = finding(out, view, &group);
    return written;
}

static bool not_looked_at(FILE *out, const report_view *view)
{
    const report_totals *totals = view->totals;
    bool written = true;
    bool any = false;

    fputs("\n## Not looked at\n\n", out);
    for (size_t i = 0; written && i < totals->unseen_count; i++) {
        if (totals->unseen[i].count == 0)
            continue;
        any = true;
        fputs("- ", out);
        written = text_to(out, report_unseen_to, &totals->unseen[i]);
        fputc('\n', out);
    }
    if (!report_view_is_whole(view))
        fputs("- what of the input could not be read\n", out);
    else if (!any)
        fputs("Nothing: all that was there was judged.\n", out);
    return written;
}

static void run(FILE *out, const report_view *view)
{
    fputs("\n## The run\n\nh1 check, h1strict ", out);
    report_markdown_to(out, view->options->version != NULL ? view->options->version : "");
    fputs("; ", out);
    report_markdown_to(out, report_view_secrets(view));
    fputs(".\n\n", out);
    for (size_t i = 0; i < view->totals->input_count; i++) {
        const report_input *input = &view->totals->inputs[i];
        fputs("- ", out);
        report_markdown_code_to(out, input->name);
        fprintf(out, ", %s bytes", report_number_of(input->bytes).text);
        if (input->sha256[0] != '\0')
            fprintf(out, ", SHA-256 `%s`", input->sha256);
        fputc('\n', out);
    }
}

bool report_markdown_findings(const report_view *view)
{
    FILE *out = view->output->out;
    bool written = head(out, view);

    rules(out, view);
    written = findings(out, view) && written;
    written = not_looked_at(out, view) && written;
    run(out, view);
    return written && !ferror(out);
}
