/* SPDX-License-Identifier: MIT */
/* What /h1/login and the page behind it look like, for people and for programs. */
#ifndef SERVER_ROUTES_LOGIN_PAGE_H
#define SERVER_ROUTES_LOGIN_PAGE_H

#include "server/routes/who.h"

/* The form, and what the request says in each of the three ways.
 *
 *   said  what went wrong, as HTML text; NULL for nothing */
void srv_send_login(srv_exchange *x, unsigned status, const srv_who *who, const char *said);

/* The page that only users see. */
void srv_send_private(srv_exchange *x, const srv_who *who, const char *user, const char *by, uint64_t visits);

/* A token that was just signed. */
void srv_send_token(srv_exchange *x, const char *token);

/* "?session=ID" where ids stand in URLs and there is one, otherwise the empty text. */
typedef struct srv_session_query {
    char text[sizeof "?session=" + SRV_SESSION_ID];
} srv_session_query;
srv_session_query srv_session_query_of(const srv_exchange *x, const srv_session *session);

#endif
