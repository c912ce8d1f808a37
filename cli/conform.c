/* SPDX-License-Identifier: MIT */
/* h1 conform: plays the conformance cases to libh1 itself. */
#include "cli/conform.h"

#include <string.h>

#include "cli/cases.h"
#include "cli/command.h"
#include "cli/conform_peers.h"
#include "cli/nearest.h"
#include "cli/output.h"
#include "conformance/play_parser.h"

enum { FORMAT_TEXT, FORMAT_JUNIT, FORMAT_JSONL };

static struct {
    cli_words wanted, unwanted;
    bool list;
    unsigned format, colour;
    const char *path, *cases;
    cli_conform_client client;
} options = {.client = {.seconds = 5, .jobs = 4}};

static const cli_option OPTIONS[] = {
    {"select", 0, CLI_WORDS, "WHAT,...", "only these cases: ids, patterns, sections, tags, keywords", &options.wanted,
     NULL},
    {"ignore", 0, CLI_WORDS, "WHAT,...", "not these", &options.unwanted, NULL},
    {"list", 0, CLI_FLAG, NULL, "list the cases and play none", &options.list, NULL},
    {"format", 0, CLI_CHOICE, "text|junit|jsonl", "how results are written", &options.format, NULL},
    {"output", 'o', CLI_TEXT, "FILE", "write them there", &options.path, NULL},
    {"cases", 0, CLI_TEXT, "DIR", "the case files; found beside h1 unless told", &options.cases, NULL},
    {"client", 0, CLI_TEXT, "CMD", "play to a client; {url}, {url2} and {method} are filled in",
     &options.client.command, NULL},
    {"timeout", 0, CLI_SECONDS, "S", "the longest that a case may take, 5 unless told", &options.client.seconds, NULL},
    {"jobs", 0, CLI_NUMBER, "N", "so many cases side by side, 4 unless told", &options.client.jobs, NULL},
    CLI_OPTION_COLOUR(&options.colour),
    {0},
};

/* ---- Which cases ---- */

static const char *case_name(const void *list, size_t i)
{
    const conf_suite *suite = list;

    return i < suite->case_count ? suite->cases[i]->id : NULL;
}

static bool means_any(const conf_suite *suite, const char *word)
{
    for (size_t i = 0; i < suite->case_count; i++) {
        if (conf_case_means(suite->cases[i], word))
            return true;
    }
    return false;
}

/* Words of the command line as texts of their own. Says which one means nothing, and returns NULL. */
static const char **words_of(conf_memory *memory, const conf_suite *suite, const cli_words *words)
{
    const char **texts = conf_alloc(memory, (words->count + 1) * sizeof *texts);

    for (size_t i = 0; i < words->count; i++) {
        texts[i] = conf_text(memory, words->words[i].text, words->words[i].len);
        if (means_any(suite, texts[i]))
            continue;
        fprintf(stderr, "h1 conform: '%s' is no case, pattern, section, tag, keyword, requirement or rule of a case",
                texts[i]);
        cli_nearest_say(texts[i], strlen(texts[i]), case_name, suite, "");
        fputs("\n'h1 conform --list' lists the cases\n", stderr);
        return NULL;
    }
    return texts;
}

static bool means_one(const conf_case *c, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (conf_case_means(c, *words))
            return true;
    }
    return false;
}

/* Leave in the suite what is wanted. */
static bool narrow(conf_suite *suite)
{
    const char **wanted = words_of(suite->memory, suite, &options.wanted);
    const char **unwanted = wanted != NULL ? words_of(suite->memory, suite, &options.unwanted) : NULL;
    size_t kept = 0;

    if (unwanted == NULL)
        return false;
    for (size_t i = 0; i < suite->case_count; i++) {
        conf_case *c = suite->cases[i];
        if ((wanted[0] == NULL || means_one(c, wanted)) && !means_one(c, unwanted))
            suite->cases[kept++] = c;
    }
    suite->case_count = kept;
    return true;
}

/* ---- What is done with them ---- */

static void list_cases(FILE *out, const conf_suite *suite)
{
    for (size_t i = 0; i < suite->case_count; i++) {
        const conf_case *c = suite->cases[i];
        fprintf(out, "%-60s %-6s  %-8s  %s\n", c->id, conf_case_level(c), conf_side_name(c->side), c->title);
    }
}

/* Slips in case files are said as they are, with file and line; their cases were not read. */
static void say_faults(const conf_suite *suite)
{
    for (size_t i = 0; i < suite->fault_count; i++) {
        const conf_fault *fault = &suite->faults[i];
        if (fault->line == 0)
            fprintf(stderr, "h1 conform: %s: %s\n", fault->path, fault->text);
        else
            fprintf(stderr, "h1 conform: %s:%u: %s\n", fault->path, fault->line, fault->text);
    }
}

static void play_parser(const conf_suite *suite, conf_run *run)
{
    for (size_t i = 0; i < suite->case_count; i++) {
        conf_result result = conf_play_parser(suite->memory, suite->cases[i], NULL);
        conf_run_add(suite->memory, suite->ledger, run, &result);
    }
}

static cli_status play(const conf_suite *suite, conf_run *run, const char **target)
{
    *target = "libh1";
    if (options.client.command != NULL)
        return cli_conform_to_client(suite, &options.client, run, target);
    play_parser(suite, run);
    return CLI_OK;
}

static cli_status status_of(const conf_run *run, const conf_suite *suite)
{
    if (run->states[CONF_FAIL] > 0)
        return CLI_FINDINGS;
    if (suite->fault_count > 0)
        return CLI_UNUSABLE;
    if (run->states[CONF_ERROR] > 0)
        return CLI_INTERNAL;
    return run->states[CONF_SKIP] == run->result_count ? CLI_NOTHING : CLI_OK;
}

static cli_status write_report(cli_output *output, const conf_run *run, const conf_suite *suite, const char *target)
{
    cli_conform_report report = {run, suite, target, output->colour};
    bool written = true;

    if (options.format == FORMAT_JUNIT)
        written = cli_conform_junit(output->stream, &report);
    else if (options.format == FORMAT_JSONL)
        written = cli_conform_jsonl(output->stream, &report);
    else
        cli_conform_text(output->stream, &report);
    return written ? status_of(run, suite) : CLI_INTERNAL;
}

static cli_status conform_cases(conf_suite *suite)
{
    cli_output output;
    cli_status status = cli_output_open(&output, options.path, (cli_colour_choice)options.colour);

    if (status != CLI_OK)
        return status;
    if (options.list) {
        list_cases(output.stream, suite);
        status = suite->fault_count > 0 ? CLI_UNUSABLE : CLI_OK;
    } else {
        conf_run run = {0};
        const char *target;
        status = play(suite, &run, &target);
        if (status == CLI_OK)
            status = write_report(&output, &run, suite, target);
    }
    return cli_output_close(&output, status);
}

static cli_status conform(char **words, size_t count)
{
    const char *directory = cli_cases_directory(options.cases);
    conf_memory memory = {0};
    cli_status status;
    conf_suite suite;

    if (count > 0)
        return cli_usage(&cli_conform, "'%s' is not expected here: libh1 itself is tested", words[0]);
    if (directory == NULL)
        return cli_usage(&cli_conform, "there are no case files beside h1; --cases DIR says where they are");
    conf_suite_init(&suite, &memory, cli_ledger());
    conf_suite_read_tree(&suite, directory);
    say_faults(&suite);
    if (suite.case_count == 0 || !narrow(&suite))
        status = CLI_UNUSABLE;
    else
        status = conform_cases(&suite);
    conf_memory_free(&memory);
    return status;
}

const cli_command cli_conform = {
    "conform",
    "[--select WHAT,...]",
    "Play the conformance cases to libh1 itself, at every cut.",
    "Each case's bytes are fed whole, byte by byte and cut at every single place, in strict and in audit mode.\n"
    "Exit status: 0 all as the cases say; 1 a case failed; 2 usage, or a slip in a case file; 4 no case was played.",
    OPTIONS,
    {"conform --select 9112-7.1,smuggling   cases of a section, and those with a tag",
     "conform --format junit -o conform.xml"},
    conform,
};
