/* SPDX-License-Identifier: MIT */
/* Media types, media ranges, and the weights of what a client accepts. */
#include "parser/src/values/values.h"

#include "parser/src/bytes.h"

enum { WHOLE = 1000 };

/* qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )                RFC 9110 section 12.4.2 */
bool h1i_take_qvalue(h1i_cursor *c, unsigned *weight)
{
    bool one = h1i_take_byte(c, '1');
    unsigned unit = WHOLE / 10;

    if (!one && !h1i_take_byte(c, '0'))
        return false;
    *weight = one ? WHOLE : 0;
    if (!h1i_take_byte(c, '.'))
        return true;
    for (; unit > 0 && c->at < c->len; unit /= 10, c->at++) {
        uint8_t byte = c->bytes[c->at];
        if (one ? byte != '0' : !h1i_is(byte, H1I_DIGIT))
            break;
        *weight += (unsigned)(byte - '0') * unit;
    }
    return true;
}

h1_value h1_qvalue_read(const uint8_t *value, size_t len, unsigned *weight, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_qvalue(&c, weight), bad);
}

/* weight = OWS ";" OWS "q=" qvalue                                            RFC 9110 section 12.4.2 */
bool h1i_take_weight(h1i_cursor *c, unsigned *weight)
{
    uint32_t before = c->at;

    *weight = WHOLE;
    (void)h1i_skip_blank(c);
    if (!h1i_take_byte(c, ';')) {
        c->at = before;
        return true;
    }
    (void)h1i_skip_blank(c);
    return (h1i_take_byte(c, 'q') || h1i_take_byte(c, 'Q')) && h1i_take_byte(c, '=') && h1i_take_qvalue(c, weight);
}

/* Whether the parameter that was taken last is a weight, and then a good one. */
static bool is_good_weight(h1i_cursor *c, const h1_parameter *parameter, unsigned *weight)
{
    uint32_t end = c->at;

    if (!h1_same_word(c->bytes + parameter->name.at, parameter->name.len, "q"))
        return true;
    c->at = parameter->value.at;
    return h1i_take_qvalue(c, weight) && c->at == end;
}

/* parameters, of which those of a range may be a weight */
static bool take_parameters(h1i_cursor *c, bool wild, unsigned *weight)
{
    h1_parameter parameter;

    for (;;) {
        uint32_t before = c->at;
        (void)h1i_skip_blank(c);
        if (!h1i_take_byte(c, ';')) {
            c->at = before;
            return true;
        }
        (void)h1i_skip_blank(c);
        if (c->at == c->len || !h1i_is(c->bytes[c->at], H1I_TCHAR))
            continue;
        if (!h1i_take_parameter(c, false, &parameter) || (wild && !is_good_weight(c, &parameter, weight)))
            return false;
    }
}

/* media-type  = type "/" subtype parameters                                   RFC 9110 section 8.3.1
 * type        = token
 * subtype     = token
 * media-range = ( "*" "/" "*" / ( type "/" "*" ) / ( type "/" subtype ) ) parameters     RFC 9110 section 12.5.1
 * "*" is a tchar, so what sets a range apart is that "*" has no subtype but "*". */
bool h1i_take_media_type(h1i_cursor *c, bool wild, h1_media_type *type, unsigned *weight)
{
    uint32_t start = c->at;
    bool any;
    bool fitted;

    *weight = WHOLE;
    if (!h1i_take_token(c))
        return false;
    type->type = h1i_since(c, start);
    any = wild && type->type.len == 1 && c->bytes[start] == '*';
    if (!h1i_take_byte(c, '/'))
        return false;
    start = c->at;
    if (any ? !h1i_take_byte(c, '*') : !h1i_take_token(c))
        return false;
    type->subtype = h1i_since(c, start);
    start = c->at;
    fitted = take_parameters(c, wild, weight);
    type->parameters = h1i_since(c, start);
    return fitted;
}

h1_value h1_media_type_read(const uint8_t *value, size_t len, h1_media_type *type, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    unsigned weight;

    return h1i_value_end(&c, h1i_take_media_type(&c, false, type, &weight), bad);
}

h1_value h1_media_range_read(const uint8_t *value, size_t len, h1_media_type *range, unsigned *weight, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_media_type(&c, true, range, weight), bad);
}

bool h1_is_media_type(const uint8_t *value, size_t len, const char *type)
{
    size_t end = 0;

    while (end < len && value[end] != ';' && !h1i_is_blank(value[end]))
        end++;
    return h1_same_word(value, end, type);
}

/* Accept-Charset  = #( ( token / "*" ) [ weight ] )                           RFC 9110 section 12.5.2
 * Accept-Encoding = #( codings [ weight ] )                                   RFC 9110 section 12.5.3
 * Accept-Language = #( language-range [ weight ] )                            RFC 9110 section 12.5.4 */
bool h1i_take_weighted(h1i_cursor *c, h1_span *word, unsigned *weight)
{
    uint32_t start = c->at;

    if (!h1i_take_token(c))
        return false;
    *word = h1i_since(c, start);
    return h1i_take_weight(c, weight);
}

h1_value h1_weighted_read(const uint8_t *value, size_t len, h1_span *word, unsigned *weight, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_weighted(&c, word, weight), bad);
}
