/* SPDX-License-Identifier: MIT */
/* See github.h. */
#include "report/github.h"

#include <stdbool.h>

#include "report/escape.h"
#include "report/utf8.h"

/* A property's or a message's text: percent-codes what ends one there. */
static void put(FILE *out, const char *text, bool property)
{
    while (*text != '\0') {
        size_t len = report_utf8_len(text);
        if (*text == '%' || *text == '\r' || *text == '\n' || (property && (*text == ':' || *text == ',')))
            fprintf(out, "%%%02X", (unsigned)*text);
        else if (len == 0)
            report_escape_to(out, (const uint8_t *)text, 1);
        else
            fwrite(text, 1, len, out);
        text += len == 0 ? 1 : len;
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
