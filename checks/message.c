/* SPDX-License-Identifier: MIT */
/* Runs the message checks: reads the head once, then every table's checks that apply, in order.
 *
 * An HTTP/0.9 request is reported as what it is and not checked further: it has no fields, and neither has its reply.
 */
#include "message.h"

static const check_table *const TABLES[] = {
    &check_content_checks, &check_required_checks,  &check_hop_checks,   &check_repeated_checks,
    &check_date_checks,    &check_reference_checks, &check_value_checks, &check_range_checks,
    &check_cookie_checks,  &check_caching_checks,   &check_auth_checks,  &check_describe_checks,
    &check_choice_checks,  &check_writing_checks,
};

static void run_table(const check_table *table, const check_run *run, unsigned side, unsigned stage)
{
    for (size_t i = 0; i < table->count; i++) {
        const check_entry *entry = &table->entries[i];
        if ((entry->applies & side) != 0 && (entry->applies & CHECK_AFTER_CONTENT) == stage)
            entry->check(run);
    }
}

static void run_tables(const check_run *run, unsigned stage)
{
    unsigned side = run->message->side == H1_REQUESTS ? CHECK_REQUEST : CHECK_RESPONSE;

    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++)
        run_table(TABLES[i], run, side, stage);
}

/* Simple-Request = "GET" SP Request-URI CRLF                                  RFC 1945 section 4.1
 * RFC 9112 has no such message: every request-line ends with a version (section 3). */
static void report_http09(const check_message *message, check_reporter *report, void *context)
{
    h1_span method = message->head->method;
    h1_span target = message->head->target;

    report(context, H1_RULE_HTTP09_REQUEST, (h1_span){method.at, target.at + target.len - method.at}, (h1_span){0, 0});
}

static bool is_http09(const check_message *message)
{
    return message->head->major == 0;
}

void check_message_head(const check_message *message, check_reporter *report, void *context)
{
    check_index index;
    check_run run = {message, &index, 0, report, context};

    if (is_http09(message)) {
        if (message->side == H1_REQUESTS)
            report_http09(message, report, context);
        return;
    }
    check_index_head(message, &index);
    run_tables(&run, 0);
}

void check_message_end(const check_message *message, uint64_t content, check_reporter *report, void *context)
{
    check_index index;
    check_run run = {message, &index, content, report, context};

    if (is_http09(message))
        return;
    check_index_head(message, &index);
    run_tables(&run, CHECK_AFTER_CONTENT);
}
