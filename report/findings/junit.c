/* SPDX-License-Identifier: MIT */
/* Findings as JUnit's XML: a suite for each section, a test for each rule, and one for the input itself. What is found
 * but doesn't fail the run stands in a test that passes. */
#include <stdlib.h>

#include "report/findings/as_tests.h"
#include "report/junit.h"
#include "report/written.h"

typedef struct counts {
    size_t tests, failed, skipped;
} counts;

static counts count(const report_view *view, const report_rule_list *list)
{
    counts all = {.tests = list->count};

    for (size_t i = 0; i < list->count; i++) {
        report_test_state state = report_test_of(view, list->rules[i]->rule);
        all.failed += state == REPORT_TEST_FAILED ? 1 : 0;
        all.skipped += state == REPORT_TEST_SKIPPED ? 1 : 0;
    }
    return all;
}

/* Fill in a rule's test. What it points at beyond the table is in *name and *text. */
static bool make_case(const report_view *view, const h1_rule_info *info, report_junit_case *made, h1_rule_text *name,
                      char **text)
{
    static const report_junit_state states[] = {REPORT_JUNIT_PASS, REPORT_JUNIT_FAILURE, REPORT_JUNIT_SKIPPED};
    report_test_state state = report_test_of(view, info->rule);

    *name = h1_rule_name(info->rule);
    *made = (report_junit_case){.group = info->rfc[0] != '\0' ? info->rfc : "limits",
                                .name = name->text,
                                .state = states[state],
                                .type = h1_severity_name(info->severity),
                                .message = state == REPORT_TEST_SKIPPED ? REPORT_TEST_NOTHING : info->title};
    if (view->tally->of_rule[info->rule] == 0)
        return true;
    made->text = *text = report_test_text(view, info->rule);
    return *text != NULL;
}

static bool suite_to(const report_view *view, const h1_rule_info *const *rules, size_t rule_count)
{
    report_junit_case *cases = calloc(rule_count, sizeof *cases);
    h1_rule_text *names = calloc(rule_count, sizeof *names);
    char **texts = calloc(rule_count, sizeof *texts);
    char *section = report_written(report_section_to, rules[0]);
    bool made = cases != NULL && names != NULL && texts != NULL && section != NULL;

    for (size_t i = 0; made && i < rule_count; i++)
        made = make_case(view, rules[i], &cases[i], &names[i], &texts[i]);
    if (made)
        report_junit_suite(view->output->out, section, cases, rule_count);
    for (size_t i = 0; texts != NULL && i < rule_count; i++)
        free(texts[i]);
    free(section);
    free(texts);
    free(names);
    free(cases);
    return made;
}

static bool input_to(const report_view *view)
{
    char *text = report_run_text(view);
    bool whole = report_view_is_whole(view);
    const report_junit_case input = {.group = "input",
                                     .name = REPORT_TEST_INPUT,
                                     .state = whole ? REPORT_JUNIT_PASS : REPORT_JUNIT_ERROR,
                                     .type = "input",
                                     .message = report_view_notice(view, 0),
                                     .text = text};

    if (text != NULL)
        report_junit_suite(view->output->out, "input", &input, 1);
    free(text);
    return text != NULL;
}

bool report_junit_findings(const report_view *view)
{
    FILE *out = view->output->out;
    report_rule_list *list = malloc(sizeof *list);
    char *name = report_written(report_view_name_to, view);
    bool written = list != NULL && name != NULL;
    counts all;

    if (written) {
        report_rule_list_fill(list, view->options->left_out);
        all = count(view, list);
        report_junit_begin(out, name, all.tests + 1, all.failed, report_view_is_whole(view) ? 0 : 1, all.skipped);
        written = input_to(view);
        for (size_t at = 0; written && at < list->count; at += report_rule_list_section(list, at))
            written = suite_to(view, &list->rules[at], report_rule_list_section(list, at));
        report_junit_end(out);
    }
    free(name);
    free(list);
    return written && !ferror(out);
}
