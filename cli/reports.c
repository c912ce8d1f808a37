/* SPDX-License-Identifier: MIT */
/* See reports.h. */
#include "cli/reports.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/nearest.h"
#include "cli/output.h"

static const char *format_name(const void *list, size_t i)
{
    (void)list;
    return report_format_name(i);
}

bool cli_report_read(const char *word, report_format *format, const char **path)
{
    const char *colon = strchr(word, ':');

    for (size_t i = 0; colon != NULL && colon[1] != '\0' && i < REPORT_FORMATS; i++) {
        const char *name = report_format_name(i);
        if (strlen(name) != (size_t)(colon - word) || strncmp(word, name, strlen(name)) != 0)
            continue;
        *format = (report_format)i;
        *path = colon + 1;
        return true;
    }
    return false;
}

cli_status cli_reports_check(const cli_command *command, const cli_words *reports)
{
    report_format format;
    const char *path;

    for (size_t i = 0; i < reports->count; i++) {
        const char *word = reports->words[i].text;
        if (cli_report_read(word, &format, &path))
            continue;
        fprintf(stderr, "h1 %s: --report wants FORMAT:FILE with one of " REPORT_FORMAT_WORDS, command->name);
        cli_nearest_say(word, strcspn(word, ":"), format_name, NULL, "");
        fputc('\n', stderr);
        return cli_usage(command, "'%s' is no report", word);
    }
    return CLI_OK;
}

cli_status cli_reports_write(const cli_words *reports, cli_report_writer *write, const void *what)
{
    cli_status status = CLI_OK;

    for (size_t i = 0; i < reports->count; i++) {
        const char *path = NULL;
        report_format format = REPORT_TEXT;
        cli_output output;
        cli_status written;
        if (!cli_report_read(reports->words[i].text, &format, &path))
            continue; /* cli_reports_check() leaves none */
        written = cli_output_open(&output, path, CLI_COLOUR_NEVER);
        if (written == CLI_OK)
            written = cli_output_close(&output, write(output.stream, format, what) ? CLI_OK : CLI_INTERNAL);
        status = written != CLI_OK ? written : status;
    }
    return status;
}

FILE *cli_step_summary_open(bool *failed)
{
    const char *path = getenv("GITHUB_STEP_SUMMARY");
    FILE *out = NULL;

    *failed = false;
    if (path == NULL || path[0] == '\0')
        return NULL;
    out = fopen(path, "ae");
    if (out == NULL) {
        *failed = true;
        cli_cannot_write(path, strerror(errno));
    }
    return out;
}
