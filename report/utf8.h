/* SPDX-License-Identifier: MIT */
/* Which characters of a text of others' may stand in a report as they are. */
#ifndef REPORT_UTF8_H
#define REPORT_UTF8_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Bytes of the UTF-8 character at bytes[0], 1 to 4, of [len] bytes; 0 as for report_utf8_len(), also where it is cut.
 */
size_t report_utf8_shown(const uint8_t *bytes, size_t len);

/* Bytes of the UTF-8 character at text, 1 to 4; 0 where there is none, or one that isn't to be shown as it is: a
 * control character other than LF (terminals act on them, XML 1.0 has no room for most), a surrogate, a noncharacter, a
 * mark that separates lines or changes the direction of writing.
 *
 *   text  ends with a zero byte; text[0] is not it
 *
 * Source: RFC 3629 section 4, XML 1.0 (fifth edition) section 2.2. */
size_t report_utf8_len(const char *text);

/* Write a text; each byte that isn't to be shown as it is becomes an escape of report/escape.h. A backslash stands for
 * itself, for what comes through here was made visible before, or is a name. */
void report_utf8_to(FILE *out, const char *text);

#endif
