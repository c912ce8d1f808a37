/* SPDX-License-Identifier: MIT */
/* See token.h. */
#include "token.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/hmac.h>

#include "h1/words.h"

enum {
    MAC_LEN = 32,
    SIGNATURE = 43, /* letters of MAC_LEN bytes in base64url without padding */
};

/* base64url, RFC 4648 section 5. Signatures are compared as letters, so that only one spelling of a MAC is good. */
static void spell(const uint8_t mac[MAC_LEN], char text[SIGNATURE])
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint32_t bits = 0;
    unsigned held = 0, used = 0;

    for (unsigned i = 0; i < MAC_LEN; i++) {
        bits = bits << 8 | mac[i];
        for (held += 8; held >= 6; held -= 6)
            text[used++] = LETTERS[bits >> (held - 6) & 63];
    }
    text[used] = LETTERS[bits << (6 - held) & 63];
}

/* The purpose, a zero byte, the claims. */
static bool sign(const uint8_t key[SRV_KEY_LEN], const char *purpose, const uint8_t *claims, size_t len,
                 char signature[SIGNATURE])
{
    uint8_t text[2 * SRV_TOKEN_MOST], mac[EVP_MAX_MD_SIZE];
    size_t purpose_len = strlen(purpose) + 1;
    unsigned mac_len = 0;

    if (purpose_len > SRV_TOKEN_MOST || len > SRV_TOKEN_MOST)
        return false;
    memcpy(text, purpose, purpose_len);
    memcpy(text + purpose_len, claims, len);
    if (HMAC(EVP_sha256(), key, SRV_KEY_LEN, text, purpose_len + len, mac, &mac_len) == NULL || mac_len != MAC_LEN)
        return false;
    spell(mac, signature);
    return true;
}

static size_t letters_and_digits(const uint8_t *text, size_t len)
{
    size_t i = 0;

    while (i < len && ((text[i] >= '0' && text[i] <= '9') || (text[i] >= 'A' && text[i] <= 'Z') ||
                       (text[i] >= 'a' && text[i] <= 'z')))
        i++;
    return i;
}

bool srv_token_write(const uint8_t key[SRV_KEY_LEN], const char *purpose, const srv_claims *claims,
                     char text[SRV_TOKEN_MOST])
{
    size_t user_len = strlen(claims->user);
    int len;

    if (user_len == 0 || user_len > SRV_USER_MOST || claims->until < 0 ||
        letters_and_digits((const uint8_t *)claims->user, user_len) != user_len)
        return false;
    len = snprintf(text, SRV_TOKEN_MOST - SIGNATURE - 2, "%s.%" PRId64 ".%" PRIu64, claims->user, claims->until,
                   claims->visits);
    if (len <= 0 || !sign(key, purpose, (const uint8_t *)text, (size_t)len, text + len + 1))
        return false;
    text[len] = '.';
    text[len + 1 + SIGNATURE] = '\0';
    return true;
}

/* "." 1*DIGIT; moves *at behind it. */
static bool read_number(const uint8_t *text, size_t len, size_t *at, uint64_t *number)
{
    size_t from = *at + 1, to = from, bad;

    if (*at >= len || text[*at] != '.')
        return false;
    while (to < len && text[to] >= '0' && text[to] <= '9')
        to++;
    *at = to;
    return h1_number_read(text + from, to - from, number, &bad) == H1_VALUE_OK;
}

srv_token srv_token_read(const uint8_t key[SRV_KEY_LEN], const char *purpose, const uint8_t *text, size_t len,
                         int64_t now, srv_claims *claims)
{
    char signature[SIGNATURE];
    uint64_t until = 0;
    size_t at;

    *claims = (srv_claims){0};
    if (len <= SIGNATURE + 1 || len >= SRV_TOKEN_MOST || text[len - SIGNATURE - 1] != '.')
        return SRV_TOKEN_MALFORMED;
    len -= SIGNATURE + 1;
    if (!sign(key, purpose, text, len, signature) || CRYPTO_memcmp(signature, text + len + 1, SIGNATURE) != 0)
        return SRV_TOKEN_FORGED;
    at = letters_and_digits(text, len);
    if (at == 0 || at > SRV_USER_MOST)
        return SRV_TOKEN_MALFORMED;
    memcpy(claims->user, text, at);
    if (!read_number(text, len, &at, &until) || !read_number(text, len, &at, &claims->visits) || at != len ||
        until > INT64_MAX)
        return SRV_TOKEN_MALFORMED;
    claims->until = (int64_t)until;
    return now < claims->until ? SRV_TOKEN_OK : SRV_TOKEN_EXPIRED;
}
