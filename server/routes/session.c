/* SPDX-License-Identifier: MIT */
/* See session.h. */
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "random.h"

bool srv_sessions_init(srv_sessions *s, size_t most, uint64_t idle_ms, uint64_t life_ms)
{
    *s = (srv_sessions){calloc(most, sizeof *s->all), most, idle_ms, life_ms};
    return s->all != NULL;
}

void srv_sessions_free(srv_sessions *s)
{
    free(s->all);
    *s = (srv_sessions){0};
}

static bool is_over(const srv_sessions *s, const srv_session *session, uint64_t now_ms)
{
    return now_ms - session->seen_ms >= s->idle_ms || now_ms - session->began_ms >= s->life_ms;
}

srv_session *srv_session_find(srv_sessions *s, const uint8_t *id, size_t len, uint64_t now_ms)
{
    srv_session *found = NULL;

    if (len != SRV_SESSION_ID)
        return NULL;
    for (size_t i = 0; i < s->most; i++)
        if (CRYPTO_memcmp(s->all[i].id, id, SRV_SESSION_ID) == 0 && s->all[i].id[0] != '\0')
            found = &s->all[i];
    if (found != NULL && is_over(s, found, now_ms)) {
        srv_session_end(found);
        return NULL;
    }
    if (found != NULL)
        found->seen_ms = now_ms;
    return found;
}

/* How readily a session gives up its place: a free place, an ended one, nobody's, somebody's. */
static unsigned hold(const srv_sessions *s, const srv_session *session, uint64_t now_ms)
{
    if (session->id[0] == '\0')
        return 0;
    if (is_over(s, session, now_ms))
        return 1;
    return session->user[0] == '\0' ? 2 : 3;
}

/* Of those that hold it least, the one that wasn't seen for longest. */
static srv_session *place(srv_sessions *s, uint64_t now_ms)
{
    srv_session *best = NULL;
    unsigned least = 0;

    for (size_t i = 0; i < s->most; i++) {
        unsigned held = hold(s, &s->all[i], now_ms);
        if (best == NULL || held < least || (held == least && s->all[i].seen_ms < best->seen_ms)) {
            best = &s->all[i];
            least = held;
        }
    }
    return best;
}

srv_session *srv_session_begin(srv_sessions *s, const char *user, uint64_t now_ms)
{
    srv_session fresh = {.began_ms = now_ms, .seen_ms = now_ms};
    srv_session *there = place(s, now_ms);

    if (there == NULL || (user[0] == '\0' && hold(s, there, now_ms) == 3) ||
        !srv_random_hex(fresh.id, SRV_SESSION_BITS / 8))
        return NULL;
    snprintf(fresh.user, sizeof fresh.user, "%s", user);
    *there = fresh;
    return there;
}

srv_session *srv_session_login(srv_sessions *s, srv_session *old, const char *user, uint64_t now_ms)
{
    uint64_t visits = old != NULL ? old->visits : 0;
    srv_session *session;

    srv_session_end(old);
    session = srv_session_begin(s, user, now_ms);
    if (session != NULL)
        session->visits = visits;
    return session;
}

void srv_session_end(srv_session *session)
{
    if (session != NULL)
        *session = (srv_session){0};
}

size_t srv_sessions_count(const srv_sessions *s, uint64_t now_ms)
{
    size_t count = 0;

    for (size_t i = 0; i < s->most; i++)
        count += hold(s, &s->all[i], now_ms) > 1;
    return count;
}
