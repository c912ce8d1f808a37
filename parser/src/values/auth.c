/* SPDX-License-Identifier: MIT */
/* Credentials and challenges. What a scheme means by its parameters is not known here. */
#include "parser/src/values/values.h"

#include <string.h>

#include "parser/src/bytes.h"
#include "parser/src/values/uri.h"

/* Where a list may end: at the end, or before a comma. */
static bool at_list_end(const h1i_cursor *c)
{
    h1i_cursor ahead = *c;

    (void)h1i_skip_blank(&ahead);
    return ahead.at == ahead.len || h1i_peek(&ahead) == ',';
}

/* token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="      RFC 9110 section 11.2 */
static bool take_token68(h1i_cursor *c)
{
    uint32_t start = c->at;

    while (c->at < c->len && (h1i_is_unreserved(c->bytes[c->at]) || c->bytes[c->at] == '+' || c->bytes[c->at] == '/'))
        c->at++;
    if (c->at == start)
        return false;
    while (h1i_take_byte(c, '='))
        ;
    return at_list_end(c);
}

/* token BWS "=": what tells an auth-param from a token68 and from the scheme of the next challenge. */
static bool parameter_follows(const h1i_cursor *c)
{
    h1i_cursor ahead = *c;

    if (!h1i_take_token(&ahead))
        return false;
    (void)h1i_skip_blank(&ahead);
    return h1i_peek(&ahead) == '=';
}

static void skip_commas(h1i_cursor *c)
{
    do
        (void)h1i_skip_blank(c);
    while (h1i_take_byte(c, ','));
}

/* #auth-param, up to the end or to what is none behind a comma.
 * auth-param = token BWS "=" BWS ( token / quoted-string )                    RFC 9110 section 11.2 */
static bool take_parameters(h1i_cursor *c, h1_span *parameters)
{
    uint32_t start = c->at;
    h1_parameter ignored;

    while (parameter_follows(c)) {
        if (!h1i_take_parameter(c, true, &ignored))
            return false;
        *parameters = h1i_since(c, start);
        if (!at_list_end(c))
            return false;
        skip_commas(c);
    }
    return true;
}

/* It is neither a token68 nor parameters: the cursor goes to the first byte with which it can be none of them. */
static bool not_before(h1i_cursor *c, uint32_t token68_end)
{
    if (c->at < token68_end)
        c->at = token68_end;
    return false;
}

/* credentials = auth-scheme [ 1*SP ( token68 / #auth-param ) ]                RFC 9110 section 11.4
 * and a challenge is the same (section 11.3). The list of parameters may begin with empty elements. */
bool h1i_take_credentials(h1i_cursor *c, h1_credentials *credentials)
{
    uint32_t start = c->at;
    h1i_cursor words;
    h1i_cursor behind_commas;

    memset(credentials, 0, sizeof *credentials);
    if (!h1i_take_token(c))
        return false;
    credentials->scheme = h1i_since(c, start);
    words = *c;
    while (h1i_take_byte(&words, ' '))
        ;
    if (words.at == c->at)
        return at_list_end(c);
    start = words.at;
    behind_commas = words;
    if (take_token68(&words)) {
        *c = words;
        credentials->token68 = h1i_since(c, start);
        return true;
    }
    skip_commas(&behind_commas);
    if (parameter_follows(&behind_commas)) {
        *c = behind_commas;
        return take_parameters(c, &credentials->parameters) || not_before(c, words.at);
    }
    if (at_list_end(c)) {
        *c = behind_commas;
        return true;
    }
    c->at = start;
    (void)h1i_take_token(c);
    return not_before(c, words.at);
}

h1_value h1_credentials_read(const uint8_t *value, size_t len, h1_credentials *credentials, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    bool fitted = h1i_take_credentials(&c, credentials);

    if (fitted && c.at < c.len) { /* here a word behind a comma begins a parameter, never another challenge */
        (void)h1i_take_token(&c);
        (void)h1i_skip_blank(&c);
        fitted = false;
    }
    return h1i_value_end(&c, fitted, bad);
}

/* #challenge                                                                  RFC 9110 section 11.6.1 */
h1_value h1_challenge_next(const uint8_t *value, size_t len, size_t *at, h1_credentials *challenge)
{
    h1i_cursor c = h1i_cursor_at(value, len, *at);

    skip_commas(&c);
    *at = c.at;
    if (c.at == c.len && !c.too_long)
        return H1_VALUE_NONE;
    return h1i_piece_end(&c, h1i_take_credentials(&c, challenge), at);
}

h1_value h1_auth_parameter_next(const uint8_t *value, size_t len, size_t *at, h1_parameter *parameter)
{
    h1i_cursor c = h1i_cursor_at(value, len, *at);

    skip_commas(&c);
    *at = c.at;
    if (c.at == c.len && !c.too_long)
        return H1_VALUE_NONE;
    if (!h1i_take_parameter(&c, true, parameter))
        return h1i_piece_end(&c, false, at);
    (void)h1i_skip_blank(&c);
    return h1i_piece_end(&c, c.at == c.len || h1i_take_byte(&c, ','), at);
}
