/* SPDX-License-Identifier: MIT */
/* What h1 parse does between reading its options and its exit: one stream of messages through the parser, and what the
 * parser says of it written as text or JSON. */
#ifndef CLI_PARSE_H
#define CLI_PARSE_H

#include <stdio.h>

#include "cli/options.h"
#include "h1/h1.h"

typedef struct cli_parse_options {
    h1_side side;
    h1_mode mode;
    bool open; /* the end of the input isn't the end of the stream */
    bool json;
    bool colour;
    const cli_words *methods; /* of the requests that responses answer; count 0: GETs without end */
} cli_parse_options;

typedef enum cli_verdict {
    CLI_ACCEPT,
    CLI_REFUSE,
    CLI_INCOMPLETE,
    CLI_MORE,
    CLI_UNREADABLE, /* a read error: said on standard error */
    CLI_MEMORY,     /* ours: said on standard error */
} cli_verdict;

/* Read a stream to its end and write what it holds.
 *
 *   in    the input; `name` names it in messages
 *
 * Memory does not grow with the input, but for a list of faults. */
cli_verdict cli_parse_stream(const cli_parse_options *options, FILE *in, const char *name, FILE *out);

#endif
