/* SPDX-License-Identifier: MIT */
/* Inside h1 conform: several servers side by side. Which cases part them, which of these part them the same way, and
 * which servers behave alike.
 *
 * What counts is what a server did in a case: its conduct (transcript.h) and the verdict on it. So 400 and a closed
 * connection part two servers though both may be allowed. A server on which there is no verdict, because the case was
 * skipped or stayed inconclusive, is compared with nobody in that case.
 *
 * Servers are counted in the order of the command line, cases in that of the suite, both from 0. */
#ifndef CLI_CONFORM_MATRIX_H
#define CLI_CONFORM_MATRIX_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/conform_report.h"

/* Servers that did the same in a case are one part of it; parts are numbered from 0 by their first server. */
enum { CLI_CONFORM_NOT_COMPARED = UINT8_MAX, CLI_CONFORM_SERVERS_MOST = 100 };

/* Cases that part the servers the same way. */
typedef struct cli_conform_split {
    const uint8_t *parts; /* [servers] the part that each is in, or CLI_CONFORM_NOT_COMPARED */
    size_t part_count;
    size_t *cases; /* [case_count] */
    size_t case_count;
} cli_conform_split;

/* A server, or two clusters that are joined. */
typedef struct cli_conform_cluster {
    size_t left, right; /* indices of the joined; of a server not used */
    size_t *servers;    /* [count] those in it, alike ones next to each other */
    size_t count;
    size_t cases; /* in so many they don't all do the same */
} cli_conform_cluster;

typedef struct cli_conform_matrix {
    conf_memory *memory;
    const cli_conform_report *reports; /* [count] of the servers */
    size_t count;
    size_t cases;       /* the first so many results of each are of the same cases in the same order */
    const char **names; /* [count] short, no two alike, of letters, digits and ". _ -" only: "nginx", "Apache-3" */
    uint8_t *parts;     /* [cases * count] */
    cli_conform_split *splits; /* [split_count] those of most cases first */
    size_t split_count;
    size_t compared;               /* cases that were judged of more than one of them; */
    size_t parted;                 /* those that part them; */
    size_t verdicts;               /* those of them in which the verdicts differ */
    cli_conform_cluster *clusters; /* [2 * count - 1] the servers, then what was joined, the most alike first */
} cli_conform_matrix;

/* Compare.
 *
 *   memory   holds what is new
 *   reports  [count] 1 to CLI_CONFORM_SERVERS_MOST, of live servers
 *   cases    how many of each were played */
cli_conform_matrix cli_conform_matrix_of(conf_memory *memory, const cli_conform_report *reports, size_t count,
                                         size_t cases);

/* The result of a server in a case. */
const conf_result *cli_conform_matrix_result(const cli_conform_matrix *m, size_t server, size_t i);

/* What the servers of a part of a split did in one of its cases, in short: their conduct, and the verdict where that
 * isn't "pass": "400", "200 fail". */
const char *cli_conform_matrix_part_did(const cli_conform_matrix *m, const cli_conform_split *split, size_t part,
                                        size_t i);

/* The names of those in a part: "nginx, h2o"; of CLI_CONFORM_NOT_COMPARED, too. Empty where there are none. */
const char *cli_conform_matrix_part_names(const cli_conform_matrix *m, const cli_conform_split *split, size_t part);

/* How a split reads: "nginx, h2o | Apache", with "; not judged: node" behind it where that is so. */
const char *cli_conform_matrix_split_names(const cli_conform_matrix *m, const cli_conform_split *split);

/* "Of 335 cases that could be compared, 298 part the 6 servers (206 by their verdicts), in 84 ways." */
void cli_conform_matrix_verdict_to(FILE *out, const cli_conform_matrix *m);

/* Which servers behave alike, as a tree of characters. */
void cli_conform_matrix_tree_to(FILE *out, const cli_conform_matrix *m);

/* ---- Forms ---- */

/* What it is called where no matrix can be had in a format. */
#define CLI_CONFORM_MATRIX_FORMATS "text, concise, json, jsonl, html or md"

/* Is there a form of a matrix in this format? The others tell of the findings of one server. */
bool cli_conform_matrix_has(report_format format);

/* Write it. False where memory is short or it can't be written. */
bool cli_conform_matrix_write(FILE *out, report_format format, const cli_conform_matrix *m);

/* The forms. */
bool cli_conform_matrix_text(FILE *out, const cli_conform_matrix *m);
bool cli_conform_matrix_concise(FILE *out, const cli_conform_matrix *m);
bool cli_conform_matrix_json(FILE *out, const cli_conform_matrix *m);
bool cli_conform_matrix_jsonl(FILE *out, const cli_conform_matrix *m);
bool cli_conform_matrix_html(FILE *out, const cli_conform_matrix *m);
bool cli_conform_matrix_markdown(FILE *out, const cli_conform_matrix *m);

#endif
