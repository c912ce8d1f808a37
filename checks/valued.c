/* SPDX-License-Identifier: MIT */
/* Checks of fields whose values have a grammar of their own: media types, entity-tags, numbers, weights, expectations.
 */
#include "message.h"

#include <string.h>

#include <h1/values.h>

/* Hold a line's value against the grammar of its field (h1/values.h). */
static void judge(const check_run *run, check_name name, h1_rule rule)
{
    const h1_field *line = check_only(run, name);
    const uint8_t *field_name;
    size_t bad = 0;

    if (line == NULL)
        return;
    field_name = run->message->bytes + line->name_at;
    if (h1_field_value_read(field_name, line->name_len, check_value(run, line), line->value_len, &bad) != H1_VALUE_OK)
        check_report(run, rule, check_fault_span(line, bad));
}

/* Content-Type = media-type                                                   RFC 9110 section 8.3 */
static void content_type(const check_run *run)
{
    judge(run, CHECK_CONTENT_TYPE, H1_RULE_CONTENT_TYPE_INVALID);
}

/* ETag = entity-tag                                                           RFC 9110 section 8.8.3
 * A server ought to avoid backslashes in it: some recipients unescape. */
static void etag(const check_run *run)
{
    const h1_field *line = check_only(run, CHECK_ETAG);
    const uint8_t *value = line != NULL ? check_value(run, line) : NULL;
    const uint8_t *backslash = line != NULL ? memchr(value, '\\', line->value_len) : NULL;

    judge(run, CHECK_ETAG, H1_RULE_ETAG_INVALID);
    if (backslash != NULL)
        check_report(run, H1_RULE_ETAG_BACKSLASH, (h1_span){line->value_at + (uint32_t)(backslash - value), 1});
}

/* Max-Forwards = 1*DIGIT                                                      RFC 9110 section 7.6.2 */
static void max_forwards(const check_run *run)
{
    judge(run, CHECK_MAX_FORWARDS, H1_RULE_MAX_FORWARDS_INVALID);
}

/* Age = delta-seconds; delta-seconds = 1*DIGIT                                RFC 9111 sections 5.1 and 1.2.2 */
static void age(const check_run *run)
{
    judge(run, CHECK_AGE, H1_RULE_AGE_INVALID);
}

/* The byte behind a parameter: the next ";" outside a quoted string, or the end. */
static uint32_t parameter_end(const uint8_t *bytes, uint32_t at, uint32_t end)
{
    bool quoted = false;

    for (; at < end && (quoted || bytes[at] != ';'); at++) {
        if (quoted && bytes[at] == '\\' && at + 1 < end)
            at++;
        else if (bytes[at] == '"')
            quoted = !quoted;
    }
    return at;
}

static bool is_ows(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

/* qvalue, in the bytes from at to end without the white space behind them. */
static void judge_weight(const check_run *run, uint32_t at, uint32_t end)
{
    const uint8_t *bytes = run->message->bytes;
    unsigned weight;
    size_t bad;

    while (end > at && is_ows(bytes[end - 1]))
        end--;
    if (h1_qvalue_read(bytes + at, end - at, &weight, &bad) != H1_VALUE_OK)
        check_report(run, H1_RULE_QVALUE_INVALID, end > at ? (h1_span){at, end - at} : (h1_span){at - 2, 2});
}

/* weight = OWS ";" OWS "q=" qvalue                                            RFC 9110 section 12.4.2 */
static void judge_weights(const check_run *run, h1_span element)
{
    const uint8_t *bytes = run->message->bytes;
    uint32_t end = element.at + element.len;
    uint32_t at = parameter_end(bytes, element.at, end);

    while (at < end) {
        uint32_t name = at + 1;
        at = parameter_end(bytes, name, end);
        while (name < end && is_ows(bytes[name]))
            name++;
        if (name + 2 <= at && h1_same_word(bytes + name, 2, "q="))
            judge_weight(run, name + 2, at);
    }
}

/* The fields that have weights, RFC 9110 sections 12.5.1 to 12.5.4 and 10.1.4. */
static void qvalues(const check_run *run)
{
    static const check_name names[] = {CHECK_ACCEPT, CHECK_ACCEPT_CHARSET, CHECK_ACCEPT_ENCODING, CHECK_ACCEPT_LANGUAGE,
                                       CHECK_TE};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check_list list = {.line = NULL};
        h1_span element = {0, 0};
        while (check_next_element(run, names[i], &list, &element)) {
            if (check_is_whole(list.line))
                judge_weights(run, element);
        }
    }
}

/* "100-continue" is the only expectation that is defined, without regard to case; a server may answer others with 417.
 * RFC 9110 section 10.1.1. */
static void expect_unknown(const check_run *run)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    while (check_next_element(run, CHECK_EXPECT, &list, &element)) {
        if (!h1_same_word(run->message->bytes + element.at, element.len, "100-continue"))
            check_report(run, H1_RULE_EXPECT_UNKNOWN, element);
    }
}

static const check_entry ENTRIES[] = {
    {CHECK_ANY, content_type}, {CHECK_RESPONSE, etag},   {CHECK_REQUEST, max_forwards},
    {CHECK_RESPONSE, age},     {CHECK_REQUEST, qvalues}, {CHECK_REQUEST, expect_unknown},
};

const check_table check_value_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
