/* SPDX-License-Identifier: MIT */
/* Whose request it is: the three ways of keeping a login, side by side.
 *
 *   cookie   the state itself, signed: h1_state
 *   session  the state is here, an id of it there: h1_session, or where the server was told so "session" in the URL
 *   token    signed as well, sent in Authorization on purpose and never by itself: no page can be tricked into it */
#ifndef SERVER_ROUTES_WHO_H
#define SERVER_ROUTES_WHO_H

#include "server/routes/bench.h"

typedef struct srv_signed {
    bool shown; /* the request has one */
    srv_token is;
    srv_claims claims; /* of use where it is SRV_TOKEN_OK */
} srv_signed;

typedef struct srv_who {
    srv_signed cookie, token;
    bool session_shown;
    srv_session *session; /* NULL: none, or its id is unknown. Good until another one begins */
} srv_who;

/* Look at what a request shows. */
srv_who srv_who_asks(srv_exchange *x);

/* Who is logged in, and by what ("token", "cookie", "session"); NULL for nobody. */
const char *srv_who_user(const srv_who *who, const char **by);

/* Add the cookie that carries its state. Returns false where it doesn't fit. */
bool srv_who_keep_cookie(srv_exchange *x, const char *user, int64_t until, uint64_t visits);

/* Add the cookie with a session's id, unless ids stand in URLs. Returns false where it doesn't fit. */
bool srv_who_keep_session(srv_exchange *x, const srv_session *session);

/* Sign a token for a user. Returns false where that fails. */
bool srv_who_token(const srv_exchange *x, const char *user, char text[SRV_TOKEN_MOST]);

/* Add the cookie that deletes the one with its state; or those that delete all of ours. */
void srv_who_forget_cookie(srv_exchange *x);
void srv_who_forget(srv_exchange *x);

#endif
