/* SPDX-License-Identifier: MIT */
/* A value that is the same from run to run for the same finding, and another for another: what SARIF and GitLab know a
 * finding by. */
#ifndef REPORT_FINGERPRINT_H
#define REPORT_FINGERPRINT_H

#include <stdint.h>

/* Sixteen hexadecimal digits, by value so that nobody owns them. */
typedef struct report_fingerprint {
    char text[17];
} report_fingerprint;

/* The value of two texts; "ab", "c" and "a", "bc" differ. Not secret: whoever wants two texts with one value finds
 * them. */
report_fingerprint report_fingerprint_of(const char *a, const char *b);

/* FNV-1a with 64 bits, for tables of texts. */
uint64_t report_text_sum(const char *text);

#endif
