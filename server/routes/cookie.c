/* SPDX-License-Identifier: MIT */
/* See cookie.h. */
#include "cookie.h"

#include <stdio.h>
#include <string.h>

#include "h1/cookies.h"
#include "server/routes/text.h"

/* path-value = any CHAR except CTLs or ";". User agents take a path that doesn't start with "/" for none. */
static bool is_path(const char *path)
{
    for (const char *at = path; *at != '\0'; at++)
        if ((uint8_t)*at < 0x20 || (uint8_t)*at >= 0x7F || *at == ';')
            return false;
    return path[0] == '/';
}

/* Is the text name "=" value and nothing else? Neither may bring a ";" along. */
static bool is_pair(const srv_text *t, size_t name_len)
{
    h1_cookie read;
    size_t bad;

    return !t->failed && h1_set_cookie_read((const uint8_t *)t->at, t->len, &read, &bad) == H1_VALUE_OK &&
           read.name.len == name_len && read.attributes.len == 0;
}

static void add_attributes(srv_text *t, const srv_set_cookie *c)
{
    srv_text_format(t, "; Path=%s", c->path != NULL ? c->path : "/");
    if (c->ends)
        srv_text_format(t, "; Max-Age=%u", c->max_age);
    if (!c->open_to_scripts)
        srv_text_add(t, "; HttpOnly");
    srv_text_format(t, "; SameSite=%s", c->same_site != NULL ? c->same_site : "Lax");
}

srv_cookie_result srv_add_cookie(srv_exchange *x, const srv_set_cookie *c)
{
    srv_cookie_result result = SRV_COOKIE_OK;
    srv_text t = {0};

    srv_text_format(&t, "%s=%s", c->name, c->value);
    if (!is_pair(&t, strlen(c->name)) || (c->path != NULL && !is_path(c->path)))
        result = SRV_COOKIE_REFUSED;
    add_attributes(&t, c);
    if (result == SRV_COOKIE_OK && (t.failed || t.len > srv_bench(x)->options.cookie_most))
        result = SRV_COOKIE_LONG;
    if (result == SRV_COOKIE_OK)
        srv_add_field(x, "Set-Cookie", (h1_bytes){t.at, t.len});
    srv_text_free(&t);
    return result;
}
