/* SPDX-License-Identifier: MIT */
/* The Test Anything Protocol, version 13: a line for each test, with a block of YAML below one that failed. */
#ifndef REPORT_TAP_H
#define REPORT_TAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct report_tap_test {
    bool ok;
    const char *name;  /* any text */
    const char *skip;  /* why it says nothing: a test that is ok all the same; NULL: it says something */
    const char *state; /* a word of ours; with the next one in the YAML below one that isn't ok */
    const char *text;  /* lines, or NULL */
} report_tap_test;

/* Write the head: version and plan. */
void report_tap_begin(FILE *out, size_t tests);

/* Write one test; number counts from 1. */
void report_tap_test_to(FILE *out, size_t number, const report_tap_test *test);

#endif
