/* SPDX-License-Identifier: MIT */
/* Checks that a field which has one value has one line. */
#include "message.h"

/* Fields whose definition has no alternative that is a comma-separated list (RFC 9110, 9111). Left out: Host and
 * Content-Length, which libh1 judges; Cookie, which has a rule of its own; Set-Cookie, which is meant to be repeated;
 * Range and the fields with credentials, whose grammars have a list inside, so that two lines may be read as one. */
static const check_name SINGLE[] = {
    CHECK_AGE,           CHECK_CONTENT_LOCATION,
    CHECK_CONTENT_RANGE, CHECK_CONTENT_TYPE,
    CHECK_DATE,          CHECK_ETAG,
    CHECK_EXPIRES,       CHECK_FROM,
    CHECK_IF_RANGE,      CHECK_IF_MODIFIED_SINCE,
    CHECK_LAST_MODIFIED, CHECK_IF_UNMODIFIED_SINCE,
    CHECK_LOCATION,      CHECK_MAX_FORWARDS,
    CHECK_REFERER,       CHECK_RETRY_AFTER,
    CHECK_SERVER,        CHECK_USER_AGENT,
};

/* Report each line of the name behind the first, with the first. */
static void report_repeated(const check_run *run, check_name name, h1_rule rule)
{
    const h1_field *first = check_first(run, name);

    if (first == NULL)
        return;
    for (const h1_field *line = check_next(run, name, first); line != NULL; line = check_next(run, name, line))
        check_report_two(run, rule, check_line_span(line), check_line_span(first));
}

/* A sender does not generate several field lines of one name, unless the field's definition lets their values be
 * recombined as a comma-separated list. RFC 9110 section 5.3. */
static void field_repeated(const check_run *run)
{
    for (size_t i = 0; i < sizeof SINGLE / sizeof *SINGLE; i++)
        report_repeated(run, SINGLE[i], H1_RULE_FIELD_REPEATED);
}

/* A user agent does not attach more than one Cookie header field, RFC 6265 section 5.4. */
static void cookie_repeated(const check_run *run)
{
    report_repeated(run, CHECK_COOKIE, H1_RULE_COOKIE_REPEATED);
}

static const check_entry ENTRIES[] = {
    {CHECK_ANY, field_repeated},
    {CHECK_REQUEST, cookie_repeated},
};

const check_table check_repeated_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
