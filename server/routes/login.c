/* SPDX-License-Identifier: MIT */
/* /h1/login, /h1/login/private, /h1/logout: name and password once, then one of three ways to be known again. */
#include <string.h>

#include <openssl/crypto.h>

#include "server/routes/form.h"
#include "server/routes/login_page.h"
#include "server/routes/request.h"

enum {
    NAME_ROOM = SRV_USER_MOST + 1,
    PASSWORD_ROOM = SRV_PASSWORD_MOST + 1,
    WORD_ROOM = 16,
};

/* Our cookies change with every answer, and the pages with them: they are nobody's to keep. */
static void add_private_fields(srv_exchange *x)
{
    srv_add_text(x, "Cache-Control", "no-store");
}

/* 401 has to say how to do better (RFC 9110 section 15.5.2). Of the three ways only the token has a scheme. */
static void add_challenge(srv_exchange *x, const srv_who *who)
{
    bool bad = who->token.shown && who->token.is != SRV_TOKEN_OK;

    srv_add_text(x, "WWW-Authenticate", "Bearer realm=\"h1\"%s", bad ? ", error=\"invalid_token\"" : "");
}

static void send_no_memory(srv_exchange *x)
{
    srv_send_problem(x, 503, H1_RULE_NONE, UINT64_MAX,
                     "the login can't be kept: no session is free, or its cookie is larger than --max-cookie");
}

/* ---- The form ---- */

/* Everybody who looks at it without a session gets one: an id that is shown and isn't known is never taken over. */
static void get(srv_exchange *x)
{
    srv_who who = srv_who_asks(x);

    if (who.session == NULL) {
        who.session = srv_session_begin(&srv_bench(x)->sessions, "", x->service->now_ms);
        if (who.session != NULL && !srv_who_keep_session(x, who.session)) {
            srv_session_end(who.session);
            who.session = NULL;
        }
    }
    if (who.session != NULL)
        who.session->visits++;
    srv_send_login(x, 200, &who, NULL);
}

static void keep_session(srv_exchange *x, const srv_who *who, const char *user)
{
    srv_session *session = srv_session_login(&srv_bench(x)->sessions, who->session, user, x->service->now_ms);

    if (session == NULL || !srv_who_keep_session(x, session)) {
        srv_session_end(session);
        send_no_memory(x);
        return;
    }
    if (who->cookie.shown)
        srv_who_forget_cookie(x);
    srv_add_text(x, "Location", "/h1/login/private%s", srv_session_query_of(x, session).text);
    srv_send(x, 303, NULL, (h1_bytes){"", 0});
}

static void keep_cookie(srv_exchange *x, const char *user)
{
    if (srv_who_keep_cookie(x, user, x->service->time + srv_bench(x)->options.login_seconds, 0))
        srv_see_other(x, "/h1/login/private");
    else
        send_no_memory(x);
}

static void keep(srv_exchange *x, const srv_who *who, const char *user, const char *by)
{
    char token[SRV_TOKEN_MOST];

    if (strcmp(by, "session") == 0)
        keep_session(x, who, user);
    else if (strcmp(by, "cookie") == 0)
        keep_cookie(x, user);
    else if (srv_who_token(x, user, token))
        srv_send_token(x, token);
    else
        send_no_memory(x);
}

static void verify(srv_exchange *x, const srv_who *who, const char *name, const char *password, const char *by)
{
    switch (srv_users_verify(&srv_bench(x)->users, name, password, x->service->now_ms)) {
    case SRV_LOGIN_OK:
        keep(x, who, name, by);
        break;
    case SRV_LOGIN_TOO_FAST:
        srv_add_text(x, "Retry-After", "1");
        srv_send_login(x, 429, who, "too many logins are being tried, by all clients together: wait a second");
        break;
    case SRV_LOGIN_WRONG:
        add_challenge(x, who);
        srv_send_login(x, 401, who, "name and password don't belong together");
        break;
    }
}

static bool is_way(const char *by)
{
    return strcmp(by, "cookie") == 0 || strcmp(by, "session") == 0 || strcmp(by, "token") == 0;
}

static void post(srv_exchange *x)
{
    char name[NAME_ROOM], password[PASSWORD_ROOM], by[WORD_ROOM];
    srv_who who;
    srv_form name_is = srv_form_value(x->content, "name", name, sizeof name);
    srv_form password_is = srv_form_value(x->content, "password", password, sizeof password);
    srv_form by_is = srv_form_value(x->content, "by", by, sizeof by);
    bool good = by_is == SRV_FORM_OK && is_way(by) && name_is != SRV_FORM_NONE && password_is != SRV_FORM_NONE &&
                (name_is == SRV_FORM_OK || name_is == SRV_FORM_LONG) &&
                (password_is == SRV_FORM_OK || password_is == SRV_FORM_LONG);

    if (good) {
        who = srv_who_asks(x);
        verify(x, &who, name, password, by);
    } else {
        srv_send_problem(x, 400, H1_RULE_NONE, UINT64_MAX,
                         "the form takes name, password and by (cookie, session or token), each once");
    }
    OPENSSL_cleanse(password, sizeof password);
}

void srv_serve_login(srv_exchange *x)
{
    add_private_fields(x);
    if (x->method == SRV_GET)
        get(x);
    else if (srv_is_own_site(x) && srv_has_form(x))
        post(x);
}

/* ---- Behind it ---- */

/* Count the visit where the state is: a token's can't be changed, a cookie has to be written anew. */
static uint64_t count_visit(srv_exchange *x, srv_who *who, const char *by)
{
    if (by[0] == 's')
        return ++who->session->visits;
    if (by[0] == 't')
        return who->token.claims.visits;
    who->cookie.claims.visits++;
    srv_who_keep_cookie(x, who->cookie.claims.user, who->cookie.claims.until, who->cookie.claims.visits);
    return who->cookie.claims.visits;
}

static const char *why_not(const srv_who *who)
{
    const srv_signed *s = who->token.shown ? &who->token : &who->cookie;

    if (s->shown && s->is == SRV_TOKEN_EXPIRED)
        return "the login has expired";
    if (s->shown)
        return "the token or cookie isn't signed by this server, or was changed";
    if (who->session_shown && who->session == NULL)
        return "no session has this id: it has expired, was logged out, or never was";
    return "nobody is logged in";
}

void srv_serve_private(srv_exchange *x)
{
    srv_who who = srv_who_asks(x);
    const char *by = "", *user = srv_who_user(&who, &by);

    add_private_fields(x);
    if (user != NULL) {
        srv_send_private(x, &who, user, by, count_visit(x, &who, by));
    } else {
        add_challenge(x, &who);
        srv_send_login(x, 401, &who, why_not(&who));
    }
}

/* What is kept here ends at once. What is signed can only be forgotten by the client. */
void srv_serve_logout(srv_exchange *x)
{
    add_private_fields(x);
    if (!srv_is_own_site(x))
        return;
    srv_session_end(srv_who_asks(x).session);
    srv_who_forget(x);
    srv_see_other(x, "/h1/login");
}
