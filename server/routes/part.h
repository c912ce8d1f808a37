/* SPDX-License-Identifier: MIT */
/* What stands in the head of a part of a form, and in the Content-Type of the whole. */
#ifndef SERVER_ROUTES_PART_H
#define SERVER_ROUTES_PART_H

#include "server/routes/multipart.h"

/* The boundary of multipart/form-data, unquoted, as a C string. Returns false where there is none that fits. */
bool srv_part_boundary(h1_bytes content_type, char *boundary, size_t room);

/* Read the head of a part: Content-Disposition with a name, Content-Type where there is one; other fields say nothing
 * (RFC 7578 section 4.8).
 *
 *   head  [len] bytes: lines, each with its CRLF
 *
 * Returns NULL, or a sentence on what is wrong. */
const char *srv_part_read(srv_part *part, const char *head, size_t len);

#endif
