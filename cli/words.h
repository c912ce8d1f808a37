/* SPDX-License-Identifier: MIT */
/* Words and JSON values for parsed messages, shared by the commands that show them. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include <jansson.h>

#include "h1/h1.h"

/* "none", "length", "chunked", "close", "tunnel", "undecided". */
const char *cli_framing_name(h1_framing framing);

/* "1.1", by value so that nobody owns it. */
typedef struct cli_version_text {
    char text[8];
} cli_version_text;

cli_version_text cli_version_of(const h1_head *head);

/* A field's value as it is to be read: folds and, in audit mode, NUL and bare CR as SP.
 *
 *   bytes  what the field's spans count from
 *
 * Returns the value as JSON, bytes above 0x7F as U+0080 to U+00FF; NULL where memory is short. */
json_t *cli_json_value(const uint8_t *bytes, const h1_field *field);

/* The names of rules as a list. NULL where memory is short. */
json_t *cli_json_rules(const h1_rule *rules, size_t count);

#endif
