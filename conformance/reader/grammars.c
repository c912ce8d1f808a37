/* SPDX-License-Identifier: MIT */
/* See grammars.h. What libh1 reads piece by piece is walked to its end here; what it knows by the name of a field is
 * asked for by that name. */
#include "grammars.h"

#include <string.h>

#include "h1/cookies.h"
#include "h1/dates.h"
#include "h1/uri.h"
#include "h1/values.h"

/* ---- Pieces of URIs and request-targets ---- */

static h1_value read_target(const char *method, const uint8_t *value, size_t len, size_t *bad)
{
    h1_form form;
    h1_uri uri;

    return h1_target_read((const uint8_t *)method, strlen(method), value, len, &form, &uri, bad);
}

static h1_value request_target(const uint8_t *value, size_t len, size_t *bad)
{
    return read_target("GET", value, len, bad);
}

static h1_value authority_form(const uint8_t *value, size_t len, size_t *bad)
{
    return read_target("CONNECT", value, len, bad);
}

static h1_value asterisk_form(const uint8_t *value, size_t len, size_t *bad)
{
    return read_target("OPTIONS", value, len, bad);
}

static h1_value absolute_uri(const uint8_t *value, size_t len, size_t *bad)
{
    h1_uri uri;

    return h1_uri_absolute_read(value, len, &uri, bad);
}

static h1_value percent(const uint8_t *value, size_t len, size_t *bad)
{
    uint8_t none[1];
    size_t got;
    h1_value result = h1_percent_decode(value, len, none, 0, &got, bad);

    return result == H1_VALUE_NO_ROOM ? H1_VALUE_OK : result;
}

static h1_value unfolded(const uint8_t *value, size_t len, size_t *bad)
{
    uint8_t none[1];
    size_t got;
    h1_value result = h1_unfold(value, len, none, 0, &got, bad);

    return result == H1_VALUE_NO_ROOM ? H1_VALUE_OK : result;
}

/* ---- What is read piece by piece ---- */

/* Walk to the end; the place of a piece that doesn't fit is where the walk stands. */
#define WALK(name, type, next)                                                                                         \
    static h1_value name(const uint8_t *value, size_t len, size_t *bad)                                                \
    {                                                                                                                  \
        type piece;                                                                                                    \
        h1_value result;                                                                                               \
        *bad = 0;                                                                                                      \
        do                                                                                                             \
            result = next(value, len, bad, &piece);                                                                    \
        while (result == H1_VALUE_OK);                                                                                 \
        return result == H1_VALUE_NONE ? H1_VALUE_OK : result;                                                         \
    }
WALK(path, h1_span, h1_segment_next)
WALK(query, h1_pair, h1_pair_next)
WALK(parameters, h1_parameter, h1_parameter_next)

/* ---- What is read at once ---- */

static h1_value media_range(const uint8_t *value, size_t len, size_t *bad)
{
    h1_media_type range;
    unsigned weight;

    return h1_media_range_read(value, len, &range, &weight, bad);
}

/* A URI-reference in its normal form: others differ from it at a byte, which is then ruled out. */
static h1_value normal_uri(const uint8_t *value, size_t len, size_t *bad)
{
    uint8_t normal[4096];
    size_t got = 0;
    h1_value result = h1_uri_normalise(value, len, normal, sizeof normal, &got, bad);

    if (result != H1_VALUE_OK)
        return result;
    for (*bad = 0; *bad < len && *bad < got && normal[*bad] == value[*bad];)
        ++*bad;
    return *bad < len || *bad < got ? H1_VALUE_RULED_OUT : H1_VALUE_OK;
}

/* An IPv4address; a host that is none, a name or an address of version 6, is ruled out as a whole. */
static h1_value ipv4(const uint8_t *value, size_t len, size_t *bad)
{
    h1_uri uri;
    h1_value result = h1_host_read(value, len, &uri, bad);

    if (result != H1_VALUE_OK || uri.host_kind == H1_HOST_IP4)
        return result;
    *bad = 0;
    return H1_VALUE_RULED_OUT;
}

static h1_value qvalue(const uint8_t *value, size_t len, size_t *bad)
{
    unsigned weight;

    return h1_qvalue_read(value, len, &weight, bad);
}

static h1_value number(const uint8_t *value, size_t len, size_t *bad)
{
    uint64_t ignored;

    return h1_number_read(value, len, &ignored, bad);
}

static h1_value received_set_cookie(const uint8_t *value, size_t len, size_t *bad)
{
    h1_received_cookie cookie;

    return h1_set_cookie_receive(value, len, &cookie, bad);
}

static h1_value cookie_date(const uint8_t *value, size_t len, size_t *bad)
{
    int64_t seconds;

    return h1_cookie_date_read(value, len, &seconds, bad);
}

/* The value of a field that libh1 knows by its name. */
#define FIELD(name, field)                                                                                             \
    static h1_value name(const uint8_t *value, size_t len, size_t *bad)                                                \
    {                                                                                                                  \
        return h1_field_value_read((const uint8_t *)field, sizeof field - 1, value, len, bad);                         \
    }
FIELD(accept, "accept")
FIELD(accept_encoding, "accept-encoding")
FIELD(accept_ranges, "accept-ranges")
FIELD(auth_info, "authentication-info")
FIELD(cache_control, "cache-control")
FIELD(content_range, "content-range")
FIELD(cookie, "cookie")
FIELD(credentials, "authorization")
FIELD(challenges, "www-authenticate")
FIELD(date, "date")
FIELD(entity_tag, "etag")
FIELD(expect, "expect")
FIELD(host, "host")
FIELD(if_match, "if-match")
FIELD(if_range, "if-range")
FIELD(media_type, "content-type")
FIELD(products, "user-agent")
FIELD(range, "range")
FIELD(referer, "referer")
FIELD(retry_after, "retry-after")
FIELD(set_cookie, "set-cookie")
FIELD(te, "te")
FIELD(transfer_encoding, "transfer-encoding")
FIELD(upgrade, "upgrade")
FIELD(uri, "location")
FIELD(via, "via")

/* ---- The table ---- */

static const conf_grammar GRAMMARS[] = {
    {"absolute-uri", absolute_uri},
    {"accept", accept},
    {"accept-encoding", accept_encoding},
    {"accept-ranges", accept_ranges},
    {"asterisk-form", asterisk_form},
    {"auth-info", auth_info},
    {"authority-form", authority_form},
    {"cache-control", cache_control},
    {"challenges", challenges},
    {"comment", h1_comment_read},
    {"content-range", content_range},
    {"cookie", cookie},
    {"cookie-date", cookie_date},
    {"credentials", credentials},
    {"date", date},
    {"entity-tag", entity_tag},
    {"expect", expect},
    {"host", host},
    {"if-match", if_match},
    {"if-range", if_range},
    {"ipv4", ipv4},
    {"list", h1_tokens_read},
    {"media-range", media_range},
    {"media-type", media_type},
    {"normal-uri", normal_uri},
    {"number", number},
    {"parameters", parameters},
    {"path", path},
    {"percent", percent},
    {"products", products},
    {"query", query},
    {"quoted-string", h1_quoted_read},
    {"qvalue", qvalue},
    {"range", range},
    {"received-set-cookie", received_set_cookie},
    {"referer", referer},
    {"request-target", request_target},
    {"retry-after", retry_after},
    {"set-cookie", set_cookie},
    {"te", te},
    {"token", h1_token_read},
    {"transfer-encoding", transfer_encoding},
    {"unfolded", unfolded},
    {"upgrade", upgrade},
    {"uri", uri},
    {"via", via},
};

enum { GRAMMAR_COUNT = sizeof GRAMMARS / sizeof *GRAMMARS };

const conf_grammar *conf_grammar_find(const char *name, size_t len)
{
    for (size_t i = 0; i < GRAMMAR_COUNT; i++) {
        if (strlen(GRAMMARS[i].name) == len && memcmp(GRAMMARS[i].name, name, len) == 0)
            return &GRAMMARS[i];
    }
    return NULL;
}

const conf_grammar *conf_grammar_at(size_t index)
{
    return index < GRAMMAR_COUNT ? &GRAMMARS[index] : NULL;
}
