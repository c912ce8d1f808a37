/* SPDX-License-Identifier: MIT */
/* The requirement ledger: every normative statement of the RFCs, as requirements.tsv has them.
 *
 * The table is built into the program (conformance/embed.cmake), so it needs no file at run time. Rows keep the order
 * of the table. Nothing here judges: which role a row binds is the only thing that is concluded from it. */
#ifndef CONF_LEDGER_H
#define CONF_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "memory.h"

/* Whose conduct a case judges. The values are bits. */
typedef enum conf_role {
    CONF_ROLE_SERVER = 1 << 0,
    CONF_ROLE_CLIENT = 1 << 1,
    CONF_ROLE_PROXY = 1 << 2,
} conf_role;

/* One row. All texts are UTF-8, never NULL, good as long as the ledger. */
typedef struct conf_requirement {
    const char *id;            /* "9112-6.3-01" */
    const char *rfc;           /* "9112" */
    const char *section;       /* "6.3" */
    const char *section_title; /* "Message Body Length" */
    const char *level;         /* "MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "ABNF", "PROSE" */
    const char *subject;       /* who is bound: "server", "sender" ... */
    const char *paraphrase;    /* the statement in the ledger's own words */
    const char *applies;       /* "request", "response", "exchange", "connection", "implementation" */
    const char *observable;    /* comma-separated: "parser,probe-server"; "no" */
    bool smuggling;            /* concerns framing or security */
    bool in_scope;             /* false: a wire-level tool does not see it, note says why */
    const char *note;
} conf_requirement;

typedef struct conf_ledger {
    conf_requirement *rows;
    size_t count;
} conf_ledger;

/* The ledger that is built into the program. The rows live in memory. O(table). */
conf_ledger conf_ledger_builtin(conf_memory *memory);

/* Read a table of the ledger's twelve columns, header line first.
 *
 *   text, len  the file; only read during the call
 *   ledger     receives the rows, in memory
 *
 * Returns 0, or the number of the first line that has not twelve columns. */
unsigned conf_ledger_read(conf_memory *memory, const char *text, size_t len, conf_ledger *ledger);

/* The row of an id, "9112-6.3-01"; NULL where there is none. O(rows). */
const conf_requirement *conf_ledger_find(const conf_ledger *ledger, const char *id);

/* Walk the rows of an RFC, a section or a whole chapter.
 *
 *   prefix  "9112", "9112-6", "9112-6.3" (which is not the start of 9112-6.31), or a whole id; a leading "RFC", with
 *           blanks behind it, is skipped
 *   after   the row that was found before; NULL to begin
 *
 * Returns the next row in the order of the table, NULL where there is none left. */
const conf_requirement *conf_ledger_next(const conf_ledger *ledger, const char *prefix, const conf_requirement *after);

/* What is printed before the name of a specification: "RFC " before a number, "" before others ("h1f1"). */
const char *conf_spec_prefix(const char *rfc);

/* The roles that a row's subject binds, as conf_role bits. Recipient and sender bind every role; client and server bind
 * a proxy too, which is each of them on one of its sides (RFC 9110 section 3.3). 0 for specification authors,
 * registrants and caches. */
unsigned conf_requirement_roles(const conf_requirement *row);

#endif
