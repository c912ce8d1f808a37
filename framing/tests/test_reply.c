/* SPDX-License-Identifier: MIT */
/* Replies are read as they were written, and what is no reply is not taken for one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "framing/reply.h"

#define HASH   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define STORED "{\"status\":\"stored\",\"file_name\":\"a\",\"received\":1,\"sha256\":\"" HASH "\"}"

static bool read_text(const char *text, frame_reply *reply)
{
    return frame_reply_read((const uint8_t *)text, strlen(text), reply);
}

static void reads_what_it_writes(void **state)
{
    frame_reply replies[] = {
        {.stored = true, .file_name = "\xC3\xA9 \"1\".txt", .received = FRAME_SIZE_MOST, .sha256 = HASH},
        {.stored = true, .received = 0, .sha256 = HASH},
        {.rule = "frame-no-space", .reason = "no space: \"5\" GB are due\n"},
        {.rule = "frame-magic"},
    };

    (void)state;
    memset(replies[1].file_name, '"', FRAME_NAME_MOST);
    memset(replies[3].reason, 0x01, FRAME_REASON_MOST);
    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
        uint8_t out[FRAME_REPLY_MOST];
        frame_reply read;
        frame_decoder decoder;
        frame_event ev;
        size_t len = frame_reply_write(&replies[i], out);
        frame_decoder_init(&decoder, FRAME_PLAIN, FRAME_REPLY_MOST, 1);
        assert_int_equal(frame_next(&decoder, out, len, true, &ev), len);
        assert_int_equal(ev.type, FRAME_DICT);
        assert_true(frame_reply_read(out + ev.span.at, ev.span.len, &read));
        assert_int_equal(read.stored, replies[i].stored);
        assert_string_equal(read.file_name, replies[i].file_name);
        assert_int_equal(read.received, replies[i].received);
        assert_string_equal(read.sha256, replies[i].sha256);
        assert_string_equal(read.rule, replies[i].rule);
        assert_string_equal(read.reason, replies[i].reason);
    }
}

static void writes_nothing_that_is_not_utf8(void **state)
{
    uint8_t out[FRAME_REPLY_MOST];
    frame_reply reply = {.rule = "frame-magic", .reason = "\xFF"};

    (void)state;
    assert_int_equal(frame_reply_write(&reply, out), 0);
}

static void takes_no_other_object_for_a_reply(void **state)
{
    static const char *const texts[] = {
        "{}",
        "[]",
        "",
        "{\"status\":\"Stored\"}",
        "{\"status\":\"stored\"}",
        "{\"status\":true,\"file_name\":\"a\",\"received\":1,\"sha256\":\"" HASH "\"}",
        "{\"status\":\"stored\",\"file_name\":\"../a\",\"received\":1,\"sha256\":\"" HASH "\"}",
        "{\"status\":\"stored\",\"file_name\":\"a\",\"received\":-1,\"sha256\":\"" HASH "\"}",
        "{\"status\":\"stored\",\"file_name\":\"a\",\"received\":1.0,\"sha256\":\"" HASH "\"}",
        "{\"status\":\"stored\",\"file_name\":\"a\",\"received\":\"1\",\"sha256\":\"" HASH "\"}",
        "{\"status\":\"stored\",\"file_name\":\"a\",\"received\":1,\"sha256\":\"" HASH "0\"}",
        "{\"status\":\"stored\",\"file_name\":\"a\",\"received\":1,\"sha256\":\"E3B0\"}",
        "{\"status\":\"stored\",\"file_name\":\"a\\u0000\",\"received\":1,\"sha256\":\"" HASH "\"}",
        "{\"status\":\"refused\",\"rule\":\"frame-magic\"}",
        "{\"status\":\"refused\",\"reason\":\"no\"}",
        "{\"status\":\"refused\",\"status\":\"stored\",\"rule\":\"frame-magic\",\"reason\":\"no\"}",
    };
    frame_reply reply;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        print_message("[ text ] %s\n", texts[i]);
        assert_false(read_text(texts[i], &reply));
    }
    assert_true(read_text(STORED, &reply));
    assert_true(reply.stored);
    assert_true(read_text("{\"x\":1,\"status\":\"refused\",\"rule\":\"frame-magic\",\"reason\":\"no\"}", &reply));
    assert_false(reply.stored);
}

static void cuts_a_long_reason_between_characters(void **state)
{
    char text[1024] = "{\"status\":\"refused\",\"rule\":\"frame-magic\",\"reason\":\"a";
    frame_reply reply;

    (void)state;
    for (unsigned i = 0; i < 150; i++)
        memcpy(text + strlen(text), "\xC3\xA9", 3);
    memcpy(text + strlen(text), "\"}", 3);
    assert_true(read_text(text, &reply));
    assert_int_equal(strlen(reply.reason), FRAME_REASON_MOST - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_it_writes),
        cmocka_unit_test(writes_nothing_that_is_not_utf8),
        cmocka_unit_test(takes_no_other_object_for_a_reply),
        cmocka_unit_test(cuts_a_long_reason_between_characters),
    };
    return cmocka_run_group_tests_name("frame reply", tests, NULL, NULL);
}
