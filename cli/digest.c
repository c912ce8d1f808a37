/* SPDX-License-Identifier: MIT */
/* See digest.h; the work is libcrypto's. */
#include "cli/digest.h"

#include <stdio.h>

#include <openssl/evp.h>

cli_digest *cli_digest_new(void)
{
    return EVP_MD_CTX_new();
}

bool cli_digest_begin(cli_digest *digest)
{
    return EVP_DigestInit_ex(digest, EVP_sha256(), NULL) == 1;
}

void cli_digest_add(cli_digest *digest, const uint8_t *bytes, size_t len)
{
    EVP_DigestUpdate(digest, bytes, len);
}

cli_digest_text cli_digest_end(cli_digest *digest)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    cli_digest_text hex = {{0}};

    if (EVP_DigestFinal_ex(digest, hash, &len) != 1)
        return hex;
    for (unsigned i = 0; i < len && 2 * i + 2 < sizeof hex.text; i++)
        snprintf(hex.text + (size_t)2 * i, 3, "%02x", hash[i]);
    return hex;
}

void cli_digest_free(cli_digest *digest)
{
    EVP_MD_CTX_free(digest);
}
