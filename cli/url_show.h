/* SPDX-License-Identifier: MIT */
/* How h1 url shows a URI's parts, and where a text is no URI. */
#ifndef CLI_URL_SHOW_H
#define CLI_URL_SHOW_H

#include <stdio.h>

#include <h1/uri.h>

typedef struct cli_url_show {
    FILE *out;
    bool json;
    bool colour;
} cli_url_show;

/* The parts of what was read from bytes [len], the pairs of its query, and its normal form where form is
 * H1_FORM_NONE (a reference) or H1_FORM_ABSOLUTE. False where memory is short. */
bool cli_url_show_parts(cli_url_show *show, const uint8_t *bytes, size_t len, const h1_uri *uri, h1_form form);

/* That it doesn't fit, and where. */
void cli_url_show_refusal(cli_url_show *show, const uint8_t *bytes, size_t len, h1_value result, size_t bad);

#endif
