/* SPDX-License-Identifier: MIT */
/* See junit.h. */
#include "report/junit.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* ---- Text ---- */

/* Bytes of the UTF-8 character at text, 0 where there is none that XML 1.0 allows:
 *
 *   Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]
 *
 * CR and TAB are left out, as readers normalise them; so are DEL and the C1 controls, which terminals act on. */
static size_t character_len(const char *text)
{
    const uint8_t *at = (const uint8_t *)text;
    size_t len = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    uint32_t code = len == 1 ? at[0] : at[0] & (0xFFU >> (len + 1));
    static const uint32_t least[] = {0, 0, 0xA0, 0x800, 0x10000};

    if (at[0] == '\n')
        return 1;
    if ((at[0] >= 0x80 && at[0] < 0xC2) || at[0] > 0xF4 || at[0] < 0x20 || at[0] == 0x7F)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (at[i] & 0x3FU);
    }
    if (code < least[len] || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF || (code & 0xFFFE) == 0xFFFE)
        return 0;
    return len;
}

static const char *reference_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\n':
        return "&#10;";
    default:
        return NULL;
    }
}

/* Text of an attribute, or with `lines` of an element, where line ends stand for themselves. */
static void put_text(FILE *out, const char *text, bool lines)
{
    while (*text != '\0') {
        size_t len = character_len(text);
        const char *reference = reference_of(*text);
        if (len == 0)
            fprintf(out, "\\x%02x", (uint8_t)*text);
        else if (reference != NULL && !(lines && *text == '\n'))
            fputs(reference, out);
        else
            fwrite(text, 1, len, out);
        text += len == 0 ? 1 : len;
    }
}

static void put_attribute(FILE *out, const char *name, const char *value)
{
    fprintf(out, " %s=\"", name);
    put_text(out, value, false);
    fputc('"', out);
}

/* ---- Elements ---- */

void report_junit_begin(FILE *out, const char *name, size_t tests, size_t failures, size_t errors, size_t skipped)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites", out);
    put_attribute(out, "name", name);
    fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n", tests, failures, errors, skipped);
}

void report_junit_end(FILE *out)
{
    fputs("</testsuites>\n", out);
}

static void put_outcome(FILE *out, const report_junit_case *c)
{
    static const char *const elements[] = {"", "failure", "error", "skipped"};

    fprintf(out, "    <%s", elements[c->state]);
    if (c->state != REPORT_JUNIT_SKIPPED)
        put_attribute(out, "type", c->type);
    put_attribute(out, "message", c->message);
    if (c->text == NULL) {
        fputs("/>\n", out);
        return;
    }
    fputc('>', out);
    put_text(out, c->text, true);
    fprintf(out, "</%s>\n", elements[c->state]);
}

static void put_case(FILE *out, const report_junit_case *c)
{
    fputs("  <testcase", out);
    put_attribute(out, "classname", c->group);
    put_attribute(out, "name", c->name);
    if (c->state == REPORT_JUNIT_PASS) {
        fputs("/>\n", out);
        return;
    }
    fputs(">\n", out);
    put_outcome(out, c);
    fputs("  </testcase>\n", out);
}

void report_junit_suite(FILE *out, const char *name, const report_junit_case *cases, size_t count)
{
    size_t states[REPORT_JUNIT_SKIPPED + 1] = {0};

    for (size_t i = 0; i < count; i++)
        states[cases[i].state]++;
    fputs(" <testsuite", out);
    put_attribute(out, "name", name);
    fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n", count,
            states[REPORT_JUNIT_FAILURE], states[REPORT_JUNIT_ERROR], states[REPORT_JUNIT_SKIPPED]);
    for (size_t i = 0; i < count; i++)
        put_case(out, &cases[i]);
    fputs(" </testsuite>\n", out);
}
