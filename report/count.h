/* SPDX-License-Identifier: MIT */
/* Numbers as people read them: "9,877 messages", "1 error", "4.1 MB". */
#ifndef REPORT_COUNT_H
#define REPORT_COUNT_H

#include <stdint.h>
#include <stdio.h>

/* A number's text, by value so that nobody owns it. */
typedef struct report_number {
    char text[32];
} report_number;

/* With a comma between groups of three digits: 1234567 as "1,234,567". */
report_number report_number_of(uint64_t n);

/* Bytes in the unit that leaves one to three digits before the point: "812 bytes", "4.1 MB" (powers of 1,000). */
report_number report_bytes_of(uint64_t bytes);

/* Write "1 error" or "2 errors". */
void report_count_to(FILE *out, uint64_t n, const char *one, const char *many);

#endif
