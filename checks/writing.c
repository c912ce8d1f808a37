/* SPDX-License-Identifier: MIT */
/* Checks of how values are written, whatever they say: white space around them, backslashes in them. */
#include "message.h"

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

/* The white space at fault around a value; len 0 where there is none. */
static h1_span needless(const uint8_t *bytes, const h1_field *line)
{
    uint32_t from = line->name_at + line->name_len + 1;
    uint32_t end = line->value_at + line->value_len;
    uint32_t behind = end;

    while (is_blank(bytes[behind]))
        behind++;
    if (behind > end)
        return (h1_span){end, behind - end};
    if (line->value_at == from || (line->value_at == from + 1 && bytes[from] == ' '))
        return (h1_span){0, 0};
    return (h1_span){from, line->value_at - from};
}

/* field-line = field-name ":" OWS field-value OWS                             RFC 9112 section 5
 * A sender should generate OWS as a single SP where it helps reading, and otherwise none. RFC 9110 section 5.6.3. One
 * finding is enough: who writes one line so writes all so. */
static void optional_whitespace(const check_run *run)
{
    for (uint16_t i = 0; i < run->message->head->fields; i++) {
        const h1_field *line = &run->message->fields[i];
        h1_span span = {0, 0};
        if (check_is_whole(line) && line->value_len > 0 && run->message->bytes[line->name_at + line->name_len] == ':')
            span = needless(run->message->bytes, line);
        if (span.len > 0) {
            check_report(run, H1_RULE_OPTIONAL_WHITESPACE, span);
            return;
        }
    }
}

/* Is the white space from one byte up to another optional: around a value, or beside a comma of a list? */
static bool is_optional(const uint8_t *value, uint32_t len, uint32_t from, uint32_t end)
{
    return from == 0 || end == len || value[from - 1] == ',' || value[end] == ',';
}

/* The first white space between two parts of a value, outside of comments, that isn't one SP; len 0 where all is. */
static h1_span unlike_one_space(const uint8_t *value, uint32_t len)
{
    uint32_t depth = 0;

    for (uint32_t i = 0; i < len; i++) {
        uint32_t from = i;
        if (depth > 0 && value[i] == '\\')
            i++;
        else if (value[i] == '(')
            depth++;
        else if (value[i] == ')' && depth > 0)
            depth--;
        if (depth > 0 || !is_blank(value[i]))
            continue;
        while (i + 1 < len && is_blank(value[i + 1]))
            i++;
        if ((i > from || value[i] != ' ') && !is_optional(value, len, from, i + 1))
            return (h1_span){from, i + 1 - from};
    }
    return (h1_span){0, 0};
}

/* received-protocol RWS received-by [ RWS comment ]                           RFC 9110 section 7.6.3
 * product *( RWS ( product / comment ) )                                      RFC 9110 sections 10.1.5 and 10.2.4
 * A sender should generate RWS as a single SP, section 5.6.3. */
static void required_whitespace(const check_run *run)
{
    static const check_name names[] = {CHECK_USER_AGENT, CHECK_SERVER, CHECK_VIA};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        for (const h1_field *line = check_first(run, names[i]); line != NULL; line = check_next(run, names[i], line)) {
            h1_span span = {0, 0};
            if (check_is_whole(line))
                span = unlike_one_space(check_value(run, line), line->value_len);
            if (span.len > 0)
                check_report(run, H1_RULE_REQUIRED_WHITESPACE, (h1_span){line->value_at + span.at, span.len});
        }
    }
}

/* Report each backslash, between begin and end signs, before a byte that isn't one of three.
 *   quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text )                        RFC 9110 sections 5.6.4 and 5.6.5 */
static void judge_pairs(const check_run *run, const h1_field *line, uint8_t begin, uint8_t end)
{
    const uint8_t *value = check_value(run, line);
    uint32_t depth = 0;

    for (uint32_t i = 0; i < line->value_len; i++) {
        if (depth > 0 && value[i] == '\\' && i + 1 < line->value_len) {
            i++;
            if (value[i] != '\\' && value[i] != begin && value[i] != end)
                check_report(run, H1_RULE_QUOTED_PAIR_NEEDLESS, (h1_span){line->value_at + i - 1, 2});
        } else if (depth > 0 && value[i] == end) {
            depth--;
        } else if (value[i] == begin) {
            depth++;
        }
    }
}

/* A sender should not generate a quoted-pair in a quoted-string but for the quote and the backslash, and in a comment
 * but for parentheses and the backslash. Held against the fields whose quotes and parentheses are known to be those. */
static void quoted_pairs(const check_run *run)
{
    static const struct {
        check_name name;
        uint8_t begin, end;
    } fields[] = {
        {CHECK_CONTENT_TYPE, '"', '"'},
        {CHECK_ACCEPT, '"', '"'},
        {CHECK_CACHE_CONTROL, '"', '"'},
        {CHECK_WWW_AUTHENTICATE, '"', '"'},
        {CHECK_PROXY_AUTHENTICATE, '"', '"'},
        {CHECK_AUTHORIZATION, '"', '"'},
        {CHECK_PROXY_AUTHORIZATION, '"', '"'},
        {CHECK_USER_AGENT, '(', ')'},
        {CHECK_SERVER, '(', ')'},
        {CHECK_VIA, '(', ')'},
    };

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        for (const h1_field *line = check_first(run, fields[i].name); line != NULL;
             line = check_next(run, fields[i].name, line)) {
            if (check_is_whole(line))
                judge_pairs(run, line, fields[i].begin, fields[i].end);
        }
    }
}

static const check_entry ENTRIES[] = {
    {CHECK_ANY, optional_whitespace},
    {CHECK_ANY, required_whitespace},
    {CHECK_ANY, quoted_pairs},
};

const check_table check_writing_checks = {ENTRIES, sizeof ENTRIES / sizeof *ENTRIES};
