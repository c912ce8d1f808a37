/* SPDX-License-Identifier: MIT */
/* See request.h. */
#include "request.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "h1/cookies.h"
#include "h1/values.h"
#include "server/routes/form.h"

h1_bytes srv_rest(const srv_exchange *x)
{
    size_t own = strlen(x->route->path);

    return (h1_bytes){(const uint8_t *)x->path.at + own, x->path.len - own};
}

static bool is_number(const void *at, size_t len, uint64_t least, uint64_t most, uint64_t *number)
{
    size_t bad;

    return h1_number_read(at, len, number, &bad) == H1_VALUE_OK && *number >= least && *number <= most;
}

bool srv_rest_number(srv_exchange *x, uint64_t least, uint64_t most, uint64_t *number)
{
    h1_bytes rest = srv_rest(x);
    char detail[128];

    if (is_number(rest.at, rest.len, least, most, number))
        return true;
    snprintf(detail, sizeof detail, "behind %s stands a decimal number, %" PRIu64 " to %" PRIu64, x->route->path, least,
             most);
    srv_send_problem(x, rest.len == 0 ? 404 : 400, H1_RULE_NONE, UINT64_MAX, detail);
    return false;
}

bool srv_query_number(srv_exchange *x, const char *name, uint64_t most, uint64_t *number)
{
    char value[24], detail[128];
    srv_form found = srv_form_value(x->query, name, value, sizeof value);

    if (found == SRV_FORM_NONE || (found == SRV_FORM_OK && is_number(value, strlen(value), 0, most, number)))
        return true;
    snprintf(detail, sizeof detail, "%s in the query is a decimal number, once, of at most %" PRIu64, name, most);
    srv_send_problem(x, 400, H1_RULE_NONE, UINT64_MAX, detail);
    return false;
}

bool srv_wants_html(const srv_exchange *x)
{
    uint16_t index = 0;
    h1_bytes value;
    h1_span element;

    while ((value = srv_field_next(x, "accept", &index)).at != NULL) {
        h1_list list = h1_list_of(value.at, (uint32_t)value.len);
        while (h1_list_next(&list, &element))
            if (h1_is_media_type(list.bytes + element.at, element.len, "text/html"))
                return true;
    }
    return false;
}

h1_bytes srv_cookie(const srv_exchange *x, const char *name)
{
    uint16_t index = 0;
    h1_bytes field;

    while ((field = srv_field_next(x, "cookie", &index)).at != NULL) {
        const uint8_t *value = field.at;
        size_t at = 0;
        h1_cookie c;
        while (h1_cookie_next(value, field.len, &at, &c) == H1_VALUE_OK) {
            bool quoted = c.value.len > 1 && value[c.value.at] == '"';
            if (c.name.len == strlen(name) && memcmp(value + c.name.at, name, c.name.len) == 0)
                return (h1_bytes){value + c.value.at + quoted, c.value.len - 2 * (size_t)quoted};
        }
    }
    return (h1_bytes){NULL, 0};
}

/* Origin = scheme "://" host [ ":" port ]. A proxy in front may have spoken https, so the scheme isn't compared. */
static bool is_origin_of_host(h1_bytes origin, h1_bytes host)
{
    const uint8_t *at = origin.at;
    size_t scheme = origin.len > 8 && h1_same_words(at, 8, (const uint8_t *)"https://", 8)  ? 8
                    : origin.len > 7 && h1_same_words(at, 7, (const uint8_t *)"http://", 7) ? 7
                                                                                            : 0;

    return scheme > 0 && host.len > 0 && h1_same_words(at + scheme, origin.len - scheme, host.at, host.len);
}

bool srv_is_own_site(srv_exchange *x)
{
    h1_bytes origin = srv_field_value(x, "origin"), host = srv_field_value(x, "host");
    h1_bytes site = srv_field_value(x, "sec-fetch-site");
    bool own =
        (origin.at == NULL || is_origin_of_host(origin, host)) &&
        (site.at == NULL || h1_same_word(site.at, site.len, "same-origin") || h1_same_word(site.at, site.len, "none"));

    if (!own)
        srv_send_problem(x, 403, H1_RULE_NONE, UINT64_MAX,
                         "Origin or Sec-Fetch-Site says that another site's page has sent this");
    return own;
}

bool srv_has_form(srv_exchange *x)
{
    h1_bytes type = srv_field_value(x, "content-type");

    if (type.at != NULL && h1_is_media_type(type.at, type.len, "application/x-www-form-urlencoded"))
        return true;
    srv_add_text(x, "Accept", "application/x-www-form-urlencoded");
    srv_send_problem(x, 415, H1_RULE_NONE, UINT64_MAX, "a form is expected: application/x-www-form-urlencoded");
    return false;
}

void srv_see_other(srv_exchange *x, const char *location)
{
    srv_add_text(x, "Location", "%s", location);
    srv_send(x, 303, NULL, (h1_bytes){"", 0});
}
