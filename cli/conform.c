/* SPDX-License-Identifier: MIT */
/* h1 conform: plays the conformance cases to libh1 itself, or to what the command line names. */
#include "cli/conform.h"

#include <string.h>

#include "cli/cases.h"
#include "cli/command.h"
#include "cli/conform_baseline.h"
#include "cli/conform_capture.h"
#include "cli/conform_choice.h"
#include "cli/conform_live.h"
#include "cli/conform_matrix.h"
#include "cli/conform_parser.h"
#include "cli/conform_peers.h"
#include "cli/conform_report.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/reports.h"
#include "conformance/parser/play_parser.h"

/* --fail-on, in the order of its words. */
enum { FAIL_ON_ERROR, FAIL_ON_WARNING, FAIL_ON_NOTE, FAIL_ON_NEVER };

enum { CLIENT_JOBS = 4 };

static struct {
    cli_words wanted, unwanted;
    bool list;
    unsigned format, colour;
    const char *path, *cases, *parser, *sarif_location;
    cli_words captures, reports;
    cli_conform_client client;
    cli_conform_live live;
    double seconds, most_inconclusive;
    uint64_t jobs;
    bool strict, dry_run, redact;
    unsigned fail_on;
    const char *baseline, *new_baseline;
    cli_conform_proxy proxy;
} options = {.seconds = 5, .most_inconclusive = 2};

static const cli_option OPTIONS[] = {
    {"select", 0, CLI_WORDS, "WHAT,...", "only these cases: ids, patterns, sections, tags, keywords", &options.wanted,
     NULL},
    {"ignore", 0, CLI_WORDS, "WHAT,...", "not these", &options.unwanted, NULL},
    {"list", 0, CLI_FLAG, NULL, "list the cases and play none", &options.list, NULL},
    {"format", 0, CLI_CHOICE, REPORT_FORMAT_WORDS, "how results are written", &options.format, NULL},
    {"output", 'o', CLI_TEXT, "FILE", "write them there", &options.path, NULL},
    {"report", 0, CLI_TEXTS, "FORMAT:FILE", "write them there as well, as often as wanted", &options.reports, NULL},
    {"sarif-location", 0, CLI_TEXT, "FILE", NULL, &options.sarif_location, NULL},
    {"redact", 0, CLI_FLAG, NULL, NULL, &options.redact, NULL},
    {"cases", 0, CLI_TEXT, "DIR", "the case files; found beside h1 unless told", &options.cases, NULL},
    {"capture", 0, CLI_TEXTS, "FILE", "play the streams of a capture to libh1, or to a --client", &options.captures,
     NULL},
    {"parser", 0, CLI_TEXT, "CMD", "play to a parser behind the subject protocol", &options.parser, NULL},
    {"client", 0, CLI_TEXT, "CMD", "play to a client; {url}, {url2} and {method} are filled in",
     &options.client.command, NULL},
    {"proxy", 0, CLI_TEXT, "URL", "play to a proxy, from both of its ends", &options.proxy.url, NULL},
    {"proxy-mode", 0, CLI_CHOICE, "reverse|forward", NULL, &options.proxy.mode, NULL},
    {"origin-port", 0, CLI_NUMBER, "N", NULL, &options.proxy.origin_port, NULL},
    {"host", 0, CLI_TEXT, "HOST", NULL, &options.live.host, NULL},
    {"header", 0, CLI_TEXTS, "FIELD", NULL, &options.live.headers, NULL},
    {"path", 0, CLI_TEXT, "PATH", "server: where a GET works; the URL's unless told", &options.live.path, NULL},
    {"echo-path", 0, CLI_TEXT, "PATH", "server: where a POST is answered with its content", &options.live.echo_path,
     NULL},
    {"start", 0, CLI_TEXT, "CMD", "start the server; {port} is filled in", &options.live.start, NULL},
    {"cacert", 0, CLI_TEXT, "FILE", NULL, &options.live.cacert, NULL},
    {"insecure", 0, CLI_FLAG, NULL, NULL, &options.live.insecure, NULL},
    {"i-may-test-this-host", 0, CLI_FLAG, NULL, NULL, &options.live.may_test, NULL},
    {"dry-run", 0, CLI_FLAG, NULL, NULL, &options.dry_run, NULL},
    {"timeout", 0, CLI_SECONDS, "S", "the longest that a case may take, 5 unless told", &options.seconds, NULL},
    {"deadline", 0, CLI_SECONDS, "S", NULL, &options.live.deadline, NULL},
    {"jobs", 0, CLI_NUMBER, "N", NULL, &options.jobs, NULL},
    {"max-inconclusive", 0, CLI_PERCENT, "PERCENT", NULL, &options.most_inconclusive, NULL},
    {"measure", 0, CLI_FLAG, NULL, NULL, &options.live.measures, NULL},
    {"measure-for", 0, CLI_SECONDS, "S", NULL, &options.live.watch, &options.live.measures},
    {"slow-path", 0, CLI_TEXT, "PATH", NULL, &options.live.slow_path, &options.live.measures},
    {"strict", 0, CLI_FLAG, NULL, "a missed SHOULD is a failure", &options.strict, NULL},
    {"fail-on", 0, CLI_CHOICE, "error|warning|note|never", NULL, &options.fail_on, NULL},
    {"baseline", 0, CLI_TEXT, "FILE", NULL, &options.baseline, NULL},
    {"write-baseline", 0, CLI_TEXT, "FILE", NULL, &options.new_baseline, NULL},
    CLI_OPTION_COLOUR(&options.colour),
    {0},
};

/* ---- What is done with them ---- */

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
    for (size_t i = 0; i < suite->case_count && !cli_interrupted; i++) {
        conf_result result = conf_play_parser(suite->memory, suite->cases[i], NULL);
        conf_run_add(suite->memory, suite->ledger, run, &result);
    }
}

/* What is tested, and what was found out about it. */
typedef struct testing {
    conf_suite *suite;
    const char *url; /* NULL: none was named */
    conf_live live;
    conf_live_profile profile;
    cli_conform_untold untold;
    conf_run run;
    const char *target;
    size_t better;
    const char **files; /* [file_count] captures that are played instead of cases */
    size_t file_count;
    bool damaged; /* not all of them could be read to their end */
} testing;

static bool is_live(const testing *t)
{
    return t->url != NULL || options.live.start != NULL;
}

/* Of what was not played nothing is known. */
static void leave_out(testing *t, const char *reason)
{
    for (size_t i = t->run.result_count; i < t->suite->case_count; i++)
        conf_run_add(t->suite->memory, t->suite->ledger, &t->run,
                     &(conf_result){.c = t->suite->cases[i], .state = CONF_INCONCLUSIVE, .reason = reason});
}

/* libh1, and parsers behind the subject protocol. */
static cli_status play_cases_to_parser(testing *t)
{
    cli_status status = CLI_OK;

    cli_interrupt_catch();
    if (options.parser != NULL)
        status = cli_conform_to_parser(t->suite, options.parser, options.seconds, &t->run, &t->untold, &t->target);
    else
        play_parser(t->suite, &t->run);
    if (cli_interrupted)
        leave_out(t, CONF_WAS_INTERRUPTED);
    return status;
}

static cli_status play(testing *t)
{
    t->target = "libh1";
    options.client.seconds = options.seconds;
    options.client.jobs = options.jobs > 0 ? options.jobs : CLIENT_JOBS;
    if (t->file_count > 0 && options.client.command != NULL)
        return cli_conform_captures_to_client(t->suite, t->files, t->file_count, &options.client, &t->run, &t->damaged,
                                              &t->target);
    if (t->file_count > 0)
        return cli_conform_captures(t->suite, t->files, t->file_count, &t->run, &t->damaged);
    if (options.client.command != NULL)
        return cli_conform_to_client(t->suite, &options.client, &t->run, &t->target);
    if (options.proxy.url != NULL) {
        options.proxy.seconds = options.seconds;
        options.proxy.jobs = options.jobs > 0 ? options.jobs : 1;
        options.proxy.may_test = options.live.may_test;
        return cli_conform_to_proxy(t->suite, &options.proxy, &t->run, &t->target);
    }
    if (is_live(t))
        return cli_conform_to_server(t->suite, &t->live, t->url, &t->run, &t->profile, &t->target);
    return play_cases_to_parser(t);
}

/* ---- How it ends ---- */

static bool counts(const conf_result *result)
{
    static const unsigned least[CONF_STATES] = {
        [CONF_FAIL] = FAIL_ON_ERROR + 1, [CONF_WARN] = FAIL_ON_WARNING + 1, [CONF_USED_LIBERTY] = FAIL_ON_NOTE + 1};

    return !result->known && options.fail_on != FAIL_ON_NEVER && least[result->state] > 0 &&
           least[result->state] <= options.fail_on + 1;
}

static bool has_findings(const conf_run *run)
{
    for (size_t i = 0; i < run->result_count; i++) {
        if (counts(&run->results[i]))
            return true;
    }
    return false;
}

static bool is_too_uncertain(const conf_run *run)
{
    size_t judged = run->result_count - run->states[CONF_SKIP];
    size_t count = 0;
    size_t must = 0;

    for (size_t i = 0; i < run->result_count; i++) {
        const conf_result *result = &run->results[i];
        if (result->state != CONF_INCONCLUSIVE || result->known)
            continue;
        count++;
        must += strcmp(conf_case_level(result->c), "MUST") == 0 ? 1 : 0;
    }
    return must > 0 || (double)count * 100 > options.most_inconclusive * (double)judged;
}

static cli_status status_of(const testing *t)
{
    const conf_run *run = &t->run;

    if (t->profile.interrupted || cli_interrupted)
        return CLI_INTERRUPTED;
    if (has_findings(run) || (t->profile.unexplained > 0 && options.fail_on != FAIL_ON_NEVER))
        return CLI_FINDINGS;
    if (t->suite->fault_count > 0 || t->damaged)
        return CLI_UNUSABLE;
    if (run->states[CONF_ERROR] > 0)
        return CLI_INTERNAL;
    return run->states[CONF_SKIP] == run->result_count || is_too_uncertain(run) ? CLI_NOTHING : CLI_OK;
}

static cli_conform_report report_of(const testing *t)
{
    return (cli_conform_report){.run = &t->run,
                                .suite = t->suite,
                                .target = t->target,
                                .server = is_live(t) ? &t->live.server : NULL,
                                .profile = is_live(t) ? &t->profile : NULL,
                                .untold = options.parser != NULL ? &t->untold : NULL,
                                .better = t->better,
                                .redact = options.redact,
                                .headers = &options.live.headers,
                                .sarif_location = options.sarif_location,
                                .seconds = options.seconds};
}

static cli_status write_report(cli_output *output, const testing *t)
{
    cli_conform_report report = report_of(t);
    bool written;
    cli_status status;

    report.colour = output->colour;
    written = cli_conform_write(output->stream, (report_format)options.format, &report);
    status = cli_conform_reports_write(&options.reports, &report);
    if (!written)
        return CLI_INTERNAL;
    return status == CLI_OK ? status_of(t) : status;
}

static cli_status play_and_report(cli_output *output, testing *t)
{
    const conf_run *run = &t->run;
    cli_status status = play(t);

    if (status != CLI_OK)
        return status;
    if (options.strict)
        conf_run_be_strict(&t->run);
    if (options.new_baseline != NULL)
        status = cli_conform_baseline_write(options.new_baseline, t->suite->memory, &run, NULL, 1);
    if (status == CLI_OK && options.baseline != NULL)
        status = cli_conform_baseline_read(options.baseline, NULL, &t->run, &t->better);
    return status == CLI_OK ? write_report(output, t) : status;
}

static cli_status conform_cases(testing *t)
{
    cli_output output;
    cli_status status = cli_output_open(&output, options.path, (cli_colour_choice)options.colour);

    if (status != CLI_OK)
        return status;
    if (options.list) {
        cli_cases_list(output.stream, t->suite);
        status = t->suite->fault_count > 0 ? CLI_UNUSABLE : CLI_OK;
    } else if (options.dry_run) {
        cli_conform_dry_run(output.stream, t->suite, &t->live.server);
    } else {
        status = play_and_report(&output, t);
    }
    return cli_output_close(&output, status);
}

/* What the command line says of a live target. */
static cli_status prepare(testing *t)
{
    cli_status status;

    if (!is_live(t))
        return options.dry_run ? cli_usage(&cli_conform, "--dry-run wants a URL") : CLI_OK;
    options.live.seconds = options.seconds;
    options.live.jobs = options.jobs;
    status = cli_conform_target(t->suite, t->url, &options.live, &t->live);
    if (status == CLI_OK && !cli_conform_add_headers(t->suite, &options.live.headers))
        status = CLI_UNUSABLE;
    return status;
}

/* ---- Several servers ---- */

/* One after the other. *played receives how many there were: all, but where the user interrupts. */
static cli_status play_each(testing *tests, size_t count, size_t *played)
{
    cli_status status = CLI_OK;
    bool interrupted = false;

    for (*played = 0; *played < count && status == CLI_OK && !interrupted; (*played)++) {
        testing *t = &tests[*played];
        status = prepare(t);
        options.live.headers.count = 0; /* they stand in the cases now */
        if (status == CLI_OK)
            status = play(t);
        if (status == CLI_NOTHING) { /* it is compared with nobody */
            leave_out(t, t->profile.unreachable);
            t->target = t->url;
        }
        status = status == CLI_NOTHING ? CLI_OK : status;
        if (options.strict)
            conf_run_be_strict(&t->run);
        interrupted = t->profile.interrupted;
    }
    return status;
}

static cli_status read_and_write_baselines(testing *tests, cli_conform_report *reports, const cli_conform_matrix *m)
{
    const conf_run **runs = conf_alloc(m->memory, m->count * sizeof *runs);
    cli_status status = CLI_OK;

    for (size_t i = 0; i < m->count; i++)
        runs[i] = &tests[i].run;
    if (options.new_baseline != NULL)
        status = cli_conform_baseline_write(options.new_baseline, m->memory, runs, m->names, m->count);
    for (size_t i = 0; i < m->count && options.baseline != NULL && status == CLI_OK; i++) {
        status = cli_conform_baseline_read(options.baseline, m->names[i], &tests[i].run, &tests[i].better);
        reports[i].better = tests[i].better;
    }
    return status;
}

/* As of one run over all of them: what is worst, in the order of status_of(). That servers differ is no finding. */
static cli_status worst_of(const testing *tests, size_t count)
{
    static const cli_status order[] = {CLI_INTERRUPTED, CLI_FINDINGS, CLI_UNUSABLE, CLI_INTERNAL, CLI_NOTHING};

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        for (size_t k = 0; k < count; k++) {
            if (status_of(&tests[k]) == order[i])
                return order[i];
        }
    }
    return CLI_OK;
}

static bool write_matrix(FILE *out, report_format format, const void *matrix)
{
    return cli_conform_matrix_write(out, format, matrix);
}

static cli_status report_matrix(const cli_conform_matrix *m, cli_status status)
{
    cli_output output;
    cli_status opened = cli_output_open(&output, options.path, (cli_colour_choice)options.colour);
    cli_status written;

    if (opened != CLI_OK)
        return opened;
    if (!cli_conform_matrix_write(output.stream, (report_format)options.format, m))
        status = CLI_INTERNAL;
    written = cli_reports_write(&options.reports, write_matrix, m);
    return cli_output_close(&output, written == CLI_OK ? status : written);
}

static cli_status compare(conf_suite *suite, char **urls, size_t count)
{
    testing *tests = conf_alloc(suite->memory, count * sizeof *tests);
    cli_conform_report *reports = conf_alloc(suite->memory, count * sizeof *reports);
    cli_conform_matrix matrix;
    cli_status status;
    size_t played;

    for (size_t i = 0; i < count; i++)
        tests[i] = (testing){.suite = suite, .url = urls[i]};
    status = play_each(tests, count, &played);
    if (status != CLI_OK)
        return status;
    for (size_t i = 0; i < played; i++)
        reports[i] = report_of(&tests[i]);
    matrix = cli_conform_matrix_of(suite->memory, reports, played, suite->case_count);
    status = read_and_write_baselines(tests, reports, &matrix);
    return status == CLI_OK ? report_matrix(&matrix, worst_of(tests, played)) : status;
}

/* Is there a form of the matrix for all that is to be written? */
static bool matrix_has_forms(void)
{
    for (size_t i = 0; i < options.reports.count; i++) {
        report_format format = REPORT_TEXT;
        const char *path;
        if (cli_report_read(options.reports.words[i].text, &format, &path) && !cli_conform_matrix_has(format))
            return false;
    }
    return cli_conform_matrix_has((report_format)options.format);
}

/* How many kinds of target are named. */
static int kinds_of_target(size_t urls)
{
    return (urls > 0 || options.live.start != NULL ? 1 : 0) + (options.client.command != NULL ? 1 : 0) +
           (options.proxy.url != NULL ? 1 : 0) + (options.parser != NULL ? 1 : 0);
}

/* What the command line asks for and can't be had together. NULL where all goes together. */
static const char *clash(size_t urls)
{
    if (options.captures.count > 0)
        urls = 0; /* the words are captures, too */
    if (kinds_of_target(urls) > 1)
        return "a server, --client, --proxy and --parser are tested one at a time";
    if (urls > CLI_CONFORM_SERVERS_MOST)
        return "that are too many URLs";
    if (urls > 1 && !matrix_has_forms())
        return "several URLs give a matrix, as " CLI_CONFORM_MATRIX_FORMATS
               "; the other formats tell of the findings of one server: test each by itself for them";
    if (urls > 1 && (options.live.start != NULL || options.dry_run || options.list))
        return "with several URLs there is no --start, --dry-run or --list";
    if (options.dry_run && options.live.measures)
        return "what --measure sends follows from the answers: --dry-run can't tell it";
    if (options.captures.count > 0 &&
        (options.parser != NULL || options.proxy.url != NULL || options.live.start != NULL || options.list))
        return "--capture plays the streams of captures to libh1 or to a --client, and to nothing else";
    return NULL;
}

/* Captures take the place of case files; more of them may stand behind the first. */
static cli_status conform_captures(char **files, size_t count)
{
    conf_memory memory = {0};
    conf_suite suite;
    testing t = {.suite = &suite};
    cli_status status;

    conf_suite_init(&suite, &memory, cli_ledger());
    t.files = conf_alloc(&memory, (options.captures.count + count) * sizeof *t.files);
    for (; t.file_count < options.captures.count; t.file_count++)
        t.files[t.file_count] = options.captures.words[t.file_count].text;
    for (size_t i = 0; i < count; i++)
        t.files[t.file_count++] = files[i];
    status = conform_cases(&t);
    conf_memory_free(&memory);
    return status;
}

static cli_status conform_suite(conf_suite *suite, char **urls, size_t count)
{
    testing t = {.suite = suite, .url = count > 0 ? urls[0] : NULL};
    cli_status status;

    if (count > 1)
        return compare(suite, urls, count);
    status = prepare(&t);
    return status == CLI_OK ? conform_cases(&t) : status;
}

static cli_status conform(char **words, size_t count)
{
    const char *directory = cli_cases_directory(options.cases);
    conf_memory memory = {0};
    cli_status status;
    conf_suite suite;

    if (cli_reports_check(&cli_conform, &options.reports) != CLI_OK ||
        cli_conform_baseline_check(options.baseline) != CLI_OK)
        return CLI_UNUSABLE;
    if (clash(count) != NULL)
        return cli_usage(&cli_conform, "%s", clash(count));
    if (options.captures.count > 0)
        return conform_captures(words, count);
    if (directory == NULL)
        return cli_usage(&cli_conform, "there are no case files beside h1; --cases DIR says where they are");
    conf_suite_init(&suite, &memory, cli_ledger());
    conf_suite_read_tree(&suite, directory);
    say_faults(&suite);
    if (suite.case_count == 0 || !cli_cases_narrow(&suite, &options.wanted, &options.unwanted))
        status = CLI_UNUSABLE;
    else
        status = conform_suite(&suite, words, count);
    conf_memory_free(&memory);
    return status;
}

const cli_command cli_conform = {
    "conform",
    "[URL...]",
    "Play the conformance cases to libh1 itself, at every cut, or to a live server.",
    "URL is http://HOST:PORT/PATH, https:// or unix:/SOCKET; several are compared. Exit status: 0 all as the cases "
    "say; 1 a\n"
    "case failed; 2 usage, or a slip in a case file; 4 no case was played, or too many were inconclusive.",
    OPTIONS,
    {"conform http://127.0.0.1:8080/ --select 9112   the cases of an RFC, to a server",
     "conform --start 'python3 -m http.server {port}'   start a server and test it"},
    conform,
};
