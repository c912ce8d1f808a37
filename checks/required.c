/* SPDX-License-Identifier: MIT */
/* Checks of fields that have to be there. The place of what is missing is the status-code or method that asks for it.
 */
#include "message.h"

#include <h1/values.h>

static bool is_status(const check_run *run, unsigned status)
{
    return run->message->head->status == status;
}

static bool has_element(const check_run *run, check_name name)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    return check_next_element(run, name, &list, &element);
}

static void report_at_status(const check_run *run, h1_rule rule)
{
    check_report(run, rule, check_status_span(run->message));
}

/* A server that generates a 401 response sends WWW-Authenticate with at least one challenge, RFC 9110 section 11.6.1.
 */
static void www_authenticate_missing(const check_run *run)
{
    if (is_status(run, 401) && !has_element(run, CHECK_WWW_AUTHENTICATE))
        report_at_status(run, H1_RULE_WWW_AUTHENTICATE_MISSING);
}

/* A proxy sends Proxy-Authenticate, of at least one challenge, in each 407 response it generates, RFC 9110 section
 * 11.7.1. */
static void proxy_authenticate_missing(const check_run *run)
{
    if (is_status(run, 407) && !has_element(run, CHECK_PROXY_AUTHENTICATE))
        report_at_status(run, H1_RULE_PROXY_AUTHENTICATE_MISSING);
}

/* An origin server generates Allow in a 405 response; it may be empty. RFC 9110 section 10.2.1. The bytes don't show
 * whether an origin server or a proxy answered: a warning. */
static void allow_missing(const check_run *run)
{
    if (is_status(run, 405) && !check_has(run, CHECK_ALLOW))
        report_at_status(run, H1_RULE_ALLOW_MISSING);
}

/* A server that sends 101 or 426 says in Upgrade which protocols it means, RFC 9110 section 7.8. */
static void upgrade_missing(const check_run *run)
{
    if ((is_status(run, 101) || is_status(run, 426)) && !has_element(run, CHECK_UPGRADE))
        report_at_status(run, H1_RULE_UPGRADE_MISSING);
}

/* A server should generate Location in 301, 302, 307 and 308, RFC 9110 sections 15.4.2, 15.4.3, 15.4.8 and 15.4.9. */
static void location_missing(const check_run *run)
{
    bool asks = is_status(run, 301) || is_status(run, 302) || is_status(run, 307) || is_status(run, 308);

    if (asks && !check_has(run, CHECK_LOCATION))
        report_at_status(run, H1_RULE_LOCATION_MISSING);
}

/* An origin server with a clock generates Date in all 2xx, 3xx and 4xx responses, RFC 9110 section 6.6.1. Nobody sees
 * its clock, and what a proxy answers itself (407, 2xx to CONNECT) is no origin server's: a note, and only on 1.1. */
static void date_missing(const check_run *run)
{
    const h1_head *head = run->message->head;

    if (head->minor == 0 || head->status < 200 || head->status > 499 || head->status == 407)
        return;
    if (!check_has(run, CHECK_DATE) && !check_may_tunnel(run->message))
        report_at_status(run, H1_RULE_DATE_MISSING);
}

/* A sender of content should generate Content-Type unless it doesn't know the type, RFC 9110 section 8.3. A 206
 * response to If-Range should not (section 15.3.7), and one message doesn't show what it answers: exchange.c judges
 * 206. */
static void content_type_missing(const check_run *run)
{
    bool request = run->message->side == H1_REQUESTS;

    if (run->content == 0 || check_has(run, CHECK_CONTENT_TYPE) || check_may_tunnel(run->message))
        return;
    if (!request && run->message->head->status == 206)
        return;
    if (request && check_method_is(run->message, "OPTIONS"))
        check_report(run, H1_RULE_OPTIONS_CONTENT_TYPE_MISSING, run->message->head->method);
    else
        check_report(run, H1_RULE_CONTENT_TYPE_MISSING,
                     request ? run->message->head->method : check_status_span(run->message));
}

static const check_entry ENTRIES[] = {
    {CHECK_RESPONSE, www_authenticate_missing},
    {CHECK_RESPONSE, proxy_authenticate_missing},
    {CHECK_RESPONSE, allow_missing},
    {CHECK_RESPONSE, upgrade_missing},
    {CHECK_RESPONSE, location_missing},
    {CHECK_RESPONSE, date_missing},
    {CHECK_ANY | CHECK_AFTER_CONTENT, content_type_missing},
};

const check_table check_required_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
