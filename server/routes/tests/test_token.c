/* SPDX-License-Identifier: MIT */
/* Tokens: what was signed is read back, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#include <cmocka.h>

#include "server/routes/token.h"

static const uint8_t KEY[SRV_KEY_LEN] = {1, 2, 3};
static const uint8_t OTHER_KEY[SRV_KEY_LEN] = {1, 2, 4};
static const srv_claims ALICE = {"alice", 1000, 7};

static srv_token read_at(const char *text, int64_t now)
{
    srv_claims claims;

    return srv_token_read(KEY, "cookie", (const uint8_t *)text, strlen(text), now, &claims);
}

static void reads_back_what_was_signed(void **state)
{
    char text[SRV_TOKEN_MOST];
    srv_claims claims;

    (void)state;
    assert_true(srv_token_write(KEY, "cookie", &ALICE, text));
    assert_int_equal(srv_token_read(KEY, "cookie", (const uint8_t *)text, strlen(text), 999, &claims), SRV_TOKEN_OK);
    assert_string_equal(claims.user, "alice");
    assert_int_equal(claims.until, 1000);
    assert_int_equal(claims.visits, 7);
}

static void spells_the_signature_that_another_program_makes(void **state)
{
    /* printf 'cookie\0alice.1000.7' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0102030000… -binary | basenc
     * --base64url */
    static const char MADE[] = "alice.1000.7.Lt41rIJ4lU2JawHrQoeZrk0Q-RYt-lORG25ur8EtjAo";
    char text[SRV_TOKEN_MOST];

    (void)state;
    assert_true(srv_token_write(KEY, "cookie", &ALICE, text));
    assert_string_equal(text, MADE);
}

static void is_good_until_it_expires_and_not_then(void **state)
{
    char text[SRV_TOKEN_MOST];

    (void)state;
    assert_true(srv_token_write(KEY, "cookie", &ALICE, text));
    assert_int_equal(read_at(text, 999), SRV_TOKEN_OK);
    assert_int_equal(read_at(text, 1000), SRV_TOKEN_EXPIRED);
    assert_int_equal(read_at(text, INT64_MAX), SRV_TOKEN_EXPIRED);
}

static void refuses_every_single_byte_changed(void **state)
{
    char text[SRV_TOKEN_MOST];

    (void)state;
    assert_true(srv_token_write(KEY, "cookie", &ALICE, text));
    for (size_t i = 0; text[i] != '\0'; i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            text[i] = (char)(text[i] ^ (1 << bit));
            assert_int_not_equal(read_at(text, 0), SRV_TOKEN_OK);
            text[i] = (char)(text[i] ^ (1 << bit));
        }
    assert_int_equal(read_at(text, 0), SRV_TOKEN_OK);
}

static void refuses_every_part_of_it(void **state)
{
    char text[SRV_TOKEN_MOST];

    (void)state;
    assert_true(srv_token_write(KEY, "cookie", &ALICE, text));
    for (size_t len = 0; len < strlen(text); len++) {
        srv_claims claims;
        assert_int_not_equal(srv_token_read(KEY, "cookie", (const uint8_t *)text, len, 0, &claims), SRV_TOKEN_OK);
        assert_int_not_equal(read_at(text + len + 1, 0), SRV_TOKEN_OK);
    }
}

static void refuses_another_key_and_another_purpose(void **state)
{
    char text[SRV_TOKEN_MOST];
    srv_claims claims;

    (void)state;
    assert_true(srv_token_write(OTHER_KEY, "cookie", &ALICE, text));
    assert_int_equal(read_at(text, 0), SRV_TOKEN_FORGED);
    assert_true(srv_token_write(KEY, "token", &ALICE, text));
    assert_int_equal(read_at(text, 0), SRV_TOKEN_FORGED);
    assert_int_equal(srv_token_read(KEY, "token", (const uint8_t *)text, strlen(text), 0, &claims), SRV_TOKEN_OK);
}

static void does_not_sign_names_that_could_be_read_otherwise(void **state)
{
    static const srv_claims WRONG[] = {
        {"", 1000, 0}, {"a.b", 1000, 0}, {"a b", 1000, 0}, {"a;b", 1000, 0}, {"alice", -1, 0},
    };
    char text[SRV_TOKEN_MOST];

    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++)
        assert_false(srv_token_write(KEY, "cookie", &WRONG[i], text));
}

static void holds_the_largest_claims(void **state)
{
    srv_claims most = {"", INT64_MAX, UINT64_MAX}, claims;
    char text[SRV_TOKEN_MOST];

    (void)state;
    memset(most.user, 'x', SRV_USER_MOST);
    assert_true(srv_token_write(KEY, "cookie", &most, text));
    assert_int_equal(srv_token_read(KEY, "cookie", (const uint8_t *)text, strlen(text), 0, &claims), SRV_TOKEN_OK);
    assert_true(claims.until == INT64_MAX && claims.visits == UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_back_what_was_signed),
        cmocka_unit_test(spells_the_signature_that_another_program_makes),
        cmocka_unit_test(is_good_until_it_expires_and_not_then),
        cmocka_unit_test(refuses_every_single_byte_changed),
        cmocka_unit_test(refuses_every_part_of_it),
        cmocka_unit_test(refuses_another_key_and_another_purpose),
        cmocka_unit_test(does_not_sign_names_that_could_be_read_otherwise),
        cmocka_unit_test(holds_the_largest_claims),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
