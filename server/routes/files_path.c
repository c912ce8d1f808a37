/* SPDX-License-Identifier: MIT */
/* See files_path.h. */
#include "server/routes/files_path.h"

#include <string.h>

#include "h1/uri.h"

/* A name as far as it is resolved: [len] bytes, no "/" at the ends. */
typedef struct resolving {
    char *name;
    size_t len;
    bool folder;
} resolving;

static void up(resolving *r)
{
    while (r->len > 0 && r->name[r->len - 1] != '/')
        r->len--;
    r->len -= r->len > 0;
}

/* Take a decoded segment that stands behind the name and room for a "/". */
static srv_path_result take(resolving *r, size_t at, size_t len)
{
    const char *segment = r->name + at;

    if (memchr(segment, '\0', len) != NULL)
        return SRV_PATH_BAD;
    if (memchr(segment, '/', len) != NULL)
        return SRV_PATH_NONE;
    r->folder = (len == 1 && segment[0] == '.') || (len == 2 && segment[0] == '.' && segment[1] == '.');
    if (!r->folder) {
        if (r->len > 0)
            r->name[r->len++] = '/';
        r->len += len;
    } else if (len == 2) {
        up(r);
    }
    return SRV_PATH_OK;
}

/* The next segment, decoded in its place and taken. An empty one is only a folder's end. */
static srv_path_result take_segment(resolving *r, h1_bytes path, h1_span segment)
{
    size_t at = r->len > 0 ? r->len + 1 : 0, got, bad;

    if (segment.len == 0) {
        r->folder = true;
        return segment.at == path.len ? SRV_PATH_OK : SRV_PATH_NONE;
    }
    switch (h1_percent_decode((const uint8_t *)path.at + segment.at, segment.len, (uint8_t *)r->name + at,
                              SRV_NAME_MOST - at, &got, &bad)) {
    case H1_VALUE_OK:
        return take(r, at, got);
    case H1_VALUE_NO_ROOM:
        return SRV_PATH_NONE;
    case H1_VALUE_NONE:
    case H1_VALUE_BYTE:
    case H1_VALUE_ENDS:
    case H1_VALUE_RULED_OUT:
    case H1_VALUE_LONG:
        break;
    }
    return SRV_PATH_BAD;
}

bool srv_path_is_hidden(const char *name)
{
    static const char allowed[] = ".well-known";
    size_t first = strcspn(name, "/");

    if (first == sizeof allowed - 1 && memcmp(name, allowed, first) == 0)
        name += first;
    return name[0] == '.' || strstr(name, "/.") != NULL;
}

srv_path_result srv_path_resolve(h1_bytes path, char name[SRV_NAME_MOST + 1], bool *folder)
{
    resolving r = {.name = name, .folder = true};
    srv_path_result result = SRV_PATH_OK;
    h1_span segment;
    h1_value step = H1_VALUE_OK;
    size_t at = 0;

    while (result == SRV_PATH_OK && (step = h1_segment_next(path.at, path.len, &at, &segment)) == H1_VALUE_OK)
        result = take_segment(&r, path, segment);
    name[r.len] = '\0';
    *folder = r.folder;
    if (result != SRV_PATH_OK)
        return result;
    if (step != H1_VALUE_NONE)
        return SRV_PATH_BAD;
    if (srv_path_is_hidden(name))
        return SRV_PATH_NONE;
    if (r.len == 0)
        strcpy(name, ".");
    return SRV_PATH_OK;
}
