/* SPDX-License-Identifier: MIT */
/* A route that serves the files of a folder: GET and HEAD, conditional requests, ranges, index pages.
 *
 * Its decisions, where RFCs leave one:
 * - A folder's path ends in "/"; without it the answer is 301 with a Location relative to the request (so that it can't
 *   lead to another host, whatever the path), and the query is kept. A file's path doesn't: 404.
 * - A folder shows its index.html; without one a page that lists it, or 403 where listing is off.
 * - What starts with a dot isn't there (404), nor what a link leads to outside the folder.
 * - Everything may be kept by caches but has to be asked for again (Cache-Control: no-cache): files here change
 * whenever their owner likes.
 * - Text of 256 bytes to 16 MiB is sent in gzip to who prefers that, with an entity-tag of its own; ranges are always
 *   those of the file as it is.
 * - Last-Modified is left out of 304, as it has an ETag (RFC 9110 section 15.4.5). It and the type are left out of 206
 *   where the request has an If-Range (section 15.3.7): its sender has them.
 *
 * Validators: a file is settled once it hasn't changed for two seconds, by the time of its inode's last change, which
 * no program can set. Before that it may change again without a sign of it, as the clock of file systems goes in steps;
 * so its entity-tag is weak, another one than later, and it has no Last-Modified. From then on the entity-tag is
 * strong, made of file system, inode, size and both times in nanoseconds; and a Last-Modified that matches was given
 * out after its second was over, which makes it strong too (section 8.8.2.2). What this can't see: changes through a
 * shared mapping that the kernel has not noted yet. A date to come is replaced by the time of the answer
 * (section 8.8.2.1). */
#ifndef SERVER_ROUTES_FILES_H
#define SERVER_ROUTES_FILES_H

#include <sys/stat.h>

#include "server/exchange/exchange.h"
#include "server/routes/conditional.h"

/* A folder to serve, the context of its route. */
typedef struct srv_files {
    int root;
    bool listing; /* folders without an index.html are listed */
} srv_files;

/* Open the folder. Returns 0 or an errno; see srv_root_open() for ENOSYS. */
int srv_files_open(srv_files *files, const char *folder, bool listing);
void srv_files_close(srv_files *files);

/* The route that serves it.
 *
 *   path  below which it is seen; ends in "/" */
srv_route srv_files_route(srv_files *files, const char *path);

/* The validators of a file.
 *
 *   now  seconds since 1970 */
srv_validators srv_files_validators(const struct stat *status, int64_t now);

#endif
