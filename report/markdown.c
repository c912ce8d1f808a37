/* SPDX-License-Identifier: MIT */
/* See markdown.h. CommonMark 0.30 section 2.4 lets a backslash stand before any ASCII punctuation; section 2.5 takes
 * character references everywhere but in code. */
#include "report/markdown.h"

#include <string.h>

#include "report/escape.h"
#include "report/utf8.h"

/* "@" and "#" make mentions and links to issues on GitHub, which a backslash doesn't stop. */
static const char *reference_of(char c)
{
    switch (c) {
    case '@':
        return "&#64;";
    case '#':
        return "&#35;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case ':': /* no bare URL becomes a link */
        return "&#58;";
    case '\n':
        return " ";
    default:
        return NULL;
    }
}

void report_markdown_to(FILE *out, const char *text)
{
    while (*text != '\0') {
        size_t len = report_utf8_len(text);
        if (len == 0) {
            fputc('\\', out);
            report_escape_to(out, (const uint8_t *)text, 1);
        } else if (reference_of(*text) != NULL) {
            fputs(reference_of(*text), out);
        } else {
            if (strchr("\\`*_{}[]()+-!|~$^=\"", *text) != NULL)
                fputc('\\', out);
            fwrite(text, 1, len, out);
        }
        text += len == 0 ? 1 : len;
    }
}

/* The longest run of backticks in a text. */
static size_t backticks(const char *text)
{
    size_t longest = 0;
    size_t run = 0;

    for (; *text != '\0'; text++) {
        run = *text == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void fence(FILE *out, size_t count)
{
    while (count-- > 0)
        fputc('`', out);
}

/* In a table a "|" ends the cell even inside of code, unless there is a backslash before it; outside of tables that
 * backslash would be seen, so every code span has its escape in its place. */
void report_markdown_code_to(FILE *out, const char *text)
{
    size_t ticks = backticks(text) + 1;

    if (*text == '\0') {
        fputs("(none)", out);
        return;
    }
    fence(out, ticks);
    fputs(ticks > 1 || *text == ' ' ? " " : "", out);
    while (*text != '\0') {
        size_t len = report_utf8_len(text);
        if (len == 0)
            report_escape_to(out, (const uint8_t *)text, 1);
        else if (*text == '|' || *text == '\n')
            fputs(*text == '|' ? "\\x7c" : " ", out);
        else
            fwrite(text, 1, len, out);
        text += len == 0 ? 1 : len;
    }
    fputs(ticks > 1 || text[-1] == ' ' ? " " : "", out);
    fence(out, ticks);
}

void report_markdown_block_to(FILE *out, const char *text)
{
    size_t ticks = backticks(text) < 3 ? 3 : backticks(text) + 1;

    fence(out, ticks);
    fputs("text\n", out);
    report_utf8_to(out, text);
    if (*text == '\0' || text[strlen(text) - 1] != '\n')
        fputc('\n', out);
    fence(out, ticks);
    fputc('\n', out);
}
