/* SPDX-License-Identifier: MIT */
/* Signed, expiring claims, "user.until.visits.signature": the value of the cookie that carries its own state, and the
 * bearer token.
 *
 * Who holds one can read it and can't change it. It is good wherever the key is known and needs no memory here; so it
 * can't be taken back before it expires either. It says nothing secret, and its letters fit a cookie-value (RFC 6265)
 * and a token68 (RFC 9110) as they are. */
#ifndef SERVER_ROUTES_TOKEN_H
#define SERVER_ROUTES_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SRV_KEY_LEN = 32,    /* bytes */
    SRV_USER_MOST = 32,  /* letters and digits of a user's name */
    SRV_TOKEN_MOST = 160 /* bytes of a token and its zero byte */
};

typedef struct srv_claims {
    char user[SRV_USER_MOST + 1];
    int64_t until;   /* seconds since 1970, from which on it is expired; not negative */
    uint64_t visits; /* what the state of this demonstration is */
} srv_claims;

typedef enum srv_token {
    SRV_TOKEN_OK = 0,
    SRV_TOKEN_MALFORMED, /* not of this form */
    SRV_TOKEN_FORGED,    /* not signed with this key for this purpose */
    SRV_TOKEN_EXPIRED,
} srv_token;

/* Sign claims.
 *
 *   purpose  a word that keeps tokens of one use from being taken for another's
 *   text     receives the token, ended by a zero byte
 *
 * Returns false where the user's name isn't 1 … SRV_USER_MOST letters and digits, or libcrypto fails. */
bool srv_token_write(const uint8_t key[SRV_KEY_LEN], const char *purpose, const srv_claims *claims,
                     char text[SRV_TOKEN_MOST]);

/* Check a token.
 *
 *   text    [len] bytes from a peer
 *   now     seconds since 1970
 *   claims  receives what it says, of use only with SRV_TOKEN_OK
 *
 * The signature is compared in constant time and before anything that it signs is believed. */
srv_token srv_token_read(const uint8_t key[SRV_KEY_LEN], const char *purpose, const uint8_t *text, size_t len,
                         int64_t now, srv_claims *claims);

#endif
