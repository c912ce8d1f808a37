/* SPDX-License-Identifier: MIT */
/* h1 conform --capture FILE --client CMD: the first exchange of each captured connection as a case for a client. What
 * libh1 reads in the captured response is what the client has to report. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/conform_capture.h"
#include "conformance/ledger.h"
#include "conformance/net/asked.h"
#include "conformance/parser/seen.h"

enum { RESPONSE_MOST = 64 * 1024 };

/* The suite that is being made, and where what can't be played goes. */
typedef struct making {
    conf_suite *suite;
    conf_run *run;
} making;

/* ---- The response ---- */

/* The first final response that is complete, and the offset behind it. */
typedef struct first {
    const conf_seen *seen; /* NULL: there is none */
    size_t end;
    bool interim; /* interim responses came before it */
} first;

static first first_response(conf_memory *memory, conf_bytes bytes, const conf_asked *asked, bool open,
                            conf_trace *trace)
{
    conf_input input = {.bytes = bytes.at,
                        .len = bytes.len,
                        .side = H1_RESPONSES,
                        .mode = H1_STRICT,
                        .open = open,
                        .answers = asked->answers,
                        .answer_count = asked->answer_count};
    conf_seen_messages messages;
    size_t number = 0;
    size_t heads = 0;

    conf_trace_run(trace, &input, &(conf_pieces){0});
    messages = conf_seen_in(memory, trace, bytes.at);
    while (number < messages.count && messages.at[number].head->status < 200)
        number++;
    if (number == messages.count || !messages.at[number].complete)
        return (first){0};
    for (size_t i = 0; i < trace->count; i++) {
        const h1_event *event = &trace->events[i].event;
        heads += event->type == H1_HEAD ? 1 : 0;
        if (heads == number + 1 && (event->type == H1_END || (event->type == H1_HEAD && event->last)))
            return (first){&messages.at[number], trace->events[i].behind, number > 0};
    }
    return (first){0};
}

/* Clients undo a content coding of their own accord: the content isn't compared then, and it may be an error. */
static bool is_coded(const conf_seen *seen, const uint8_t *bytes)
{
    for (size_t i = 0; i < seen->head->fields; i++) {
        const h1_field *field = &seen->fields[i];
        if (field->name_len == 16 && strncasecmp((const char *)bytes + field->name_at, "content-encoding", 16) == 0)
            return true;
    }
    return false;
}

/* ---- The case ---- */

static conf_bytes copied(conf_memory *memory, conf_bytes bytes, size_t len)
{
    conf_buffer copy = {0};

    conf_buffer_add(memory, &copy, bytes.at, len);
    return (conf_bytes){copy.at, copy.len};
}

/* Bytes in the escape language of case files. */
static conf_step written(conf_memory *memory, const uint8_t *bytes, size_t len)
{
    char *text = conf_alloc(memory, 4 * len + 1);

    for (size_t i = 0; i < len; i++)
        snprintf(text + 4 * i, 5, "\\x%02x", bytes[i]);
    return (conf_step){.kind = CONF_STEP_BYTES, .side = H1_RESPONSES, .text = text, .text_len = 4 * len, .size = len};
}

/* The response as it was cut on the wire. */
static void add_steps(conf_memory *memory, conf_case *made, const conf_stream *stream, size_t end)
{
    size_t at = 0;

    made->steps = conf_alloc(memory, 2 * (stream->step_count + 1) * sizeof *made->steps);
    for (size_t i = 0; i < stream->step_count && at < end; i++) {
        size_t len = stream->steps[i].size;
        if (stream->steps[i].side != H1_RESPONSES)
            continue;
        len = len < end - at ? len : end - at;
        if (at > 0)
            made->steps[made->step_count++] = (conf_step){.kind = CONF_STEP_CUT, .side = H1_RESPONSES};
        made->steps[made->step_count++] = written(memory, stream->bytes[H1_RESPONSES].at + at, len);
        at += len;
    }
}

static void add_outcome(conf_memory *memory, conf_case *made, const conf_seen *seen, const uint8_t *bytes)
{
    bool coded = is_coded(seen, bytes);
    conf_outcome *outcomes = conf_alloc(memory, 2 * sizeof *outcomes);
    conf_match *matches = conf_alloc(memory, 3 * sizeof *matches);
    conf_range *range = conf_alloc(memory, sizeof *range);

    *range = (conf_range){seen->head->status, seen->head->status};
    matches[0] = (conf_match){.kind = CONF_MATCH_STATUS, .ranges = range, .range_count = 1};
    matches[1] = (conf_match){.kind = CONF_MATCH_BODY, .value = copied(memory, seen->body, seen->body.len)};
    matches[2] = (conf_match){.kind = CONF_MATCH_ERROR};
    outcomes[0] = (conf_outcome){.line = made->line, .judged = CONF_JUDGED_CLIENT};
    outcomes[0].matches = (conf_matches){matches, coded ? 1 : 2};
    outcomes[1] = (conf_outcome){.line = made->line, .judged = CONF_JUDGED_CLIENT, .strength = CONF_AS_MAY};
    outcomes[1].matches = (conf_matches){matches + 2, 1};
    made->outcomes = outcomes;
    made->outcome_count = coded ? 2 : 1;
}

/* What a client breaks that reads another status or content. */
static void add_need(const making *m, conf_case *made, const first *response)
{
    const conf_requirement **needs = conf_alloc(m->suite->memory, sizeof *needs);
    const char *id = response->interim                                     ? "9110-15.2-02"
                     : response->seen->head->framing == H1_FRAMING_CHUNKED ? "9112-6.1-01"
                     : response->seen->head->framing == H1_FRAMING_LENGTH  ? "9112-9.3-06"
                                                                           : "9112-6.3-P01";

    needs[0] = conf_ledger_find(m->suite->ledger, id);
    made->needs = needs;
    made->need_count = needs[0] != NULL ? 1 : 0;
}

static void skip(const making *m, conf_case *made, const char *reason)
{
    conf_run_add(m->suite->memory, m->suite->ledger, m->run,
                 &(conf_result){.c = made, .state = CONF_SKIP, .reason = reason});
}

static void take(void *context, conf_case *made, const conf_stream *stream)
{
    const making *m = context;
    conf_memory *memory = m->suite->memory;
    conf_asked asked = conf_asked_in(memory, stream->bytes[H1_REQUESTS]);
    conf_trace trace = {0};
    first response = first_response(memory, stream->bytes[H1_RESPONSES], &asked,
                                    made->expects[CONF_MODE_STRICT][H1_RESPONSES].end == CONF_END_OPEN, &trace);

    if (asked.count == 0 || response.seen == NULL) {
        skip(m, made, "it has no exchange whose response libh1 takes whole");
    } else if (response.end > RESPONSE_MOST) {
        skip(m, made, "its first response is longer than 64 KiB");
    } else {
        add_steps(memory, made, stream, response.end);
        add_outcome(memory, made, response.seen, stream->bytes[H1_RESPONSES].at);
        add_need(m, made, &response);
        made->bytes[H1_REQUESTS] = copied(memory, stream->bytes[H1_REQUESTS], stream->bytes[H1_REQUESTS].len);
        made->bytes[H1_RESPONSES] = copied(memory, stream->bytes[H1_RESPONSES], response.end);
        m->suite->cases = conf_grow(memory, m->suite->cases, m->suite->case_count, sizeof made);
        m->suite->cases[m->suite->case_count++] = made;
    }
    conf_trace_free(&trace);
}

cli_status cli_conform_captures_to_client(conf_suite *suite, const char *const *files, size_t count,
                                          const cli_conform_client *client, conf_run *run, bool *damaged,
                                          const char **target)
{
    making m = {suite, run};
    cli_status status = cli_conform_streams(suite, files, count, take, &m, run, damaged);

    return status == CLI_OK ? cli_conform_to_client(suite, client, run, target) : status;
}
