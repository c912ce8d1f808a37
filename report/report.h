/* SPDX-License-Identifier: MIT */
/* Findings in, reports out: one pass over the findings serves as many formats and files as are wanted.
 *
 * A report takes findings one by one in the order in which they were found and keeps exact counts of all. JSON is
 * written as they come; formats that show findings grouped keep a bounded number of them until the end. It knows
 * nothing of captures or sockets: whoever found something says where. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "report/format.h"
#include "report/tally.h"
#include "rules/rules.h"

/* What findings stand together in a text report, and of what it shows a few examples each. */
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
    bool known;                  /* to a baseline: counted apart, shown in JSON only */
} report_item;

/* What a finding is known by from one capture to the next: rule, direction and element, with a blank between them, such
 * as "bare-lf response server:". */
typedef struct report_key {
    char text[192];
} report_key;

/* The key of a finding. An element is the name of the field line that holds the place, in lower case with its colon;
 * "start-line"; "field-line" where the name isn't at hand; "content" behind the head; "stream" outside of messages.
 * Addresses, packet numbers, offsets and values have no part in it. O(bytes of the piece). */
report_key report_key_of(const report_item *item);

/* Something that was there and was not judged. */
typedef struct report_unseen {
    uint64_t count;
    uint64_t bytes; /* 0 where that isn't said */
    const char *one, *many;
} report_unseen;

/* A file that was read. */
typedef struct report_input {
    const char *name;
    uint64_t bytes;
    const char *sha256; /* hexadecimal digits; "" where it wasn't asked for, or can't be told */
} report_input;

typedef struct report_totals {
    uint64_t messages, connections, packets; /* packets 0 where there were none */
    const report_unseen *unseen;             /* [unseen_count]; those with count 0 are left out */
    size_t unseen_count;
    const report_input *inputs; /* [input_count] */
    size_t input_count;
    const char *limits; /* what the reader allows, for people; NULL: nothing is said */
    bool interrupted;
    bool damaged;      /* not all of the input could be read */
    bool nothing_read; /* there was no input to read: text says nothing, whoever tried has said why */
    bool statistics;   /* text: a table of rules as well */
} report_totals;

/* One of the formats that is wanted, and where it goes. */
typedef struct report_output {
    report_format format;
    FILE *out; /* borrowed */
    bool colour;
    bool redact; /* hide secrets */
} report_output;

typedef struct report_options {
    const report_output *outputs; /* [output_count], borrowed until the report is closed */
    size_t output_count;
    report_by by;
    uint64_t examples;    /* shown of a rule for each endpoint (by connection: each connection); 0: all, as found */
    bool json_has_all;    /* JSON and JSON lines have every finding, whatever `examples` says */
    unsigned fails_from;  /* the least severity that makes a test fail in JUnit and TAP; above ERROR: none does */
    const bool *left_out; /* [REPORT_RULE_NUMBERS], by number: rules that were not asked for; NULL: none */
    const char *version;  /* of h1, "0.1.0"; NULL where no output tells it */
    const char *(*requirement)(h1_rule rule); /* words of the clause a rule stands for, or NULL; may be NULL */
} report_options;

typedef struct report report;

/* Begin a report.
 *
 *   options  copied
 *
 * Returns NULL where memory is short. Memory is bounded: what is kept of findings takes 8 MiB, without examples (0 of
 * them, all are shown) 64 MiB, and there are 32,768 pairs of rule and endpoint; what is beyond is counted and said. */
report *report_open(const report_options *options);

/* Take a finding. Returns false where memory is short or an output can't be written. */
bool report_add(report *r, const report_item *item);

/* Counts so far, without what is known. */
const report_tally *report_counts(const report *r);

/* Write what is still to be written and free the report. Returns false where memory was short or an output can't be
 * written; the other outputs are whole all the same. */
bool report_close(report *r, const report_totals *totals);

#endif
