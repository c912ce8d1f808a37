/* SPDX-License-Identifier: MIT */
/* See who.h. */
#include "who.h"

#include <string.h>

#include "h1/values.h"
#include "server/routes/cookie.h"
#include "server/routes/form.h"
#include "server/routes/request.h"

#define STATE   "h1_state"
#define SESSION "h1_session"

static srv_signed read_signed(const srv_exchange *x, const char *purpose, h1_bytes text)
{
    srv_signed s = {.shown = text.at != NULL};

    if (s.shown)
        s.is = srv_token_read(srv_bench(x)->key, purpose, text.at, text.len, x->service->time, &s.claims);
    return s;
}

/* Authorization: Bearer token68, RFC 6750 section 2.1. Two of them are none: nobody knows which one is meant. */
static h1_bytes bearer(const srv_exchange *x)
{
    uint16_t index = 0;
    h1_bytes field = srv_field_next(x, "authorization", &index);
    h1_credentials read;
    size_t bad;

    if (field.at == NULL || srv_field_next(x, "authorization", &index).at != NULL ||
        h1_credentials_read(field.at, field.len, &read, &bad) != H1_VALUE_OK ||
        !h1_same_word((const uint8_t *)field.at + read.scheme.at, read.scheme.len, "bearer"))
        return (h1_bytes){NULL, 0};
    return (h1_bytes){(const uint8_t *)field.at + read.token68.at, read.token68.len};
}

/* The id that a client shows; in URLs only where the server was told so, and there nowhere else. */
static bool shown_id(const srv_exchange *x, char id[SRV_SESSION_ID + 2])
{
    h1_bytes cookie;

    if (srv_bench(x)->options.session_in_url) {
        srv_form found = srv_form_value(x->query, "session", id, SRV_SESSION_ID + 2);
        if (found == SRV_FORM_NONE && x->method == SRV_POST)
            found = srv_form_value(x->content, "session", id, SRV_SESSION_ID + 2);
        return found == SRV_FORM_OK;
    }
    cookie = srv_cookie(x, SESSION);
    id[0] = '\0';
    if (cookie.at == NULL)
        return false;
    if (cookie.len <= SRV_SESSION_ID) {
        memcpy(id, cookie.at, cookie.len);
        id[cookie.len] = '\0';
    }
    return true;
}

srv_who srv_who_asks(srv_exchange *x)
{
    srv_who who = {.cookie = read_signed(x, "cookie", srv_cookie(x, STATE)),
                   .token = read_signed(x, "token", bearer(x))};
    char id[SRV_SESSION_ID + 2];

    who.session_shown = shown_id(x, id);
    if (who.session_shown)
        who.session = srv_session_find(&srv_bench(x)->sessions, (const uint8_t *)id, strlen(id), x->service->now_ms);
    return who;
}

const char *srv_who_user(const srv_who *who, const char **by)
{
    if (who->token.shown && who->token.is == SRV_TOKEN_OK) {
        *by = "token";
        return who->token.claims.user;
    }
    if (who->cookie.shown && who->cookie.is == SRV_TOKEN_OK) {
        *by = "cookie";
        return who->cookie.claims.user;
    }
    if (who->session != NULL && who->session->user[0] != '\0') {
        *by = "session";
        return who->session->user;
    }
    return NULL;
}

static srv_claims claims_of(const char *user, int64_t until, uint64_t visits)
{
    srv_claims claims = {.until = until, .visits = visits};
    size_t len = strlen(user);

    memcpy(claims.user, user, len <= SRV_USER_MOST ? len : 0);
    return claims;
}

bool srv_who_keep_cookie(srv_exchange *x, const char *user, int64_t until, uint64_t visits)
{
    srv_claims claims = claims_of(user, until, visits);
    int64_t left = until - x->service->time;
    char text[SRV_TOKEN_MOST];
    srv_set_cookie cookie = {.name = STATE, .value = text, .ends = true, .max_age = left > 0 ? (uint32_t)left : 0};

    return srv_token_write(srv_bench(x)->key, "cookie", &claims, text) && srv_add_cookie(x, &cookie) == SRV_COOKIE_OK;
}

bool srv_who_keep_session(srv_exchange *x, const srv_session *session)
{
    return srv_bench(x)->options.session_in_url ||
           srv_add_cookie(x, &(srv_set_cookie){.name = SESSION, .value = session->id}) == SRV_COOKIE_OK;
}

bool srv_who_token(const srv_exchange *x, const char *user, char text[SRV_TOKEN_MOST])
{
    const srv_workbench *bench = srv_bench(x);
    srv_claims claims = claims_of(user, x->service->time + bench->options.login_seconds, 0);

    return srv_token_write(bench->key, "token", &claims, text);
}

void srv_who_forget_cookie(srv_exchange *x)
{
    srv_add_cookie(x, &(srv_set_cookie){.name = STATE, .value = "", .ends = true});
}

void srv_who_forget(srv_exchange *x)
{
    srv_who_forget_cookie(x);
    srv_add_cookie(x, &(srv_set_cookie){.name = SESSION, .value = "", .ends = true});
}
