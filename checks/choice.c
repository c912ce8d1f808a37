/* SPDX-License-Identifier: MIT */
/* Checks of fields by which a representation is chosen: what is accepted, on what condition, what it varies by; and of
 * From, which says who asks. */
#include "message.h"

#include <h1/values.h>

static void accept_charset(const check_run *run)
{
    check_judge_lines(run, CHECK_ACCEPT_CHARSET, H1_RULE_ACCEPT_CHARSET_INVALID);
}

static void accept_language(const check_run *run)
{
    check_judge_lines(run, CHECK_ACCEPT_LANGUAGE, H1_RULE_ACCEPT_LANGUAGE_INVALID);
}

/* Vary = #( "*" / field-name )                                                RFC 9110 section 12.5.5 */
static void vary(const check_run *run)
{
    check_judge_lines(run, CHECK_VARY, H1_RULE_VARY_INVALID);
}

/* The parameter behind a weight, if there is one; places count from the element. */
static bool behind_weight(const uint8_t *element, h1_span parameters, h1_span *name)
{
    const uint8_t *bytes = element + parameters.at;
    h1_parameter parameter;
    bool weighted = false;
    size_t at = 0;

    while (h1_parameter_next(bytes, parameters.len, &at, &parameter) == H1_VALUE_OK) {
        if (weighted) {
            *name = (h1_span){parameters.at + parameter.name.at, parameter.name.len};
            return true;
        }
        weighted = h1_same_word(bytes + parameter.name.at, parameter.name.len, "q");
    }
    return false;
}

/* A sender of a weight should send it last, behind all parameters of the media range. RFC 9110 section 12.5.1. */
static void accept_weight_first(const check_run *run)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    while (check_next_element(run, CHECK_ACCEPT, &list, &element)) {
        const uint8_t *bytes = run->message->bytes + element.at;
        h1_media_type range;
        h1_span name;
        unsigned weight;
        size_t bad = 0;
        if (check_is_whole(list.line) &&
            h1_media_range_read(bytes, element.len, &range, &weight, &bad) == H1_VALUE_OK &&
            behind_weight(bytes, range.parameters, &name))
            check_report(run, H1_RULE_ACCEPT_WEIGHT_FIRST, (h1_span){element.at + name.at, name.len});
    }
}

/* From = mailbox; addr-spec = local-part "@" domain                           RFC 9110 section 10.1.2, RFC 5322 3.4
 * Comments, names and quotes make the whole grammar long; a mailbox without "@", or with nothing on one side of it, is
 * none by any of it. */
static void from(const check_run *run)
{
    const h1_field *line = check_only(run, CHECK_FROM);

    if (line == NULL)
        return;
    for (size_t i = 1; i + 1 < line->value_len; i++) {
        if (check_value(run, line)[i] == '@')
            return;
    }
    check_report(run, H1_RULE_FROM_INVALID, check_value_span(line));
}

/* If-Match = "*" / #entity-tag, as is If-None-Match                           RFC 9110 sections 13.1.1 and 13.1.2 */
static void judge_star(const check_run *run, check_name name)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};
    h1_span star = {0, 0};
    size_t count = 0;

    while (check_next_element(run, name, &list, &element)) {
        count++;
        if (element.len == 1 && run->message->bytes[element.at] == '*')
            star = element;
    }
    if (star.len > 0 && count > 1)
        check_report(run, H1_RULE_IF_MATCH_STAR_AND_TAGS, star);
}

static void if_match(const check_run *run)
{
    judge_star(run, CHECK_IF_MATCH);
    judge_star(run, CHECK_IF_NONE_MATCH);
}

static const check_entry ENTRIES[] = {
    {CHECK_REQUEST, accept_charset}, {CHECK_REQUEST, accept_language},
    {CHECK_RESPONSE, vary},          {CHECK_REQUEST, accept_weight_first},
    {CHECK_REQUEST, from},           {CHECK_REQUEST, if_match},
};

const check_table check_choice_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
