/* SPDX-License-Identifier: MIT */
/* See transfer_coding.h.
 *
 *   Transfer-Encoding  = #transfer-coding                                               RFC 9112 section 6.1
 *   transfer-coding    = token *( OWS ";" OWS transfer-parameter )                      RFC 9110 section 10.1.4
 *   transfer-parameter = token BWS "=" BWS ( token / quoted-string ) */
#include "parser/src/head/transfer_coding.h"

#include "parser/src/bytes.h"
#include "parser/src/head/list.h"

/* A place in one element of the list. */
typedef struct reader {
    const uint8_t *bytes;
    uint32_t at, end;
} reader;

static void skip_blank(reader *r)
{
    while (r->at < r->end && h1i_reads_as_blank(r->bytes[r->at]))
        r->at++;
}

static bool take(reader *r, uint8_t byte)
{
    if (r->at >= r->end || r->bytes[r->at] != byte)
        return false;
    r->at++;
    return true;
}

static bool take_token(reader *r)
{
    uint32_t from = r->at;

    while (r->at < r->end && h1i_is(r->bytes[r->at], H1I_TCHAR))
        r->at++;
    return r->at > from;
}

static bool is_text(uint8_t byte)
{
    return h1i_is_blank(byte) || h1i_is(byte, H1I_VISIBLE);
}

/* quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE                             RFC 9110 section 5.6.4 */
static bool take_quoted(reader *r)
{
    if (!take(r, '"'))
        return false;
    while (r->at < r->end && is_text(r->bytes[r->at])) {
        uint8_t byte = r->bytes[r->at++];
        if (byte == '"')
            return true;
        if (byte != '\\')
            continue;
        if (r->at >= r->end || !is_text(r->bytes[r->at]))
            return false;
        r->at++;
    }
    return false;
}

/* On failure r->at is the first byte that doesn't fit. */
static bool take_parameter(reader *r)
{
    skip_blank(r);
    if (!take_token(r))
        return false;
    skip_blank(r);
    if (!take(r, '='))
        return false;
    skip_blank(r);
    return take_token(r) || take_quoted(r);
}

static bool take_parameters(reader *r)
{
    for (;;) {
        skip_blank(r);
        if (r->at == r->end)
            return true;
        if (!take(r, ';') || !take_parameter(r))
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
    reader r = {value, element.at, element.at + element.len};
    bool named = take_token(&r);
    bool chunked = named && h1_same_word(value + element.at, r.at - element.at, "chunked");
    uint32_t behind_name = r.at;

    codings->any = true;
    if (!named || !take_parameters(&r)) {
        note_first(&codings->invalid, r.at);
    } else if (chunked && behind_name < r.end) {
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
