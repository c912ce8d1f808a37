/* SPDX-License-Identifier: MIT */
/* The two users of the demonstration, and whether a name and a password belong together.
 *
 * Passwords are kept as sha512crypt hashes, which are slow on purpose: so long that this thread serves nobody else. How
 * often it may happen is therefore bounded, for all clients together. */
#ifndef SERVER_ROUTES_USERS_H
#define SERVER_ROUTES_USERS_H

#include <stdbool.h>
#include <stdint.h>

enum {
    SRV_PASSWORD_MOST = 128, /* bytes */
    SRV_TRIES_MOST = 10,     /* at once; one more every SRV_TRIES_MS */
    SRV_TRIES_MS = 100,
};

typedef struct srv_users {
    struct crypt_data *work; /* 32 KiB of crypt_r()'s */
    unsigned tries;          /* left */
    uint64_t since_ms;       /* when the last was given back */
} srv_users;

typedef enum srv_login {
    SRV_LOGIN_OK = 0,
    SRV_LOGIN_WRONG,   /* the name, or the password: it isn't said which, and takes as long */
    SRV_LOGIN_TOO_FAST /* nothing was compared */
} srv_login;

/* Returns false where memory is short. */
bool srv_users_init(srv_users *u, uint64_t now_ms);
void srv_users_free(srv_users *u);

/* Compare. Cost: one hash (some milliseconds), whatever the name. */
srv_login srv_users_verify(srv_users *u, const char *name, const char *password, uint64_t now_ms);

#endif
