/* SPDX-License-Identifier: MIT */
/* See escape.h. */
#include "report/escape.h"

static const char HEX[] = "0123456789abcdef";

/* The letter of a two-character escape, or 0. */
static char short_escape(uint8_t byte)
{
    switch (byte) {
    case '\r':
        return 'r';
    case '\n':
        return 'n';
    case '\t':
        return 't';
    case '\\':
        return '\\';
    default:
        return 0;
    }
}

unsigned report_escape_byte(uint8_t byte, char *text)
{
    char letter = short_escape(byte);

    if (letter == 0 && byte >= 0x20 && byte < 0x7f) {
        text[0] = (char)byte;
        return 1;
    }
    text[0] = '\\';
    if (letter != 0) {
        text[1] = letter;
        return 2;
    }
    text[1] = 'x';
    text[2] = HEX[byte >> 4];
    text[3] = HEX[byte & 15];
    return REPORT_ESCAPE_MOST;
}

unsigned report_escape_width(uint8_t byte)
{
    char text[REPORT_ESCAPE_MOST];

    return report_escape_byte(byte, text);
}

size_t report_escape_columns(const uint8_t *bytes, size_t len)
{
    size_t columns = 0;

    for (size_t i = 0; i < len; i++)
        columns += report_escape_width(bytes[i]);
    return columns;
}

void report_escape_to(FILE *out, const uint8_t *bytes, size_t len)
{
    char text[REPORT_ESCAPE_MOST];

    for (size_t i = 0; i < len; i++)
        fwrite(text, 1, report_escape_byte(bytes[i], text), out);
}

void report_escape_cut_to(FILE *out, const uint8_t *bytes, size_t len, size_t columns)
{
    size_t used = 0;
    size_t shown = 0;

    if (report_escape_columns(bytes, len) <= columns) {
        report_escape_to(out, bytes, len);
        return;
    }
    while (shown < len && used + report_escape_width(bytes[shown]) < columns)
        used += report_escape_width(bytes[shown++]);
    report_escape_to(out, bytes, shown);
    fputs("…", out);
}
