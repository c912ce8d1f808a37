/* SPDX-License-Identifier: MIT */
/* h1 show: the exchanges of one connection, readable, with packets and times.
 *
 * The two directions of a connection are mixed as the capture has them, so what is shown of a message is gathered in
 * memory, up to a bound, until the message is complete; content for --body goes straight to its file. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/capture.h"
#include "cli/output.h"
#include "cli/show_body.h"
#include "cli/words.h"
#include "report/count.h"
#include "report/escape.h"
#include "report/paint.h"
#include "report/redact.h"

static struct {
    uint64_t stream, message;
    bool stream_given, message_given;
    const char *body, *filter, *output;
    unsigned side, colour;
    bool side_given, hex, redact;
} options;

static const cli_option OPTIONS[] = {
    {"stream", 0, CLI_NUMBER, "N", "the connection, as list and check number it; needed", &options.stream,
     &options.stream_given},
    {"message", 0, CLI_NUMBER, "M", "only request M and what answers it", &options.message, &options.message_given},
    {"side", 0, CLI_CHOICE, "request|response", "only these", &options.side, &options.side_given},
    {"body", 0, CLI_TEXT, "FILE", "write the content of message M there (response's if not said)", &options.body, NULL},
    {"hex", 0, CLI_FLAG, NULL, "show content as a hex dump, up to 1 MiB", &options.hex, NULL},
    {"redact", 0, CLI_FLAG, NULL, "show secrets and bodies as *", &options.redact, NULL},
    {"output", 'o', CLI_TEXT, "FILE", "write there, not to standard output", &options.output, NULL},
    CLI_OPTION_COLOUR(&options.colour),
    {0},
};

typedef struct showing {
    cli_capture capture;
    cli_output output;
    FILE *body; /* of --body; NULL without */
    cli_body_view views[2];
    bool introduced; /* the connection's line was written */
    cap_when first;
    uint64_t shown;
} showing;

/* Messages of a request belong together: a response is wanted where it answers a wanted request. */
static bool wanted(const cap_message *m)
{
    uint64_t exchange = m->side == H1_REQUESTS ? m->number : m->answers;

    if (options.side_given && (options.side == 0) != (m->side == H1_REQUESTS))
        return false;
    return !options.message_given || exchange == options.message ||
           (m->side == H1_RESPONSES && m->answers == 0 && m->number == options.message);
}

static bool body_goes_to_file(const cap_message *m)
{
    h1_side side = options.side_given && options.side == 0 ? H1_REQUESTS : H1_RESPONSES;

    return options.body != NULL && m->side == side && (m->side == H1_REQUESTS || m->head->status >= 200 || m->len == 0);
}

/* Bytes that aren't in the capture are a hole in the file, so that the others keep their offsets. A hole is made by
 * truncating, as one that nothing follows would otherwise be lost. */
static void leave_hole(showing *s, uint64_t len)
{
    off_t at = len <= INT64_MAX && fflush(s->body) == 0 ? ftello(s->body) : -1;

    if (at >= 0 && (uint64_t)at <= INT64_MAX - len && ftruncate(fileno(s->body), at + (off_t)len) == 0 &&
        fseeko(s->body, 0, SEEK_END) == 0)
        return;
    if (!s->capture.broken && !ferror(s->body)) /* else the end says what is wrong */
        cli_complain("h1 show", options.body, "bytes aren't in the capture, and only a regular file can have holes");
    s->capture.broken = true;
}

static void take_body(void *context, const cap_message *m, const uint8_t *bytes, uint64_t len)
{
    showing *s = context;

    if (!wanted(m))
        return;
    if (bytes != NULL)
        cli_body_add(&s->views[m->side], bytes, (size_t)len);
    if (s->body == NULL || !body_goes_to_file(m))
        return;
    if (bytes != NULL)
        fwrite(bytes, 1, (size_t)len, s->body);
    else
        leave_hole(s, len);
}

static void write_when(FILE *out, const showing *s, const cap_when *when)
{
    double seconds = when->time >= s->first.time ? (double)(when->time - s->first.time) / 1e9
                                                 : -(double)(s->first.time - when->time) / 1e9;

    fprintf(out, "packet %" PRIu64, when->packet);
    if (when->timed && s->first.timed)
        fprintf(out, " at %+.6f s", seconds);
}

static void introduce(showing *s, const cap_connection *c)
{
    char client[64], server[64];
    FILE *out = s->output.stream;

    if (s->introduced)
        return;
    s->introduced = true;
    s->first = c->first;
    cap_endpoint_text(&c->client, client, sizeof client);
    cap_endpoint_text(&c->server, server, sizeof server);
    fprintf(out, "connection %" PRIu64 ": %s > %s, begins in packet %" PRIu64 "%s\n", c->number, client, server,
            c->first.packet, c->joined ? ", joined in its middle" : "");
}

static void write_title(showing *s, const cap_message *m)
{
    FILE *out = s->output.stream;
    char title[64];

    snprintf(title, sizeof title, "%s %" PRIu64, m->side == H1_REQUESTS ? "request" : "response", m->number);
    fputc('\n', out);
    report_paint(out, s->output.colour, REPORT_BOLD, title);
    fputs(": ", out);
    if (m->first.packet != m->last.packet) {
        write_when(out, s, &m->first);
        fputs(" to ", out);
    }
    write_when(out, s, &m->last);
    if (m->side == H1_RESPONSES && m->answers > 0)
        fprintf(out, ", answers request %" PRIu64, m->answers);
    if (m->resumed)
        fputs(", found behind a gap", out);
    fputc('\n', out);
}

static bool write_head(FILE *out, const cap_message *m)
{
    uint8_t *bytes = malloc(m->len + 1);

    if (bytes == NULL)
        return false;
    if (m->len > 0)
        memcpy(bytes, m->bytes, m->len);
    if (options.redact)
        report_redact(bytes, m->len, REPORT_PART_START);
    for (size_t at = 0; at < m->len;) {
        const uint8_t *lf = memchr(bytes + at, '\n', m->len - at);
        size_t end = lf != NULL ? (size_t)(lf - bytes) + 1 : m->len;
        fputs("    ", out);
        report_escape_to(out, bytes + at, end - at);
        fputc('\n', out);
        at = end;
    }
    free(bytes);
    return true;
}

static void write_summary(showing *s, const cap_message *m)
{
    FILE *out = s->output.stream;

    fprintf(out, "  body %s, %s", report_bytes_of(m->body).text, cli_framing_name(m->framing));
    if (m->missing > 0)
        fprintf(out, ", %s of it not in the capture", report_bytes_of(m->missing).text);
    fputs(m->complete ? "" : ", incomplete", out);
    if (s->body != NULL && body_goes_to_file(m))
        fprintf(out, ", written to %s\n", options.body);
    else
        fputc('\n', out);
    if (s->body == NULL || !body_goes_to_file(m))
        cli_body_show(&s->views[m->side], out, options.hex, options.redact);
    for (size_t i = 0; i < m->rule_count; i++) {
        const h1_rule_info *info = h1_rule_info_of(m->rules[i]);
        fputs("  ", out);
        report_paint(out, s->output.colour, report_severity_colour(info->severity), h1_severity_name(info->severity));
        fprintf(out, ": %s [%s]\n", info->title, h1_rule_name(m->rules[i]).text);
    }
}

static void take_message(void *context, const cap_message *m)
{
    showing *s = context;

    if (wanted(m)) {
        introduce(s, m->connection);
        write_title(s, m);
        if (!write_head(s->output.stream, m))
            s->capture.broken = true;
        write_summary(s, m);
        s->shown++;
    }
    cli_body_reset(&s->views[m->side]);
}

static cli_status status_of(const showing *s)
{
    cli_status status = cli_capture_status(&s->capture);

    if (status != CLI_OK || s->shown > 0)
        return status;
    if (s->capture.totals.connections <= options.stream)
        fprintf(stderr, "h1 show: there is no connection %" PRIu64 "; the capture has %" PRIu64 "\n", options.stream,
                s->capture.totals.connections);
    else
        fprintf(stderr, "h1 show: no such HTTP/1 message in connection %" PRIu64 "; 'h1 list' shows what there is\n",
                options.stream);
    return CLI_NOTHING;
}

static cli_status close_body(showing *s, cli_status status)
{
    cli_output body = {.stream = s->body, .path = options.body};

    return s->body != NULL ? cli_output_close(&body, status) : status;
}

static cli_status run_show(showing *s, char **words)
{
    cli_status status = cli_output_open(&s->output, options.output, (cli_colour_choice)options.colour);

    if (status != CLI_OK)
        return status;
    if (options.body != NULL && (s->body = fopen(options.body, "wbe")) == NULL) {
        cli_cannot_write(options.body, strerror(errno));
        return CLI_UNUSABLE;
    }
    s->capture.judge = (cap_judge_options){.only_one = true, .only = options.stream};
    s->capture.visitor = (cap_visitor){.context = s, .message = take_message, .body = take_body};
    cli_capture_read(&s->capture, words, 1);
    for (size_t i = 0; i < 2; i++)
        cli_body_free(&s->views[i]);
    return close_body(s, cli_output_close(&s->output, status_of(s)));
}

static cli_status show(char **words, size_t count)
{
    showing *s;
    cli_status status;

    if (count != 1)
        return cli_usage(&cli_show, "one FILE is needed; '-' is standard input");
    if (!options.stream_given)
        return cli_usage(&cli_show, "--stream N is needed; 'h1 list %s' shows the numbers in its first column",
                         words[0]);
    if (options.body != NULL && !options.message_given)
        return cli_usage(&cli_show, "--body needs --message M, to know whose content is meant");
    if (options.body != NULL && strcmp(options.body, "-") == 0)
        return cli_usage(&cli_show, "--body takes a file: standard output has the exchange");
    s = calloc(1, sizeof *s);
    if (s == NULL)
        return cli_no_memory();
    status = run_show(s, words);
    free(s);
    return status;
}

const cli_command cli_show = {
    "show",
    "FILE --stream N",
    "Show the exchanges of one connection, with packets and times.",
    "Bytes are shown escaped. Times count from the connection's first packet.",
    OPTIONS,
    {"show capture.pcapng --stream 3", "show capture.pcapng --stream 3 --message 2 --body page.html"},
    show,
};
