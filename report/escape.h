/* SPDX-License-Identifier: MIT */
/* The one place where bytes from the wire become text that a terminal or a file may show.
 *
 * A printable US-ASCII byte stands for itself, CR, LF, TAB and the backslash become \r \n \t \\, every other byte \xHH.
 * Nothing a peer sends can therefore move a cursor, change a colour or end a line of a report, and what is shown can be
 * read back byte by byte. One column is one character here, so a caret line can be laid below it. */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    REPORT_ESCAPE_MOST = 4, /* columns of the longest escape, \xHH */
};

/* Columns that one byte takes, 1 to 4. O(1). */
unsigned report_escape_width(uint8_t byte);

/* Columns that a run of bytes takes. O(len). */
size_t report_escape_columns(const uint8_t *bytes, size_t len);

/* Write one byte's text.
 *
 *   text   [REPORT_ESCAPE_MOST] receives the characters, not ended by a zero byte
 *
 * Returns how many there are. */
unsigned report_escape_byte(uint8_t byte, char *text);

/* Write a run of bytes to a stream. */
void report_escape_to(FILE *out, const uint8_t *bytes, size_t len);

/* Write at most `columns` columns of a run of bytes to a stream, with "…" in the last one if it was cut. */
void report_escape_cut_to(FILE *out, const uint8_t *bytes, size_t len, size_t columns);

#endif
