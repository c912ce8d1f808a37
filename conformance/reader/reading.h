/* SPDX-License-Identifier: MIT */
/* Inside the reader: where it stands in a file, and the words of a line. Shared by the reader's files only. */
#ifndef CONF_READING_H
#define CONF_READING_H

#include <stdbool.h>

#include "reader.h"

/* What an indented line belongs to. */
typedef enum conf_block_kind {
    CONF_BLOCK_NONE,
    CONF_BLOCK_EXPECT,  /* parser and audit: expectations */
    CONF_BLOCK_OUTCOME, /* server: and the like: further matchers of the last outcome */
} conf_block_kind;

/* A file being read. */
typedef struct conf_reading {
    conf_suite *suite;
    const char *path;
    unsigned line;
    const char *rfc, *section; /* from the path */
    conf_case *c;              /* the case being read; NULL before the first */
    size_t faults_before;      /* suite->fault_count when the case began */
    conf_block_kind block;
    conf_expect *expect; /* CONF_BLOCK_EXPECT: the block */
    bool expect_closed;  /* nothing may follow in the block */
    size_t alternative;  /* 1 + index of the group being read; 0 */
    size_t indent;       /* of the group's lines; 0 while its first line hasn't come */
    conf_buffer value;   /* of = lines */
    unsigned once;       /* bits of keys that the case has had, by index in the table of keys.c */
} conf_reading;

/* A stretch of the line. */
typedef struct conf_slice {
    const char *at;
    size_t len;
} conf_slice;

/* What is left of a line. */
typedef struct conf_words {
    conf_reading *r;
    const char *at, *end;
} conf_words;

/* Note a fault in the current line; of each line only the first is kept. */
void conf_complain(conf_reading *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The next word, up to a blank; len 0 at the end of the line. */
conf_slice conf_word(conf_words *words);

/* The next word without taking it. */
conf_slice conf_peek(const conf_words *words);

/* Is nothing left but blanks? */
bool conf_done(const conf_words *words);

/* Complain unless nothing is left. Returns whether nothing is. */
bool conf_expect_done(conf_words *words);

bool conf_slice_is(conf_slice slice, const char *text);
char *conf_slice_text(conf_reading *r, conf_slice slice);

/* The next word as a decimal number of at most nine digits; complains, with what it should be, and returns false. */
bool conf_read_number(conf_words *words, const char *what, uint64_t *number);

/* The next value: bytes in quotes or, without quotes, the next word or (rest) all that is left. Complains and returns
 * false. */
bool conf_read_value(conf_words *words, bool rest, conf_bytes *value);

/* The next word as the printed name of a rule; complains and returns H1_RULE_NONE. */
h1_rule conf_read_rule(conf_words *words);

/* One matcher (matchers.c). peers: also what only a peer does (close, error, nothing, accept, bytes). Complains and
 * returns false. */
bool conf_read_match(conf_words *words, bool peers, conf_match *match);
void conf_matches_add(conf_memory *memory, conf_matches *matches, const conf_match *match);

/* The rest of a line in or above an expectation block (expectations.c). */
void conf_read_expectations(conf_words *words);

/* The rest of a line with a role's outcome, and of a further line of the same (outcomes.c). */
void conf_read_outcome(conf_words *words, conf_judged judged, bool never);
void conf_read_never(conf_words *words);
void conf_read_more_outcome(conf_words *words);

/* A line with a key, or one of the words that stand alone (keys.c). text is without its indentation. */
void conf_read_key(conf_reading *r, const char *text, size_t len);

/* A line that is part of the script (steps.c). Returns false where it is none. */
bool conf_read_step(conf_reading *r, const char *text, size_t len);

/* What only the whole case shows (coherent.c); complaints name the case's first line or the line at fault. */
void conf_check_case(conf_reading *r);

#endif
