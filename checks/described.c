/* SPDX-License-Identifier: MIT */
/* Checks of fields that describe a representation: Content-Encoding, Content-Language, and what a 304 says of it. */
#include "message.h"

/* Content-Encoding = #content-coding; identity is for Accept-Encoding only    RFC 9110 section 8.4 */
static void content_encoding(const check_run *run)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    check_judge_lines(run, CHECK_CONTENT_ENCODING, H1_RULE_CONTENT_ENCODING_INVALID);
    while (check_next_element(run, CHECK_CONTENT_ENCODING, &list, &element)) {
        if (h1_same_word(run->message->bytes + element.at, element.len, "identity"))
            check_report(run, H1_RULE_CONTENT_ENCODING_IDENTITY, element);
    }
}

static bool is_letter(uint8_t byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* What every language-tag of RFC 5646 section 2.1 is, the irregular ones too: subtags of 1 to 8 letters and digits with
 * "-" between them, the first of letters. */
static bool is_language_tag(const uint8_t *tag, size_t len)
{
    size_t subtag = 0;
    bool first = true;

    for (size_t i = 0; i < len; i++) {
        bool digit = tag[i] >= '0' && tag[i] <= '9';
        if (tag[i] == '-' && subtag > 0) {
            subtag = 0;
            first = false;
        } else if ((is_letter(tag[i]) || (digit && !first)) && subtag < 8) {
            subtag++;
        } else {
            return false;
        }
    }
    return subtag > 0;
}

/* Content-Language = #language-tag                                            RFC 9110 section 8.5
 * White space is not allowed within a tag, section 8.5.1. */
static void content_language(const check_run *run)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    while (check_next_element(run, CHECK_CONTENT_LANGUAGE, &list, &element)) {
        if (check_is_whole(list.line) && !is_language_tag(run->message->bytes + element.at, element.len))
            check_report(run, H1_RULE_CONTENT_LANGUAGE_INVALID, element);
    }
}

/* A sender should not generate representation metadata in a 304 beyond what has to be there, RFC 9110 section 15.4.5.
 * Left out: what may be there to guide cache updates, such as Last-Modified, and Content-Length, which has its own
 * rules. */
static void field_in_304(const check_run *run)
{
    static const check_name names[] = {CHECK_CONTENT_TYPE, CHECK_CONTENT_ENCODING, CHECK_CONTENT_LANGUAGE,
                                       CHECK_CONTENT_RANGE};

    for (size_t i = 0; i < sizeof names / sizeof *names && run->message->head->status == 304; i++) {
        if (check_has(run, names[i]))
            check_report_two(run, H1_RULE_REPRESENTATION_FIELD_IN_304, check_line_span(check_first(run, names[i])),
                             check_status_span(run->message));
    }
}

static const check_entry ENTRIES[] = {
    {CHECK_ANY, content_encoding},
    {CHECK_ANY, content_language},
    {CHECK_RESPONSE, field_in_304},
};

const check_table check_describe_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
