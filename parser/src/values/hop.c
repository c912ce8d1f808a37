/* SPDX-License-Identifier: MIT */
/* Fields about the connection and the hops on the way: Transfer-Encoding, TE, Expect, Upgrade, Via; and Cache-Control.
 */
#include "parser/src/values/values.h"

#include <string.h>

#include "parser/src/bytes.h"
#include "parser/src/head/transfer_coding.h"

/* cache-directive = token [ "=" ( token / quoted-string ) ]                   RFC 9111 section 5.2 */
bool h1i_take_cache_directive(h1i_cursor *c, h1_cache_directive *directive)
{
    uint32_t start = c->at;

    memset(directive, 0, sizeof *directive);
    if (!h1i_take_token(c))
        return false;
    directive->name = h1i_since(c, start);
    directive->has_argument = h1i_take_byte(c, '=');
    if (!directive->has_argument)
        return true;
    start = c->at;
    if (!h1i_take_argument(c))
        return false;
    directive->argument = h1i_since(c, start);
    return true;
}

h1_value h1_cache_directive_read(const uint8_t *value, size_t len, h1_cache_directive *directive, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_cache_directive(&c, directive), bad);
}

/* Bytes that message framing reads as white space where folds and mended values are still to be borne with, and that
 * stand in no value on one line: the value is read up to the first of them. */
static uint32_t line_len(const h1i_cursor *c)
{
    uint32_t at = 0;

    while (at < c->len && c->bytes[at] != '\r' && c->bytes[at] != '\n' && c->bytes[at] != '\0')
        at++;
    return at;
}

static uint32_t first_of(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Transfer-Encoding = #transfer-coding                                        RFC 9112 section 6.1 */
h1_value h1_transfer_encoding_read(const uint8_t *value, size_t len, h1_transfer_encoding *encoding, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    uint32_t whole = line_len(&c);
    h1i_codings codings = h1i_codings_of(value, whole, false);
    uint32_t ruled_out = first_of(codings.chunked_again, codings.chunked_parameter);

    *encoding =
        (h1_transfer_encoding){codings.chunked_last, codings.others, !codings.any || codings.empty != H1_LIST_NONE};
    c.at = first_of(codings.invalid, whole);
    if (ruled_out < c.at)
        return h1i_value_end(&c, h1i_rule_out(&c, ruled_out), bad);
    if (codings.invalid < whole) /* white space is never to blame, but what doesn't come behind it */
        (void)h1i_skip_blank(&c);
    return h1i_value_end(&c, codings.invalid == H1_LIST_NONE, bad);
}

/* transfer-coding    = token *( OWS ";" OWS transfer-parameter )              RFC 9110 section 10.1.4
 * transfer-parameter = token BWS "=" BWS ( token / quoted-string )
 * A parameter "q" behind it is the weight, and the last. */
static bool take_transfer_parameters(h1i_cursor *c, unsigned *weight)
{
    h1_parameter parameter;

    for (;;) {
        uint32_t before = c->at;
        h1i_cursor ahead;
        (void)h1i_skip_blank(c);
        if (!h1i_take_byte(c, ';')) {
            c->at = before;
            return true;
        }
        (void)h1i_skip_blank(c);
        ahead = *c;
        if ((h1i_take_byte(&ahead, 'q') || h1i_take_byte(&ahead, 'Q')) && h1i_take_byte(&ahead, '=')) {
            c->at = before;
            return h1i_take_weight(c, weight);
        }
        if (!h1i_take_parameter(c, true, &parameter))
            return false;
    }
}

/* t-codings = "trailers" / ( transfer-coding [ weight ] )                     RFC 9110 section 10.1.4 */
bool h1i_take_t_coding(h1i_cursor *c, h1_t_coding *coding)
{
    uint32_t start = c->at;
    bool fitted;

    *coding = (h1_t_coding){.weight = 1000};
    if (!h1i_take_token(c))
        return false;
    coding->coding = h1i_since(c, start);
    if (h1_same_word(c->bytes + start, coding->coding.len, "trailers"))
        return true;
    start = c->at;
    fitted = take_transfer_parameters(c, &coding->weight);
    coding->parameters = h1i_since(c, start);
    return fitted;
}

h1_value h1_t_coding_read(const uint8_t *value, size_t len, h1_t_coding *coding, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_t_coding(&c, coding), bad);
}

/* expectation = token [ "=" ( token / quoted-string ) parameters ]            RFC 9110 section 10.1.1 */
bool h1i_take_expectation(h1i_cursor *c, h1_expectation *expectation)
{
    uint32_t start = c->at;
    bool fitted;

    memset(expectation, 0, sizeof *expectation);
    if (!h1i_take_token(c))
        return false;
    expectation->name = h1i_since(c, start);
    expectation->has_argument = h1i_take_byte(c, '=');
    if (!expectation->has_argument)
        return true;
    start = c->at;
    if (!h1i_take_argument(c))
        return false;
    expectation->argument = h1i_since(c, start);
    start = c->at;
    fitted = h1i_take_parameters(c);
    expectation->parameters = h1i_since(c, start);
    return fitted;
}

h1_value h1_expectation_read(const uint8_t *value, size_t len, h1_expectation *expectation, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_expectation(&c, expectation), bad);
}

/* protocol = protocol-name ["/" protocol-version]                             RFC 9110 section 7.8
 * product  = token ["/" product-version]                                      RFC 9110 section 10.1.5 */
bool h1i_take_protocol(h1i_cursor *c, h1_protocol *protocol)
{
    uint32_t start = c->at;

    memset(protocol, 0, sizeof *protocol);
    if (!h1i_take_token(c))
        return false;
    protocol->name = h1i_since(c, start);
    if (!h1i_take_byte(c, '/'))
        return true;
    start = c->at;
    if (!h1i_take_token(c))
        return false;
    protocol->version = h1i_since(c, start);
    return true;
}

h1_value h1_protocol_read(const uint8_t *value, size_t len, h1_protocol *protocol, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_protocol(&c, protocol), bad);
}

/* received-by = pseudonym [ ":" port ]                                        RFC 9110 section 7.6.3
 * pseudonym   = token */
static bool take_received_by(h1i_cursor *c, h1_via *via)
{
    uint32_t start = c->at;
    uint64_t port = 0;

    if (!h1i_take_token(c))
        return false;
    via->received_by = h1i_since(c, start);
    if (!h1i_take_byte(c, ':'))
        return true;
    start = c->at;
    (void)h1i_take_number(c, &port);
    via->port = h1i_since(c, start);
    return port <= UINT16_MAX || h1i_rule_out(c, start);
}

/* Via               = #( received-protocol RWS received-by [ RWS comment ] )  RFC 9110 section 7.6.3
 * received-protocol = [ protocol-name "/" ] protocol-version
 * A protocol of one word is its version: "HTTP" is the name that may be left out. */
bool h1i_take_via(h1i_cursor *c, h1_via *via)
{
    uint32_t start;
    uint32_t before;

    memset(via, 0, sizeof *via);
    if (!h1i_take_protocol(c, &via->protocol))
        return false;
    if (via->protocol.version.len == 0)
        via->protocol = (h1_protocol){{0, 0}, via->protocol.name};
    if (h1i_skip_blank(c) == 0 || !take_received_by(c, via))
        return false;
    before = c->at;
    start = c->at + h1i_skip_blank(c);
    if (start == before || h1i_peek(c) != '(') {
        c->at = before;
        return true;
    }
    if (!h1i_take_comment(c))
        return false;
    via->comment = h1i_since(c, start);
    return true;
}

h1_value h1_via_read(const uint8_t *value, size_t len, h1_via *via, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_via(&c, via), bad);
}
