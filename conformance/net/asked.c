/* SPDX-License-Identifier: MIT */
/* See asked.h. */
#include "asked.h"

#include <string.h>

static void take(conf_memory *memory, conf_asked *asked, conf_bytes bytes, const h1_head *head)
{
    conf_asked_one one = {.method = {bytes.at + head->method.at, head->method.len},
                          .target = {bytes.at + head->target.at, head->target.len},
                          .major = head->major,
                          .minor = head->minor,
                          .flags = head->flags,
                          .answers = h1_answers_to(head)};

    asked->at = conf_grow(memory, asked->at, asked->count, sizeof one);
    asked->answers = conf_grow(memory, asked->answers, asked->count, sizeof *asked->answers);
    asked->answers[asked->count] = one.answers;
    asked->at[asked->count++] = one;
}

/* A request that libh1 can't read: what a server would most likely take it for. */
static h1_answers guess(conf_bytes bytes)
{
    const uint8_t *end = bytes.len > 0 ? memchr(bytes.at, '\n', bytes.len) : NULL;
    size_t line = end != NULL ? (size_t)(end - bytes.at) : bytes.len;

    if (line >= 5 && memcmp(bytes.at, "HEAD ", 5) == 0)
        return H1_TO_HEAD;
    if (line >= 4 && memmem(bytes.at, line, "HTTP/", 5) == NULL && memcmp(bytes.at, "GET ", 4) == 0)
        return H1_TO_09;
    return H1_TO_OTHER;
}

conf_asked conf_asked_in(conf_memory *memory, conf_bytes bytes)
{
    conf_input input = {.bytes = bytes.at, .len = bytes.len, .side = H1_REQUESTS, .mode = H1_AUDIT};
    conf_trace trace = {0};
    conf_seen_messages requests;
    conf_asked asked = {0};

    conf_trace_run(&trace, &input, &(conf_pieces){0});
    requests = conf_seen_in(memory, &trace, bytes.at);
    for (size_t i = 0; i < requests.count; i++)
        take(memory, &asked, bytes, requests.at[i].head);
    asked.refused = conf_trace_fault(&trace) != NULL;
    if (!asked.refused) {
        asked.exchanges = conf_seen_exchanges(memory, &requests, bytes.at);
        asked.exchange_count = requests.count;
    }
    asked.unfinished = trace.last == H1_INCOMPLETE;
    conf_trace_free(&trace);
    asked.answer_count = asked.count;
    if (asked.count > 0)
        return asked;
    asked.answers = conf_alloc(memory, sizeof *asked.answers);
    asked.answers[asked.answer_count++] = guess(bytes);
    return asked;
}
