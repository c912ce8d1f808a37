/* SPDX-License-Identifier: MIT */
/* How much of the ledger the cases hold.
 *
 * A row is covered when a case that names it has been seen red for it: by a fault of conformance/wrong/, as red.tsv
 * there records and a test repeats; or, for a row of grammar, by a refusal at the marked symbol. A case that merely
 * names a row covers nothing. What can't be tested has a reason from a closed list. */
#ifndef CONF_COVERAGE_H
#define CONF_COVERAGE_H

#include "conformance/reader/reader.h"

/* What became of a row. */
typedef enum conf_covered {
    CONF_ROW_UNASKED, /* out of scope, or not to be observed: not counted any further */
    CONF_ROW_COVERED,
    CONF_ROW_REASONED, /* a reason says why there is no case */
    CONF_ROW_NAMED,    /* cases name it, and none was seen red for it */
    CONF_ROW_MISSING,
} conf_covered;

typedef struct conf_row_state {
    const conf_requirement *row;
    conf_covered state;
    const char *reason, *sentence; /* CONF_ROW_REASONED; else NULL */
    const char *fault;             /* of the wrong program that turned a case red; NULL for a refused symbol */
    const conf_case *by;           /* CONF_ROW_COVERED, CONF_ROW_NAMED: such a case */
} conf_row_state;

/* How many rows. */
typedef struct conf_counts {
    size_t observable, covered, reasoned; /* of those in scope; observable holds the other two */
} conf_counts;

typedef struct conf_figures {
    size_t rows;
    conf_counts all, must, should; /* must: MUST and MUST NOT; should: SHOULD and SHOULD NOT */
} conf_figures;

typedef struct conf_coverage {
    conf_row_state *rows; /* [count] in the order of the ledger */
    size_t count;
    conf_figures start, today; /* against the ledger that the project started with, and against today's */
    const char *slip;          /* what is wrong in one of the tables, with its place; NULL */
} conf_coverage;

/* What the tables beside the ledger say; texts of tab-separated columns. */
typedef struct conf_coverage_tables {
    const char *start;   /* id, level, scope, observable: the starting ledger */
    const char *changes; /* id, old, new, clause, why */
    const char *reasons; /* id, reason, sentence */
    const char *faults;  /* role, fault, requirements (blank-separated), title */
    const char *red;     /* role, fault, case */
} conf_coverage_tables;

/* The tables that are built into the program. */
conf_coverage_tables conf_coverage_builtin(void);

/* Work it out. O(rows * cases). */
conf_coverage conf_coverage_of(conf_memory *memory, const conf_suite *suite, const conf_coverage_tables *tables);

/* Count a row, if it is counted at all. */
void conf_figures_add(conf_figures *figures, const char *level, conf_covered state);

/* "covered", "reasoned", "named", "missing", "unasked". */
const char *conf_covered_name(conf_covered state);

/* The closed list of reasons: what a word stands for, NULL where it isn't one. */
const char *conf_reason_words(const char *reason);

#endif
