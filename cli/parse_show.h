/* SPDX-License-Identifier: MIT */
/* How h1 parse writes messages, faults and the verdict, as text or as one JSON object. */
#ifndef CLI_PARSE_SHOW_H
#define CLI_PARSE_SHOW_H

#include <jansson.h>

#include "cli/parse.h"

/* A message whose head was read. */
typedef struct cli_parsed_message {
    json_t *json; /* the members that the head gives; NULL in text */
    h1_head head;
    uint64_t at; /* of its first byte in the input */
    uint64_t body_size;
    const char *sha256; /* of the content */
    uint64_t end;       /* offset behind its last byte */
} cli_parsed_message;

/* A violation with the bytes it stands in. */
typedef struct cli_parsed_fault {
    h1_rule rule;
    uint64_t at, len;     /* in the input */
    const uint8_t *bytes; /* [bytes_len] the element that holds it, for the picture */
    size_t bytes_len;
    uint64_t bytes_at; /* offset of bytes[0] in the input */
    bool tail_cut;
    h1_span span, second; /* from bytes[0] */
} cli_parsed_fault;

typedef struct cli_parse_show {
    FILE *out;
    bool json, colour;
    uint64_t messages;
    json_t *faults; /* a list; NULL in text */
} cli_parse_show;

void cli_parse_show_begin(cli_parse_show *show, FILE *out, bool json, bool colour);

/* Take what the head says, while its bytes are there: spans count from bytes[0]. False where memory is short. */
bool cli_parse_show_head(cli_parse_show *show, cli_parsed_message *message, const uint8_t *bytes,
                         const h1_field *fields);

/* Write a message that is complete, and free its JSON. */
bool cli_parse_show_message(cli_parse_show *show, cli_parsed_message *message);

/* Write, or note, a violation after which reading went on. */
bool cli_parse_show_fault(cli_parse_show *show, const cli_parsed_fault *fault);

/* Write the verdict.
 *
 *   fault  what was refused; NULL where nothing was
 *   at     where it ended, for CLI_INCOMPLETE and CLI_MORE */
bool cli_parse_show_end(cli_parse_show *show, cli_verdict verdict, const cli_parsed_fault *fault, uint64_t at);

#endif
