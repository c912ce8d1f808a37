/* SPDX-License-Identifier: MIT */
/* The cookies of one host, 127.0.0.1, that is reached without TLS; see client.h. RFC 6265 sections 5.2 to 5.4. */
#include <string.h>
#include <strings.h>
#include <time.h>

#include "client.h"
#include "h1/cookies.h"

static const char *span_text(wrong_jar *jar, const char *value, h1_span span)
{
    return conf_text(jar->memory, value + span.at, span.len);
}

static bool is_over(const h1_received_cookie *cookie)
{
    if (wrong_is("keeps-expired-cookies"))
        return false;
    if ((cookie->has & H1_COOKIE_MAX_AGE) != 0)
        return cookie->max_age <= 0;
    return (cookie->has & H1_COOKIE_EXPIRES) != 0 && cookie->expires <= (int64_t)time(NULL);
}

/* May this host have it, over cleartext? */
static bool is_ours(const h1_received_cookie *cookie, const char *value)
{
    bool elsewhere = cookie->domain.len > 0 && (cookie->domain.len != strlen("127.0.0.1") ||
                                                memcmp(value + cookie->domain.at, "127.0.0.1", 9) != 0);

    if (elsewhere && !wrong_is("takes-cookies-for-others"))
        return false;
    return (cookie->has & H1_COOKIE_SECURE) == 0 || wrong_is("sends-secure-cookies-in-the-open");
}

static const char *path_of(wrong_jar *jar, const h1_received_cookie *cookie, const char *value, const char *path)
{
    size_t folder = h1_cookie_default_path((const uint8_t *)path, strlen(path));
    const char *given = strstr(value, "Path=");

    if (wrong_is("takes-any-path") && given != NULL && given[5] != '\0')
        return given + 5;
    if (cookie->path.len > 0)
        return span_text(jar, value, cookie->path);
    return folder > 0 ? conf_text(jar->memory, path, folder) : "/";
}

/* What it is without white space around it; the fault leaves that. */
static void fill_in(wrong_jar *jar, wrong_cookie *cookie, const char *value, const h1_received_cookie *received)
{
    const char *equals = strchr(value, '=');

    cookie->name = span_text(jar, value, received->name);
    cookie->value = span_text(jar, value, received->value);
    if (wrong_is("leaves-blanks-in-cookies") && equals != NULL) {
        cookie->name = conf_text(jar->memory, value, (size_t)(equals - value));
        cookie->value = conf_text(jar->memory, equals + 1, strcspn(equals + 1, ";"));
    }
}

/* An attribute that isn't right is ignored, and not the cookie. */
static bool is_too_strict_for(const char *value)
{
    size_t bad;
    h1_cookie cookie;

    if (wrong_is("minds-max-age") && strstr(value, "Max-Age=0x") != NULL)
        return true;
    if (wrong_is("minds-empty-domains") && strstr(value, "Domain=;") != NULL)
        return true;
    if (wrong_is("has-little-room") && strlen(value) > 1000)
        return true;
    return wrong_is("reads-cookies-as-servers-write-them") &&
           h1_set_cookie_read((const uint8_t *)value, strlen(value), &cookie, &bad) != H1_VALUE_OK;
}

static void take_one(wrong_jar *jar, const char *value, const char *path)
{
    h1_received_cookie received;
    size_t bad;

    if (jar->count == JAR_COOKIES || is_too_strict_for(value) ||
        h1_set_cookie_receive((const uint8_t *)value, strlen(value), &received, &bad) != H1_VALUE_OK ||
        is_over(&received) || !is_ours(&received, value))
        return;
    fill_in(jar, &jar->cookies[jar->count], value, &received);
    jar->cookies[jar->count].path = path_of(jar, &received, value, path);
    jar->count++;
}

void wrong_jar_take(wrong_jar *jar, const wrong_message *response, const char *path)
{
    for (size_t i = 0; i < response->count; i++) {
        if (strcasecmp(response->fields[i].name, "Set-Cookie") == 0)
            take_one(jar, response->fields[i].value, path);
    }
}

const char *wrong_jar_give(wrong_jar *jar, const char *path)
{
    conf_buffer out = {0};

    for (size_t i = 0; i < jar->count; i++) {
        const wrong_cookie *cookie = &jar->cookies[i];
        if (!h1_cookie_path_matches((const uint8_t *)path, strlen(path), (const uint8_t *)cookie->path,
                                    strlen(cookie->path)) &&
            !wrong_is("sends-cookies-everywhere"))
            continue;
        conf_put(jar->memory, &out, "%s%s=%s",
                 out.len == 0                          ? ""
                 : wrong_is("joins-cookies-by-commas") ? ", "
                                                       : "; ",
                 cookie->name, cookie->value);
    }
    return out.len > 0 ? conf_text(jar->memory, (const char *)out.at, out.len) : NULL;
}
