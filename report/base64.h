/* SPDX-License-Identifier: MIT */
/* Base64 of RFC 4648 section 4, for bytes in JSON. */
#ifndef REPORT_BASE64_H
#define REPORT_BASE64_H

#include <stddef.h>
#include <stdint.h>

/* Room for the text of len bytes, its zero byte included. */
#define REPORT_BASE64_ROOM(len) (((len) + 2) / 3 * 4 + 1)

/* Encode, with padding.
 *
 *   text  [REPORT_BASE64_ROOM(len)] receives the text, ended by a zero byte */
void report_base64(const uint8_t *bytes, size_t len, char *text);

#endif
