/* SPDX-License-Identifier: MIT */
/* The grammar of a field's value, by the field's name: one table, with a reader for each grammar. */
#include <h1/cookies.h>
#include <h1/dates.h>
#include <h1/uri.h>

#include "parser/src/bytes.h"
#include "parser/src/values/uri.h"
#include "parser/src/values/values.h"

/* ---- Elements of lists ----------------------------------------------------------------------------------------- */

static bool entity_tag(h1i_cursor *c)
{
    h1_entity_tag tag;

    return h1i_take_entity_tag(c, &tag);
}

static bool media_range(h1i_cursor *c)
{
    h1_media_type range;
    unsigned weight;

    return h1i_take_media_type(c, true, &range, &weight);
}

static bool weighted(h1i_cursor *c)
{
    h1_span word;
    unsigned weight;

    return h1i_take_weighted(c, &word, &weight);
}

static bool cache_directive(h1i_cursor *c)
{
    h1_cache_directive directive;

    return h1i_take_cache_directive(c, &directive);
}

static bool t_coding(h1i_cursor *c)
{
    h1_t_coding coding;

    return h1i_take_t_coding(c, &coding);
}

static bool expectation(h1i_cursor *c)
{
    h1_expectation ignored;

    return h1i_take_expectation(c, &ignored);
}

static bool protocol(h1i_cursor *c)
{
    h1_protocol ignored;

    return h1i_take_protocol(c, &ignored);
}

static bool via(h1i_cursor *c)
{
    h1_via ignored;

    return h1i_take_via(c, &ignored);
}

static bool auth_parameter(h1i_cursor *c)
{
    h1_parameter ignored;

    return h1i_take_parameter(c, true, &ignored);
}

/* ---- Whole values ---------------------------------------------------------------------------------------------- */

static h1_value list_of(const uint8_t *value, size_t len, h1i_element *take, unsigned least, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_list(&c, take, least), bad);
}

#define LIST_READER(name, element, least)                                                                              \
    static h1_value name(const uint8_t *value, size_t len, size_t *bad)                                                \
    {                                                                                                                  \
        return list_of(value, len, element, least, bad);                                                               \
    }
LIST_READER(read_accept, media_range, 0)
LIST_READER(read_weighted, weighted, 0)
LIST_READER(read_cache_control, cache_directive, 0)
LIST_READER(read_te, t_coding, 0)
LIST_READER(read_expect, expectation, 0)
LIST_READER(read_upgrade, protocol, 0)
LIST_READER(read_via, via, 0)
LIST_READER(read_auth_info, auth_parameter, 0)
LIST_READER(read_accept_ranges, h1i_take_token, 1)

static h1_value read_number(const uint8_t *value, size_t len, size_t *bad)
{
    uint64_t number;

    return h1_number_read(value, len, &number, bad);
}

static h1_value read_date(const uint8_t *value, size_t len, size_t *bad)
{
    h1_date date;

    return h1_date_read(value, len, &date, bad);
}

/* Retry-After = HTTP-date / delay-seconds                                     RFC 9110 section 10.2.3 */
static h1_value read_retry_after(const uint8_t *value, size_t len, size_t *bad)
{
    return len > 0 && h1i_is(value[0], H1I_DIGIT) ? read_number(value, len, bad) : read_date(value, len, bad);
}

static h1_value read_etag(const uint8_t *value, size_t len, size_t *bad)
{
    h1_entity_tag tag;

    return h1_entity_tag_read(value, len, &tag, bad);
}

/* If-Match = "*" / #entity-tag, as is If-None-Match                           RFC 9110 sections 13.1.1 and 13.1.2 */
static h1_value read_if_match(const uint8_t *value, size_t len, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);

    return h1i_value_end(&c, h1i_take_byte(&c, '*') || h1i_take_list(&c, entity_tag, 0), bad);
}

/* If-Range = entity-tag / HTTP-date                                           RFC 9110 section 13.1.5
 * A date may begin with "W", and nothing but an entity-tag with "W/". */
static h1_value read_if_range(const uint8_t *value, size_t len, size_t *bad)
{
    bool tag = len > 0 && (value[0] == '"' || (len > 1 && value[0] == 'W' && value[1] == '/'));

    return tag ? read_etag(value, len, bad) : read_date(value, len, bad);
}

static h1_value read_content_type(const uint8_t *value, size_t len, size_t *bad)
{
    h1_media_type type;

    return h1_media_type_read(value, len, &type, bad);
}

static h1_value read_range(const uint8_t *value, size_t len, size_t *bad)
{
    h1_ranges ranges;

    return h1_ranges_read(value, len, &ranges, bad);
}

static h1_value read_content_range(const uint8_t *value, size_t len, size_t *bad)
{
    h1_content_range range;

    return h1_content_range_read(value, len, &range, bad);
}

static h1_value read_transfer_encoding(const uint8_t *value, size_t len, size_t *bad)
{
    h1_transfer_encoding encoding;

    return h1_transfer_encoding_read(value, len, &encoding, bad);
}

static h1_value read_credentials(const uint8_t *value, size_t len, size_t *bad)
{
    h1_credentials credentials;

    return h1_credentials_read(value, len, &credentials, bad);
}

static h1_value read_challenges(const uint8_t *value, size_t len, size_t *bad)
{
    h1_credentials challenge;
    h1_value result;

    *bad = 0;
    do
        result = h1_challenge_next(value, len, bad, &challenge);
    while (result == H1_VALUE_OK);
    return result == H1_VALUE_NONE ? H1_VALUE_OK : result;
}

/* User-Agent = product *( RWS ( product / comment ) ), as is Server           RFC 9110 sections 10.1.5 and 10.2.4 */
static h1_value read_products(const uint8_t *value, size_t len, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    bool fitted = protocol(&c);

    while (fitted && h1i_skip_blank(&c) > 0)
        fitted = h1i_peek(&c) == '(' ? h1i_take_comment(&c) : protocol(&c);
    return h1i_value_end(&c, fitted, bad);
}

static h1_value read_host(const uint8_t *value, size_t len, size_t *bad)
{
    h1_uri uri;

    return h1_host_read(value, len, &uri, bad);
}

static h1_value read_location(const uint8_t *value, size_t len, size_t *bad)
{
    h1_uri uri;

    return h1_uri_reference_read(value, len, &uri, bad);
}

static h1_value read_referer(const uint8_t *value, size_t len, size_t *bad)
{
    h1_uri uri;

    return h1_referer_read(value, len, &uri, bad);
}

static h1_value read_cookie(const uint8_t *value, size_t len, size_t *bad)
{
    h1_cookie cookie;
    h1_value result;

    *bad = 0;
    do
        result = h1_cookie_next(value, len, bad, &cookie);
    while (result == H1_VALUE_OK);
    return result == H1_VALUE_NONE ? H1_VALUE_OK : result;
}

static h1_value read_set_cookie(const uint8_t *value, size_t len, size_t *bad)
{
    h1_cookie cookie;

    return h1_set_cookie_read(value, len, &cookie, bad);
}

typedef struct grammar {
    const char *name;
    h1_value (*judge)(const uint8_t *value, size_t len, size_t *bad);
} grammar;

static const grammar GRAMMARS[] = {
    {"accept", read_accept},
    {"accept-charset", read_weighted},
    {"accept-encoding", read_weighted},
    {"accept-language", read_weighted},
    {"accept-ranges", read_accept_ranges},
    {"age", read_number},
    {"allow", h1_tokens_read},
    {"authentication-info", read_auth_info},
    {"authorization", read_credentials},
    {"cache-control", read_cache_control},
    {"connection", h1_tokens_read},
    {"content-encoding", h1_tokens_read},
    {"content-language", h1_tokens_read},
    {"content-length", read_number},
    {"content-location", read_referer},
    {"content-range", read_content_range},
    {"content-type", read_content_type},
    {"cookie", read_cookie},
    {"date", read_date},
    {"etag", read_etag},
    {"expect", read_expect},
    {"expires", read_date},
    {"host", read_host},
    {"if-match", read_if_match},
    {"if-modified-since", read_date},
    {"if-none-match", read_if_match},
    {"if-range", read_if_range},
    {"if-unmodified-since", read_date},
    {"last-modified", read_date},
    {"location", read_location},
    {"max-forwards", read_number},
    {"proxy-authenticate", read_challenges},
    {"proxy-authentication-info", read_auth_info},
    {"proxy-authorization", read_credentials},
    {"range", read_range},
    {"referer", read_referer},
    {"retry-after", read_retry_after},
    {"server", read_products},
    {"set-cookie", read_set_cookie},
    {"te", read_te},
    {"trailer", h1_tokens_read},
    {"transfer-encoding", read_transfer_encoding},
    {"upgrade", read_upgrade},
    {"user-agent", read_products},
    {"vary", h1_tokens_read},
    {"via", read_via},
    {"www-authenticate", read_challenges},
};

h1_value h1_field_value_read(const uint8_t *name, size_t name_len, const uint8_t *value, size_t len, size_t *bad)
{
    for (size_t i = 0; i < sizeof GRAMMARS / sizeof *GRAMMARS; i++) {
        if (h1_same_word(name, name_len, GRAMMARS[i].name))
            return GRAMMARS[i].judge(value, len, bad);
    }
    *bad = 0;
    return H1_VALUE_NONE;
}
