/* SPDX-License-Identifier: MIT */
/* Set-Cookie as user agents read it, RFC 6265 section 5: they take nearly everything, so nearly nothing is refused
 * here. Where a server's value is to be judged, h1_set_cookie_read() does that. */
#include <string.h>

#include <h1/cookies.h>

#include "parser/src/bytes.h"
#include "parser/src/values/cursor.h"

/* Without WSP at either end. */
static h1_span trimmed(const uint8_t *value, uint32_t from, uint32_t to)
{
    while (from < to && h1i_is_blank(value[from]))
        from++;
    while (to > from && h1i_is_blank(value[to - 1]))
        to--;
    return (h1_span){from, to - from};
}

static uint32_t find(const uint8_t *value, uint32_t from, uint32_t to, char byte)
{
    while (from < to && value[from] != (uint8_t)byte)
        from++;
    return from;
}

/* "If the cookie-av string contains a %x3D ("=") character: the (possibly empty) attribute-name string consists of the
 * characters up to, but not including, the first" one; without it, of all.     section 5.2 */
h1_value h1_cookie_attribute_next(const uint8_t *value, size_t len, size_t *at, h1_cookie_attribute *attribute)
{
    h1i_cursor c = h1i_cursor_at(value, len, *at);
    uint32_t start;
    uint32_t end;
    uint32_t equals;

    if (c.at == 0)
        c.at = find(value, 0, c.len, ';');
    if (c.at == c.len && !c.too_long) {
        *at = c.at;
        return H1_VALUE_NONE;
    }
    if (c.too_long)
        return h1i_piece_end(&c, false, at);
    start = c.at + 1;
    end = find(value, start, c.len, ';');
    equals = find(value, start, end, '=');
    attribute->name = trimmed(value, start, equals);
    attribute->value = equals == end ? (h1_span){end, 0} : trimmed(value, equals + 1, end);
    c.at = end;
    return h1i_piece_end(&c, true, at);
}

/* The Max-Age attribute                                                       section 5.2.2 */
static void take_max_age(h1_received_cookie *cookie, const uint8_t *value, h1_span text)
{
    h1i_cursor c = h1i_cursor_of(value + text.at, text.len);
    bool minus = h1i_take_byte(&c, '-');
    uint64_t number;

    if (!h1i_take_number(&c, &number) || c.at < c.len)
        return;
    cookie->max_age = number > INT64_MAX ? INT64_MAX : (int64_t)number;
    if (minus)
        cookie->max_age = number > INT64_MAX ? INT64_MIN : -cookie->max_age;
    cookie->has |= H1_COOKIE_MAX_AGE;
}

/* Sections 5.2.1 to 5.2.6. */
static void take_attribute(h1_received_cookie *cookie, const uint8_t *value, const h1_cookie_attribute *attribute)
{
    const uint8_t *name = value + attribute->name.at;
    size_t len = attribute->name.len;
    h1_span text = attribute->value;
    int64_t seconds;
    size_t bad;

    if (h1_same_word(name, len, "expires")) {
        if (h1_cookie_date_read(value + text.at, text.len, &seconds, &bad) == H1_VALUE_OK) {
            cookie->expires = seconds;
            cookie->has |= H1_COOKIE_EXPIRES;
        }
    } else if (h1_same_word(name, len, "max-age")) {
        take_max_age(cookie, value, text);
    } else if (h1_same_word(name, len, "domain")) {
        if (text.len == 0)
            return;
        cookie->domain = value[text.at] == '.' ? (h1_span){text.at + 1, text.len - 1} : text;
        cookie->has |= H1_COOKIE_DOMAIN;
    } else if (h1_same_word(name, len, "path")) {
        cookie->path = text.len > 0 && value[text.at] == '/' ? text : (h1_span){text.at, 0};
        cookie->has |= H1_COOKIE_PATH;
    } else if (h1_same_word(name, len, "secure")) {
        cookie->has |= H1_COOKIE_SECURE;
    } else if (h1_same_word(name, len, "httponly")) {
        cookie->has |= H1_COOKIE_HTTP_ONLY;
    }
}

h1_value h1_set_cookie_receive(const uint8_t *value, size_t len, h1_received_cookie *cookie, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    uint32_t end = find(value, 0, c.len, ';');
    uint32_t equals = find(value, 0, end, '=');
    h1_cookie_attribute attribute;
    size_t at = end;

    memset(cookie, 0, sizeof *cookie);
    cookie->name = trimmed(value, 0, equals);
    if (c.too_long || equals == end || cookie->name.len == 0) {
        c.ruled_out = true;
        c.at = equals;
        return h1i_value_end(&c, false, bad);
    }
    cookie->value = trimmed(value, equals + 1, end);
    while (h1_cookie_attribute_next(value, c.len, &at, &attribute) == H1_VALUE_OK)
        take_attribute(cookie, value, &attribute);
    c.at = c.len;
    return h1i_value_end(&c, true, bad);
}

static bool same_tail(const uint8_t *host, size_t host_len, const uint8_t *domain, size_t len)
{
    return h1_same_words(host + (host_len - len), len, domain, len);
}

/* "The domain string is a suffix of the string. The last character of the string that is not included in the domain
 * string is a %x2E (".") character. The string is a host name"                section 5.1.3 */
bool h1_cookie_domain_matches(const uint8_t *host, size_t host_len, bool is_name, const uint8_t *domain,
                              size_t domain_len)
{
    if (domain_len == host_len)
        return same_tail(host, host_len, domain, domain_len);
    return is_name && domain_len > 0 && domain_len < host_len && host[host_len - domain_len - 1] == '.' &&
           same_tail(host, host_len, domain, domain_len);
}

/* "up to, but not including, the right-most %x2F ("/")"                       section 5.1.4 */
size_t h1_cookie_default_path(const uint8_t *path, size_t len)
{
    if (len == 0 || path[0] != '/')
        return 0;
    while (path[len - 1] != '/')
        len--;
    return len - 1;
}

bool h1_cookie_path_matches(const uint8_t *path, size_t len, const uint8_t *cookie_path, size_t cookie_len)
{
    if (cookie_len == 0 || cookie_len > len || memcmp(path, cookie_path, cookie_len) != 0)
        return false;
    return cookie_len == len || cookie_path[cookie_len - 1] == '/' || path[cookie_len] == '/';
}
