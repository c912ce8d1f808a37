/* SPDX-License-Identifier: MIT */
/* See conform_report.h. */
#include "cli/conform_report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/nearest.h"
#include "cli/output.h"
#include "report/count.h"

typedef bool writer(FILE *out, const cli_conform_report *report);

static bool write_text(FILE *out, const cli_conform_report *report)
{
    cli_conform_text(out, report);
    return true;
}

static const struct {
    const char *name;
    writer *write;
    bool leaves; /* the terminal, and so hides secrets */
} FORMATS[CLI_CONFORM_FORMATS] = {
    [CLI_CONFORM_TEXT] = {"text", write_text, false},
    [CLI_CONFORM_CONCISE] = {"concise", cli_conform_concise, false},
    [CLI_CONFORM_JSON] = {"json", cli_conform_json, false},
    [CLI_CONFORM_JSONL] = {"jsonl", cli_conform_jsonl, false},
    [CLI_CONFORM_SARIF] = {"sarif", cli_conform_sarif, true},
    [CLI_CONFORM_JUNIT] = {"junit", cli_conform_junit, false},
    [CLI_CONFORM_TAP] = {"tap", cli_conform_tap, false},
    [CLI_CONFORM_GITHUB] = {"github", cli_conform_github, true},
    [CLI_CONFORM_HTML] = {"html", cli_conform_html, true},
    [CLI_CONFORM_MARKDOWN] = {"md", cli_conform_markdown, true},
};

bool cli_conform_write(FILE *out, cli_conform_format format, const cli_conform_report *report)
{
    conf_memory memory = {0};
    cli_conform_report hidden = *report;
    bool written;

    if (report->redact || FORMATS[format].leaves)
        hidden = cli_conform_hide(&memory, report);
    written = FORMATS[format].write(out, &hidden) && ferror(out) == 0;
    conf_memory_free(&memory);
    return written;
}

/* ---- --report FORMAT:FILE ---- */

static const char *format_name(const void *list, size_t i)
{
    (void)list;
    return i < CLI_CONFORM_FORMATS ? FORMATS[i].name : NULL;
}

/* The format that a word begins with, and where its file's name begins; CLI_CONFORM_FORMATS where there is none. */
static cli_conform_format format_of(const char *word, const char **path)
{
    const char *colon = strchr(word, ':');

    for (size_t i = 0; colon != NULL && colon[1] != '\0' && i < CLI_CONFORM_FORMATS; i++) {
        if (strlen(FORMATS[i].name) != (size_t)(colon - word) ||
            strncmp(word, FORMATS[i].name, strlen(FORMATS[i].name)) != 0)
            continue;
        *path = colon + 1;
        return (cli_conform_format)i;
    }
    return CLI_CONFORM_FORMATS;
}

cli_status cli_conform_reports_check(const cli_command *command, const cli_words *reports)
{
    const char *path;

    for (size_t i = 0; i < reports->count; i++) {
        const char *word = reports->words[i].text;
        if (format_of(word, &path) != CLI_CONFORM_FORMATS)
            continue;
        fprintf(stderr, "h1 conform: --report wants FORMAT:FILE with one of " CLI_CONFORM_FORMAT_WORDS);
        cli_nearest_say(word, strcspn(word, ":"), format_name, NULL, "");
        fputc('\n', stderr);
        return cli_usage(command, "'%s' is no report", word);
    }
    return CLI_OK;
}

cli_status cli_conform_reports_write(const cli_words *reports, const cli_conform_report *report)
{
    cli_status status = CLI_OK;

    for (size_t i = 0; i < reports->count; i++) {
        const char *path = NULL;
        cli_conform_format format = format_of(reports->words[i].text, &path);
        cli_conform_report plain = *report;
        cli_output output;
        cli_status written;
        plain.colour = false;
        written = cli_output_open(&output, path, CLI_COLOUR_NEVER);
        if (written == CLI_OK)
            written =
                cli_output_close(&output, cli_conform_write(output.stream, format, &plain) ? CLI_OK : CLI_INTERNAL);
        status = written != CLI_OK ? written : status;
    }
    return status;
}

/* ---- What several formats say ---- */

bool cli_conform_is_finding(const conf_result *result)
{
    return !result->known && result->state != CONF_PASS && result->state != CONF_SKIP;
}

static bool same_skip(const conf_result *a, const conf_result *b)
{
    return b->state == CONF_SKIP && strcmp(a->reason, b->reason) == 0;
}

size_t cli_conform_skipped(const conf_run *run, size_t i)
{
    size_t count = 0;

    if (run->results[i].state != CONF_SKIP)
        return 0;
    for (size_t k = 0; k < run->result_count; k++) {
        bool same = same_skip(&run->results[i], &run->results[k]);
        if (same && k < i)
            return 0;
        count += same ? 1 : 0;
    }
    return count;
}

char *cli_conform_path_of(const conf_result *result)
{
    const char *path = result->c->path;
    char *here = getcwd(NULL, 0);
    size_t below = here != NULL ? strlen(here) : 0;

    if (below > 1 && strncmp(path, here, below) == 0 && path[below] == '/')
        path += below + 1;
    free(here);
    return strdup(path);
}

/* How many cases that are not known ended so. */
static size_t unknown(const conf_run *run, conf_state state)
{
    size_t count = 0;

    for (size_t i = 0; i < run->result_count; i++)
        count += run->results[i].state == state && !run->results[i].known ? 1 : 0;
    return count;
}

void cli_conform_verdict_to(FILE *out, const cli_conform_report *report)
{
    const conf_run *run = report->run;
    size_t failed = unknown(run, CONF_FAIL);
    size_t judged =
        run->states[CONF_PASS] + run->states[CONF_FAIL] + run->states[CONF_WARN] + run->states[CONF_USED_LIBERTY];

    if (judged == 0) {
        fprintf(out, "Nothing was judged: none of the %s cases could be played.",
                report_number_of(run->result_count).text);
        return;
    }
    if (failed > 0)
        fprintf(out, "%s of %s judged cases failed", report_number_of(failed).text, report_number_of(judged).text);
    else
        fprintf(out, "None of %s judged cases failed", report_number_of(judged).text);
    if (unknown(run, CONF_WARN) > 0)
        fprintf(out, ", %s missed a SHOULD", report_number_of(unknown(run, CONF_WARN)).text);
    if (unknown(run, CONF_INCONCLUSIVE) > 0)
        fprintf(out, ", and of %s nothing could be concluded", report_number_of(unknown(run, CONF_INCONCLUSIVE)).text);
    fputc('.', out);
}

char *cli_conform_text_of(cli_conform_writer *write, const void *what)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    if (out == NULL)
        return NULL;
    write(out, what);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

typedef struct failure {
    const conf_result *result;
    const conf_server *server;
} failure;

static void write_failure(FILE *out, const void *what)
{
    const failure *f = what;

    cli_conform_failure_to(out, f->result, f->server, false);
}

char *cli_conform_failure_text(const conf_result *result, const conf_server *server)
{
    return cli_conform_text_of(write_failure, &(failure){result, server});
}
