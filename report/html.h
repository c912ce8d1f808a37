/* SPDX-License-Identifier: MIT */
/* The frame of a report that is one HTML file: no script, nothing from elsewhere, good on paper too.
 *
 * The policy in its head lets a browser load nothing but the style that is in the file; should an escape ever be
 * forgotten, nothing runs and nothing is fetched all the same. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include <stdio.h>

/* Begin a document up to and including its main heading.
 *
 *   title  any text; it is escaped */
void report_html_begin(FILE *out, const char *title);

/* End it. */
void report_html_end(FILE *out);

/* Write <NAME class="CLASS">text</NAME>, or without a class where it is NULL. Name and class are ours. */
void report_html_element(FILE *out, const char *name, const char *class, const char *text);

#endif
