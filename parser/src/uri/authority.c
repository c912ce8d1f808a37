/* SPDX-License-Identifier: MIT */
/* See authority.h. */
#include "parser/src/uri/authority.h"

#include <h1/uri.h>

#include "parser/src/bytes.h"

/* Two ends of a stretch of bytes, and the port it names. */
enum { NO_PORT = 65536 };

typedef struct authority {
    const uint8_t *host;
    size_t len;
    unsigned port;
} authority;

/* [ host ] [ ":" port ]; the last colon behind any bracket divides them. */
static authority split(const uint8_t *bytes, size_t len)
{
    authority a = {bytes, len, NO_PORT};

    for (size_t i = len; i > 0 && h1i_is(bytes[i - 1], H1I_DIGIT); i--)
        a.len = i - 1;
    if (a.len == 0 || bytes[a.len - 1] != ':') {
        a.len = len;
        return a;
    }
    if (a.len < len)
        a.port = 0;
    for (size_t i = a.len; i < len; i++)
        a.port = a.port * 10 + (unsigned)(bytes[i] - '0');
    a.len--;
    return a;
}

static size_t find(const uint8_t *bytes, size_t from, size_t len, uint8_t byte)
{
    while (from < len && bytes[from] != byte)
        from++;
    return from;
}

/* The bytes between "//" and the next "/", "?" or end, behind any "@". */
static authority authority_of(const uint8_t *target, size_t len)
{
    size_t colon = find(target, 0, len, ':');
    size_t from = colon + 3;
    size_t to = from;

    if (len < from || target[colon + 1] != '/' || target[colon + 2] != '/')
        return (authority){target, 0, NO_PORT};
    while (to < len && target[to] != '/' && target[to] != '?') {
        if (target[to] == '@')
            from = to + 1;
        to++;
    }
    return split(target + from, to - from);
}

/* The port that an empty one stands for, by the scheme. */
static unsigned implied_port(const uint8_t *target, size_t len)
{
    unsigned port = h1_scheme_port(target, find(target, 0, len, ':'));

    return port != 0 ? port : NO_PORT;
}

bool h1i_same_authority(const uint8_t *target, size_t target_len, const uint8_t *host, size_t host_len)
{
    authority there = authority_of(target, target_len);
    authority here = split(host, host_len);
    unsigned implied = implied_port(target, target_len);

    if (there.len != here.len)
        return false;
    if ((there.port != NO_PORT ? there.port : implied) != (here.port != NO_PORT ? here.port : implied))
        return false;
    for (size_t i = 0; i < here.len; i++) {
        if (h1i_lower(here.host[i]) != h1i_lower(there.host[i]))
            return false;
    }
    return true;
}
