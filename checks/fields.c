/* SPDX-License-Identifier: MIT */
/* See fields.h. */
#include "fields.h"

#include "words.h"

#include <string.h>

typedef struct known {
    const char *text;
    size_t len;
} known;

static const known KNOWN[CHECK_NAMES] = {
#define X(name, text) {text, sizeof text - 1},
    CHECK_KNOWN_NAMES(X)
#undef X
};

check_name check_name_of(const check_message *message, const h1_field *field)
{
    const uint8_t *name = message->bytes + field->name_at;

    for (unsigned i = 0; i < CHECK_NAMES; i++) {
        if (KNOWN[i].len == field->name_len && check_same_word(name, field->name_len, KNOWN[i].text))
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

const h1_field *check_only(const check_run *run, check_name name)
{
    const h1_field *line = check_first(run, name);

    if (run->index->lines[name] != 1 || (line->flags & (H1_FIELD_FOLDED | H1_FIELD_DIRTY)) != 0)
        return NULL;
    return line;
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

/* The end of the element that starts at a byte: the next comma outside a quoted string, or the end of the value. */
static uint32_t element_end(const check_message *message, uint32_t at, uint32_t end)
{
    bool quoted = false;

    for (; at < end; at++) {
        uint8_t byte = message->bytes[at];
        if (quoted && byte == '\\' && at + 1 < end)
            at++;
        else if (byte == '"')
            quoted = !quoted;
        else if (byte == ',' && !quoted)
            return at;
    }
    return end;
}

/* CR, LF and NUL stand in values that were folded or mended, and read as SP. */
static bool is_blank(uint8_t byte)
{
    return check_is_ows(byte) || byte == '\r' || byte == '\n' || byte == '\0';
}

static h1_span without_blanks(const check_message *message, uint32_t from, uint32_t to)
{
    while (from < to && is_blank(message->bytes[from]))
        from++;
    while (to > from && is_blank(message->bytes[to - 1]))
        to--;
    return (h1_span){from, to - from};
}

bool check_next_element(const check_run *run, check_name name, check_list *list, h1_span *element)
{
    if (list->line == NULL) {
        list->line = check_first(run, name);
        list->at = list->line != NULL ? list->line->value_at : 0;
    }
    while (list->line != NULL) {
        uint32_t end = list->line->value_at + list->line->value_len;
        while (list->at < end) {
            uint32_t stop = element_end(run->message, list->at, end);
            *element = without_blanks(run->message, list->at, stop);
            list->at = stop < end ? stop + 1 : end;
            if (element->len > 0)
                return true;
        }
        list->line = check_next(run, name, list->line);
        list->at = list->line != NULL ? list->line->value_at : 0;
    }
    return false;
}

bool check_lists(const check_run *run, check_name name, const char *word)
{
    check_list list = {NULL, 0};
    h1_span element = {0, 0};

    while (check_next_element(run, name, &list, &element)) {
        const uint8_t *bytes = run->message->bytes + element.at;
        size_t end = 0;
        while (end < element.len && bytes[end] != ';' && !is_blank(bytes[end]))
            end++;
        if (check_same_word(bytes, end, word))
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

    if (end > 0 && !check_is_digit(message->bytes[end - 1]))
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
