/* SPDX-License-Identifier: MIT */
/* What a file may be called: a name that can neither leave its directory nor look like another one. */
#include "frame.h"
#include "utf8.h"

static bool is_direction(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_plain(uint32_t c)
{
    bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);

    return !control && c != '/' && c != '\\' && !is_direction(c);
}

static bool is_dots(const uint8_t *name, size_t len)
{
    return (len == 1 && name[0] == '.') || (len == 2 && name[0] == '.' && name[1] == '.');
}

h1_rule frame_name_check(const uint8_t *name, size_t len)
{
    uint32_t c = 0;

    if (len > FRAME_NAME_MOST)
        return H1_RULE_FRAME_NAME_TOO_LONG;
    if (len == 0 || is_dots(name, len))
        return H1_RULE_FRAME_NAME_NOT_PLAIN;
    for (size_t at = 0; at < len;) {
        size_t used = frame_utf8_read(name + at, len - at, &c);
        if (used == 0 || !is_plain(c))
            return H1_RULE_FRAME_NAME_NOT_PLAIN;
        at += used;
    }
    return H1_RULE_NONE;
}
