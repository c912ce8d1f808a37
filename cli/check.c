/* SPDX-License-Identifier: MIT */
/* h1 check: judge the HTTP/1 messages of captures, or of an interface, and report what is wrong with them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/capture.h"
#include "cli/output.h"
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
    cli_words wanted, unwanted;
    bool statistics, allow_empty, redact;
} options = {.examples = 3};

static const cli_option OPTIONS[] = {
    {"interface", 'i', CLI_TEXT, "IFACE", "listen there until Ctrl-C or --duration", &options.interface, NULL},
    {"duration", 0, CLI_SECONDS, "TIME", "how long to listen: 30s, 5m, 1h", &options.seconds, NULL},
    {"filter", 0, CLI_TEXT, "BPF", "look only at packets that this libpcap filter passes", &options.filter, NULL},
    {"request", 0, CLI_TEXT, "FILE", "no capture: the bytes of a connection's requests ...", &options.sides[0], NULL},
    {"response", 0, CLI_TEXT, "FILE", "... and of its responses; either or both", &options.sides[1], NULL},
    {"format", 0, CLI_CHOICE, "text|jsonl", "for people, or a JSON object a line", &options.format, NULL},
    {"output", 'o', CLI_TEXT, "FILE", "write there, not to standard output", &options.output, NULL},
    {"select", 0, CLI_WORDS, "WHAT,...", "only these rules: names, prefixes, tags, sections", &options.wanted, NULL},
    {"ignore", 0, CLI_WORDS, "WHAT,...", "not these rules", &options.unwanted, NULL},
    {"fail-on", 0, CLI_CHOICE, "error|warning|note|never", "what makes the exit status 1", &options.fail_on, NULL},
    {"by", 0, CLI_CHOICE, "rule|endpoint|connection", "what stands together", &options.by, NULL},
    {"max-findings", 0, CLI_NUMBER, "N", "shown of a rule for each endpoint; 3; 0: all, as found", &options.examples,
     NULL},
    {"redact", 0, CLI_FLAG, NULL, "show secrets and bodies as *", &options.redact, NULL},
    {"statistics", 0, CLI_FLAG, NULL, "count findings by rule, and what reading took", &options.statistics, NULL},
    {"allow-empty", 0, CLI_FLAG, NULL, "no HTTP/1 message at all is fine (else status 4)", &options.allow_empty, NULL},
    CLI_OPTION_COLOUR(&options.colour),
    {0},
};

typedef struct checking {
    cli_capture capture;
    cli_selection selection;
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
    if (!report_add(c->report, &item)) {
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

static bool close_report(checking *c, const cli_output *output)
{
    const cap_totals *all = &c->capture.totals;
    report_unseen unseen[CAP_UNSEENS + 1];
    report_totals totals = {
        .messages = messages(c),
        .connections = messages(c) > 0 ? all->http : all->connections,
        .packets = all->packets,
        .unseen = unseen,
        .unseen_count = fill_unseen(c, unseen),
        .interrupted = c->capture.interrupted,
        .nothing_read = c->capture.opened == 0,
        .statistics = options.statistics,
    };

    c->written = report_close(c->report, &totals) && c->written;
    if (options.statistics && c->capture.opened > 0)
        cli_statistics_write(output->stream, all, options.format == 1);
    return c->written;
}

/* Did something at or above --fail-on turn up? */
static bool failed(const report_tally *tally)
{
    switch ((fail_on)options.fail_on) {
    case FAIL_ON_ERROR:
        return tally->of_severity[H1_SEVERITY_ERROR] > 0;
    case FAIL_ON_WARNING:
        return tally->of_severity[H1_SEVERITY_ERROR] + tally->of_severity[H1_SEVERITY_WARNING] > 0;
    case FAIL_ON_NOTE:
        return tally->all > 0;
    case FAIL_ON_NEVER:
        break;
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

static cli_status run_check(checking *c, char **words, size_t count)
{
    cli_output output;
    cli_status status = cli_output_open(&output, options.output, (cli_colour_choice)options.colour);
    bool findings;

    if (status != CLI_OK)
        return status;
    c->report = report_open(&(report_options){
        .format = options.format == 1 ? REPORT_JSONL : REPORT_TEXT,
        .by = (report_by)options.by,
        .out = output.stream,
        .colour = output.colour,
        .redact = options.redact,
        .examples = options.examples,
        .requirement = cli_requirement_of_rule,
    });
    if (c->report == NULL)
        return cli_output_close(&output, cli_no_memory());
    if (c->capture.sides[0] != NULL || c->capture.sides[1] != NULL)
        cli_capture_streams(&c->capture);
    else
        cli_capture_read(&c->capture, words, count);
    findings = failed(report_counts(c->report));
    if (!close_report(c, &output) && !ferror(output.stream))
        return cli_output_close(&output, cli_no_memory());
    return cli_output_close(&output, status_of(c, findings));
}

/* Does what was asked for go together? */
static cli_status sort_out(checking *c, char **words, size_t *count)
{
    bool raw = options.sides[0] != NULL || options.sides[1] != NULL;

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
    status = sort_out(c, words, &count);
    if (status == CLI_OK)
        status = run_check(c, words, count);
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
