/* SPDX-License-Identifier: MIT */
/* See transfer_coding.h.
 *
 *   Transfer-Encoding  = #transfer-coding                                               RFC 9112 section 6.1
 *   transfer-coding    = token *( OWS ";" OWS transfer-parameter )                      RFC 9110 section 10.1.4
 *   transfer-parameter = token BWS "=" BWS ( token / quoted-string ) */
#include "parser/src/head/transfer_coding.h"

#include "parser/src/head/list.h"
#include "parser/src/values/cursor.h"

/* White space as framing reads it, folds and mended bytes too. */
static void skip_blank(h1i_cursor *c)
{
    while (c->at < c->len && h1i_reads_as_blank(c->bytes[c->at]))
        c->at++;
}

/* On failure the cursor is on the first byte that doesn't fit. */
static bool take_parameter(h1i_cursor *c)
{
    skip_blank(c);
    if (!h1i_take_token(c))
        return false;
    skip_blank(c);
    if (!h1i_take_byte(c, '='))
        return false;
    skip_blank(c);
    return h1i_take_argument(c);
}

static bool take_parameters(h1i_cursor *c)
{
    for (;;) {
        skip_blank(c);
        if (c->at == c->len)
            return true;
        if (!h1i_take_byte(c, ';') || !take_parameter(c))
            return false;
    }
}

static void note_first(uint32_t *where, uint32_t at)
{
    if (*where == H1_LIST_NONE)
        *where = at;
}

static void read_coding(h1i_codings *codings, const uint8_t *value, h1_span element, bool applied)
{
    h1i_cursor c = {.bytes = value, .at = element.at, .len = element.at + element.len};
    bool named = h1i_take_token(&c);
    bool chunked = named && h1_same_word(value + element.at, c.at - element.at, "chunked");
    uint32_t behind_name = c.at;

    codings->any = true;
    if (!named || !take_parameters(&c)) {
        note_first(&codings->invalid, c.at);
    } else if (chunked && behind_name < c.len) {
        note_first(&codings->chunked_parameter, behind_name);
    }
    if (chunked && (applied || codings->chunked))
        note_first(&codings->chunked_again, element.at);
    codings->chunked_last = chunked;
    codings->chunked |= chunked;
    codings->others |= !chunked;
}

h1i_codings h1i_codings_of(const uint8_t *value, uint32_t len, bool applied)
{
    h1i_codings codings = {.empty = H1_LIST_NONE,
                           .invalid = H1_LIST_NONE,
                           .chunked_again = H1_LIST_NONE,
                           .chunked_parameter = H1_LIST_NONE};
    h1_list list = h1_list_of(value, len);
    h1_span element;

    while (h1_list_next(&list, &element))
        read_coding(&codings, value, element, applied);
    codings.empty = list.empty;
    return codings;
}
