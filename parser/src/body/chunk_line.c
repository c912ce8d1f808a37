/* SPDX-License-Identifier: MIT */
/* The line before a chunk's data, a byte at a time.
 *
 *   chunk          = chunk-size [ chunk-ext ] CRLF chunk-data CRLF                       RFC 9112 section 7.1
 *   chunk-size     = 1*HEXDIG
 *   last-chunk     = 1*("0") [ chunk-ext ] CRLF
 *   chunk-ext      = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )       RFC 9112 section 7.1.1
 *   chunk-ext-name = token
 *   chunk-ext-val  = token / quoted-string
 *
 * s->left gathers the size. s->part_at is where the white space being read starts, s->part_end where the chunk-size
 * ends. White space is tolerated where the grammar has it; which place it stands in shows only behind it. */
#include "parser/src/bytes.h"
#include "parser/src/head/steps.h"
#include "parser/src/number.h"

static h1i_step go(h1_stream *s, enum h1i_state state)
{
    s->state = (uint8_t)state;
    return H1I_NEXT;
}

static h1i_step bad(h1_stream *s, h1_rule rule)
{
    return h1i_violation(s, rule, s->at, 1, H1I_AGAIN);
}

/* BWS = OWS ; "bad" whitespace                                                          RFC 9110 section 5.6.3
 * A recipient MUST parse for it and remove it. The first of a line speaks for all. */
static h1i_step tolerate_space(h1_stream *s, uint32_t at)
{
    if (h1i_has(s, H1I_SPACE_NOTED))
        return H1I_NEXT;
    s->flags |= H1I_SPACE_NOTED;
    return h1i_violation(s, H1_RULE_CHUNK_EXT_WHITESPACE, at, 1, H1I_NEXT);
}

static h1i_step begin_space(h1_stream *s, enum h1i_state state)
{
    s->part_at = s->at;
    return go(s, state);
}

h1i_step h1i_size_start(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is_blank(byte))
        return bad(s, H1_RULE_CHUNK_SIZE_WHITESPACE);
    if (!h1i_is(byte, H1I_HEXDIG))
        return bad(s, H1_RULE_CHUNK_SIZE_INVALID);
    s->left = 0;
    s->state = H1I_SIZE;
    return H1I_AGAIN;
}

h1i_step h1i_size(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    s->part_end = s->at;
    if (byte == ';')
        return go(s, H1I_EXT_START);
    if (h1i_is_blank(byte))
        return begin_space(s, H1I_EXT_SPACE);
    switch (h1i_number_add(&s->left, byte, 16)) {
    case H1I_NUMBER_OK:
        s->part_end = s->at + 1;
        return H1I_NEXT;
    case H1I_NUMBER_TOO_LARGE:
        return bad(s, H1_RULE_CHUNK_SIZE_LIMIT);
    case H1I_NUMBER_NOT_DIGIT:
    case H1I_NUMBER_EMPTY:
        break;
    }
    return bad(s, H1_RULE_CHUNK_SIZE_INVALID);
}

/* White space behind the chunk-size or a value: good only when another extension follows. */
h1i_step h1i_ext_space(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is_blank(byte))
        return H1I_NEXT;
    if (byte != ';')
        return bad(s, s->part_at == s->part_end ? H1_RULE_CHUNK_SIZE_INVALID : H1_RULE_CHUNK_EXT_INVALID);
    s->state = H1I_EXT_START;
    return tolerate_space(s, s->part_at);
}

h1i_step h1i_ext_start(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is_blank(byte))
        return tolerate_space(s, s->at);
    if (!h1i_is(byte, H1I_TCHAR))
        return bad(s, H1_RULE_CHUNK_EXT_INVALID);
    return go(s, H1I_EXT_NAME);
}

h1i_step h1i_ext_name(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is(byte, H1I_TCHAR))
        return H1I_NEXT;
    if (byte == '=')
        return go(s, H1I_EXT_VALUE_START);
    if (byte == ';')
        return go(s, H1I_EXT_START);
    return h1i_is_blank(byte) ? begin_space(s, H1I_EXT_NAME_SPACE) : bad(s, H1_RULE_CHUNK_EXT_INVALID);
}

h1i_step h1i_ext_name_space(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is_blank(byte))
        return H1I_NEXT;
    if (byte != '=' && byte != ';')
        return bad(s, H1_RULE_CHUNK_EXT_INVALID);
    s->state = byte == '=' ? H1I_EXT_VALUE_START : H1I_EXT_START;
    return tolerate_space(s, s->part_at);
}

h1i_step h1i_ext_value_start(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is_blank(byte))
        return tolerate_space(s, s->at);
    if (byte == '"')
        return go(s, H1I_EXT_QUOTED);
    return h1i_is(byte, H1I_TCHAR) ? go(s, H1I_EXT_VALUE) : bad(s, H1_RULE_CHUNK_EXT_INVALID);
}

h1i_step h1i_ext_value(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    return h1i_is(byte, H1I_TCHAR) ? H1I_NEXT : h1i_ext_quoted_end(s, buf, byte);
}

/* quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
 * qdtext        = HTAB / SP / %x21 / %x23-5B / %x5D-7E / obs-text                      RFC 9110 section 5.6.4 */
h1i_step h1i_ext_quoted(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (byte == '"')
        return go(s, H1I_EXT_QUOTED_END);
    if (byte == '\\')
        return go(s, H1I_EXT_QUOTED_PAIR);
    return h1i_is_blank(byte) || h1i_is(byte, H1I_VISIBLE) ? H1I_NEXT : bad(s, H1_RULE_CHUNK_EXT_INVALID);
}

/* quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text )                                    RFC 9110 section 5.6.4 */
h1i_step h1i_ext_quoted_pair(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (h1i_is_blank(byte) || h1i_is(byte, H1I_VISIBLE))
        return go(s, H1I_EXT_QUOTED);
    return bad(s, H1_RULE_CHUNK_EXT_INVALID);
}

h1i_step h1i_ext_quoted_end(h1_stream *s, const uint8_t *buf, uint8_t byte)
{
    (void)buf;
    if (byte == ';')
        return go(s, H1I_EXT_START);
    return h1i_is_blank(byte) ? begin_space(s, H1I_EXT_SPACE) : bad(s, H1_RULE_CHUNK_EXT_INVALID);
}

h1i_step h1i_size_missing(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    return bad(s, H1_RULE_CHUNK_SIZE_INVALID);
}

/* White space, and then no extension: it belongs to the size, or ends the line. */
h1i_step h1i_size_space_end(h1_stream *s, const uint8_t *buf)
{
    h1_rule rule = s->part_at == s->part_end ? H1_RULE_CHUNK_SIZE_WHITESPACE : H1_RULE_CHUNK_EXT_INVALID;

    (void)buf;
    return h1i_violation(s, rule, s->part_at, 1, H1I_AGAIN);
}

h1i_step h1i_ext_cut_off(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    return bad(s, H1_RULE_CHUNK_EXT_INVALID);
}

h1i_step h1i_chunk_line_end(h1_stream *s, const uint8_t *buf)
{
    (void)buf;
    if (s->state == H1I_SIZE)
        s->part_end = s->at;
    return H1I_DONE;
}
