/* SPDX-License-Identifier: MIT */
/* Bytes from the wire as JSON values. Every string that jansson sees here is ASCII or valid UTF-8, so it never fails
 * but for memory. What is returned is a new reference of the caller's, or NULL where memory is short. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

/* Bytes as a string of the same characters: those above 0x7F as U+0080 to U+00FF. Reversible. */
json_t *report_json_latin1(const uint8_t *bytes, size_t len);

/* Bytes as visible text, report/escape.h. Reversible. */
json_t *report_json_escaped(const uint8_t *bytes, size_t len);

/* A text of others' (a title, a file's name), with what isn't to be shown as it is escaped; report/utf8.h. */
json_t *report_json_text(const char *text);

/* Bytes as base64. */
json_t *report_json_base64(const uint8_t *bytes, size_t len);

/* Nanoseconds since 1970 as RFC 3339 with nine digits of a second, in UTC. */
json_t *report_json_time(uint64_t nanoseconds);

/* Write a value without any line end and drop the caller's reference to it. False where `value` is NULL (memory was
 * short) or the output can't be written. */
bool report_json_object(FILE *out, json_t *value);

/* The same, and end the line. */
bool report_json_line(FILE *out, json_t *value);

#endif
