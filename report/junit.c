/* SPDX-License-Identifier: MIT */
/* See junit.h. */
#include "report/junit.h"

#include "report/markup.h"

static void put_attribute(FILE *out, const char *name, const char *value)
{
    fprintf(out, " %s=\"", name);
    report_markup_value_to(out, value);
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
    report_markup_to(out, c->text);
    fprintf(out, "</%s>\n", elements[c->state]);
}

/* What a test that passes has to say all the same. */
static void put_output(FILE *out, const char *text)
{
    fputs("    <system-out>", out);
    report_markup_to(out, text);
    fputs("</system-out>\n", out);
}

static void put_case(FILE *out, const report_junit_case *c)
{
    fputs("  <testcase", out);
    put_attribute(out, "classname", c->group);
    put_attribute(out, "name", c->name);
    if (c->state == REPORT_JUNIT_PASS && (c->text == NULL || c->text[0] == '\0')) {
        fputs("/>\n", out);
        return;
    }
    fputs(">\n", out);
    if (c->state == REPORT_JUNIT_PASS)
        put_output(out, c->text);
    else
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
