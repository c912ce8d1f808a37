/* SPDX-License-Identifier: MIT */
/* A run of many cases: which are in it, and how its results add up by section of the RFCs. */
#ifndef CONF_RUN_H
#define CONF_RUN_H

#include "verdict.h"

enum { CONF_LEVELS = 5 };

/* The results of the cases of one RFC section: of the section that a case's file is named after. */
typedef struct conf_section {
    const char *rfc, *section, *title;
    size_t first, count;        /* its results: results[first] … */
    size_t states[CONF_STATES]; /* how many ended how */
} conf_section;

/* Results, in the order of the cases. */
typedef struct conf_run {
    conf_result *results;
    size_t result_count;
    conf_section *sections; /* in the order in which they came */
    size_t section_count;
    size_t states[CONF_STATES];
    size_t levels[CONF_LEVELS][CONF_STATES]; /* by the strongest keyword of a case's requirements */
    uint64_t feedings;
} conf_run;

/* Does a word mean this case? It may be its id, "9112-7.1/bare-lf-ends-chunk-size", or its name; a pattern of either
 * with * and ?; an RFC, a section or a chapter ("9112", "9112-7", "9112-7.1"); a tag; the strongest keyword of its
 * requirements ("MUST"); a requirement's id; its rule. */
bool conf_case_means(const conf_case *c, const char *word);

/* Add a result. Results of one section have to come one after the other, as a suite has them. */
void conf_run_add(conf_memory *memory, const conf_ledger *ledger, conf_run *run, const conf_result *result);

/* Make a failure of every missed SHOULD. */
void conf_run_be_strict(conf_run *run);

/* The keywords, strongest first: "MUST", "SHOULD", "ABNF", "MAY", "PROSE"; by index, below CONF_LEVELS. */
const char *conf_level_name(size_t level);

#endif
