/* SPDX-License-Identifier: MIT */
/* See paint.h. */
#include "report/paint.h"

void report_paint(FILE *out, bool on, report_colour colour, const char *words)
{
    static const char *const codes[] = {"",           "\033[1m",    "\033[2m",   "\033[1;31m",
                                        "\033[1;33m", "\033[1;34m", "\033[1;32m"};

    if (!on || colour == REPORT_PLAIN) {
        fputs(words, out);
        return;
    }
    fprintf(out, "%s%s\033[0m", codes[colour], words);
}

report_colour report_severity_colour(h1_rule_severity severity)
{
    switch (severity) {
    case H1_SEVERITY_ERROR:
        return REPORT_RED;
    case H1_SEVERITY_WARNING:
        return REPORT_YELLOW;
    case H1_SEVERITY_NOTE:
        break;
    }
    return REPORT_BLUE;
}
