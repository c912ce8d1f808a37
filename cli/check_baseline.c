/* SPDX-License-Identifier: MIT */
/* See check_baseline.h. */
#include "cli/check_baseline.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/output.h"

enum {
    LINE_MOST = 512,
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

static cli_status read_lines(check_baseline *baseline, FILE *in)
{
    char line[LINE_MOST];
    char what[96];
    unsigned number = 0;

    while (fgets(line, sizeof line, in) != NULL) {
        number++;
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0')
            continue;
        if (!is_key(line)) {
            snprintf(what, sizeof what, "line %u: expected 'RULE request|response ELEMENT'", number);
            cli_complain("h1 check", baseline->path, what);
            return CLI_UNUSABLE;
        }
        if (!cli_key_set_add(&baseline->known, line))
            return cli_no_memory();
    }
    if (!ferror(in))
        return CLI_OK;
    cli_complain("h1 check", baseline->path, "it can't be read to its end");
    return CLI_UNUSABLE;
}

cli_status check_baseline_read(check_baseline *baseline)
{
    FILE *in = baseline->path != NULL ? fopen(baseline->path, "re") : NULL;
    cli_status status;

    if (baseline->path == NULL)
        return CLI_OK;
    if (in == NULL) {
        cli_complain("h1 check", baseline->path, strerror(errno));
        return CLI_UNUSABLE;
    }
    status = read_lines(baseline, in);
    fclose(in);
    return status;
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

static bool write_keys(check_baseline *baseline)
{
    FILE *out = fopen(baseline->new_path, "we");

    if (out == NULL)
        return false;
    cli_key_set_sort(&baseline->found);
    fputs("# Findings that are known, by rule, direction and element: h1 check --write-baseline\n", out);
    for (size_t i = 0; i < baseline->found.count; i++)
        fprintf(out, "%s\n", baseline->found.keys[i]);
    return fclose(out) == 0;
}

cli_status check_baseline_write(check_baseline *baseline)
{
    if (baseline->new_path == NULL)
        return CLI_OK;
    if (!write_keys(baseline)) {
        cli_cannot_write(baseline->new_path, strerror(errno));
        return CLI_UNUSABLE;
    }
    if (!baseline->full)
        return CLI_OK;
    cli_complain("h1 check", baseline->new_path, "there are more kinds of findings than a baseline holds");
    return CLI_UNUSABLE;
}

void check_baseline_free(check_baseline *baseline)
{
    cli_key_set_free(&baseline->known);
    cli_key_set_free(&baseline->found);
}
