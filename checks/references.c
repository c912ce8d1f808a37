/* SPDX-License-Identifier: MIT */
/* Checks of the fields that hold URI references: Location, Content-Location and Referer. */
#include "message.h"

#include <h1/uri.h>

/* A part of the line's value, as a place in the message. */
static h1_span part_span(const h1_field *line, h1_span part)
{
    return (h1_span){line->value_at + part.at, part.len};
}

/* A sender does not generate an http or https URI with an empty host identifier, RFC 9110 sections 4.2.1 and 4.2.2. */
static void judge_host(const check_run *run, const h1_field *line, const h1_uri *uri)
{
    bool authority = (uri->has & H1_URI_AUTHORITY) != 0;

    if (!h1_uri_is_http(check_value(run, line), uri) || (authority && uri->host_kind != H1_HOST_EMPTY))
        return;
    check_report(run, H1_RULE_REFERENCE_WITHOUT_HOST, check_value_span(line));
}

/* Location = URI-reference                                                    RFC 9110 section 10.2.2
 * A sender does not generate userinfo in an http or https URI within a message, section 4.2.4. */
static void location(const check_run *run)
{
    const h1_field *line = check_only(run, CHECK_LOCATION);
    h1_uri uri;
    size_t bad = 0;

    if (line == NULL)
        return;
    if (h1_uri_reference_read(check_value(run, line), line->value_len, &uri, &bad) != H1_VALUE_OK) {
        check_report(run, H1_RULE_LOCATION_INVALID, check_fault_span(line, bad));
        return;
    }
    if ((uri.has & H1_URI_USERINFO) != 0 && h1_uri_is_http(check_value(run, line), &uri))
        check_report(run, H1_RULE_LOCATION_USERINFO, part_span(line, uri.userinfo));
    judge_host(run, line, &uri);
}

/* Content-Location = absolute-URI / partial-URI                               RFC 9110 section 8.7
 * Neither has a fragment. */
static void content_location(const check_run *run)
{
    const h1_field *line = check_only(run, CHECK_CONTENT_LOCATION);
    h1_uri uri;
    size_t bad = 0;

    if (line == NULL)
        return;
    if (h1_uri_reference_read(check_value(run, line), line->value_len, &uri, &bad) != H1_VALUE_OK)
        check_report(run, H1_RULE_CONTENT_LOCATION_INVALID, check_fault_span(line, bad));
    else if ((uri.has & H1_URI_FRAGMENT) != 0) /* from its "#" */
        check_report(run, H1_RULE_CONTENT_LOCATION_INVALID, check_fault_span(line, uri.fragment.at - 1));
    else
        judge_host(run, line, &uri);
}

/* Referer = absolute-URI / partial-URI                                        RFC 9110 section 10.1.3
 * A user agent includes neither fragment nor userinfo. */
static void referer(const check_run *run)
{
    const h1_field *line = check_only(run, CHECK_REFERER);
    h1_uri uri;
    size_t bad = 0;

    if (line == NULL)
        return;
    if (h1_uri_reference_read(check_value(run, line), line->value_len, &uri, &bad) != H1_VALUE_OK) {
        check_report(run, H1_RULE_REFERER_INVALID, check_fault_span(line, bad));
        return;
    }
    if ((uri.has & H1_URI_FRAGMENT) != 0) /* from its "#" */
        check_report(run, H1_RULE_REFERER_FRAGMENT, check_fault_span(line, uri.fragment.at - 1));
    if ((uri.has & H1_URI_USERINFO) != 0)
        check_report(run, H1_RULE_REFERER_USERINFO, part_span(line, uri.userinfo));
    judge_host(run, line, &uri);
}

static const check_entry ENTRIES[] = {
    {CHECK_RESPONSE, location},
    {CHECK_ANY, content_location},
    {CHECK_REQUEST, referer},
};

const check_table check_reference_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
