/* SPDX-License-Identifier: MIT */
/* See conform_report.h: one finding in the HTML report. */
#include <stdlib.h>
#include <string.h>

#include "cli/conform_report.h"
#include "conformance/net/transcript.h"
#include "report/html.h"
#include "report/markup.h"

enum {
    AROUND = 32, /* bytes of the hex picture before and behind the place */
};

/* ---- Texts that other files write ---- */

typedef struct picture {
    const cli_conform_report *report;
    const conf_result *result;
    const conf_difference *difference;
} picture;

static void write_snippet(FILE *out, const void *what)
{
    const picture *p = what;

    cli_conform_snippet_to(out, p->result, p->difference, false);
}

static void write_by_hand(FILE *out, const void *what)
{
    const picture *p = what;

    cli_conform_by_hand_to(out, p->result, p->report->server);
}

/* A block of what a function writes; nothing where it writes nothing. */
static bool block(FILE *out, const char *class, report_writer *write, const picture *p)
{
    char *text = report_written(write, p);

    if (text != NULL && *text != '\0') {
        report_html_element(out, "pre", class, text);
        fputc('\n', out);
    }
    free(text);
    return text != NULL;
}

/* ---- Differences ---- */

static void bytes_fact(FILE *out, const char *name, conf_bytes bytes)
{
    report_html_element(out, "dt", NULL, name);
    fputs("<dd><code>", out);
    report_markup_bytes_to(out, bytes.at, bytes.len);
    fputs("</code></dd>\n", out);
}

/* The bytes around the place. */
static bool hex_of(FILE *out, picture p)
{
    const conf_bytes all = p.result->c->bytes[p.difference->side];
    size_t at = (size_t)p.difference->at.at;
    size_t from = at > AROUND ? (at - AROUND) & ~(size_t)15 : 0;
    size_t end;

    if (!p.difference->placed || at > all.len || p.result->transcript != NULL)
        return true;
    end = all.len - at > p.difference->at.len ? at + (size_t)p.difference->at.len : all.len;
    end = all.len - end > AROUND ? end + AROUND : all.len;
    return report_html_hex(out, all.at + from, end - from, from);
}

static bool difference_to(FILE *out, picture p)
{
    const conf_difference *d = p.difference;
    const conf_case *c = p.result->c;
    bool live = strcmp(d->feeding, "live") == 0;
    char *path = cli_conform_path_of(p.result);

    fputs("<dl>\n", out);
    bytes_fact(out, "expected", d->expected);
    bytes_fact(out, "actual", d->actual);
    fputs("<dt>where</dt><dd>", out);
    report_markup_to(out, path != NULL ? path : c->path);
    free(path);
    if (c->line > 0)
        fprintf(out, ":%u, ", d->line);
    report_markup_to(out, d->block);
    if (!live) {
        fputs(", fed ", out);
        report_markup_to(out, d->feeding);
    }
    fputs("</dd>\n</dl>\n", out);
    return live || (block(out, NULL, write_snippet, &p) && hex_of(out, p));
}

/* ---- What passed ---- */

static bool bytes_block(FILE *out, const char *name, conf_bytes bytes)
{
    report_html_element(out, "p", NULL, name);
    report_html_bytes(out, bytes.at, bytes.len);
    return report_html_hex(out, bytes.at, bytes.len, 0);
}

static bool transcript_to(FILE *out, picture p)
{
    static const char *const endings[] = {"the connection stayed open", "then closed", "then reset", "no connection"};
    const conf_transcript *t = p.result->transcript;
    bool done;

    if (t == NULL)
        return true;
    fprintf(out, "<details><summary>what passed: %zu bytes sent, %zu received, %s, after %llu ms</summary>\n",
            t->sent.len, t->received.len, endings[t->ending], (unsigned long long)t->milliseconds);
    done = bytes_block(out, "sent", t->sent);
    if (t->forwarded.len > 0)
        done = done && bytes_block(out, "at the origin", t->forwarded);
    done = done && bytes_block(out, "received", t->received);
    if (t->last_words != NULL) {
        fputs("<p>it wrote</p>\n", out);
        report_html_element(out, "pre", "wrap", t->last_words);
    }
    fputs("</details>\n", out);
    return done;
}

/* ---- The finding ---- */

static void needs_to(FILE *out, const conf_case *c)
{
    const h1_rule_info *info = h1_rule_info_of(c->rule);

    fputs("<ul>\n", out);
    for (size_t i = 0; i < c->need_count; i++) {
        const conf_requirement *need = c->needs[i];
        fprintf(out, "<li>%s%s section %s (%s): ", conf_spec_prefix(need->rfc), need->rfc, need->section, need->level);
        report_markup_to(out, need->paraphrase);
        fprintf(out, " [%s]</li>\n", need->id);
    }
    if (info != NULL) {
        fprintf(out, "<li>rule %s: ", h1_rule_name(c->rule).text);
        report_markup_to(out, info->title);
        fputs("; why: ", out);
        report_markup_to(out, info->why);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

static bool by_hand(FILE *out, picture p)
{
    const conf_transcript *t = p.result->transcript;

    if (t == NULL || p.report->server == NULL || t->sent.len == 0)
        return true;
    fputs("<details><summary>by hand</summary>\n", out);
    bool done = block(out, "wrap", write_by_hand, &p);
    fputs("</details>\n", out);
    return done;
}

bool cli_conform_html_finding(FILE *out, const cli_conform_report *report, const conf_result *result)
{
    const conf_case *c = result->c;
    picture p = {.report = report, .result = result};
    bool done = true;

    fprintf(out, "<article class=\"%s\">\n<h4>",
            result->state == CONF_FAIL || result->state == CONF_ERROR ? "fail"
            : result->state == CONF_WARN                              ? "warn"
                                                                      : "note");
    report_markup_to(out, conf_state_name(result->state));
    fputs(": ", out);
    report_markup_to(out, c->title);
    fputs("</h4>\n<p><code>", out);
    report_markup_to(out, c->id);
    fputs("</code></p>\n", out);
    if (result->reason != NULL)
        report_html_element(out, "p", NULL, result->reason);
    for (size_t i = 0; done && i < result->difference_count; i++) {
        p.difference = &result->differences[i];
        done = difference_to(out, p);
    }
    needs_to(out, c);
    done = done && transcript_to(out, p) && by_hand(out, p);
    if (c->line > 0) {
        fputs("<p>again: <code>h1 conform --select ", out);
        report_markup_to(out, c->id);
        fputs("</code></p>\n", out);
    }
    fputs("</article>\n", out);
    return done;
}
