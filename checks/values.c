/* SPDX-License-Identifier: MIT */
/* See values.h. */
#include "values.h"

#include "words.h"

#include <string.h>

/* media-type = type "/" subtype parameters                                    RFC 9110 section 8.3.1
 * type       = token
 * subtype    = token */
size_t check_media_type(const uint8_t *value, size_t len)
{
    check_cursor c = {value, len, 0};
    bool fitted = check_take_token(&c) && check_take_byte(&c, '/') && check_take_token(&c) && check_take_parameters(&c);

    return check_verdict(&c, fitted);
}

bool check_is_media_type(const uint8_t *value, size_t len, const char *type)
{
    size_t end = 0;

    while (end < len && value[end] != ';' && !check_is_ows(value[end]))
        end++;
    return check_same_word(value, end, type);
}

/* etagc = %x21 / %x23-7E / obs-text */
static bool is_etagc(uint8_t byte)
{
    return byte == 0x21 || (byte >= 0x23 && byte != 0x7F);
}

/* entity-tag = [ weak ] opaque-tag                                            RFC 9110 section 8.8.3
 * weak       = %s"W/"
 * opaque-tag = DQUOTE *etagc DQUOTE */
size_t check_entity_tag(const uint8_t *value, size_t len)
{
    check_cursor c = {value, len, 0};

    if (check_peek(&c) == 'W' && !check_take_text(&c, "W/"))
        return c.at;
    if (!check_take_byte(&c, '"'))
        return c.at;
    while (c.at < len && is_etagc(value[c.at]))
        c.at++;
    return check_verdict(&c, check_take_byte(&c, '"'));
}

size_t check_number(const uint8_t *value, size_t len)
{
    check_cursor c = {value, len, 0};
    uint64_t number = 0;

    return check_verdict(&c, check_take_number(&c, &number));
}

/* qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )                RFC 9110 section 12.4.2 */
size_t check_qvalue(const uint8_t *value, size_t len)
{
    check_cursor c = {value, len, 0};
    uint8_t highest = len > 0 && value[0] == '1' ? '0' : '9';

    if (!check_take_byte(&c, '0') && !check_take_byte(&c, '1'))
        return c.at;
    if (check_take_byte(&c, '.')) {
        while (c.at < len && c.at < 5 && value[c.at] >= '0' && value[c.at] <= highest)
            c.at++;
    }
    return check_verdict(&c, true);
}

/* range-resp      = incl-range "/" ( complete-length / "*" )
 * incl-range      = first-pos "-" last-pos
 * complete-length = 1*DIGIT */
static bool take_range(check_cursor *c, check_range *range)
{
    size_t last_at = 0;
    size_t complete_at = 0;

    range->has_range = true;
    if (!check_take_number(c, &range->first) || !check_take_byte(c, '-'))
        return false;
    last_at = c->at;
    if (!check_take_number(c, &range->last) || !check_take_byte(c, '/'))
        return false;
    complete_at = c->at;
    range->has_complete = !check_take_byte(c, '*');
    if (range->has_complete && !check_take_number(c, &range->complete))
        return false;
    if (range->last < range->first)
        c->at = last_at;
    else if (range->has_complete && range->complete <= range->last)
        c->at = complete_at;
    else
        return true;
    return false;
}

/* Content-Range     = range-unit SP ( range-resp / unsatisfied-range )        RFC 9110 section 14.4
 * range-unit        = token
 * unsatisfied-range = "*" "/" complete-length
 * What follows a unit other than bytes is taken as it is: RFC 7233 let each unit have a grammar of its own. */
size_t check_content_range(const uint8_t *value, size_t len, check_range *range)
{
    check_cursor c = {value, len, 0};
    bool fitted = false;

    memset(range, 0, sizeof *range);
    fitted = check_take_token(&c);
    range->is_bytes = check_same_word(value, c.at, "bytes");
    if (!fitted || !check_take_byte(&c, ' '))
        return c.at;
    if (!range->is_bytes)
        return CHECK_FITS;
    if (!check_take_byte(&c, '*'))
        return check_verdict(&c, take_range(&c, range));
    range->has_complete = true;
    return check_verdict(&c, check_take_byte(&c, '/') && check_take_number(&c, &range->complete));
}
