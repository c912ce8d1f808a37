/* SPDX-License-Identifier: MIT */
/* The one place where text becomes part of XML or HTML. Whatever the text holds, what is written is well-formed UTF-8
 * that opens no element, closes none and ends no attribute in double quotes. */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What stands for a byte that is markup: "&lt;"; NULL for every other. */
const char *report_markup_reference(uint8_t byte);

/* Write a text as content of an element; its line ends stand for themselves. */
void report_markup_to(FILE *out, const char *text);

/* Write a text as part of an attribute's value in double quotes. */
void report_markup_value_to(FILE *out, const char *text);

/* Write bytes from the wire, escaped as in report/escape.h, as content of an element. */
void report_markup_bytes_to(FILE *out, const uint8_t *bytes, size_t len);

#endif
