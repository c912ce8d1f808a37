/* SPDX-License-Identifier: MIT */
/* See list.h. */
#include "parser/src/head/list.h"

#include "parser/src/bytes.h"

bool h1i_reads_as_blank(uint8_t byte)
{
    return h1i_is_blank(byte) || byte == '\r' || byte == '\n' || byte == '\0';
}

h1_list h1_list_of(const uint8_t *bytes, uint32_t len)
{
    return (h1_list){bytes, len, 0, H1_LIST_NONE, false};
}

static void note_empty(h1_list *list, uint32_t at)
{
    if (list->empty == H1_LIST_NONE)
        list->empty = at;
}

uint32_t h1i_list_skip_blank(const h1_list *list, uint32_t at)
{
    while (at < list->len && h1i_reads_as_blank(list->bytes[at]))
        at++;
    return at;
}

/* quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE                               RFC 9110 section 5.6.4
 * Returns the offset behind the closing quote, or the list's end where there is none. */
static uint32_t skip_quoted(const h1_list *list, uint32_t at)
{
    for (at++; at < list->len; at++) {
        if (list->bytes[at] == '"')
            return at + 1;
        if (list->bytes[at] == '\\')
            at++;
    }
    return list->len;
}

static uint32_t end_of_element(const h1_list *list, uint32_t at)
{
    while (at < list->len && list->bytes[at] != ',')
        at = list->bytes[at] == '"' ? skip_quoted(list, at) : at + 1;
    return at;
}

static h1_span trimmed(const h1_list *list, uint32_t from, uint32_t to)
{
    while (to > from && h1i_reads_as_blank(list->bytes[to - 1]))
        to--;
    return (h1_span){from, to - from};
}

bool h1_list_next(h1_list *list, h1_span *element)
{
    for (;;) {
        uint32_t from = h1i_list_skip_blank(list, list->at);
        uint32_t to;

        if (from >= list->len) {
            if (list->any)
                note_empty(list, list->at - 1);
            list->any = false;
            return false;
        }
        to = end_of_element(list, from);
        list->any = to < list->len;
        list->at = to < list->len ? to + 1 : to;
        *element = trimmed(list, from, to);
        if (element->len > 0)
            return true;
        note_empty(list, to);
    }
}
