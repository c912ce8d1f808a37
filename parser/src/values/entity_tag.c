/* SPDX-License-Identifier: MIT */
/* Entity-tags: one, several, and whether two of them match. */
#include "parser/src/values/values.h"

#include <string.h>

#include "parser/src/bytes.h"

/* entity-tag = [ weak ] opaque-tag                                            RFC 9110 section 8.8.3
 * weak       = %s"W/"
 * opaque-tag = DQUOTE *etagc DQUOTE
 * etagc      = %x21 / %x23-7E / obs-text */
bool h1i_take_entity_tag(h1i_cursor *c, h1_entity_tag *tag)
{
    uint32_t start;

    tag->weak = h1i_peek(c) == 'W';
    if (tag->weak && !h1i_take_text(c, "W/"))
        return false;
    if (!h1i_take_byte(c, '"'))
        return false;
    start = c->at;
    while (c->at < c->len && h1i_is(c->bytes[c->at], H1I_VISIBLE) && c->bytes[c->at] != '"')
        c->at++;
    tag->opaque = h1i_since(c, start);
    return h1i_take_byte(c, '"');
}

h1_value h1_entity_tag_read(const uint8_t *value, size_t len, h1_entity_tag *tag, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_entity_tag(&c, tag), bad);
}

/* #entity-tag: *at stands behind an element and the comma that ends it, or at the end. */
h1_value h1_entity_tag_next(const uint8_t *value, size_t len, size_t *at, h1_entity_tag *tag)
{
    h1i_cursor c = h1i_cursor_at(value, len, *at);

    do
        (void)h1i_skip_blank(&c);
    while (h1i_take_byte(&c, ','));
    *at = c.at;
    if (c.at == c.len && !c.too_long)
        return H1_VALUE_NONE;
    if (!h1i_take_entity_tag(&c, tag))
        return h1i_piece_end(&c, false, at);
    (void)h1i_skip_blank(&c);
    return h1i_piece_end(&c, c.at == c.len || h1i_take_byte(&c, ','), at);
}

bool h1_entity_tag_matches(const uint8_t *a_value, const h1_entity_tag *a, const uint8_t *b_value,
                           const h1_entity_tag *b, h1_tag_comparison how)
{
    if (how == H1_TAG_STRONG && (a->weak || b->weak))
        return false;
    return a->opaque.len == b->opaque.len && memcmp(a_value + a->opaque.at, b_value + b->opaque.at, a->opaque.len) == 0;
}
