/* SPDX-License-Identifier: MIT */
/* Checks of Range, Content-Range and If-Range. */
#include "message.h"

#include <h1/values.h>

/* The line that says that the content is multipart/byteranges; NULL where none does. */
static const h1_field *multipart_line(const check_run *run)
{
    const h1_field *line = check_first(run, CHECK_CONTENT_TYPE);

    while (line != NULL && !h1_is_media_type(check_value(run, line), line->value_len, "multipart/byteranges"))
        line = check_next(run, CHECK_CONTENT_TYPE, line);
    return line;
}

/* A 206 response has one part, and then Content-Range (RFC 9110 section 15.3.7.1), or it is multipart/byteranges, and
 * then has Content-Range in each part and not in its head (15.3.7.2). */
static void range_of_206(const check_run *run)
{
    const h1_field *multipart = multipart_line(run);
    const h1_field *range = check_first(run, CHECK_CONTENT_RANGE);

    if (run->message->head->status != 206)
        return;
    if (multipart == NULL && range == NULL)
        check_report(run, H1_RULE_CONTENT_RANGE_MISSING, check_status_span(run->message));
    if (multipart != NULL && range != NULL)
        check_report_two(run, H1_RULE_CONTENT_RANGE_WITH_MULTIPART, check_line_span(range), check_line_span(multipart));
}

/* Content-Range has a meaning in 206 and 416 responses only, RFC 9110 section 14.4. */
static void content_range_unexpected(const check_run *run)
{
    const h1_field *line = check_first(run, CHECK_CONTENT_RANGE);
    unsigned status = run->message->head->status;

    if (line != NULL && status != 206 && status != 416)
        check_report_two(run, H1_RULE_CONTENT_RANGE_UNEXPECTED, check_line_span(line), check_status_span(run->message));
}

static void content_range_invalid(const check_run *run)
{
    const h1_field *line = check_only(run, CHECK_CONTENT_RANGE);
    h1_content_range range;
    size_t bad = 0;

    if (line != NULL && h1_content_range_read(check_value(run, line), line->value_len, &range, &bad) != H1_VALUE_OK)
        check_report(run, H1_RULE_CONTENT_RANGE_INVALID, check_fault_span(line, bad));
}

/* Whether the bytes of content are the range itself: a complete 206 of one part, not coded for transfer. Content that
 * ends with the connection may have been cut, so there only too much of it proves anything. */
static bool shows_range(const check_run *run, uint64_t length)
{
    const h1_head *head = run->message->head;

    if (head->status != 206 || run->message->answers != H1_TO_OTHER || (head->flags & H1_HEAD_OTHER_CODINGS) != 0)
        return false;
    return head->framing != H1_FRAMING_CLOSE || run->content > length;
}

/* The content of a 206 response of one part consists of the range that Content-Range describes, RFC 9110 section
 * 15.3.7.1. */
static void content_range_length(const check_run *run)
{
    const h1_field *line = check_only(run, CHECK_CONTENT_RANGE);
    h1_content_range range;
    uint64_t length = 0;
    size_t bad = 0;

    if (line == NULL || multipart_line(run) != NULL ||
        h1_content_range_read(check_value(run, line), line->value_len, &range, &bad) != H1_VALUE_OK || !range.has_range)
        return;
    length = range.last - range.first + 1;
    if (shows_range(run, length) && run->content != length)
        check_report(run, H1_RULE_CONTENT_RANGE_LENGTH, check_value_span(line));
}

/* A client does not generate If-Range in a request without Range, nor with a weak entity-tag. RFC 9110 section 13.1.5.
 */
static void if_range(const check_run *run)
{
    const h1_field *line = check_first(run, CHECK_IF_RANGE);

    if (line == NULL)
        return;
    if (!check_has(run, CHECK_RANGE))
        check_report(run, H1_RULE_IF_RANGE_WITHOUT_RANGE, check_line_span(line));
    if (line->value_len > 2 && check_value(run, line)[0] == 'W' && check_value(run, line)[1] == '/' &&
        check_value(run, line)[2] == '"')
        check_report(run, H1_RULE_IF_RANGE_WEAK, check_value_span(line));
}

/* A sender should tell the complete length unless it is unknown or hard to find out, RFC 9110 section 14.4: a note. */
static void content_range_length_unknown(const check_run *run)
{
    const h1_field *line = check_only(run, CHECK_CONTENT_RANGE);
    h1_content_range range;
    size_t bad = 0;

    if (line != NULL && h1_content_range_read(check_value(run, line), line->value_len, &range, &bad) == H1_VALUE_OK &&
        range.is_bytes && range.has_range && !range.has_complete)
        check_report(run, H1_RULE_CONTENT_RANGE_LENGTH_UNKNOWN, check_value_span(line));
}

enum { RANGES_MOST = 64 }; /* compared with each other */

/* Whether two ranges share a byte or leave none between them. */
static bool touch(const h1_range *a, const h1_range *b)
{
    const h1_range *low = a->first <= b->first ? a : b;
    const h1_range *high = low == a ? b : a;

    return low->last == UINT64_MAX || low->last + 1 >= high->first;
}

static bool touches_any(const h1_range *ranges, size_t count, const h1_range *range)
{
    for (size_t i = 0; i < count; i++) {
        if (touch(&ranges[i], range))
            return true;
    }
    return false;
}

/* A client that asks for several ranges should list them in ascending order, and should not ask for ranges that are
 * less efficient than the one that holds them all: RFC 9110 section 14.2. Of the last bytes of a representation nobody
 * knows where they are. */
static void judge_order(const check_run *run, const h1_field *line, h1_span set)
{
    const uint8_t *bytes = check_value(run, line) + set.at;
    h1_range ranges[RANGES_MOST];
    size_t count = 0;
    size_t at = 0;
    bool overlap = false;
    bool back = false;

    while (count < RANGES_MOST && h1_range_next(bytes, set.len, &at, &ranges[count]) == H1_VALUE_OK) {
        if (ranges[count].suffix)
            continue;
        overlap = overlap || touches_any(ranges, count, &ranges[count]);
        back = back || (count > 0 && ranges[count].first < ranges[count - 1].first);
        count++;
    }
    if (overlap)
        check_report(run, H1_RULE_RANGES_OVERLAP, check_value_span(line));
    if (back)
        check_report(run, H1_RULE_RANGES_NOT_ASCENDING, check_value_span(line));
}

static void range_asked(const check_run *run)
{
    const h1_field *line = check_only(run, CHECK_RANGE);
    h1_ranges ranges;
    size_t bad = 0;

    if (line != NULL && h1_ranges_read(check_value(run, line), line->value_len, &ranges, &bad) == H1_VALUE_OK &&
        ranges.is_bytes)
        judge_order(run, line, ranges.set);
}

static const check_entry ENTRIES[] = {
    {CHECK_REQUEST, range_asked},       {CHECK_ANY, content_range_length_unknown},
    {CHECK_RESPONSE, range_of_206},     {CHECK_RESPONSE, content_range_unexpected},
    {CHECK_ANY, content_range_invalid}, {CHECK_RESPONSE | CHECK_AFTER_CONTENT, content_range_length},
    {CHECK_REQUEST, if_range},
};

const check_table check_range_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
