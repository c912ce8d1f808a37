/* SPDX-License-Identifier: MIT */
/* See check_outputs.h. */
#include "cli/check_outputs.h"

#include <stdlib.h>

#include "cli/reports.h"

bool check_wants(const check_wanted *wanted, report_format format)
{
    bool found = wanted->format == format;

    for (size_t i = 0; !found && i < wanted->reports->count; i++) {
        report_format other = REPORT_FORMATS;
        const char *path;
        found = cli_report_read(wanted->reports->words[i].text, &other, &path) && other == format;
    }
    return found;
}

static cli_status add(check_outputs *outputs, const check_wanted *wanted, report_format format, const char *path,
                      cli_colour_choice colour)
{
    cli_output *file = &outputs->files[outputs->count];
    cli_status status = cli_output_open(file, path, colour);

    if (status == CLI_OK)
        outputs->formats[outputs->count++] =
            (report_output){format, file->stream, file->colour, wanted->redact || report_format_leaves(format)};
    return status;
}

static cli_status add_reports(check_outputs *outputs, const check_wanted *wanted)
{
    cli_status status = CLI_OK;

    for (size_t i = 0; status == CLI_OK && i < wanted->reports->count; i++) {
        report_format format = REPORT_TEXT;
        const char *path = NULL;
        if (cli_report_read(wanted->reports->words[i].text, &format, &path)) /* cli_reports_check() was asked before */
            status = add(outputs, wanted, format, path, CLI_COLOUR_NEVER);
    }
    return status;
}

/* The page of a GitHub job, where annotations go to its log. */
static cli_status add_summary(check_outputs *outputs, const check_wanted *wanted)
{
    bool failed = false;
    FILE *out = check_wants(wanted, REPORT_GITHUB) ? cli_step_summary_open(&failed) : NULL;

    if (out != NULL) {
        outputs->files[outputs->count] = (cli_output){out, getenv("GITHUB_STEP_SUMMARY"), false};
        outputs->formats[outputs->count++] = (report_output){REPORT_MARKDOWN, out, false, true};
    }
    return failed ? CLI_UNUSABLE : CLI_OK;
}

/* Of several reports on standard output, programs could read none; people, and GitHub, can. */
static cli_status look_at_standard_output(const check_outputs *outputs)
{
    size_t count = 0;
    bool mixes = true;

    for (size_t i = 0; i < outputs->count; i++) {
        report_format format = outputs->formats[i].format;
        if (outputs->files[i].path != NULL)
            continue;
        count++;
        mixes = mixes && (format == REPORT_TEXT || format == REPORT_CONCISE || format == REPORT_GITHUB ||
                          format == REPORT_MARKDOWN);
    }
    if (count < 2 || mixes)
        return CLI_OK;
    return cli_usage(&cli_check, "only text, concise, github and md can share standard output");
}

cli_status check_outputs_open(check_outputs *outputs, const check_wanted *wanted)
{
    size_t most = wanted->reports->count + 2;
    cli_status status;

    *outputs = (check_outputs){calloc(most, sizeof *outputs->files), calloc(most, sizeof *outputs->formats), 0};
    if (outputs->files == NULL || outputs->formats == NULL)
        return check_outputs_close(outputs, cli_no_memory());
    status = add(outputs, wanted, wanted->format, wanted->path, wanted->colour);
    if (status == CLI_OK)
        status = add_reports(outputs, wanted);
    if (status == CLI_OK)
        status = look_at_standard_output(outputs);
    if (status == CLI_OK)
        status = add_summary(outputs, wanted);
    return status == CLI_OK ? status : check_outputs_close(outputs, status);
}

bool check_outputs_tell_hashes(const check_outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        report_format format = outputs->formats[i].format;
        if (format == REPORT_JSON || format == REPORT_SARIF || format == REPORT_HTML || format == REPORT_MARKDOWN)
            return true;
    }
    return false;
}

bool check_outputs_failed(const check_outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        if (ferror(outputs->files[i].stream))
            return true;
    }
    return false;
}

cli_status check_outputs_close(check_outputs *outputs, cli_status status)
{
    for (size_t i = 0; i < outputs->count; i++)
        status = cli_output_close(&outputs->files[i], status);
    free(outputs->files);
    free(outputs->formats);
    *outputs = (check_outputs){0};
    return status;
}
