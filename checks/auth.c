/* SPDX-License-Identifier: MIT */
/* Checks of challenges and credentials, RFC 9110 section 11. No secret is looked at, nor whether it is right. */
#include "message.h"

#include <h1/values.h>

enum { PARAMETERS_MOST = 32 }; /* compared with each other; no scheme has as many */

static const h1_field *next_line(const check_run *run, check_name name, const h1_field *line)
{
    return line == NULL ? check_first(run, name) : check_next(run, name, line);
}

/* The parameters of one challenge, or of credentials, as parts of a line's value. */
typedef struct parameters {
    const check_run *run;
    const h1_field *line;
    h1_span part; /* of the value */
} parameters;

static h1_span place(const parameters *of, h1_span part)
{
    return (h1_span){of->line->value_at + of->part.at + part.at, part.len};
}

/* Parameter names occur only once per challenge, without regard to case; credentials are written like challenges.
 * RFC 9110 section 11.2. */
static void judge_repeated(const parameters *of, const h1_parameter *seen, size_t count, const h1_parameter *now)
{
    const uint8_t *bytes = check_value(of->run, of->line) + of->part.at;

    for (size_t i = 0; i < count; i++) {
        if (h1_same_words(bytes + seen[i].name.at, seen[i].name.len, bytes + now->name.at, now->name.len)) {
            check_report_two(of->run, H1_RULE_AUTH_PARAM_REPEATED, place(of, now->name), place(of, seen[i].name));
            return;
        }
    }
}

/* For historical reasons a sender only generates the quoted-string of a realm, RFC 9110 section 11.5. */
static void judge_realm(const parameters *of, const h1_parameter *now)
{
    const uint8_t *bytes = check_value(of->run, of->line) + of->part.at;

    if (h1_same_word(bytes + now->name.at, now->name.len, "realm") && now->value.len > 0 && bytes[now->value.at] != '"')
        check_report(of->run, H1_RULE_REALM_NOT_QUOTED, place(of, now->value));
}

static void judge_parameters(const check_run *run, const h1_field *line, h1_span part, bool challenge)
{
    parameters of = {run, line, part};
    h1_parameter seen[PARAMETERS_MOST];
    size_t count = 0;
    size_t at = 0;

    while (count < PARAMETERS_MOST &&
           h1_auth_parameter_next(check_value(run, line) + part.at, part.len, &at, &seen[count]) == H1_VALUE_OK) {
        judge_repeated(&of, seen, count, &seen[count]);
        if (challenge)
            judge_realm(&of, &seen[count]);
        count++;
    }
}

/* WWW-Authenticate = #challenge, as is Proxy-Authenticate                     RFC 9110 sections 11.6.1 and 11.7.1 */
static void judge_challenges(const check_run *run, check_name name)
{
    check_judge_lines(run, name, H1_RULE_CHALLENGE_INVALID);
    for (const h1_field *line = next_line(run, name, NULL); line != NULL; line = next_line(run, name, line)) {
        h1_credentials challenge;
        size_t at = 0;
        while (check_is_whole(line) &&
               h1_challenge_next(check_value(run, line), line->value_len, &at, &challenge) == H1_VALUE_OK)
            judge_parameters(run, line, challenge.parameters, true);
    }
}

static void challenges(const check_run *run)
{
    judge_challenges(run, CHECK_WWW_AUTHENTICATE);
    judge_challenges(run, CHECK_PROXY_AUTHENTICATE);
}

/* Authorization = credentials, as is Proxy-Authorization                      RFC 9110 sections 11.6.2 and 11.7.2 */
static void judge_credentials(const check_run *run, check_name name)
{
    const h1_field *line = check_only(run, name);
    h1_credentials credentials;
    size_t bad = 0;

    if (line == NULL)
        return;
    if (h1_credentials_read(check_value(run, line), line->value_len, &credentials, &bad) != H1_VALUE_OK)
        check_report(run, H1_RULE_CREDENTIALS_INVALID, check_fault_span(line, bad));
    else
        judge_parameters(run, line, credentials.parameters, false);
}

static void credentials(const check_run *run)
{
    judge_credentials(run, CHECK_AUTHORIZATION);
    judge_credentials(run, CHECK_PROXY_AUTHORIZATION);
}

/* A client does not generate fields in a TRACE request whose content the response might disclose: stored credentials,
 * cookies. RFC 9110 section 9.3.8. */
static void trace_with_credentials(const check_run *run)
{
    static const check_name names[] = {CHECK_AUTHORIZATION, CHECK_PROXY_AUTHORIZATION, CHECK_COOKIE};

    for (size_t i = 0; i < sizeof names / sizeof *names && check_method_is(run->message, "TRACE"); i++) {
        if (check_has(run, names[i]))
            check_report_two(run, H1_RULE_TRACE_WITH_CREDENTIALS, check_line_span(check_first(run, names[i])),
                             run->message->head->method);
    }
}

static const check_entry ENTRIES[] = {
    {CHECK_RESPONSE, challenges},
    {CHECK_REQUEST, credentials},
    {CHECK_REQUEST, trace_with_credentials},
};

const check_table check_auth_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
