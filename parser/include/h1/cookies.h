/* SPDX-License-Identifier: MIT */
/* Cookies, both ways and both sides: the strict grammar that servers and clients are to write by, and the tolerant
 * algorithm by which user agents read what servers have written. The manner of all functions is told in h1/words.h. */
#ifndef H1_COOKIES_H
#define H1_COOKIES_H

#include <h1/words.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct h1_cookie {
    h1_span name;
    h1_span value;      /* with the quotes that may stand around it: they are part of the value */
    h1_span attributes; /* Set-Cookie: from the first ";" on, see h1_cookie_attribute_next(); may be empty */
} h1_cookie;

/* Step through cookie-string = cookie-pair *( ";" SP cookie-pair ): the value of Cookie. At least one pair is due.
 *
 *   cookie  receives name and value; its attributes are absent
 *
 * Source: RFC 6265 sections 4.2.1 and 4.1.1. */
H1_API h1_value h1_cookie_next(const uint8_t *value, size_t len, size_t *at, h1_cookie *cookie);

/* set-cookie-string, as servers should write Set-Cookie.
 *
 *   cookie  receives the parts
 *
 * Attributes with a grammar of their own (Expires, Max-Age, Domain, Path) are not held against it, because whatever it
 * excludes is an extension-av. Source: RFC 6265 section 4.1.1. */
H1_API h1_value h1_set_cookie_read(const uint8_t *value, size_t len, h1_cookie *cookie, size_t *bad);

/* An attribute: what stands between two ";", without the white space around name and value. */
typedef struct h1_cookie_attribute {
    h1_span name;
    h1_span value; /* empty where there is no "=" */
} h1_cookie_attribute;

/* Step through the attributes of a Set-Cookie as user agents do: this reads every value, also one outside the grammar,
 * and never returns anything but H1_VALUE_OK, H1_VALUE_NONE or H1_VALUE_LONG.
 *
 *   value  [len] bytes of the whole Set-Cookie
 *
 * Source: RFC 6265 section 5.2. */
H1_API h1_value h1_cookie_attribute_next(const uint8_t *value, size_t len, size_t *at, h1_cookie_attribute *attribute);

/* Bits of h1_received_cookie.has. */
enum {
    H1_COOKIE_EXPIRES = 1 << 0,
    H1_COOKIE_MAX_AGE = 1 << 1,
    H1_COOKIE_DOMAIN = 1 << 2,
    H1_COOKIE_PATH = 1 << 3,
    H1_COOKIE_SECURE = 1 << 4,
    H1_COOKIE_HTTP_ONLY = 1 << 5,
};

/* What a user agent makes of a Set-Cookie. Of an attribute that stands there twice the last one counts. */
typedef struct h1_received_cookie {
    h1_span name;
    h1_span value;
    h1_span domain;  /* without a leading dot, not yet in lower case; empty: as if there were none */
    h1_span path;    /* empty: the default-path of the request is meant */
    int64_t expires; /* seconds since 1970 */
    int64_t max_age; /* seconds; 0 or less: expired at once. Saturates at both ends of its type */
    unsigned has;    /* H1_COOKIE_ bits */
} h1_received_cookie;

/* Read a Set-Cookie by the algorithm for user agents, which takes nearly everything.
 *
 *   value  [len] bytes
 *
 * Returns H1_VALUE_OK, or H1_VALUE_RULED_OUT with *bad at the end of the name where the algorithm has the whole value
 * ignored: there is no "=" before the first ";", or nothing before it. Attributes it doesn't know or that don't fit are
 * passed over. Source: RFC 6265 section 5.2. */
H1_API h1_value h1_set_cookie_receive(const uint8_t *value, size_t len, h1_received_cookie *cookie, size_t *bad);

/* cookie-date, by the algorithm for user agents: day, month, year and time in almost any order and dress.
 *
 *   seconds  receives seconds since 1970
 *
 * Returns H1_VALUE_OK, or H1_VALUE_RULED_OUT with *bad = len where the algorithm fails: a part is missing, or there is
 * no such date or time. Source: RFC 6265 section 5.1.1. */
H1_API h1_value h1_cookie_date_read(const uint8_t *value, size_t len, int64_t *seconds, size_t *bad);

/* Whether a request's host lies within a cookie's domain.
 *
 *   host    [host_len] bytes, without port
 *   domain  [domain_len] bytes, without leading dot
 *   is_name  whether host is a name: an address matches itself alone
 *
 * Source: RFC 6265 section 5.1.3. */
H1_API bool h1_cookie_domain_matches(const uint8_t *host, size_t host_len, bool is_name, const uint8_t *domain,
                                     size_t domain_len);

/* The default-path of a request: how many bytes of its path that is; 0 stands for "/".
 *
 *   path  [len] bytes of the request-target's path
 *
 * Source: RFC 6265 section 5.1.4. */
H1_API size_t h1_cookie_default_path(const uint8_t *path, size_t len);

/* Whether a request's path lies within a cookie's path. Source: RFC 6265 section 5.1.4. */
H1_API bool h1_cookie_path_matches(const uint8_t *path, size_t len, const uint8_t *cookie_path, size_t cookie_len);

#ifdef __cplusplus
}
#endif

#endif
