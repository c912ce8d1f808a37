/* SPDX-License-Identifier: MIT */
/* h1 list: one line for each message in captures. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/capture.h"
#include "cli/output.h"
#include "cli/words.h"
#include "report/escape.h"
#include "report/json.h"

enum {
    TARGET_COLUMNS = 60,
};

static struct {
    const char *filter, *output;
    unsigned format;
    bool allow_empty;
} options;

static const cli_option OPTIONS[] = {
    {"format", 0, CLI_CHOICE, "text|jsonl", "for people, or a JSON object a line", &options.format, NULL},
    {"filter", 0, CLI_TEXT, "BPF", "look only at packets that this libpcap filter passes", &options.filter, NULL},
    {"output", 'o', CLI_TEXT, "FILE", "write there, not to standard output", &options.output, NULL},
    {"allow-empty", 0, CLI_FLAG, NULL, "no HTTP/1 message at all is fine (else status 4)", &options.allow_empty, NULL},
    {0},
};

typedef struct listing {
    cli_capture capture;
    FILE *out;
} listing;

static void endpoints(const cap_message *m, char *from, char *to)
{
    bool request = m->side == H1_REQUESTS;

    cap_endpoint_text(request ? &m->connection->client : &m->connection->server, from, 64);
    cap_endpoint_text(request ? &m->connection->server : &m->connection->client, to, 64);
}

/* Members that depend on the kind of message. */
static json_t *json_start_line(const cap_message *m)
{
    const h1_head *head = m->head;

    if (m->side == H1_RESPONSES && m->len == 0)
        return json_pack("{s:s, s:s}", "kind", "response", "version", "0.9");
    if (m->side == H1_RESPONSES)
        return json_pack("{s:s, s:s, s:i}", "kind", "response", "version", cli_version_of(head).text, "status",
                         (int)head->status);
    return json_pack("{s:s, s:o, s:o, s:s}", "kind", "request", "method",
                     report_json_latin1(m->bytes + head->method.at, head->method.len), "target",
                     report_json_latin1(m->bytes + head->target.at, head->target.len), "version",
                     cli_version_of(head).text);
}

/* The machine format has five words. A body that nobody can delimit isn't read, so to a program there is none; the
 * rules and `complete` say why. */
static h1_framing known_framing(h1_framing framing)
{
    return framing == H1_FRAMING_UNDECIDED ? H1_FRAMING_NONE : framing;
}

/* The members of both objects in the first; NULL where either is, as memory was short. Takes both references. */
static json_t *joined(json_t *object, json_t *more)
{
    bool all = json_object_update(object, more) == 0;

    json_decref(more);
    if (all)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *json_line(const listing *l, const cap_message *m)
{
    char from[64], to[64], dir[160];
    json_t *start = json_start_line(m);
    json_t *line;

    endpoints(m, from, to);
    snprintf(dir, sizeof dir, "%s > %s", from, to);
    line = json_pack("{s:o, s:I, s:I, s:o, s:s}", "file",
                     report_json_latin1((const uint8_t *)l->capture.file, strlen(l->capture.file)), "stream",
                     (json_int_t)m->connection->number, "packet", (json_int_t)m->last.packet, "time",
                     m->last.timed ? report_json_time(m->last.time) : json_null(), "dir", dir);
    line = joined(line, start);
    start = json_pack("{s:i, s:s, s:I, s:b, s:o}", "fields", (int)m->head->fields, "framing",
                      cli_framing_name(known_framing(m->framing)), "body", (json_int_t)m->body, "complete",
                      (int)m->complete, "rules", cli_json_rules(m->rules, m->rule_count));
    return joined(line, start);
}

static void write_start_line(FILE *out, const cap_message *m)
{
    const h1_head *head = m->head;

    if (m->side == H1_REQUESTS) {
        report_escape_to(out, m->bytes + head->method.at, head->method.len);
        fputc(' ', out);
        report_escape_cut_to(out, m->bytes + head->target.at, head->target.len, TARGET_COLUMNS);
    } else if (m->len == 0) {
        fputs("reply without a head", out);
    } else {
        fprintf(out, "%u ", head->status);
        report_escape_cut_to(out, m->bytes + head->reason.at, head->reason.len, TARGET_COLUMNS);
    }
}

/* Seconds of the day are enough to read a list by; --format jsonl has the whole time. */
static void write_time(FILE *out, const cap_when *when)
{
    uint64_t second = when->time / 1000000000 % 86400;

    if (when->timed)
        fprintf(out, "%02" PRIu64 ":%02" PRIu64 ":%02" PRIu64 ".%06" PRIu64, second / 3600, second / 60 % 60,
                second % 60, when->time / 1000 % 1000000);
    else
        fputs("-              ", out);
}

static void write_text(FILE *out, const cap_message *m)
{
    char from[64], to[64];

    endpoints(m, from, to);
    fprintf(out, "%5" PRIu64 " %6" PRIu64 "  ", m->connection->number, m->last.packet);
    write_time(out, &m->last);
    fprintf(out, "  %s > %s  ", from, to);
    write_start_line(out, m);
    fprintf(out, "  %s", cli_framing_name(m->framing));
    if (m->body > 0)
        fprintf(out, " %" PRIu64, m->body);
    if (!m->complete)
        fputs("  incomplete", out);
    for (size_t i = 0; i < m->rule_count; i++)
        fprintf(out, "%s%s", i == 0 ? "  ! " : ", ", h1_rule_name(m->rules[i]).text);
    fputc('\n', out);
}

static void take_message(void *context, const cap_message *m)
{
    listing *l = context;

    if (options.format == 0) {
        write_text(l->out, m);
    } else if (!report_json_line(l->out, json_line(l, m)) && !ferror(l->out)) {
        cli_no_memory();
        l->capture.broken = true;
    }
    if (ferror(l->out))
        l->capture.enough = true;
}

static cli_status list(char **words, size_t count)
{
    listing l = {.capture = {.filter = options.filter}};
    cli_output output;
    cli_status status;

    if (count == 0)
        return cli_usage(&cli_list, "which file? '-' is standard input");
    status = cli_output_open(&output, options.output, CLI_COLOUR_NEVER);
    if (status != CLI_OK)
        return status;
    l.out = output.stream;
    l.capture.visitor = (cap_visitor){.context = &l, .message = take_message};
    cli_capture_read(&l.capture, words, count);
    status = cli_capture_status(&l.capture);
    if (status == CLI_OK && l.capture.totals.requests + l.capture.totals.responses == 0 && !options.allow_empty)
        status = CLI_NOTHING;
    if (status == CLI_NOTHING)
        fputs("h1 list: no HTTP/1 message was there\n", stderr);
    return cli_output_close(&output, status);
}

const cli_command cli_list = {
    "list",
    "FILE... | -",
    "List the HTTP/1 messages of captures, a line for each.",
    "A line has connection, packet that completes the message, time (UTC), direction, method and target or status,\n"
    "framing and length of the body, and the rules that were broken. Connections are numbered as other tools do.",
    OPTIONS,
    {"list capture.pcapng", "list --format jsonl capture.pcapng | jq 'select(.status >= 500)'"},
    list,
};
