/* SPDX-License-Identifier: MIT */
/* h1 check: judge the HTTP/1 messages of captures, or of an interface, and report what is wrong with them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/capture.h"
#include "cli/check_baseline.h"
#include "cli/check_inputs.h"
#include "cli/check_outputs.h"
#include "cli/reports.h"
#include "cli/requirement.h"
#include "cli/select.h"
#include "cli/statistics.h"
#include "report/report.h"

/* --fail-on, in the order of its words. */
typedef enum fail_on {
    FAIL_ON_ERROR,
    FAIL_ON_WARNING,
    FAIL_ON_NOTE,
    FAIL_ON_NEVER,
} fail_on;

static struct {
    const char *interface, *filter, *output;
    const char *sides[2]; /* by h1_side */
    double seconds;
    unsigned format, by, colour, fail_on;
    uint64_t examples;
    bool examples_given;
    cli_words wanted, unwanted, reports;
    const char *baseline, *new_baseline;
    bool statistics, allow_empty, redact;
} options = {.examples = 3};

static const cli_option OPTIONS[] = {
    {"interface", 'i', CLI_TEXT, "IFACE", "listen there until Ctrl-C or --duration", &options.interface, NULL},
    {"duration", 0, CLI_SECONDS, "TIME", "how long to listen: 30s, 5m, 1h", &options.seconds, NULL},
    {"filter", 0, CLI_TEXT, "BPF", "look only at packets that this libpcap filter passes", &options.filter, NULL},
    {"request", 0, CLI_TEXT, "FILE", "no capture: the bytes of a connection's requests ...", &options.sides[0], NULL},
    {"response", 0, CLI_TEXT, "FILE", "... and of its responses; either or both", &options.sides[1], NULL},
    {"format", 0, CLI_CHOICE, REPORT_FORMAT_WORDS, "how results are written", &options.format, NULL},
    {"output", 'o', CLI_TEXT, "FILE", "write there, not to standard output", &options.output, NULL},
    {"report", 0, CLI_TEXTS, "FORMAT:FILE", "write them there as well, as often as wanted", &options.reports, NULL},
    {"baseline", 0, CLI_TEXT, "FILE", "findings that are known: not shown, and no reason for status 1",
     &options.baseline, NULL},
    {"write-baseline", 0, CLI_TEXT, "FILE", "write one, of all that is found", &options.new_baseline, NULL},
    {"select", 0, CLI_WORDS, "WHAT,...", "only these rules: names, prefixes, tags, sections", &options.wanted, NULL},
    {"ignore", 0, CLI_WORDS, "WHAT,...", "not these rules", &options.unwanted, NULL},
    {"fail-on", 0, CLI_CHOICE, "error|warning|note|never", "what makes the exit status 1", &options.fail_on, NULL},
    {"by", 0, CLI_CHOICE, "rule|endpoint|connection", "what stands together", &options.by, NULL},
    {"max-findings", 0, CLI_NUMBER, "N", "shown of a rule for each endpoint; 3; 0: all, as found", &options.examples,
     &options.examples_given},
    {"redact", 0, CLI_FLAG, NULL, "show secrets and bodies as *", &options.redact, NULL},
    {"statistics", 0, CLI_FLAG, NULL, "count findings by rule, and what reading took", &options.statistics, NULL},
    {"allow-empty", 0, CLI_FLAG, NULL, "no HTTP/1 message at all is fine (else status 4)", &options.allow_empty, NULL},
    CLI_OPTION_COLOUR(&options.colour),
    {0},
};

typedef struct checking {
    cli_capture capture;
    cli_selection selection;
    check_outputs outputs;
    check_baseline baseline;
    report *report;
    bool written; /* everything so far went out */
} checking;

/* Where a raw stream is judged there are no packets and no addresses. */
static void forget_packets(const checking *c, report_item *item)
{
    item->file = c->capture.sides[item->finding.side];
    item->client = item->server = NULL;
    item->packet = 0;
    item->timed = false;
}

static void take_finding(void *context, const cap_finding *found)
{
    checking *c = context;
    char client[64], server[64];
    report_item item = {
        .finding = found->finding,
        .file = c->capture.file,
        .client = client,
        .server = server,
        .stream = found->connection->number,
        .packet = found->when.packet,
        .time = found->when.time,
        .timed = found->when.timed,
        .message_at = found->message_at,
        .bytes = found->bytes,
        .len = found->len,
        .bytes_at = found->bytes_at,
        .head_cut = found->head_cut,
        .tail_cut = found->tail_cut,
        .in_head = found->in_head,
    };

    if (!cli_selection_has(&c->selection, found->finding.rule))
        return;
    cap_endpoint_text(&found->connection->client, client, sizeof client);
    cap_endpoint_text(&found->connection->server, server, sizeof server);
    if (c->capture.sides[found->finding.side] != NULL)
        forget_packets(c, &item);
    if (!check_baseline_note(&c->baseline, &item) || !report_add(c->report, &item)) {
        c->written = false;
        c->capture.enough = true;
    }
}

/* Words for what went unread. */
static size_t fill_unseen(const checking *c, report_unseen *unseen)
{
    for (size_t i = 0; i < CAP_UNSEENS; i++) {
        const cap_unseen *kind = &c->capture.totals.unseen[i];
        unseen[i] = (report_unseen){kind->count, kind->bytes, cap_unseen_words((cap_unseen_kind)i, false),
                                    cap_unseen_words((cap_unseen_kind)i, true)};
    }
    unseen[CAP_UNSEENS] =
        (report_unseen){c->capture.dropped, 0, "packet that the kernel dropped", "packets that the kernel dropped"};
    return CAP_UNSEENS + 1;
}

static uint64_t messages(const checking *c)
{
    return c->capture.totals.requests + c->capture.totals.responses;
}

/* The limits that messages were held to, for people. */
static void limits_to(char *text, size_t size)
{
    const h1_limits *l = &h1_default_limits;

    snprintf(text, size, "start-line %u bytes, request-target %u, field line %u, %u fields, head %u", l->start_line,
             l->target, l->field_line, l->fields, l->head);
}

/* Write the reports to their ends. */
static bool close_report(checking *c, const check_inputs *inputs)
{
    const cap_totals *all = &c->capture.totals;
    report_unseen unseen[CAP_UNSEENS + 1];
    char limits[160];
    report_totals totals = {
        .messages = messages(c),
        .connections = messages(c) > 0 ? all->http : all->connections,
        .packets = all->packets,
        .unseen = unseen,
        .unseen_count = fill_unseen(c, unseen),
        .inputs = inputs->inputs,
        .input_count = inputs->count,
        .limits = limits,
        .interrupted = c->capture.interrupted,
        .damaged = c->capture.damaged || c->capture.broken || !c->written,
        .nothing_read = c->capture.opened == 0,
        .statistics = options.statistics,
    };

    limits_to(limits, sizeof limits);
    c->written = report_close(c->report, &totals) && c->written;
    for (size_t i = 0; options.statistics && c->capture.opened > 0 && i < c->outputs.count; i++) {
        const report_output *output = &c->outputs.formats[i];
        if (output->format == REPORT_TEXT || output->format == REPORT_JSONL)
            cli_statistics_write(output->out, all, output->format == REPORT_JSONL);
    }
    return c->written;
}

/* The least severity that counts, by --fail-on; above ERROR where none does. */
static unsigned fails_from(void)
{
    static const unsigned least[] = {
        [FAIL_ON_ERROR] = H1_SEVERITY_ERROR,
        [FAIL_ON_WARNING] = H1_SEVERITY_WARNING,
        [FAIL_ON_NOTE] = H1_SEVERITY_NOTE,
        [FAIL_ON_NEVER] = H1_SEVERITY_ERROR + 1,
    };

    return least[options.fail_on];
}

/* Did something at or above --fail-on turn up? */
static bool failed(const report_tally *tally)
{
    for (unsigned severity = fails_from(); severity <= H1_SEVERITY_ERROR; severity++) {
        if (tally->of_severity[severity] > 0)
            return true;
    }
    return false;
}

/* Our own faults and signals go before findings, findings before damage, damage before emptiness. */
static cli_status status_of(const checking *c, bool findings)
{
    cli_status status = cli_capture_status(&c->capture);

    if (status == CLI_INTERNAL || status == CLI_INTERRUPTED)
        return status;
    if (findings)
        return CLI_FINDINGS;
    if (status == CLI_OK && messages(c) == 0 && !options.allow_empty)
        return CLI_NOTHING;
    return status;
}

static bool is_raw(void)
{
    return options.sides[0] != NULL || options.sides[1] != NULL;
}

static bool list_inputs(const checking *c, check_inputs *inputs, char **words, size_t count)
{
    const char *const others[] = {options.interface, options.sides[0], options.sides[1]};
    bool hashed = check_outputs_tell_hashes(&c->outputs);

    if (count == 0)
        return check_inputs_list(inputs, others, sizeof others / sizeof *others, hashed);
    return check_inputs_list(inputs, (const char *const *)words, count, hashed);
}

/* Read, report, and say how it went. */
static cli_status judge(checking *c, char **words, size_t count)
{
    check_inputs inputs = {0};
    cli_status baseline;
    bool findings, written;

    if (is_raw())
        cli_capture_streams(&c->capture);
    else
        cli_capture_read(&c->capture, words, count);
    findings = failed(report_counts(c->report));
    written = list_inputs(c, &inputs, words, count);
    written = close_report(c, &inputs) && written;
    check_inputs_free(&inputs);
    baseline = check_baseline_write(&c->baseline);
    if (!written && !check_outputs_failed(&c->outputs))
        return cli_no_memory();
    return baseline != CLI_OK ? baseline : status_of(c, findings);
}

static check_wanted wanted(void)
{
    return (check_wanted){(report_format)options.format, options.output, (cli_colour_choice)options.colour,
                          options.redact, &options.reports};
}

static cli_status run_check(checking *c, char **words, size_t count)
{
    check_wanted all = wanted();
    cli_status status = check_outputs_open(&c->outputs, &all);

    if (status != CLI_OK)
        return status;
    c->report = report_open(&(report_options){
        .outputs = c->outputs.formats,
        .output_count = c->outputs.count,
        .by = (report_by)options.by,
        .examples = options.examples,
        .json_has_all = !options.examples_given,
        .fails_from = fails_from(),
        .left_out = c->selection.out,
        .version = H1_VERSION,
        .requirement = cli_requirement_of_rule,
    });
    status = c->report != NULL ? judge(c, words, count) : cli_no_memory();
    return check_outputs_close(&c->outputs, status);
}

/* Does what was asked for go together? */
static cli_status sort_out(checking *c, char **words, size_t *count)
{
    check_wanted all = wanted();
    bool raw = is_raw();

    if (options.interface != NULL && *count == 1 && options.filter == NULL) {
        c->capture.filter = words[0];
        *count = 0;
    }
    if (raw && (*count > 0 || options.interface != NULL || options.filter != NULL))
        return cli_usage(&cli_check, "--request and --response are read instead of a capture, without filter");
    if (options.interface != NULL && *count > 0)
        return cli_usage(&cli_check, "with -i there is one filter and no file; '%s' is too much", words[*count - 1]);
    if (!raw && options.interface == NULL && *count == 0)
        return cli_usage(&cli_check, "which file? '-' is standard input, -i IFACE listens");
    if (cli_reports_check(&cli_check, &options.reports) != CLI_OK)
        return CLI_UNUSABLE;
    if (options.statistics && !check_wants(&all, REPORT_TEXT) && !check_wants(&all, REPORT_JSONL))
        return cli_usage(&cli_check, "--statistics are for text and jsonl");
    if (!cli_selection_make("check", &c->selection, &options.wanted, &options.unwanted))
        return CLI_UNUSABLE;
    return CLI_OK;
}

static cli_status check(char **words, size_t count)
{
    checking *c = calloc(1, sizeof *c);
    cli_status status;

    if (c == NULL)
        return cli_no_memory();
    c->written = true;
    c->capture.interface = options.interface;
    c->capture.filter = options.filter;
    c->capture.seconds = options.seconds;
    c->capture.sides[H1_REQUESTS] = options.sides[0];
    c->capture.sides[H1_RESPONSES] = options.sides[1];
    c->capture.visitor = (cap_visitor){.context = c, .finding = take_finding};
    c->baseline.path = options.baseline;
    c->baseline.new_path = options.new_baseline;
    status = sort_out(c, words, &count);
    if (status == CLI_OK)
        status = check_baseline_read(&c->baseline);
    if (status == CLI_OK)
        status = run_check(c, words, count);
    check_baseline_free(&c->baseline);
    free(c);
    return status;
}

const cli_command cli_check = {
    "check",
    "FILE... | - | -i IFACE [FILTER] | --request FILE --response FILE",
    "Judge the HTTP/1 messages in captures: pcap, pcapng, also gzip'd.",
    "HTTP is found by content, on any port. Exit status: 0 nothing at or above --fail-on, 1 findings, 2 usage or\n"
    "damaged input, 3 our own fault, 4 no HTTP/1 message was there to judge, 130 interrupted.",
    OPTIONS,
    {"check capture.pcapng", "check -i lo 'tcp port 8080' --duration 30s --fail-on warning"},
    check,
};
