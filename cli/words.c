/* SPDX-License-Identifier: MIT */
/* See words.h. */
#include "cli/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/json.h"

const char *cli_framing_name(h1_framing framing)
{
    static const char *const names[] = {"none", "length", "chunked", "close", "tunnel", "undecided"};

    return names[framing];
}

cli_version_text cli_version_of(const h1_head *head)
{
    cli_version_text version;

    snprintf(version.text, sizeof version.text, "%u.%u", head->major, head->minor);
    return version;
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

/* Is there a line end at the place, and how long is it? A CR counts only before LF. */
static size_t line_end_at(const uint8_t *value, size_t len, size_t at)
{
    if (value[at] == '\n')
        return 1;
    return value[at] == '\r' && at + 1 < len && value[at + 1] == '\n' ? 2 : 0;
}

/* obs-fold = OWS CRLF RWS      RFC 9112 section 5.2: a fold, with the white space around it, reads as one SP.
 * `to` may be `value`: it is never ahead of it. */
static size_t unfold(const uint8_t *value, size_t len, uint8_t *to)
{
    size_t used = 0;

    for (size_t at = 0; at < len;) {
        size_t end = line_end_at(value, len, at);
        if (end == 0) {
            to[used++] = value[at++];
            continue;
        }
        while (used > 0 && is_blank(to[used - 1]))
            used--;
        for (at += end; at < len && (is_blank(value[at]) || line_end_at(value, len, at) > 0);)
            at++;
        to[used++] = ' ';
    }
    return used;
}

/* A NUL and a CR that ends no line are read as SP, the latter also where it begins a line and so folds it. */
static bool reads_as_space(const uint8_t *value, size_t len, size_t at)
{
    return value[at] == '\0' || (value[at] == '\r' && line_end_at(value, len, at) == 0);
}

json_t *cli_json_value(const uint8_t *bytes, const h1_field *field)
{
    const uint8_t *value = bytes + field->value_at;
    size_t len = field->value_len;
    uint8_t *copy;
    json_t *json;

    if ((field->flags & (H1_FIELD_FOLDED | H1_FIELD_DIRTY)) == 0)
        return report_json_latin1(value, len);
    copy = malloc(len + 1);
    if (copy == NULL)
        return NULL;
    for (size_t i = 0; i < len; i++)
        copy[i] = reads_as_space(value, len, i) ? ' ' : value[i];
    len = unfold(copy, len, copy);
    json = report_json_latin1(copy, len);
    free(copy);
    return json;
}

json_t *cli_json_rules(const h1_rule *rules, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(h1_rule_name(rules[i]).text));
    return list;
}
