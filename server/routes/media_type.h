/* SPDX-License-Identifier: MIT */
/* Media types of files, by the extension of their names. Contents are never looked at: what a browser would guess from
 * them is what an uploader could make it guess, which is why answers also say X-Content-Type-Options: nosniff. */
#ifndef SERVER_ROUTES_MEDIA_TYPE_H
#define SERVER_ROUTES_MEDIA_TYPE_H

#include <stdbool.h>
#include <stddef.h>

/* The media type of a file, with charset=utf-8 where it is text; application/octet-stream for names without an
 * extension and for those that the table doesn't have.
 *
 *   name  a C string, with or without folders before it; the extension is compared without case
 *
 * Never NULL; the string lives for ever. O(log of the table). */
const char *srv_media_type_of(const char *name);

/* Whether content of a type shrinks when it is compressed: text, and what is written as text.
 *
 *   media_type  as srv_media_type_of() gave it */
bool srv_media_type_shrinks(const char *media_type);

#endif
