/* SPDX-License-Identifier: MIT */
/* What a finding is known by from one capture to the next. See report.h. */
#include <stdio.h>
#include <string.h>

#include "report/escape.h"
#include "report/report.h"

enum { NAME_MOST = 96 };

typedef struct line {
    size_t at, end; /* its content, without the line end */
    size_t next;
} line;

static line line_at(const report_item *item, size_t at)
{
    const uint8_t *lf = at < item->len ? memchr(item->bytes + at, '\n', item->len - at) : NULL;
    line found = {.at = at, .end = item->len, .next = item->len};

    if (lf == NULL)
        return found;
    found.end = (size_t)(lf - item->bytes);
    found.next = found.end + 1;
    if (found.end > at && item->bytes[found.end - 1] == '\r')
        found.end--;
    return found;
}

/* A field's name with its colon: in lower case, without blanks, visible. False where the line has none. */
static bool name_of(const report_item *item, line l, char *name)
{
    const uint8_t *colon = memchr(item->bytes + l.at, ':', l.end - l.at);
    size_t len = 0;

    if (colon == NULL || colon == item->bytes + l.at)
        return false;
    for (const uint8_t *at = item->bytes + l.at; at < colon && len + REPORT_ESCAPE_MOST + 1 < NAME_MOST; at++) {
        uint8_t byte = *at >= 'A' && *at <= 'Z' ? (uint8_t)(*at + 'a' - 'A') : *at;
        if (byte != ' ' && byte != '\t')
            len += report_escape_byte(byte, name + len);
    }
    memcpy(name + len, ":", 2);
    return true;
}

static bool is_fold(const report_item *item, line l)
{
    return l.end > l.at && (item->bytes[l.at] == ' ' || item->bytes[l.at] == '\t');
}

/* The element that holds a place in a piece which begins in a head. A fold belongs to the line before it. */
static void element_in_head(const report_item *item, size_t place, char *name)
{
    bool start_line = item->bytes_at == item->message_at;
    bool inside = item->head_cut;
    line l = {0};

    strcpy(name, "field-line");
    for (size_t at = 0; at < item->len; at = l.next) {
        l = line_at(item, at);
        bool empty = l.at == l.end && !inside;
        if (start_line && !empty)
            strcpy(name, "start-line");
        else if (!start_line && empty)
            strcpy(name, "content");
        else if (!inside && !is_fold(item, l) && !empty && !name_of(item, l, name))
            strcpy(name, "field-line");
        start_line = start_line && empty;
        inside = false;
        if (place < l.next || strcmp(name, "content") == 0)
            return;
    }
}

report_key report_key_of(const report_item *item)
{
    const h1_finding *f = &item->finding;
    bool here = f->place.at >= item->bytes_at && f->place.at - item->bytes_at <= item->len;
    char element[NAME_MOST] = "content";
    report_key key;

    if (f->message == 0)
        strcpy(element, "stream");
    else if (item->in_head && here)
        element_in_head(item, (size_t)(f->place.at - item->bytes_at), element);
    snprintf(key.text, sizeof key.text, "%s %s %s", h1_rule_name(f->rule).text,
             f->side == H1_REQUESTS ? "request" : "response", element);
    return key;
}
