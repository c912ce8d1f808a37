/* SPDX-License-Identifier: MIT */
/* See seen_checks.h. */
#include "seen_checks.h"

static check_message as_checked(h1_side side, const uint8_t *bytes, const conf_seen *seen)
{
    return (check_message){
        .side = side, .bytes = bytes, .head = seen->head, .fields = seen->fields, .answers = seen->answers};
}

check_exchange *conf_seen_exchanges(conf_memory *memory, const conf_seen_messages *requests, const uint8_t *bytes)
{
    check_exchange *exchanges = conf_alloc(memory, (requests->count + 1) * sizeof *exchanges);

    for (size_t i = 0; i < requests->count; i++) {
        check_message request = as_checked(H1_REQUESTS, bytes, &requests->at[i]);
        check_exchange_begin(&exchanges[i], &request);
    }
    return exchanges;
}

static void ignore(void *context, h1_rule rule, h1_span span, h1_span second)
{
    (void)context;
    (void)rule;
    (void)span;
    (void)second;
}

static bool is_interim(const conf_seen *response)
{
    return response->head->status / 100 == 1 && response->head->status != 101;
}

void conf_seen_pair(conf_seen_messages *responses, const uint8_t *bytes, const check_exchange *exchanges, size_t count)
{
    check_exchange asked = {0};
    size_t answered = 0;
    bool begun = false;

    for (size_t i = 0; i < responses->count && answered < count; i++) {
        conf_seen *seen = &responses->at[i];
        check_message response = as_checked(H1_RESPONSES, bytes, seen);
        if (!begun)
            asked = exchanges[answered];
        seen->asked = asked;
        check_exchange_head(&asked, &response, ignore, NULL); /* notes what it changes: 100 was sent */
        begun = is_interim(seen);
        answered += begun ? 0 : 1;
    }
}

void conf_seen_check(h1_side side, const uint8_t *bytes, const conf_seen *seen, check_reporter *report, void *context)
{
    check_message message = as_checked(side, bytes, seen);
    check_exchange asked = seen->asked;

    check_message_head(&message, report, context);
    if (seen->trailer_count > 0)
        check_message_trailers(&message, bytes, seen->trailers, seen->trailer_count, report, context);
    if (seen->complete)
        check_message_end(&message, seen->body_size, report, context);
    if (side != H1_RESPONSES)
        return;
    check_exchange_head(&asked, &message, report, context);
    if (seen->complete)
        check_exchange_end(&asked, &message, seen->body_size, report, context);
}
