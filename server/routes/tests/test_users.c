/* SPDX-License-Identifier: MIT */
/* Names and passwords, and how often they may be tried. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/routes/users.h"

static void knows_name_and_password_together_only(void **state)
{
    static const struct {
        const char *name, *password;
        srv_login expected;
    } CASES[] = {
        {"alice", "wonderland", SRV_LOGIN_OK},    {"bob", "builder", SRV_LOGIN_OK},
        {"alice", "builder", SRV_LOGIN_WRONG},    {"bob", "wonderland", SRV_LOGIN_WRONG},
        {"alice", "", SRV_LOGIN_WRONG},           {"alice", "wonderland ", SRV_LOGIN_WRONG},
        {"Alice", "wonderland", SRV_LOGIN_WRONG}, {"", "", SRV_LOGIN_WRONG},
        {"carol", "wonderland", SRV_LOGIN_WRONG},
    };
    srv_users users;

    (void)state;
    assert_true(srv_users_init(&users, 0));
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        assert_int_equal(srv_users_verify(&users, CASES[i].name, CASES[i].password, 0), CASES[i].expected);
    srv_users_free(&users);
}

static void bounds_how_often_it_compares(void **state)
{
    srv_users users;

    (void)state;
    assert_true(srv_users_init(&users, 1000));
    for (unsigned i = 0; i < SRV_TRIES_MOST; i++)
        assert_int_equal(srv_users_verify(&users, "alice", "wrong", 1000), SRV_LOGIN_WRONG);
    assert_int_equal(srv_users_verify(&users, "alice", "wonderland", 1000), SRV_LOGIN_TOO_FAST);
    assert_int_equal(srv_users_verify(&users, "alice", "wonderland", 1000 + SRV_TRIES_MS - 1), SRV_LOGIN_TOO_FAST);
    assert_int_equal(srv_users_verify(&users, "alice", "wonderland", 1000 + SRV_TRIES_MS), SRV_LOGIN_OK);
    assert_int_equal(srv_users_verify(&users, "alice", "wonderland", 1000 + SRV_TRIES_MS), SRV_LOGIN_TOO_FAST);
    for (unsigned i = 0; i < SRV_TRIES_MOST; i++)
        assert_int_equal(srv_users_verify(&users, "bob", "wrong", 1000000), SRV_LOGIN_WRONG);
    assert_int_equal(srv_users_verify(&users, "bob", "builder", 1000000), SRV_LOGIN_TOO_FAST);
    srv_users_free(&users);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_name_and_password_together_only),
        cmocka_unit_test(bounds_how_often_it_compares),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
