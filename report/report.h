/* SPDX-License-Identifier: MIT */
/* Findings in, a report out: text for people or JSON lines for programs.
 *
 * A report takes findings one by one in the order in which they were found, keeps counts of all and a bounded number of
 * pictures, and writes to one stream. It knows nothing of captures or sockets: whoever found something says where. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "report/format.h"
#include "report/tally.h"
#include "rules/rules.h"

/* What findings stand together in a text report. */
typedef enum report_by {
    REPORT_BY_RULE,
    REPORT_BY_ENDPOINT, /* the server's address and port */
    REPORT_BY_CONNECTION,
} report_by;

/* A finding with what is known about its place. Strings and bytes are only read during the call. */
typedef struct report_item {
    h1_finding finding;
    const char *file;            /* where the bytes came from; never NULL */
    const char *client, *server; /* "192.0.2.1:51822"; NULL where there was no connection */
    uint64_t stream;             /* number of the connection in the file, from 0 */
    uint64_t packet;             /* that brought the byte that decided it; 0 where there are no packets */
    uint64_t time;               /* of that packet, nanoseconds since 1970 UTC */
    bool timed;                  /* time is known */
    uint64_t message_at;         /* offset of the message's first byte in its direction */
    const uint8_t *bytes;        /* [len] a piece of the direction that holds the place, for the picture */
    size_t len;                  /* 0 where the bytes are gone */
    uint64_t bytes_at;           /* offset of bytes[0] in the direction */
    bool head_cut;               /* more of the first line precedes the piece */
    bool tail_cut;               /* more of the last line follows behind it */
    bool in_head;                /* it begins in the message's head: for redaction */
} report_item;

/* Something that was there and was not judged. */
typedef struct report_unseen {
    uint64_t count;
    uint64_t bytes; /* 0 where that isn't said */
    const char *one, *many;
} report_unseen;

typedef struct report_totals {
    uint64_t messages, connections, packets; /* packets 0 where there were none */
    const report_unseen *unseen;             /* [unseen_count]; those with count 0 are left out */
    size_t unseen_count;
    bool interrupted;
    bool nothing_read; /* there was no input to read: text says nothing, whoever tried has said why */
    bool statistics;   /* text: a table of rules as well */
} report_totals;

typedef struct report_options {
    report_format format;
    report_by by;
    FILE *out;
    bool colour;
    bool redact;
    uint64_t examples; /* pictures of a rule for each endpoint (by connection: each connection); 0: all, as found */
    const char *(*requirement)(h1_rule rule); /* words of the clause a rule stands for, or NULL; may be NULL */
} report_options;

typedef struct report report;

/* Begin a report.
 *
 *   options  copied; options->out is borrowed
 *
 * Returns NULL where memory is short. Memory is bounded: some 8 MiB of pictures and 32,768 pairs of rule and endpoint;
 * what is beyond is counted and said. */
report *report_open(const report_options *options);

/* Take a finding. Returns false where memory is short or the output can't be written. */
bool report_add(report *r, const report_item *item);

/* Counts so far. */
const report_tally *report_counts(const report *r);

/* Write what is still to be written and free the report. Returns false where the output can't be written. */
bool report_close(report *r, const report_totals *totals);

/* ---- for the files of this room ---- */

/* The piece of an item with secrets hidden, or as it is; NULL where memory is short. To be freed by the caller. */
uint8_t *report_item_bytes(const report_item *item, bool redact);

/* One finding as text: the line with the place, and the picture. */
void report_item_place_to(FILE *out, const report_item *item, const uint8_t *bytes, bool colour);

/* "error: title [rule]" */
void report_item_head_to(FILE *out, h1_rule rule, bool colour);

/* The clause and why it matters. */
void report_item_clause_to(FILE *out, h1_rule rule, const report_options *options);

/* "not looked at: …"; nothing where all was. */
void report_unseen_to(FILE *out, const report_totals *totals);

/* One finding, or the totals, as a line of JSON. False where memory is short. */
bool report_json_item(FILE *out, const report_item *item, bool redact);
bool report_json_totals(FILE *out, const report_totals *totals, const report_tally *tally);

/* Kept pictures, grouped; keep.c. */
typedef struct report_keep report_keep;
report_keep *report_keep_open(const report_options *options);
bool report_keep_add(report_keep *keep, const report_item *item);
void report_keep_to(FILE *out, report_keep *keep, const report_tally *tally);
void report_keep_free(report_keep *keep);

#endif
