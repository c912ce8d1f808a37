/* SPDX-License-Identifier: MIT */
/* See fields.h. */
#include "fields.h"

#include <string.h>

#include <h1/values.h>

typedef struct known {
    const char *text;
    size_t len;
} known;

static const known KNOWN[CHECK_NAMES] = {
#define X(name, text) {text, sizeof text - 1},
    CHECK_KNOWN_NAMES(X)
#undef X
};

/* Those that begin with a letter stand together: the first, and behind the last. */
static const struct {
    uint8_t first, end;
} OF_LETTER['z' - 'a' + 1] = {
    ['a' - 'a'] = {CHECK_ACCEPT, CHECK_AUTHORIZATION + 1},
    ['c' - 'a'] = {CHECK_CACHE_CONTROL, CHECK_COOKIE + 1},
    ['d' - 'a'] = {CHECK_DATE, CHECK_DATE + 1},
    ['e' - 'a'] = {CHECK_ETAG, CHECK_EXPIRES + 1},
    ['f' - 'a'] = {CHECK_FROM, CHECK_FROM + 1},
    ['i' - 'a'] = {CHECK_IF_MATCH, CHECK_IF_UNMODIFIED_SINCE + 1},
    ['k' - 'a'] = {CHECK_KEEP_ALIVE, CHECK_KEEP_ALIVE + 1},
    ['l' - 'a'] = {CHECK_LAST_MODIFIED, CHECK_LOCATION + 1},
    ['m' - 'a'] = {CHECK_MAX_FORWARDS, CHECK_MAX_FORWARDS + 1},
    ['p' - 'a'] = {CHECK_PROXY_AUTHENTICATE, CHECK_PROXY_AUTHORIZATION + 1},
    ['r' - 'a'] = {CHECK_RANGE, CHECK_RETRY_AFTER + 1},
    ['s' - 'a'] = {CHECK_SERVER, CHECK_SET_COOKIE + 1},
    ['t' - 'a'] = {CHECK_TE, CHECK_TRANSFER_ENCODING + 1},
    ['u' - 'a'] = {CHECK_UPGRADE, CHECK_USER_AGENT + 1},
    ['v' - 'a'] = {CHECK_VARY, CHECK_VIA + 1},
    ['w' - 'a'] = {CHECK_WWW_AUTHENTICATE, CHECK_WWW_AUTHENTICATE + 1},
};

/* Most fields are looked up several times a message, so by their letter. */
check_name check_name_of(const check_message *message, const h1_field *field)
{
    const uint8_t *name = message->bytes + field->name_at;
    unsigned letter = field->name_len > 0 ? (name[0] | 0x20u) - 'a' : 0;

    if (letter > 'z' - 'a')
        return CHECK_NAMES;
    for (unsigned i = OF_LETTER[letter].first; i < OF_LETTER[letter].end; i++) {
        if (KNOWN[i].len == field->name_len && h1_same_word(name, field->name_len, KNOWN[i].text))
            return (check_name)i;
    }
    return CHECK_NAMES;
}

void check_index_head(const check_message *message, check_index *index)
{
    memset(index, 0, sizeof *index);
    for (uint16_t i = 0; i < message->head->fields; i++) {
        check_name name = check_name_of(message, &message->fields[i]);
        if (name == CHECK_NAMES)
            continue;
        if (index->lines[name] == 0)
            index->first[name] = i;
        index->lines[name]++;
    }
}

bool check_has(const check_run *run, check_name name)
{
    return run->index->lines[name] > 0;
}

const h1_field *check_first(const check_run *run, check_name name)
{
    return check_has(run, name) ? &run->message->fields[run->index->first[name]] : NULL;
}

const h1_field *check_next(const check_run *run, check_name name, const h1_field *line)
{
    const h1_field *end = run->message->fields + run->message->head->fields;

    if (run->index->lines[name] == 1)
        return NULL;
    for (line++; line < end; line++) {
        if (check_name_of(run->message, line) == name)
            return line;
    }
    return NULL;
}

bool check_is_whole(const h1_field *line)
{
    return (line->flags & (H1_FIELD_FOLDED | H1_FIELD_DIRTY)) == 0;
}

const h1_field *check_only(const check_run *run, check_name name)
{
    const h1_field *line = check_first(run, name);

    return run->index->lines[name] == 1 && check_is_whole(line) ? line : NULL;
}

const uint8_t *check_value(const check_run *run, const h1_field *line)
{
    return run->message->bytes + line->value_at;
}

h1_span check_line_span(const h1_field *line)
{
    uint32_t end = line->name_at + line->name_len + 1;

    if (line->value_len > 0)
        end = line->value_at + line->value_len;
    return (h1_span){line->name_at, end - line->name_at};
}

h1_span check_value_span(const h1_field *line)
{
    return check_fault_span(line, 0);
}

h1_span check_fault_span(const h1_field *line, size_t bad)
{
    uint32_t from = bad < line->value_len ? (uint32_t)bad : 0;

    if (line->value_len == 0)
        return (h1_span){line->name_at, line->name_len};
    return (h1_span){line->value_at + from, line->value_len - from};
}

void check_judge_lines(const check_run *run, check_name name, h1_rule rule)
{
    for (const h1_field *line = check_first(run, name); line != NULL; line = check_next(run, name, line)) {
        const uint8_t *field_name = run->message->bytes + line->name_at;
        size_t bad = 0;
        if (check_is_whole(line) && h1_field_value_read(field_name, line->name_len, check_value(run, line),
                                                        line->value_len, &bad) != H1_VALUE_OK)
            check_report(run, rule, check_fault_span(line, bad));
    }
}

/* Go to a line, and to the start of the list in its value. */
static void enter(const check_run *run, check_list *list, const h1_field *line)
{
    list->line = line;
    if (line != NULL)
        list->rest = h1_list_of(check_value(run, line), line->value_len);
}

bool check_next_element(const check_run *run, check_name name, check_list *list, h1_span *element)
{
    if (list->line == NULL)
        enter(run, list, check_first(run, name));
    while (list->line != NULL) {
        if (h1_list_next(&list->rest, element)) {
            element->at += list->line->value_at;
            return true;
        }
        enter(run, list, check_next(run, name, list->line));
    }
    return false;
}

/* What ends the first word of an element: its parameters, or white space, which folds and mended bytes read as. */
static bool ends_word(uint8_t byte)
{
    return byte == ';' || byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\0';
}

bool check_lists(const check_run *run, check_name name, const char *word)
{
    check_list list = {.line = NULL};
    h1_span element = {0, 0};

    while (check_next_element(run, name, &list, &element)) {
        const uint8_t *bytes = run->message->bytes + element.at;
        size_t end = 0;
        while (end < element.len && !ends_word(bytes[end]))
            end++;
        if (h1_same_word(bytes, end, word))
            return true;
    }
    return false;
}

bool check_may_tunnel(const check_message *message)
{
    return message->head->status / 100 == 2 && (message->answers == H1_TO_CONNECT || message->answers == H1_TO_UNKNOWN);
}

/* status-line = HTTP-version SP status-code SP [ reason-phrase ]              RFC 9112 section 4
 * Between code and reason phrase stands one byte of white space, or, in audit, none. */
h1_span check_status_span(const check_message *message)
{
    uint32_t end = message->head->reason.at;

    if (end > 0 && (message->bytes[end - 1] < '0' || message->bytes[end - 1] > '9'))
        end--;
    return end >= 3 ? (h1_span){end - 3, 3} : (h1_span){0, 0};
}

bool check_method_is(const check_message *message, const char *method)
{
    h1_span span = message->head->method;

    return strlen(method) == span.len && memcmp(message->bytes + span.at, method, span.len) == 0;
}

void check_report(const check_run *run, h1_rule rule, h1_span span)
{
    check_report_two(run, rule, span, (h1_span){0, 0});
}

void check_report_two(const check_run *run, h1_rule rule, h1_span span, h1_span second)
{
    run->report(run->context, rule, span, second);
}
