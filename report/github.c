/* SPDX-License-Identifier: MIT */
/* See github.h. */
#include "report/github.h"

#include <stdbool.h>

/* A property's or a message's text: percent-codes what ends one there. */
static void put(FILE *out, const char *text, bool property)
{
    for (; *text != '\0'; text++) {
        if (*text == '%' || *text == '\r' || *text == '\n' || (property && (*text == ':' || *text == ',')))
            fprintf(out, "%%%02X", (unsigned)*text);
        else
            fputc(*text, out);
    }
}

void report_github_to(FILE *out, const report_annotation *annotation)
{
    fprintf(out, "::%s file=", annotation->level);
    put(out, annotation->path, true);
    fprintf(out, ",line=%u,title=", annotation->line);
    put(out, annotation->title, true);
    fputs("::", out);
    put(out, annotation->message, false);
    fputc('\n', out);
}
