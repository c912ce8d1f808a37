/* SPDX-License-Identifier: MIT */
/* Sessions: state kept here, of which a client has only an id.
 *
 * An id is 160 bits from the kernel's random source and never a client's choice. A session ends when it was not asked
 * for long enough, when it is old enough whatever happens, at logout, or when a new one needs its place: their number
 * is bounded. Nobody's session makes way for that of somebody who isn't logged in. */
#ifndef SERVER_ROUTES_SESSION_H
#define SERVER_ROUTES_SESSION_H

#include "server/routes/token.h"

enum {
    SRV_SESSION_BITS = 160,
    SRV_SESSION_ID = SRV_SESSION_BITS / 4, /* hexadecimal digits */
};

typedef struct srv_session {
    char id[SRV_SESSION_ID + 1];  /* empty: the place is free */
    char user[SRV_USER_MOST + 1]; /* empty: nobody is logged in */
    uint64_t began_ms, seen_ms;
    uint64_t visits;
} srv_session;

typedef struct srv_sessions {
    srv_session *all; /* [most] */
    size_t most;
    uint64_t idle_ms; /* it ends when nobody asks for so long */
    uint64_t life_ms; /* it ends so long after it began */
} srv_sessions;

/* Make room for `most` sessions. Returns false where memory is short. */
bool srv_sessions_init(srv_sessions *s, size_t most, uint64_t idle_ms, uint64_t life_ms);
void srv_sessions_free(srv_sessions *s);

/* The session of an id that a client showed, marked as seen; NULL where there is none (any more). Every id is compared,
 * in constant time: how long it takes says nothing about ids. O(most). */
srv_session *srv_session_find(srv_sessions *s, const uint8_t *id, size_t len, uint64_t now_ms);

/* Begin a session. Returns NULL where no place is free or the kernel gives no random bytes.
 *
 *   user  "" for nobody; may lie in a session of s
 *
 * Pointers to other sessions are good no longer. O(most). */
srv_session *srv_session_begin(srv_sessions *s, const char *user, uint64_t now_ms);

/* Log a user in: the session gets a new id, so that who knew the old one, or planted it, is out.
 *
 *   old  ends, and its visits are carried on; NULL where there is none
 *
 * Returns NULL as srv_session_begin() does. */
srv_session *srv_session_login(srv_sessions *s, srv_session *old, const char *user, uint64_t now_ms);

/* End a session: its id is unknown from now on. NULL is allowed. */
void srv_session_end(srv_session *session);

/* How many there are. O(most). */
size_t srv_sessions_count(const srv_sessions *s, uint64_t now_ms);

#endif
