/* SPDX-License-Identifier: MIT */
/* Reads case files. Every slip is a fault with file and line, and says what is expected there; a case with a fault is
 * left out, so nothing that was misread is ever played. */
#ifndef CONF_READER_H
#define CONF_READER_H

#include "case.h"
#include "conformance/memory.h"

/* A slip in a case file. */
typedef struct conf_fault {
    const char *path;
    unsigned line; /* 1 for the first; 0 where the file as a whole is meant */
    const char *text;
} conf_fault;

/* Cases, in the order in which they were read, and what was wrong with the others. */
typedef struct conf_suite {
    conf_memory *memory; /* everything here lives in it */
    const conf_ledger *ledger;
    conf_case **cases;
    size_t case_count;
    conf_fault *faults;
    size_t fault_count;
    size_t file_count;
} conf_suite;

/* An empty suite. memory and ledger must outlive it. */
void conf_suite_init(conf_suite *suite, conf_memory *memory, const conf_ledger *ledger);

/* Read the text of a case file.
 *
 *   path       names it in faults; its end, rfcNNNN/SECTION-slug.case, gives the cases their ids. Copied
 *   text, len  only read during the call
 *
 * Cases are added to suite->cases, faults to suite->faults. O(len). */
void conf_suite_read_text(conf_suite *suite, const char *path, const char *text, size_t len);

/* Read one file. What cannot be read is a fault of line 0. */
void conf_suite_read_file(conf_suite *suite, const char *path);

/* Read every *.case file below a directory, in the order of their paths: sections in the order of their numbers. A
 * directory without one is a fault. */
void conf_suite_read_tree(conf_suite *suite, const char *directory);

#endif
