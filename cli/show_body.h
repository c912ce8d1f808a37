/* SPDX-License-Identifier: MIT */
/* What h1 show keeps of a message's content, and how it shows it: escaped text, or a hex dump. */
#ifndef CLI_SHOW_BODY_H
#define CLI_SHOW_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    CLI_BODY_KEPT = 1024 * 1024, /* bytes of content that are kept, for a hex dump */
    CLI_BODY_TEXT = 2048,        /* bytes that are shown as text */
};

typedef struct cli_body_view {
    uint8_t *bytes; /* [kept], or NULL */
    size_t kept, room;
    uint64_t all;
} cli_body_view;

/* Take the next bytes. Where memory is short they are only counted. */
void cli_body_add(cli_body_view *view, const uint8_t *bytes, size_t len);

/* Show what was kept and say how much more there was. */
void cli_body_show(const cli_body_view *view, FILE *out, bool hex, bool redact);

/* Forget the bytes and keep the room. */
void cli_body_reset(cli_body_view *view);

void cli_body_free(cli_body_view *view);

#endif
