/* SPDX-License-Identifier: MIT */
/* Range and Content-Range. */
#include "parser/src/values/values.h"

#include <string.h>

#include "parser/src/bytes.h"

/* int-range    = first-pos "-" [ last-pos ]                                   RFC 9110 section 14.1.1
 * suffix-range = "-" suffix-length */
static bool take_byte_range(h1i_cursor *c, h1_range *range)
{
    uint32_t last_at;

    *range = (h1_range){0, UINT64_MAX, h1i_take_byte(c, '-')};
    if (!h1i_take_number(c, &range->first))
        return false;
    if (range->suffix)
        return true;
    if (!h1i_take_byte(c, '-'))
        return false;
    last_at = c->at;
    if (!h1i_take_number(c, &range->last)) {
        range->last = UINT64_MAX;
        return true;
    }
    return range->last >= range->first || h1i_rule_out(c, last_at);
}

static bool take_byte_range_only(h1i_cursor *c)
{
    h1_range ignored;

    return take_byte_range(c, &ignored);
}

/* other-range = 1*( %x21-2B / %x2D-7E ): VCHAR without the comma */
static bool take_other_range(h1i_cursor *c)
{
    uint32_t start = c->at;

    while (c->at < c->len && c->bytes[c->at] > ' ' && c->bytes[c->at] < 0x7F && c->bytes[c->at] != ',')
        c->at++;
    return c->at > start;
}

/* ranges-specifier = range-unit "=" range-set                                 RFC 9110 section 14.1.1
 * range-set        = 1#range-spec
 * range-spec       = int-range / suffix-range / other-range
 * Which of them a unit has is the unit's to say; bytes has the first two (section 14.1.2). */
bool h1i_take_ranges(h1i_cursor *c, h1_ranges *ranges)
{
    uint32_t start = c->at;
    bool fitted;

    if (!h1i_take_token(c))
        return false;
    ranges->unit = h1i_since(c, start);
    ranges->is_bytes = h1_same_word(c->bytes + start, ranges->unit.len, "bytes");
    if (!h1i_take_byte(c, '='))
        return false;
    start = c->at;
    fitted = h1i_take_list(c, ranges->is_bytes ? take_byte_range_only : take_other_range, 1);
    ranges->set = h1i_since(c, start);
    return fitted;
}

h1_value h1_ranges_read(const uint8_t *value, size_t len, h1_ranges *ranges, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    memset(ranges, 0, sizeof *ranges);
    return h1i_value_end(&c, h1i_take_ranges(&c, ranges), bad);
}

h1_value h1_range_next(const uint8_t *set, size_t len, size_t *at, h1_range *range)
{
    h1i_cursor c = h1i_cursor_at(set, len, *at);

    do
        (void)h1i_skip_blank(&c);
    while (h1i_take_byte(&c, ','));
    *at = c.at;
    if (c.at == c.len && !c.too_long)
        return H1_VALUE_NONE;
    if (!take_byte_range(&c, range))
        return h1i_piece_end(&c, false, at);
    (void)h1i_skip_blank(&c);
    return h1i_piece_end(&c, c.at == c.len || h1i_take_byte(&c, ','), at);
}

bool h1_range_select(const h1_range *range, uint64_t complete, uint64_t *first, uint64_t *count)
{
    if (range->suffix) {
        *count = range->first < complete ? range->first : complete;
        *first = complete - *count;
        return *count > 0;
    }
    if (range->first >= complete)
        return false;
    *first = range->first;
    *count = (range->last < complete ? range->last + 1 : complete) - range->first;
    return true;
}

/* range-resp      = incl-range "/" ( complete-length / "*" )                  RFC 9110 section 14.4
 * incl-range      = first-pos "-" last-pos
 * complete-length = 1*DIGIT */
static bool take_range_resp(h1i_cursor *c, h1_content_range *range)
{
    uint32_t last_at;
    uint32_t complete_at;

    range->has_range = true;
    if (!h1i_take_number(c, &range->first) || !h1i_take_byte(c, '-'))
        return false;
    last_at = c->at;
    if (!h1i_take_number(c, &range->last) || !h1i_take_byte(c, '/'))
        return false;
    complete_at = c->at;
    range->has_complete = !h1i_take_byte(c, '*');
    if (range->has_complete && !h1i_take_number(c, &range->complete))
        return false;
    if (c->at < c->len)
        return false;
    if (range->last < range->first)
        return h1i_rule_out(c, last_at);
    return !range->has_complete || range->complete > range->last || h1i_rule_out(c, complete_at);
}

/* What a field value may hold: a unit other than bytes had, by RFC 7233, a grammar of its own. */
static bool take_rest(h1i_cursor *c)
{
    while (h1i_skip_blank(c) + h1i_take_class(c, H1I_VISIBLE) > 0)
        ;
    return c->at == c->len;
}

/* Content-Range     = range-unit SP ( range-resp / unsatisfied-range )        RFC 9110 section 14.4
 * range-unit        = token
 * unsatisfied-range = "*" "/" complete-length */
bool h1i_take_content_range(h1i_cursor *c, h1_content_range *range)
{
    bool fitted = h1i_take_token(c);

    range->unit = h1i_since(c, 0);
    range->is_bytes = h1_same_word(c->bytes, c->at, "bytes");
    if (!fitted || !h1i_take_byte(c, ' '))
        return false;
    if (!range->is_bytes)
        return take_rest(c);
    if (!h1i_take_byte(c, '*'))
        return take_range_resp(c, range);
    range->has_complete = true;
    return h1i_take_byte(c, '/') && h1i_take_number(c, &range->complete);
}

h1_value h1_content_range_read(const uint8_t *value, size_t len, h1_content_range *range, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    memset(range, 0, sizeof *range);
    return h1i_value_end(&c, h1i_take_content_range(&c, range), bad);
}
