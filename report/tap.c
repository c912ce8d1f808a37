/* SPDX-License-Identifier: MIT */
/* See tap.h. */
#include "report/tap.h"

#include "report/escape.h"
#include "report/utf8.h"

/* On a test's line "#" begins a directive, unless a backslash stands before it. */
static void put_name(FILE *out, const char *text)
{
    while (*text != '\0') {
        size_t len = report_utf8_len(text);
        if (*text == '#' || *text == '\\')
            fprintf(out, "\\%c", *text);
        else if (len == 0 || *text == '\n')
            report_escape_to(out, (const uint8_t *)text, 1);
        else
            fwrite(text, 1, len, out);
        text += len == 0 ? 1 : len;
    }
}

/* A block of literal lines, YAML 1.2 section 8.1.2, indented so that none can end it. */
static void put_lines(FILE *out, const char *text)
{
    char line[2] = {0};

    fputs("  text: |\n    ", out);
    while (*text != '\0') {
        size_t len = report_utf8_len(text);
        line[0] = *text;
        if (len > 1)
            fwrite(text, 1, len, out);
        else if (*text == '\n')
            fputs(text[1] != '\0' ? "\n    " : "", out);
        else
            report_utf8_to(out, line);
        text += len == 0 ? 1 : len;
    }
    fputc('\n', out);
}

void report_tap_begin(FILE *out, size_t tests)
{
    fprintf(out, "TAP version 13\n1..%zu\n", tests);
}

void report_tap_test_to(FILE *out, size_t number, const report_tap_test *test)
{
    bool is_ok = test->ok || test->skip != NULL;

    fprintf(out, "%s %zu - ", is_ok ? "ok" : "not ok", number);
    put_name(out, test->name);
    if (test->skip != NULL) {
        fputs(" # SKIP ", out);
        put_name(out, test->skip);
    }
    fputc('\n', out);
    if (is_ok)
        return;
    fprintf(out, "  ---\n  state: %s\n", test->state);
    if (test->text != NULL && *test->text != '\0')
        put_lines(out, test->text);
    fputs("  ...\n", out);
}
