/* SPDX-License-Identifier: MIT */
/* h1 coverage: how much of the requirement ledger the cases hold, and what is left. */
#include "conformance/coverage.h"

#include <stdio.h>
#include <string.h>

#include "cli/cases.h"
#include "cli/command.h"
#include "cli/output.h"
#include "report/json.h"

static struct {
    unsigned format;
    bool missing;
    const char *output;
} options;

static const cli_option OPTIONS[] = {
    {"format", 0, CLI_CHOICE, "text|json", "how it is written", &options.format, NULL},
    {"missing", 0, CLI_FLAG, NULL, "list the rows that are neither covered nor reasoned", &options.missing, NULL},
    {"output", 'o', CLI_TEXT, "FILE", "write to a file", &options.output, NULL},
    {0},
};

/* ---- JSON ---- */

static json_t *json_counts(const conf_counts *counts)
{
    return json_pack("{s:I, s:I, s:I}", "observable", (json_int_t)counts->observable, "covered",
                     (json_int_t)counts->covered, "reasoned", (json_int_t)counts->reasoned);
}

static json_t *json_figures(const conf_figures *figures)
{
    json_t *object = json_counts(&figures->all);

    json_object_set_new(object, "rows", json_integer((json_int_t)figures->rows));
    json_object_set_new(object, "must", json_counts(&figures->must));
    json_object_set_new(object, "should", json_counts(&figures->should));
    return object;
}

static bool is_left(const conf_row_state *state)
{
    return state->state == CONF_ROW_NAMED || state->state == CONF_ROW_MISSING;
}

static json_t *json_missing(const conf_coverage *coverage)
{
    json_t *list = json_array();

    for (size_t i = 0; i < coverage->count; i++) {
        const conf_row_state *state = &coverage->rows[i];
        if (is_left(state))
            json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "id", state->row->id, "level",
                                                  state->row->level, "observable", state->row->observable, "state",
                                                  conf_covered_name(state->state)));
    }
    return list;
}

static bool write_json(FILE *out, const conf_coverage *coverage)
{
    json_t *object =
        json_pack("{s:o, s:o}", "start", json_figures(&coverage->start), "today", json_figures(&coverage->today));

    if (options.missing)
        json_object_set_new(object, "missing", json_missing(coverage));
    return report_json_line(out, object);
}

/* ---- Text ---- */

static void write_counts(FILE *out, const char *what, const conf_counts *counts)
{
    size_t held = counts->covered + counts->reasoned;

    fprintf(out, "  %-34s %6zu %8zu %9zu %6zu   %5.1f %%\n", what, counts->observable, counts->covered,
            counts->reasoned, counts->observable - held,
            counts->observable == 0 ? 100.0 : 100.0 * (double)held / (double)counts->observable);
}

static void write_ledger(FILE *out, const char *title, const conf_figures *figures)
{
    fprintf(out, "%s: %zu rows\n", title, figures->rows);
    fprintf(out, "  %-34s %6s %8s %9s %6s   %7s\n", "", "asked", "covered", "reasoned", "left", "held");
    write_counts(out, "MUST, MUST NOT", &figures->must);
    write_counts(out, "SHOULD, SHOULD NOT", &figures->should);
    write_counts(out, "all", &figures->all);
}

/* A line for each value of one of the ledger's columns, in the order in which they come. */
static void write_by(FILE *out, const conf_coverage *coverage, const char *title,
                     const char *(*key)(const conf_requirement *row))
{
    fprintf(out, "\nby %s\n", title);
    for (size_t i = 0; i < coverage->count; i++) {
        const char *word = key(coverage->rows[i].row);
        conf_figures figures = {0};
        bool first = true;
        for (size_t k = 0; k < coverage->count; k++) {
            if (strcmp(key(coverage->rows[k].row), word) != 0)
                continue;
            first = first && k >= i;
            conf_figures_add(&figures, coverage->rows[k].row->level, coverage->rows[k].state);
        }
        if (first && figures.all.observable > 0)
            write_counts(out, word, &figures.all);
    }
}

static const char *rfc_of(const conf_requirement *row)
{
    return row->rfc;
}

static const char *level_of(const conf_requirement *row)
{
    return row->level;
}

static conf_memory memory;

/* "9112 6", the chapter. */
static const char *chapter_of(const conf_requirement *row)
{
    return conf_format(&memory, "%s %.*s", row->rfc, (int)strcspn(row->section, "."), row->section);
}

static void write_by_role(FILE *out, const conf_coverage *coverage)
{
    static const struct {
        unsigned role;
        const char *word;
    } roles[] = {
        {CONF_ROLE_SERVER, "server"}, {CONF_ROLE_CLIENT, "client"}, {CONF_ROLE_PROXY, "proxy"}, {0, "nobody's alone"}};

    fprintf(out, "\nby role (a row may bind several)\n");
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        conf_figures figures = {0};
        for (size_t k = 0; k < coverage->count; k++) {
            unsigned bound = conf_requirement_roles(coverage->rows[k].row);
            if (roles[i].role == 0 ? bound == 0 : (bound & roles[i].role) != 0)
                conf_figures_add(&figures, coverage->rows[k].row->level, coverage->rows[k].state);
        }
        write_counts(out, roles[i].word, &figures.all);
    }
}

static void write_missing(FILE *out, const conf_coverage *coverage)
{
    for (size_t i = 0; i < coverage->count; i++) {
        const conf_row_state *state = &coverage->rows[i];
        if (is_left(state))
            fprintf(out, "%-18s %-10s %-8s %s: %s\n", state->row->id, state->row->level,
                    conf_covered_name(state->state), state->row->subject, state->row->paraphrase);
    }
}

static void write_text(FILE *out, const conf_coverage *coverage)
{
    if (options.missing) {
        write_missing(out, coverage);
        return;
    }
    write_ledger(out, "starting ledger", &coverage->start);
    fputc('\n', out);
    write_ledger(out, "today's ledger", &coverage->today);
    write_by(out, coverage, "RFC", rfc_of);
    write_by(out, coverage, "chapter", chapter_of);
    write_by(out, coverage, "keyword", level_of);
    write_by_role(out, coverage);
    fputs("\nasked: in scope and observable. covered: a case that names the row was seen red for it.\n"
          "h1 coverage --missing lists what is left; h1 explain ROW says what a row is.\n",
          out);
}

/* ---- The command ---- */

static cli_status run(char **words, size_t count)
{
    conf_coverage_tables tables = conf_coverage_builtin();
    const conf_suite *suite = cli_cases();
    conf_coverage coverage;
    cli_output output;
    bool written = true;

    if (count > 0)
        return cli_usage(&cli_coverage, "'%s' is not expected here", words[0]);
    if (suite->case_count == 0) {
        fputs("h1 coverage: no case files were found; H1_CASES names their directory\n", stderr);
        return CLI_UNUSABLE;
    }
    coverage = conf_coverage_of(&memory, suite, &tables);
    if (coverage.slip != NULL) {
        fprintf(stderr, "h1 coverage: %s\n", coverage.slip);
        return CLI_INTERNAL;
    }
    if (cli_output_open(&output, options.output, CLI_COLOUR_NEVER) != CLI_OK)
        return CLI_UNUSABLE;
    if (options.format == 1)
        written = write_json(output.stream, &coverage);
    else
        write_text(output.stream, &coverage);
    return cli_output_close(&output, written ? CLI_OK : CLI_INTERNAL);
}

const cli_command cli_coverage = {
    "coverage",
    "[--missing] [--format json]",
    "Say how much of the requirement ledger the cases hold.",
    "A row of the ledger is covered when a case that names it was seen red for it: for a fault of a wrong program, "
    "or,\n"
    "for a row of grammar, at the refused symbol. Against the ledger at the start and today's.",
    OPTIONS,
    {"coverage                 by RFC, chapter, keyword and role", "coverage --missing       what is left to do"},
    run,
};
