/* SPDX-License-Identifier: MIT */
/* See markup.h. */
#include "report/markup.h"

#include "report/escape.h"
#include "report/utf8.h"

const char *report_markup_reference(uint8_t byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* Writes one character or stray byte and returns how many bytes it took. */
static size_t put_character(FILE *out, const char *text)
{
    const char *reference = report_markup_reference((uint8_t)*text);
    size_t len = report_utf8_len(text);

    if (reference != NULL) {
        fputs(reference, out);
        return 1;
    }
    if (len == 0) {
        report_escape_to(out, (const uint8_t *)text, 1);
        return 1;
    }
    fwrite(text, 1, len, out);
    return len;
}

void report_markup_to(FILE *out, const char *text)
{
    while (*text != '\0')
        text += put_character(out, text);
}

/* Readers make a space of a line end in an attribute, unless it is a reference. */
void report_markup_value_to(FILE *out, const char *text)
{
    while (*text != '\0') {
        if (*text == '\n') {
            fputs("&#10;", out);
            text++;
        } else {
            text += put_character(out, text);
        }
    }
}

void report_markup_bytes_to(FILE *out, const uint8_t *bytes, size_t len)
{
    char text[REPORT_ESCAPE_MOST + 1];

    for (size_t i = 0; i < len; i++) {
        text[report_escape_byte(bytes[i], text)] = '\0';
        report_markup_to(out, text);
    }
}
