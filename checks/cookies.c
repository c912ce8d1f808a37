/* SPDX-License-Identifier: MIT */
/* Checks of Set-Cookie by the grammar and the advice for servers, RFC 6265 section 4.1.1. All of it is SHOULD. */
#include "message.h"

#include <string.h>

#include <h1/cookies.h>
#include <h1/dates.h>

static h1_span piece_span(const h1_field *line, h1_span piece)
{
    return (h1_span){line->value_at + piece.at, piece.len};
}

/* Servers should not send Set-Cookie that doesn't conform to set-cookie-string. */
static void judge_grammar(const check_run *run, const h1_field *line)
{
    h1_cookie cookie;
    size_t bad = 0;

    if (h1_set_cookie_read(check_value(run, line), line->value_len, &cookie, &bad) != H1_VALUE_OK)
        check_report(run, H1_RULE_SET_COOKIE_INVALID, check_fault_span(line, bad));
}

/* The attribute of the same name that stands before the one at end, if there is one. */
static bool find_earlier(const uint8_t *value, size_t len, const h1_cookie_attribute *later,
                         h1_cookie_attribute *earlier)
{
    size_t at = 0;

    while (h1_cookie_attribute_next(value, len, &at, earlier) == H1_VALUE_OK && earlier->name.at < later->name.at) {
        if (h1_same_words(value + earlier->name.at, earlier->name.len, value + later->name.at, later->name.len))
            return true;
    }
    return false;
}

/* Servers should use rfc1123-date, which is IMF-fixdate, in Expires. */
static void judge_expires(const check_run *run, const h1_field *line, const h1_cookie_attribute *attribute)
{
    const uint8_t *value = check_value(run, line);
    h1_date date;
    size_t bad = 0;
    h1_value result = h1_date_read(value + attribute->value.at, attribute->value.len, &date, &bad);
    bool fits = result == H1_VALUE_OK || result == H1_VALUE_RULED_OUT;

    if (!h1_same_word(value + attribute->name.at, attribute->name.len, "expires"))
        return;
    if (!fits || date.form != H1_DATE_IMF)
        check_report(run, H1_RULE_SET_COOKIE_EXPIRES,
                     piece_span(line, attribute->value.len > 0 ? attribute->value : attribute->name));
}

/* Servers should not produce two attributes of the same name in one set-cookie-string. */
static void judge_attributes(const check_run *run, const h1_field *line)
{
    const uint8_t *value = check_value(run, line);
    h1_cookie_attribute attribute;
    h1_cookie_attribute earlier;
    size_t at = 0;

    while (h1_cookie_attribute_next(value, line->value_len, &at, &attribute) == H1_VALUE_OK) {
        judge_expires(run, line, &attribute);
        if (attribute.name.len > 0 && find_earlier(value, line->value_len, &attribute, &earlier))
            check_report_two(run, H1_RULE_SET_COOKIE_ATTRIBUTE_REPEATED, piece_span(line, attribute.name),
                             piece_span(line, earlier.name));
    }
}

/* The name under which user agents keep it; empty where they ignore the line. */
static h1_span cookie_name(const check_run *run, const h1_field *line)
{
    h1_received_cookie cookie;
    size_t bad = 0;

    if (h1_set_cookie_receive(check_value(run, line), line->value_len, &cookie, &bad) != H1_VALUE_OK)
        return (h1_span){0, 0};
    return cookie.name;
}

static bool same_cookie(const check_run *run, const h1_field *a, const h1_field *b)
{
    h1_span name_a = cookie_name(run, a);
    h1_span name_b = cookie_name(run, b);

    return name_a.len > 0 && name_a.len == name_b.len &&
           memcmp(check_value(run, a) + name_a.at, check_value(run, b) + name_b.at, name_a.len) == 0;
}

/* Servers should not include more than one Set-Cookie with the same cookie-name in one response. */
static void judge_repeated(const check_run *run, const h1_field *line)
{
    for (const h1_field *earlier = check_first(run, CHECK_SET_COOKIE); earlier != line;
         earlier = check_next(run, CHECK_SET_COOKIE, earlier)) {
        if (same_cookie(run, earlier, line)) {
            check_report_two(run, H1_RULE_SET_COOKIE_REPEATED, check_line_span(line), check_line_span(earlier));
            return;
        }
    }
}

static bool is_token_byte(uint8_t byte)
{
    size_t bad = 0;

    return h1_token_read(&byte, 1, &bad) == H1_VALUE_OK;
}

/* Whether ", name=" begins at a place: another cookie, as far as bytes tell. No date has it. */
static bool begins_cookie(const uint8_t *value, uint32_t at, uint32_t end)
{
    uint32_t name;

    if (value[at] != ',')
        return false;
    for (at++; at < end && (value[at] == ' ' || value[at] == '\t'); at++)
        ;
    for (name = at; at < end && is_token_byte(value[at]); at++)
        ;
    return at > name && at < end && value[at] == '=';
}

/* Origin servers should not fold several Set-Cookie fields into one, RFC 6265 section 3: a comma may be part of what
 * they hold. Looked for in attributes, whose grammar lets a comma pass; in a cookie's own value it is
 * SET_COOKIE_INVALID's business. */
static void judge_joined(const check_run *run, const h1_field *line)
{
    const uint8_t *value = check_value(run, line);
    h1_cookie_attribute attribute;
    size_t at = 0;

    while (h1_cookie_attribute_next(value, line->value_len, &at, &attribute) == H1_VALUE_OK) {
        uint32_t end = attribute.value.at + attribute.value.len;
        for (uint32_t i = attribute.value.at; i < end; i++) {
            if (begins_cookie(value, i, end)) {
                check_report(run, H1_RULE_SET_COOKIE_JOINED, piece_span(line, (h1_span){i, end - i}));
                return;
            }
        }
    }
}

static void set_cookie(const check_run *run)
{
    for (const h1_field *line = check_first(run, CHECK_SET_COOKIE); line != NULL;
         line = check_next(run, CHECK_SET_COOKIE, line)) {
        judge_repeated(run, line);
        if (!check_is_whole(line))
            continue;
        judge_grammar(run, line);
        judge_attributes(run, line);
        judge_joined(run, line);
    }
}

static const check_entry ENTRIES[] = {
    {CHECK_RESPONSE, set_cookie},
};

const check_table check_cookie_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
