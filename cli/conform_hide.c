/* SPDX-License-Identifier: MIT */
/* See conform_report.h: a copy of a report without secrets. Lengths and offsets stay what they are.
 *
 * What a case sends is public but for the values of --header, so those are hidden wherever they turn up, and what looks
 * like a field line loses its secrets even inside of a body. What a target or a capture sent is hidden as a whole, but
 * for the heads, in which secrets are, and the bytes at fault. */
#include <string.h>

#include "cli/conform_report.h"
#include "conformance/net/transcript.h"
#include "conformance/parser/trace.h"
#include "report/redact.h"

static uint8_t *copy_of(conf_memory *memory, conf_bytes bytes)
{
    uint8_t *copy = conf_alloc(memory, bytes.len + 1);

    if (bytes.len > 0)
        memcpy(copy, bytes.at, bytes.len);
    return copy;
}

/* The value of a field line "NAME: VALUE". */
static conf_bytes value_of(cli_word line)
{
    const char *colon = memchr(line.text, ':', line.len);
    conf_bytes value = {NULL, 0};

    if (colon == NULL)
        return value;
    value = (conf_bytes){(const uint8_t *)colon + 1, line.len - (size_t)(colon + 1 - line.text)};
    while (value.len > 0 && *value.at == ' ')
        value.at++, value.len--;
    return value;
}

static void hide_headers(const cli_words *headers, uint8_t *bytes, size_t len)
{
    for (size_t i = 0; headers != NULL && i < headers->count; i++) {
        conf_bytes value = value_of(headers->words[i]);
        uint8_t *end = bytes + len;
        uint8_t *at = value.len > 0 ? memmem(bytes, len, value.at, value.len) : NULL;
        for (; at != NULL; at = memmem(at, (size_t)(end - at), value.at, value.len)) {
            memset(at, '*', value.len);
            at += value.len;
        }
    }
}

/* Every line that could be a field line. */
static void hide_lines(uint8_t *bytes, size_t len)
{
    while (len > 0) {
        const uint8_t *lf = memchr(bytes, '\n', len);
        size_t line = lf == NULL ? len : (size_t)(lf - bytes) + 1;
        size_t end = line;
        while (end > 0 && (bytes[end - 1] == '\r' || bytes[end - 1] == '\n'))
            end--;
        uint8_t *colon = memchr(bytes, ':', end);
        if (colon != NULL)
            report_redact_field(bytes, (size_t)(colon - bytes), colon + 1, end - (size_t)(colon + 1 - bytes));
        bytes += line;
        len -= line;
    }
}

static conf_bytes hide_sent(conf_memory *memory, const cli_words *headers, conf_bytes bytes)
{
    uint8_t *copy = copy_of(memory, bytes);

    hide_lines(copy, bytes.len);
    hide_headers(headers, copy, bytes.len);
    return (conf_bytes){copy, bytes.len};
}

/* Show [from, to), where a head begins, without its secrets. */
static void show_head(conf_bytes bytes, uint8_t *copy, size_t from, size_t to)
{
    memcpy(copy + from, bytes.at + from, to - from);
    report_redact(copy + from, to - from, REPORT_PART_START);
}

/* The heads in bytes of others show what they may. A refused one ends where the bytes do. */
static void show_heads(const conf_trace *trace, conf_bytes bytes, uint8_t *copy)
{
    bool between = true; /* messages */
    size_t from = 0;

    for (size_t i = 0; i < trace->count; i++) {
        const conf_event *e = &trace->events[i];
        if (e->event.type == H1_FAULT)
            continue;
        if (e->event.type == H1_HEAD && e->behind > from)
            show_head(bytes, copy, from, e->behind);
        else if ((e->event.type == H1_REFUSED || e->event.type == H1_STOPPED) && between && from < bytes.len)
            show_head(bytes, copy, from, bytes.len);
        between = e->event.type == H1_END || (e->event.type == H1_HEAD && e->event.last);
        from = e->behind > from ? e->behind : from;
    }
}

/* The bytes at fault show all that they are. */
static void show_faults(const conf_trace *trace, conf_bytes bytes, uint8_t *copy)
{
    for (size_t i = 0; i < trace->count; i++) {
        const h1_event *e = &trace->events[i].event;
        if (e->type == H1_REFUSED || e->type == H1_FAULT)
            memcpy(copy + e->fault.span.at, bytes.at + e->fault.span.at, e->fault.span.len);
    }
}

static conf_bytes hide_received(conf_memory *memory, conf_bytes bytes, h1_side side)
{
    conf_trace trace = {0};
    conf_pieces whole = {0};
    conf_input input = {.bytes = bytes.at, .len = bytes.len, .side = side, .mode = H1_AUDIT, .answers_unknown = true};
    uint8_t *copy = conf_alloc(memory, bytes.len + 1);

    memset(copy, '*', bytes.len);
    if (bytes.len > 0) {
        conf_trace_run(&trace, &input, &whole);
        show_heads(&trace, bytes, copy);
        show_faults(&trace, bytes, copy);
        conf_trace_free(&trace);
    }
    return (conf_bytes){copy, bytes.len};
}

static const conf_transcript *hide_transcript(conf_memory *memory, const cli_words *headers, const conf_result *result)
{
    conf_transcript *copy = conf_alloc(memory, sizeof *copy);
    bool from_client = result->c->side == CONF_SIDE_RESPONSE; /* the runner is the server there */

    *copy = *result->transcript;
    copy->sent = hide_sent(memory, headers, copy->sent);
    copy->received = hide_received(memory, copy->received, from_client ? H1_REQUESTS : H1_RESPONSES);
    copy->forwarded = hide_sent(memory, headers, copy->forwarded);
    if (copy->last_words != NULL) {
        conf_bytes words = {(const uint8_t *)copy->last_words, strlen(copy->last_words)};
        copy->last_words = (const char *)hide_sent(memory, headers, words).at; /* a zero byte is behind them */
    }
    return copy;
}

/* A stream of a capture, which nobody meant to publish. */
static const conf_case *hide_captured(conf_memory *memory, const conf_case *c)
{
    conf_case *copy = conf_alloc(memory, sizeof *copy);

    *copy = *c;
    for (size_t side = 0; side < 2; side++)
        copy->bytes[side] = hide_received(memory, c->bytes[side], (h1_side)side);
    return copy;
}

/* What was due and what came, of a captured stream: its words are kept up to the first value. */
static conf_bytes hide_words(conf_memory *memory, conf_bytes bytes)
{
    uint8_t *copy = copy_of(memory, bytes);

    for (size_t i = 0; i < bytes.len; i++) {
        if (strchr("\"=?", copy[i]) != NULL && copy[i] != '\0') {
            memset(copy + i + 1, '*', bytes.len - i - 1);
            break;
        }
    }
    return (conf_bytes){copy, bytes.len};
}

static void hide_differences(conf_memory *memory, const cli_words *headers, conf_result *result)
{
    conf_difference *copies = conf_alloc(memory, result->difference_count * sizeof *copies);
    bool captured = result->c->line == 0;

    for (size_t i = 0; i < result->difference_count; i++) {
        conf_difference *d = &copies[i];
        *d = result->differences[i];
        d->expected = captured ? hide_words(memory, d->expected) : hide_sent(memory, headers, d->expected);
        d->actual = captured ? hide_words(memory, d->actual) : hide_sent(memory, headers, d->actual);
    }
    result->differences = copies;
}

cli_conform_report cli_conform_hide(conf_memory *memory, const cli_conform_report *report)
{
    cli_conform_report hidden = *report;
    conf_run *run = conf_alloc(memory, sizeof *run);

    *run = *report->run;
    run->results = conf_alloc(memory, run->result_count * sizeof *run->results);
    for (size_t i = 0; i < run->result_count; i++) {
        conf_result *result = &run->results[i];
        *result = report->run->results[i];
        hide_differences(memory, report->headers, result);
        if (result->transcript != NULL)
            result->transcript = hide_transcript(memory, report->headers, result);
        if (result->c->line == 0)
            result->c = hide_captured(memory, result->c);
    }
    hidden.run = run;
    hidden.redacted = true;
    return hidden;
}
