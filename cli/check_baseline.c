/* SPDX-License-Identifier: MIT */
/* See check_baseline.h. */
#include "cli/check_baseline.h"

#include <stdio.h>
#include <string.h>

#include "cli/baseline.h"
#include "cli/output.h"

enum {
    KEYS_MOST = 65536, /* field names are others' choice, so there is an end to them */
};

/* ---- Reading ---- */

/* Is it "RULE DIRECTION ELEMENT" with a rule that there is? */
static bool is_key(const char *line)
{
    size_t rule = strcspn(line, " ");
    const char *direction = line + rule + (line[rule] == ' ' ? 1 : 0);
    size_t len = strcspn(direction, " ");
    bool directed =
        (len == 7 && memcmp(direction, "request", 7) == 0) || (len == 8 && memcmp(direction, "response", 8) == 0);

    return directed && direction[len] == ' ' && direction[len + 1] != '\0' && direction[len + 1] != ' ' &&
           h1_rule_by_name(line, rule) != H1_RULE_NONE;
}

static cli_status take_line(void *context, char *line)
{
    check_baseline *baseline = context;

    if (!is_key(line))
        return CLI_UNUSABLE;
    return cli_key_set_add(&baseline->known, line) ? CLI_OK : cli_no_memory();
}

cli_status check_baseline_read(check_baseline *baseline)
{
    if (baseline->path == NULL)
        return CLI_OK;
    return cli_baseline_read("h1 check", baseline->path, "RULE request|response ELEMENT", take_line, baseline);
}

/* ---- While findings come ---- */

bool check_baseline_note(check_baseline *baseline, report_item *item)
{
    report_key key;

    if (baseline->path == NULL && baseline->new_path == NULL)
        return true;
    key = report_key_of(item);
    item->known = cli_key_set_has(&baseline->known, key.text);
    if (baseline->new_path == NULL)
        return true;
    if (baseline->found.count == KEYS_MOST && !cli_key_set_has(&baseline->found, key.text)) {
        baseline->full = true;
        return true;
    }
    return cli_key_set_add(&baseline->found, key.text);
}

/* ---- Writing ---- */

cli_status check_baseline_write(check_baseline *baseline)
{
    cli_output output;
    cli_status status;

    if (baseline->new_path == NULL)
        return CLI_OK;
    status = cli_output_open(&output, baseline->new_path, CLI_COLOUR_NEVER);
    if (status != CLI_OK)
        return status;
    cli_key_set_sort(&baseline->found);
    fputs("# Findings that are known, by rule, direction and element: h1 check --write-baseline\n", output.stream);
    for (size_t i = 0; i < baseline->found.count; i++)
        fprintf(output.stream, "%s\n", baseline->found.keys[i]);
    status = cli_output_close(&output, CLI_OK);
    if (status != CLI_OK || !baseline->full)
        return status;
    cli_complain("h1 check", baseline->new_path, "there are more kinds of findings than a baseline holds");
    return CLI_UNUSABLE;
}

void check_baseline_free(check_baseline *baseline)
{
    cli_key_set_free(&baseline->known);
    cli_key_set_free(&baseline->found);
}
