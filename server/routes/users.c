/* SPDX-License-Identifier: MIT */
/* See users.h. */
#include "users.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <crypt.h>
#include <openssl/crypto.h>

/* alice has the password wonderland, bob has builder: a demonstration, and the page says so. The last row is nobody's:
 * its hash is compared where there is no such user, so that this takes as long. */
static const struct {
    const char *name, *hash;
} USERS[] = {
    {"alice", "$6$h1strict-wond$"
              "AdMSGvHSNW8b/pJ.PmuTRuRsGYE2Z.NdY.bawPS773J8tvwWswXteqTdVzc.Y4mrUB38L855HDENCtwBdLEHe1"},
    {"bob", "$6$h1strict-buil$"
            "KGrWT7zBofboguRLVuhmC2mn8ywAtYAwabbB3HSEr/D0zRffAI1UFJRoh3CRKnUM5s6XqJztLMVVbWBxcYdmS."},
    {"", "$6$h1strict-none$"
         "......................................................................................"},
};

enum {
    NOBODY = sizeof USERS / sizeof USERS[0] - 1,
};

bool srv_users_init(srv_users *u, uint64_t now_ms)
{
    *u = (srv_users){calloc(1, sizeof *u->work), SRV_TRIES_MOST, now_ms};
    return u->work != NULL;
}

void srv_users_free(srv_users *u)
{
    free(u->work);
    *u = (srv_users){0};
}

static bool may_try(srv_users *u, uint64_t now_ms)
{
    uint64_t back = (now_ms - u->since_ms) / SRV_TRIES_MS;

    u->since_ms += back * SRV_TRIES_MS;
    u->tries = back > SRV_TRIES_MOST - u->tries ? SRV_TRIES_MOST : u->tries + (unsigned)back;
    if (u->tries == 0)
        return false;
    u->tries--;
    return true;
}

/* crypt_r() leaves the password in its memory. */
static bool fits(srv_users *u, const char *password, const char *hash)
{
    size_t len = strlen(hash);
    const char *made = crypt_r(password, hash, u->work);
    bool same = made != NULL && strlen(made) == len && CRYPTO_memcmp(made, hash, len) == 0;

    OPENSSL_cleanse(u->work, sizeof *u->work);
    return same;
}

srv_login srv_users_verify(srv_users *u, const char *name, const char *password, uint64_t now_ms)
{
    size_t user = 0;

    if (!may_try(u, now_ms))
        return SRV_LOGIN_TOO_FAST;
    while (user < NOBODY && strcmp(USERS[user].name, name) != 0)
        user++;
    if (strlen(password) > SRV_PASSWORD_MOST)
        password = "";
    return fits(u, password, USERS[user].hash) && user < NOBODY ? SRV_LOGIN_OK : SRV_LOGIN_WRONG;
}
