/* SPDX-License-Identifier: MIT */
/* Sessions: only ids that were given out, as long as they are good, and never too many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/routes/session.h"

enum {
    MOST = 4,
    IDLE = 100,
    LIFE = 1000,
};

static srv_sessions sessions;

static int set_up(void **state)
{
    (void)state;
    return srv_sessions_init(&sessions, MOST, IDLE, LIFE) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    srv_sessions_free(&sessions);
    return 0;
}

static srv_session *find(const char *id, uint64_t now_ms)
{
    return srv_session_find(&sessions, (const uint8_t *)id, strlen(id), now_ms);
}

/* Begin one and keep its id. */
static void begin(const char *user, uint64_t now_ms, char id[SRV_SESSION_ID + 1])
{
    srv_session *session = srv_session_begin(&sessions, user, now_ms);

    assert_non_null(session);
    memcpy(id, session->id, SRV_SESSION_ID + 1);
}

static void knows_ids_that_it_gave_out(void **state)
{
    char id[SRV_SESSION_ID + 1];

    (void)state;
    begin("alice", 5, id);
    assert_int_equal(strlen(id), SRV_SESSION_ID);
    assert_non_null(find(id, 6));
    assert_string_equal(find(id, 6)->user, "alice");
}

static void knows_no_other_id(void **state)
{
    char id[SRV_SESSION_ID + 1];

    (void)state;
    begin("alice", 5, id);
    assert_null(find("", 6));
    assert_null(find("0000000000000000000000000000000000000000", 6));
    assert_null(srv_session_find(&sessions,
                                 (const uint8_t *)"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                                  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
                                 SRV_SESSION_ID, 6));
    assert_null(srv_session_find(&sessions, (const uint8_t *)id, SRV_SESSION_ID - 1, 6));
    id[SRV_SESSION_ID - 1] ^= 1;
    assert_null(find(id, 6));
}

static void never_gives_an_id_twice(void **state)
{
    char ids[200][SRV_SESSION_ID + 1];

    (void)state;
    for (size_t i = 0; i < 200; i++) {
        begin("", 5 + i, ids[i]);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(ids[i], ids[j]);
    }
}

static void ends_when_nobody_asks(void **state)
{
    char id[SRV_SESSION_ID + 1];

    (void)state;
    begin("alice", 0, id);
    assert_non_null(find(id, IDLE - 1));
    assert_non_null(find(id, 2 * IDLE - 2));
    assert_null(find(id, 3 * IDLE - 2));
    assert_null(find(id, 0));
}

static void ends_when_it_is_old_whoever_asks(void **state)
{
    char id[SRV_SESSION_ID + 1];

    (void)state;
    begin("alice", 0, id);
    for (uint64_t now = 0; now < LIFE; now += IDLE / 2)
        assert_non_null(find(id, now));
    assert_null(find(id, LIFE));
}

static void ends_at_logout(void **state)
{
    char id[SRV_SESSION_ID + 1];

    (void)state;
    begin("alice", 0, id);
    srv_session_end(find(id, 1));
    assert_null(find(id, 1));
    assert_int_equal(srv_sessions_count(&sessions, 1), 0);
}

static void renews_the_id_at_login_and_carries_the_state_on(void **state)
{
    char id[SRV_SESSION_ID + 1];
    srv_session *session;

    (void)state;
    begin("", 0, id);
    find(id, 1)->visits = 3;
    session = srv_session_login(&sessions, find(id, 1), "bob", 1);
    assert_non_null(session);
    assert_string_not_equal(session->id, id);
    assert_null(find(id, 1));
    assert_int_equal(session->visits, 3);
    assert_string_equal(session->user, "bob");
}

static void is_bounded_and_drops_the_one_unseen_longest(void **state)
{
    char ids[MOST + 1][SRV_SESSION_ID + 1];

    (void)state;
    for (size_t i = 0; i < MOST; i++)
        begin("", i, ids[i]);
    assert_non_null(find(ids[0], 10));
    begin("", 11, ids[MOST]);
    assert_int_equal(srv_sessions_count(&sessions, 11), MOST);
    assert_null(find(ids[1], 12));
    assert_non_null(find(ids[0], 12));
    assert_non_null(find(ids[MOST], 12));
}

static void nobody_takes_the_place_of_somebody(void **state)
{
    char id[SRV_SESSION_ID + 1];

    (void)state;
    for (uint64_t i = 0; i < MOST; i++)
        begin("alice", i, id);
    assert_null(srv_session_begin(&sessions, "", 10));
    assert_non_null(srv_session_begin(&sessions, "bob", 10));
    assert_int_equal(srv_sessions_count(&sessions, 10), MOST);
    assert_non_null(srv_session_begin(&sessions, "", 10 + IDLE));
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(knows_ids_that_it_gave_out),
        FRESH(knows_no_other_id),
        FRESH(never_gives_an_id_twice),
        FRESH(ends_when_nobody_asks),
        FRESH(ends_when_it_is_old_whoever_asks),
        FRESH(ends_at_logout),
        FRESH(renews_the_id_at_login_and_carries_the_state_on),
        FRESH(is_bounded_and_drops_the_one_unseen_longest),
        FRESH(nobody_takes_the_place_of_somebody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
