/* SPDX-License-Identifier: MIT */
/* The generic parts of SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS). A maker of reports adds its
 * results, which are written as they come, with their rules and artifacts, which stand behind them.
 *
 * What is returned is a new reference of the caller's, or NULL where memory is short. Texts are of others' and are
 * escaped here. */
#ifndef REPORT_SARIF_H
#define REPORT_SARIF_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

/* One run that is being written. Private but for the functions below. */
typedef struct report_sarif {
    FILE *out;
    json_t *rules;
    FILE *artifacts; /* in memory: objects with commas between them */
    char *artifact_text;
    size_t artifact_len;
    size_t result_count, artifact_count;
    bool failed; /* memory was short, or the output can't be written */
} report_sarif;

/* Begin a log. report_sarif_end() has to follow. */
void report_sarif_begin(report_sarif *log, FILE *out);

/* Write a result; its reference is taken. NULL stands for memory that was short. */
void report_sarif_add_result(report_sarif *log, json_t *result);

typedef struct report_sarif_rule {
    const char *id;            /* stable, opaque */
    const char *title, *text;  /* a line; and what it asks for */
    const char *help;          /* why it matters; NULL: text again */
    const char *level;         /* "error", "warning", "note" */
    const char *rfc, *section; /* "9112", "6.3"; NULL where none speaks */
    const char *const *tags;   /* [tag_count] */
    size_t tag_count;
} report_sarif_rule;

/* The index of a rule, which is added where the log hasn't got it. */
json_int_t report_sarif_add_rule(report_sarif *log, const report_sarif_rule *rule);

/* A message object. A full stop is added where there is none. */
json_t *report_sarif_message(const char *text);

/* A location: a line of a file, and where in a stream.
 *
 *   path  as it was named; becomes a URI reference
 *   line  from 1; 0 means 1
 *   name  of the logical location; NULL: none */
json_t *report_sarif_location(const char *path, unsigned line, const char *name);

/* Add a file that was analysed as an artifact.
 *
 *   sha256  hexadecimal digits; "" where its hash isn't known */
void report_sarif_add_file(report_sarif *log, const char *path, uint64_t bytes, const char *sha256);

/* Bytes of a finding, which the log itself holds as an artifact. */
typedef struct report_sarif_stream {
    const char *name;     /* for people, such as "sent" */
    const char *path;     /* what the artifact is called; no other may have it */
    const uint8_t *bytes; /* [len] all of them */
    size_t len;
    uint64_t at, count; /* [at, at + count) are meant; cut to the bytes */
} report_sarif_stream;

/* A location in such bytes. */
json_t *report_sarif_bytes(report_sarif *log, const report_sarif_stream *stream);

/* Write the rest of the log and let go of it.
 *
 *   version     of h1
 *   invocation  what is said of the run itself; its reference is taken
 *
 * False where memory was short or the output can't be written. */
bool report_sarif_end(report_sarif *log, const char *version, json_t *invocation);

#endif
