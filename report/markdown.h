/* SPDX-License-Identifier: MIT */
/* The one place where text becomes part of Markdown (GitHub's kind, a superset of CommonMark): whatever it holds, no
 * heading, link, picture, table cell, mention or HTML comes of it. */
#ifndef REPORT_MARKDOWN_H
#define REPORT_MARKDOWN_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Write a text as running text on one line, for table cells too. */
void report_markdown_to(FILE *out, const char *text);

/* Write a text, visible characters only, as a code span on one line, for table cells too. An empty one is "(none)",
 * as a code span can't be empty. */
void report_markdown_code_to(FILE *out, const char *text);

/* Write a text of lines as a code block behind a fence that it can't close. */
void report_markdown_block_to(FILE *out, const char *text);

#endif
