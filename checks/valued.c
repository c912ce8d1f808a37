/* SPDX-License-Identifier: MIT */
/* Checks of fields whose values have a grammar of their own: media types, entity-tags, numbers, weights, expectations.
 */
#include "message.h"

#include "values.h"
#include "words.h"

typedef size_t grammar(const uint8_t *value, size_t len);

static void judge(const check_run *run, check_name name, grammar *fits, h1_rule rule)
{
    const h1_field *line = check_only(run, name);
    size_t bad = line != NULL ? fits(check_value(run, line), line->value_len) : CHECK_FITS;

    if (bad != CHECK_FITS)
        check_report(run, rule, check_fault_span(line, bad));
}

/* Content-Type = media-type                                                   RFC 9110 section 8.3 */
static void content_type(const check_run *run)
{
    judge(run, CHECK_CONTENT_TYPE, check_media_type, H1_RULE_CONTENT_TYPE_INVALID);
}

/* ETag = entity-tag                                                           RFC 9110 section 8.8.3 */
static void etag(const check_run *run)
{
    judge(run, CHECK_ETAG, check_entity_tag, H1_RULE_ETAG_INVALID);
}

/* Max-Forwards = 1*DIGIT                                                      RFC 9110 section 7.6.2 */
static void max_forwards(const check_run *run)
{
    judge(run, CHECK_MAX_FORWARDS, check_number, H1_RULE_MAX_FORWARDS_INVALID);
}

/* Age = delta-seconds; delta-seconds = 1*DIGIT                                RFC 9111 sections 5.1 and 1.2.2 */
static void age(const check_run *run)
{
    judge(run, CHECK_AGE, check_number, H1_RULE_AGE_INVALID);
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

/* weight = OWS ";" OWS "q=" qvalue                                            RFC 9110 section 12.4.2 */
static void judge_weights(const check_run *run, h1_span element)
{
    const uint8_t *bytes = run->message->bytes;
    uint32_t end = element.at + element.len;
    uint32_t at = parameter_end(bytes, element.at, end);

    while (at < end) {
        check_cursor c = {bytes, end, at + 1};
        check_skip_ows(&c);
        at = parameter_end(bytes, at + 1, end);
        if (at < c.at + 2 || check_lower(bytes[c.at]) != 'q' || bytes[c.at + 1] != '=')
            continue;
        c.at += 2;
        c.len = at;
        while (c.len > c.at && check_is_ows(bytes[c.len - 1]))
            c.len--;
        if (check_qvalue(bytes + c.at, c.len - c.at) != CHECK_FITS)
            check_report(run, H1_RULE_QVALUE_INVALID,
                         c.len > c.at ? (h1_span){(uint32_t)c.at, (uint32_t)(c.len - c.at)}
                                      : (h1_span){(uint32_t)c.at - 2, 2});
    }
}

/* The fields that have weights, RFC 9110 sections 12.5.1 to 12.5.4 and 10.1.4. */
static void qvalues(const check_run *run)
{
    static const check_name names[] = {CHECK_ACCEPT, CHECK_ACCEPT_CHARSET, CHECK_ACCEPT_ENCODING, CHECK_ACCEPT_LANGUAGE,
                                       CHECK_TE};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check_list list = {NULL, 0};
        h1_span element = {0, 0};
        while (check_next_element(run, names[i], &list, &element)) {
            if ((list.line->flags & (H1_FIELD_FOLDED | H1_FIELD_DIRTY)) == 0)
                judge_weights(run, element);
        }
    }
}

/* "100-continue" is the only expectation that is defined, without regard to case; a server may answer others with 417.
 * RFC 9110 section 10.1.1. */
static void expect_unknown(const check_run *run)
{
    check_list list = {NULL, 0};
    h1_span element = {0, 0};

    while (check_next_element(run, CHECK_EXPECT, &list, &element)) {
        if (!check_same_word(run->message->bytes + element.at, element.len, "100-continue"))
            check_report(run, H1_RULE_EXPECT_UNKNOWN, element);
    }
}

static const check_entry ENTRIES[] = {
    {CHECK_ANY, content_type}, {CHECK_RESPONSE, etag},   {CHECK_REQUEST, max_forwards},
    {CHECK_RESPONSE, age},     {CHECK_REQUEST, qvalues}, {CHECK_REQUEST, expect_unknown},
};

const check_table check_value_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
