/* SPDX-License-Identifier: MIT */
/* See observed.h. */
#include "observed.h"

#include <string.h>

#include "conformance/parser/seen_checks.h"

enum { FURTHER_ANSWERS = 16, FIELDS = 4096 };

/* Our limits are no rules for a peer. */
static const h1_limits generous = {.start_line = 65535,
                                   .target = 65535,
                                   .field_line = 65535,
                                   .fields = FIELDS,
                                   .head = 1 << 20,
                                   .trailers = 1 << 20,
                                   .chunk_ext = 1 << 20,
                                   .empty_lines = 8};

/* What the responses answer: the requests that are known, then GETs. A server may answer what was no request to us. */
static void tell(conf_memory *memory, const conf_observed *observed, conf_input *input)
{
    size_t count = observed->answer_count + FURTHER_ANSWERS;
    h1_answers *answers = conf_alloc(memory, count * sizeof *answers);

    for (size_t i = 0; i < count; i++)
        answers[i] = i < observed->answer_count ? observed->answers[i] : H1_TO_OTHER;
    input->answers = answers;
    input->answer_count = count;
}

void conf_observed_read(conf_memory *memory, conf_observed *observed)
{
    conf_input input = {.bytes = observed->received.at,
                        .len = observed->received.len,
                        .side = observed->side,
                        .mode = observed->mode,
                        .limits = &generous,
                        .capacity = FIELDS,
                        .open = !conf_observed_closed(observed)};

    if (observed->side == H1_RESPONSES)
        tell(memory, observed, &input);
    conf_trace_run(&observed->trace, &input, &(conf_pieces){0});
    observed->bytes = observed->received.at;
    observed->messages = conf_seen_in(memory, &observed->trace, observed->bytes);
    conf_seen_pair(&observed->messages, observed->bytes, observed->exchanges, observed->exchange_count);
}

/* 101 is the last response of HTTP/1 on its connection, so it isn't one that another follows. */
static bool is_final(const conf_observed *observed, const conf_seen *seen)
{
    unsigned status = seen->head->status;

    return seen->complete && (observed->side == H1_REQUESTS || status == 0 || status == 101 || status >= 200);
}

const conf_seen *conf_observed_final(const conf_observed *observed, size_t n)
{
    for (size_t i = 0; i < observed->messages.count; i++) {
        if (is_final(observed, &observed->messages.at[i]) && n-- == 0)
            return &observed->messages.at[i];
    }
    return NULL;
}

size_t conf_observed_finals(const conf_observed *observed)
{
    size_t count = 0;

    for (size_t i = 0; i < observed->messages.count; i++)
        count += is_final(observed, &observed->messages.at[i]) ? 1 : 0;
    return count;
}

const char *conf_observed_field(conf_memory *memory, const conf_observed *observed, const conf_seen *message,
                                const char *name)
{
    conf_bytes word = {(const uint8_t *)name, strlen(name)};
    const h1_field *field = message != NULL ? conf_seen_field(message, observed->bytes, word) : NULL;

    return field != NULL ? conf_text(memory, (const char *)observed->bytes + field->value_at, field->value_len) : NULL;
}

bool conf_observed_closed(const conf_observed *observed)
{
    return observed->ending == CONF_ENDED || observed->ending == CONF_RESET;
}

const h1_fault *conf_observed_fault(const conf_observed *observed)
{
    return conf_trace_fault(&observed->trace);
}

void conf_observed_free(conf_observed *observed)
{
    conf_trace_free(&observed->trace);
    observed->trace = (conf_trace){0};
    observed->messages = (conf_seen_messages){0};
}
