/* SPDX-License-Identifier: MIT */
/* Findings as TAP: a test for the input, then one for each rule. */
#include <stdlib.h>
#include <string.h>

#include "report/findings/as_tests.h"
#include "report/tap.h"

static bool rule_to(const report_view *view, const h1_rule_info *info, size_t number)
{
    report_test_state state = report_test_of(view, info->rule);
    h1_rule_text name = h1_rule_name(info->rule);
    char *text = state == REPORT_TEST_FAILED ? report_test_text(view, info->rule) : NULL;
    const report_tap_test test = {.ok = state != REPORT_TEST_FAILED,
                                  .name = name.text,
                                  .skip = state == REPORT_TEST_SKIPPED ? REPORT_TEST_NOTHING : NULL,
                                  .state = h1_severity_name(info->severity),
                                  .text = text};
    bool made = test.ok || text != NULL;

    if (made)
        report_tap_test_to(view->output->out, number, &test);
    free(text);
    return made;
}

/* Lines as comments: a test that is ok has no place for them. */
static void comments_to(FILE *out, const char *text)
{
    for (; *text != '\0'; text += strcspn(text, "\n") + 1)
        fprintf(out, "# %.*s\n", (int)strcspn(text, "\n"), text);
}

static bool input_to(const report_view *view)
{
    char *text = report_run_text(view);

    if (text == NULL)
        return false;
    comments_to(view->output->out, text);
    report_tap_test_to(
        view->output->out, 1,
        &(report_tap_test){
            .ok = report_view_is_whole(view), .name = REPORT_TEST_INPUT, .state = "error", .text = text});
    free(text);
    return true;
}

bool report_tap_findings(const report_view *view)
{
    report_rule_list *list = malloc(sizeof *list);
    bool written = list != NULL;

    if (written) {
        report_rule_list_fill(list, view->options->left_out);
        report_tap_begin(view->output->out, list->count + 1);
        written = input_to(view);
        for (size_t i = 0; written && i < list->count; i++)
            written = rule_to(view, list->rules[i], i + 2);
    }
    free(list);
    return written && !ferror(view->output->out);
}
