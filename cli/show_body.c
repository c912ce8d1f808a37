/* SPDX-License-Identifier: MIT */
/* See show_body.h. */
#include "cli/show_body.h"

#include <stdlib.h>
#include <string.h>

#include "report/count.h"
#include "report/escape.h"

enum {
    HEX_COLUMNS = 16,
    TEXT_COLUMNS = 100,
};

void cli_body_add(cli_body_view *view, const uint8_t *bytes, size_t len)
{
    size_t room = CLI_BODY_KEPT - view->kept;
    size_t taken = len < room ? len : room;

    view->all += len;
    if (taken == 0)
        return;
    if (view->kept + taken > view->room) {
        size_t larger = view->kept + taken < CLI_BODY_KEPT / 2 ? 2 * (view->kept + taken) : CLI_BODY_KEPT;
        uint8_t *grown = realloc(view->bytes, larger);
        if (grown == NULL)
            return;
        view->bytes = grown;
        view->room = larger;
    }
    memcpy(view->bytes + view->kept, bytes, taken);
    view->kept += taken;
}

/* "00000010  68 65 6c 6c 6f ...  hello" */
static void hex_line(FILE *out, size_t at, const uint8_t *bytes, size_t len)
{
    fprintf(out, "    %08zx ", at);
    for (size_t i = 0; i < HEX_COLUMNS; i++) {
        if (i < len)
            fprintf(out, "%s%02x", i == HEX_COLUMNS / 2 ? "  " : " ", bytes[i]);
        else
            fputs(i == HEX_COLUMNS / 2 ? "    " : "   ", out);
    }
    fputs("  ", out);
    for (size_t i = 0; i < len; i++)
        fputc(bytes[i] >= 0x20 && bytes[i] < 0x7f ? bytes[i] : '.', out);
    fputc('\n', out);
}

/* Bytes of the next line of text: up to a line end, or as many as the columns hold. */
static size_t text_line(const uint8_t *bytes, size_t len)
{
    size_t columns = 0;
    size_t at = 0;

    while (at < len && columns + report_escape_width(bytes[at]) <= TEXT_COLUMNS) {
        columns += report_escape_width(bytes[at]);
        if (bytes[at++] == '\n')
            break;
    }
    return at;
}

static void show_text(FILE *out, const uint8_t *bytes, size_t len, bool redact)
{
    for (size_t at = 0; at < len;) {
        size_t line = text_line(bytes + at, len - at);
        fputs("    ", out);
        for (size_t i = 0; redact && i < line; i++)
            fputc('*', out);
        if (!redact)
            report_escape_to(out, bytes + at, line);
        fputc('\n', out);
        at += line;
    }
}

void cli_body_show(const cli_body_view *view, FILE *out, bool hex, bool redact)
{
    size_t shown = view->kept;

    if (!hex && shown > CLI_BODY_TEXT)
        shown = CLI_BODY_TEXT;
    for (size_t at = 0; hex && !redact && at < shown; at += HEX_COLUMNS)
        hex_line(out, at, view->bytes + at, shown - at < HEX_COLUMNS ? shown - at : HEX_COLUMNS);
    if (!hex || redact)
        show_text(out, view->bytes, shown, redact);
    if (view->all > shown)
        fprintf(out, "    … and %s more (--body FILE has all of it)\n", report_bytes_of(view->all - shown).text);
}

void cli_body_reset(cli_body_view *view)
{
    view->kept = 0;
    view->all = 0;
}

void cli_body_free(cli_body_view *view)
{
    free(view->bytes);
    *view = (cli_body_view){0};
}
