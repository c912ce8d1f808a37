/* SPDX-License-Identifier: MIT */
/* From the path of a request to a name below a root folder. Pure: no file is looked at.
 *
 * Segments are split before they are decoded, and "." and ".." are resolved after, however they were written, as RFC
 * 3986 sections 5.2.4 and 6.2.2 have it; ".." at the top stays at the top. Names never leave the root even so: the
 * kernel is asked to see to that as well (files_root.h). */
#ifndef SERVER_ROUTES_FILES_PATH_H
#define SERVER_ROUTES_FILES_PATH_H

#include <stdbool.h>

#include "h1/write.h"

enum {
    SRV_NAME_MOST = 4000, /* bytes of a name below the root */
};

typedef enum srv_path_result {
    SRV_PATH_OK = 0,
    SRV_PATH_BAD,  /* 400: a percent-code that is none, or NUL, which no name has */
    SRV_PATH_NONE, /* 404: no file can have this path, or none that is served */
} srv_path_result;

/* Resolve a path.
 *
 *   path    what follows the route's own, as sent, from its "/" on; empty counts as "/"
 *   name    receives a C string without "/" at its ends; "." for the root
 *   folder  receives whether the path ends as a folder's does: in "/", "." or ".."
 *
 * SRV_PATH_NONE are: an encoded "/" (it is a byte of a name, and no file's name has it), an empty segment that isn't
 * the last, names that start with "." (except .well-known at the top, RFC 8615), and names beyond SRV_NAME_MOST.
 * O(bytes).
 */
srv_path_result srv_path_resolve(h1_bytes path, char name[SRV_NAME_MOST + 1], bool *folder);

/* Whether a name is one that isn't served because it starts with a dot.
 *
 *   name  of one file, or below a root with folders before it */
bool srv_path_is_hidden(const char *name);

#endif
