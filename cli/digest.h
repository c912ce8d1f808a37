/* SPDX-License-Identifier: MIT */
/* SHA-256 of bytes that come in pieces. */
#ifndef CLI_DIGEST_H
#define CLI_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct evp_md_ctx_st cli_digest;

/* The digest as hexadecimal digits, by value so that nobody owns it. */
typedef struct cli_digest_text {
    char text[65];
} cli_digest_text;

/* Returns NULL where memory is short; to be given back with cli_digest_free(). */
cli_digest *cli_digest_new(void);

/* Begin anew. False where the library fails. */
bool cli_digest_begin(cli_digest *digest);

void cli_digest_add(cli_digest *digest, const uint8_t *bytes, size_t len);

/* The digest of what was added since cli_digest_begin(). */
cli_digest_text cli_digest_end(cli_digest *digest);

void cli_digest_free(cli_digest *digest);

#endif
