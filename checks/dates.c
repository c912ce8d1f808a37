/* SPDX-License-Identifier: MIT */
/* Checks of fields that hold dates: Date, Last-Modified, Expires, If-Modified-Since, If-Unmodified-Since, Retry-After.
 */
#include "message.h"

#include <h1/dates.h>

static h1_value read_date(const check_run *run, const h1_field *line, h1_date *date, size_t *bad)
{
    return h1_date_read(check_value(run, line), line->value_len, date, bad);
}

/* HTTP-date of RFC 9110 section 5.6.7, whose day-name, day and time mean what they mean in RFC 5322 section 3.3, which
 * asks that there be such a date. invalid is the rule for a value that doesn't fit. */
static bool judge_date(const check_run *run, const h1_field *line, h1_rule invalid, h1_date *date)
{
    size_t bad = 0;
    h1_value result = read_date(run, line, date, &bad);

    if (result == H1_VALUE_RULED_OUT)
        check_report(run, H1_RULE_DATE_IMPOSSIBLE, check_value_span(line));
    else if (result != H1_VALUE_OK)
        check_report(run, invalid, check_fault_span(line, bad));
    return result == H1_VALUE_OK;
}

/* A sender generates IMF-fixdate and no other form, RFC 9110 section 5.6.7. HTTP/1.0 let the form of RFC 850 be sent
 * (RFC 1945 section 3.3). */
static void judge_form(const check_run *run, const h1_field *line, const h1_date *date)
{
    bool old_leave = run->message->head->minor == 0 && date->form == H1_DATE_RFC850;

    if (date->form != H1_DATE_IMF && !old_leave)
        check_report(run, H1_RULE_DATE_OBSOLETE_FORMAT, check_value_span(line));
}

static void judge_own_date(const check_run *run, check_name name, h1_rule invalid)
{
    const h1_field *line = check_only(run, name);
    h1_date date;

    if (line != NULL && judge_date(run, line, invalid, &date))
        judge_form(run, line, &date);
}

static void dates_of_any(const check_run *run)
{
    judge_own_date(run, CHECK_DATE, H1_RULE_DATE_INVALID);
}

static void dates_of_response(const check_run *run)
{
    judge_own_date(run, CHECK_LAST_MODIFIED, H1_RULE_DATE_INVALID);
    judge_own_date(run, CHECK_EXPIRES, H1_RULE_EXPIRES_INVALID);
}

/* Most often a client sends back what a server gave as Last-Modified, which has to match to the byte (RFC 9110 section
 * 13.1.3): the form is the server's choice and not held against the client. */
static void dates_of_request(const check_run *run)
{
    static const check_name names[] = {CHECK_IF_MODIFIED_SINCE, CHECK_IF_UNMODIFIED_SINCE};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const h1_field *line = check_only(run, names[i]);
        h1_date date;
        if (line != NULL)
            (void)judge_date(run, line, H1_RULE_DATE_INVALID, &date);
    }
}

/* Retry-After   = HTTP-date / delay-seconds                                   RFC 9110 section 10.2.3
 * delay-seconds = 1*DIGIT */
static void retry_after(const check_run *run)
{
    const h1_field *line = check_only(run, CHECK_RETRY_AFTER);
    uint64_t seconds = 0;
    size_t bad = 0;

    if (line == NULL || h1_number_read(check_value(run, line), line->value_len, &seconds, &bad) == H1_VALUE_OK)
        return;
    if (bad == 0)
        judge_own_date(run, CHECK_RETRY_AFTER, H1_RULE_RETRY_AFTER_INVALID);
    else
        check_report(run, H1_RULE_RETRY_AFTER_INVALID, check_fault_span(line, bad));
}

static bool comparable(const check_run *run, const h1_field *line, h1_date *date)
{
    size_t bad = 0;

    return line != NULL && read_date(run, line, date, &bad) == H1_VALUE_OK && date->form != H1_DATE_RFC850;
}

/* An origin server with a clock does not generate a Last-Modified that is later than Date, RFC 9110 section 8.8.2.1. A
 * proxy may have added Date by another clock (section 6.6.1): a warning. */
static void last_modified_after_date(const check_run *run)
{
    const h1_field *modified = check_only(run, CHECK_LAST_MODIFIED);
    const h1_field *date = check_only(run, CHECK_DATE);
    h1_date then;
    h1_date now;

    if (comparable(run, modified, &then) && comparable(run, date, &now) &&
        h1_date_seconds(&then) > h1_date_seconds(&now))
        check_report_two(run, H1_RULE_LAST_MODIFIED_AFTER_DATE, check_value_span(modified), check_value_span(date));
}

static const check_entry ENTRIES[] = {
    {CHECK_ANY, dates_of_any},     {CHECK_RESPONSE, dates_of_response},        {CHECK_REQUEST, dates_of_request},
    {CHECK_RESPONSE, retry_after}, {CHECK_RESPONSE, last_modified_after_date},
};

const check_table check_date_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
