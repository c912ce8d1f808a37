/* SPDX-License-Identifier: MIT */
/* See coverage.h. Tables are small and read once, so they are searched line by line. */
#include "coverage.h"

#include <string.h>

#include "table.h"

/* The tables, read. */
typedef struct tables {
    conf_memory *memory;
    conf_table start, changes, reasons, faults, red;
    const char *slip;
} tables;

static const struct {
    const char *word, *stands_for;
} REASONS[] = {
    {"time", "needs time"},
    {"tls", "needs TLS"},
    {"layer", "needs another layer"},
    {"internal", "internal state"},
    {"judgement", "a person's judgement"},
};

const char *conf_reason_words(const char *reason)
{
    for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++) {
        if (strcmp(REASONS[i].word, reason) == 0)
            return REASONS[i].stands_for;
    }
    return NULL;
}

const char *conf_covered_name(conf_covered state)
{
    static const char *const names[] = {"unasked", "covered", "reasoned", "named", "missing"};
    return names[state];
}

/* ---- The tables ---- */

/* Made by embed.cmake from the files of the same names; each ends with a zero byte. */
extern const char conf_ledger_start_tsv[], conf_ledger_changes_tsv[], conf_reasons_tsv[], conf_wrong_faults_tsv[],
    conf_wrong_red_tsv[];

conf_coverage_tables conf_coverage_builtin(void)
{
    return (conf_coverage_tables){conf_ledger_start_tsv, conf_ledger_changes_tsv, conf_reasons_tsv,
                                  conf_wrong_faults_tsv, conf_wrong_red_tsv};
}

static conf_table read_table(tables *t, const char *name, const char *text, size_t columns)
{
    conf_table table;
    unsigned line = conf_table_read(t->memory, text, strlen(text), columns, &table);

    if (line != 0 && t->slip == NULL)
        t->slip = conf_format(t->memory, "%s:%u: a line has %zu columns", name, line, columns);
    return table;
}

static tables read_tables(conf_memory *memory, const conf_coverage_tables *texts)
{
    tables t = {.memory = memory};

    t.start = read_table(&t, "ledger-start.tsv", texts->start, 4);
    t.changes = read_table(&t, "ledger-changes.tsv", texts->changes, 5);
    t.reasons = read_table(&t, "reasons.tsv", texts->reasons, 3);
    t.faults = read_table(&t, "wrong/faults.tsv", texts->faults, 4);
    t.red = read_table(&t, "wrong/red.tsv", texts->red, 3);
    return t;
}

/* The row whose first cell is `id`, NULL where there is none. */
static const char *const *find(const conf_table *table, const char *id)
{
    for (size_t i = 0; i < table->rows; i++) {
        if (strcmp(conf_table_row(table, i)[0], id) == 0)
            return conf_table_row(table, i);
    }
    return NULL;
}

/* Is the word one of a blank-separated list? */
static bool lists(const char *list, const char *word)
{
    size_t len = strlen(word);

    for (const char *at = strstr(list, word); at != NULL; at = strstr(at + 1, word)) {
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
    }
    return false;
}

/* ---- One row ---- */

/* Does a parser have to refuse it, at a symbol that is marked? */
static bool refuses_at_mark(const conf_case *c)
{
    if (c->value_line != 0)
        return c->value_refused; /* without a mark the place is the end */
    for (unsigned side = 0; side < 2; side++) {
        if (c->expects[CONF_MODE_STRICT][side].end == CONF_END_REFUSED && c->marks[side].kind != CONF_MARK_NONE)
            return true;
    }
    return false;
}

static bool turned_red(const tables *t, const char *const *fault, const conf_case *c)
{
    for (size_t i = 0; i < t->red.rows; i++) {
        const char *const *red = conf_table_row(&t->red, i);
        if (strcmp(red[0], fault[0]) == 0 && strcmp(red[1], fault[1]) == 0 && strcmp(red[2], c->id) == 0)
            return true;
    }
    return false;
}

/* The fault that turned a case red for this row, NULL where none did. */
static const char *fault_of(const tables *t, const conf_case *c, const conf_requirement *row)
{
    for (size_t i = 0; i < t->faults.rows; i++) {
        const char *const *fault = conf_table_row(&t->faults, i);
        if (lists(fault[2], row->id) && turned_red(t, fault, c))
            return fault[1];
    }
    return NULL;
}

static void look_for_case(const tables *t, const conf_suite *suite, conf_row_state *state)
{
    bool grammar = strcmp(state->row->level, "ABNF") == 0;

    for (size_t i = 0; i < suite->case_count && state->state != CONF_ROW_COVERED; i++) {
        const conf_case *c = suite->cases[i];
        if (!conf_case_needs(c, state->row))
            continue;
        state->fault = fault_of(t, c, state->row);
        if (state->fault != NULL || (grammar && refuses_at_mark(c))) {
            state->state = CONF_ROW_COVERED;
            state->by = c;
        } else if (state->by == NULL) {
            state->state = CONF_ROW_NAMED;
            state->by = c;
        }
    }
}

static conf_row_state row_state(const tables *t, const conf_suite *suite, const conf_requirement *row)
{
    conf_row_state state = {.row = row, .state = CONF_ROW_MISSING};
    const char *const *reason = find(&t->reasons, row->id);

    if (!row->in_scope || strcmp(row->observable, "no") == 0) {
        state.state = CONF_ROW_UNASKED;
        return state;
    }
    look_for_case(t, suite, &state);
    if (state.state != CONF_ROW_COVERED && reason != NULL) {
        state.state = CONF_ROW_REASONED;
        state.reason = reason[1];
        state.sentence = reason[2];
    }
    return state;
}

/* ---- Counts ---- */

static void count(conf_counts *counts, conf_covered state)
{
    counts->observable++;
    counts->covered += state == CONF_ROW_COVERED ? 1 : 0;
    counts->reasoned += state == CONF_ROW_REASONED ? 1 : 0;
}

void conf_figures_add(conf_figures *figures, const char *level, conf_covered state)
{
    figures->rows++;
    if (state == CONF_ROW_UNASKED)
        return;
    count(&figures->all, state);
    if (strncmp(level, "MUST", 4) == 0)
        count(&figures->must, state);
    if (strncmp(level, "SHOULD", 6) == 0)
        count(&figures->should, state);
}

static const conf_row_state *state_of(const conf_coverage *coverage, const char *id)
{
    for (size_t i = 0; i < coverage->count; i++) {
        if (strcmp(coverage->rows[i].row->id, id) == 0)
            return &coverage->rows[i];
    }
    return NULL;
}

/* The starting ledger's rows, by its own scope and observability: a row that was moved out of sight since still counts
 * as missing, unless it was covered before. */
static void count_start(conf_coverage *coverage, const tables *t)
{
    for (size_t i = 0; i < t->start.rows; i++) {
        const char *const *row = conf_table_row(&t->start, i);
        bool asked = strcmp(row[2], "in") == 0 && strcmp(row[3], "no") != 0;
        const conf_row_state *now = state_of(coverage, row[0]);
        conf_covered state = !asked ? CONF_ROW_UNASKED : now == NULL ? CONF_ROW_MISSING : now->state;
        conf_figures_add(&coverage->start, row[1], asked && state == CONF_ROW_UNASKED ? CONF_ROW_MISSING : state);
    }
}

/* ---- What must hold of the tables ---- */

/* What ledger-changes.tsv calls old and new: "MUST in parser". */
static const char *standing(conf_memory *memory, const char *level, const char *scope, const char *observable)
{
    return conf_format(memory, "%s %s %s", level, scope, observable);
}

static const char *standing_now(conf_memory *memory, const conf_requirement *row)
{
    return row != NULL ? standing(memory, row->level, row->in_scope ? "in" : "out", row->observable) : "gone";
}

static void judge_change(tables *t, const char *id, const char *before, const char *now)
{
    const char *const *entry = find(&t->changes, id);

    if (strcmp(before, now) == 0) {
        if (entry != NULL)
            t->slip = conf_format(t->memory, "ledger-changes.tsv: %s is as it was: %s", id, now);
    } else if (entry == NULL || strcmp(entry[1], before) != 0 || strcmp(entry[2], now) != 0 || entry[3][0] == '\0' ||
               entry[4][0] == '\0') {
        t->slip = conf_format(
            t->memory, "%s: ledger-changes.tsv has to say that it was \"%s\" and is \"%s\", by what clause and why", id,
            before, now);
    }
}

static void judge_changes(tables *t, const conf_ledger *ledger)
{
    for (size_t i = 0; i < t->start.rows && t->slip == NULL; i++) {
        const char *const *row = conf_table_row(&t->start, i);
        judge_change(t, row[0], standing(t->memory, row[1], row[2], row[3]),
                     standing_now(t->memory, conf_ledger_find(ledger, row[0])));
    }
    for (size_t i = 0; i < t->changes.rows && t->slip == NULL; i++) {
        const char *id = conf_table_row(&t->changes, i)[0];
        if (find(&t->start, id) == NULL)
            t->slip = conf_format(t->memory, "ledger-changes.tsv: %s is no row of the starting ledger", id);
    }
}

static void judge_reasons(tables *t, const conf_ledger *ledger)
{
    for (size_t i = 0; i < t->reasons.rows && t->slip == NULL; i++) {
        const char *const *row = conf_table_row(&t->reasons, i);
        if (conf_ledger_find(ledger, row[0]) == NULL)
            t->slip = conf_format(t->memory, "reasons.tsv: %s is no requirement", row[0]);
        else if (conf_reason_words(row[1]) == NULL || row[2][0] == '\0')
            t->slip = conf_format(t->memory, "reasons.tsv: %s: a reason of the list and a sentence are due", row[0]);
    }
}

conf_coverage conf_coverage_of(conf_memory *memory, const conf_suite *suite, const conf_coverage_tables *texts)
{
    tables t = read_tables(memory, texts);
    conf_coverage coverage = {.count = suite->ledger->count};

    judge_changes(&t, suite->ledger);
    judge_reasons(&t, suite->ledger);
    coverage.slip = t.slip;
    coverage.rows = conf_alloc(memory, coverage.count * sizeof *coverage.rows);
    for (size_t i = 0; i < coverage.count; i++) {
        coverage.rows[i] = row_state(&t, suite, &suite->ledger->rows[i]);
        conf_figures_add(&coverage.today, coverage.rows[i].row->level, coverage.rows[i].state);
    }
    count_start(&coverage, &t);
    return coverage;
}
