/* SPDX-License-Identifier: MIT */
/* The frame of a report that is one HTML file: no script, nothing from elsewhere, good on paper too.
 *
 * The policy in its head lets a browser load nothing but the style that is in the file; should an escape ever be
 * forgotten, nothing runs and nothing is fetched all the same. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Begin a document up to and including its main heading.
 *
 *   title  any text; it is escaped */
void report_html_begin(FILE *out, const char *title);

/* End it. */
void report_html_end(FILE *out);

/* Write <NAME class="CLASS">text</NAME>, or without a class where it is NULL. Name and class are ours. */
void report_html_element(FILE *out, const char *name, const char *class, const char *text);

/* Write <dt>name</dt><dd>value</dd>, a line of a list of facts. */
void report_html_fact(FILE *out, const char *name, const char *value);

/* Write bytes from the wire as a block: escaped, a line for each of theirs. Of many, the first. */
void report_html_bytes(FILE *out, const uint8_t *bytes, size_t len);

/* Write bytes in hexadecimal, to be folded out. Of many, the first.
 *
 *   at  the offset that is printed for bytes[0]
 *
 * False where memory is short. */
bool report_html_hex(FILE *out, const uint8_t *bytes, size_t len, uint64_t at);

#endif
