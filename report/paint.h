/* SPDX-License-Identifier: MIT */
/* Colour, for terminals only. A colour never says anything that a word beside it doesn't. */
#ifndef REPORT_PAINT_H
#define REPORT_PAINT_H

#include <stdbool.h>
#include <stdio.h>

#include "rules/rules.h"

typedef enum report_colour {
    REPORT_PLAIN,
    REPORT_BOLD,
    REPORT_DIM,
    REPORT_RED,
    REPORT_YELLOW,
    REPORT_BLUE,
    REPORT_GREEN,
} report_colour;

/* Write words in a colour, or plainly where `on` is false. */
void report_paint(FILE *out, bool on, report_colour colour, const char *words);

/* The colour of a severity. */
report_colour report_severity_colour(h1_rule_severity severity);

#endif
