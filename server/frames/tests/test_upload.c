/* SPDX-License-Identifier: MIT */
/* A connection's uploads without a socket: whatever the pieces, the same files and replies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/frames/upload.h"

#define HELLO   "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* What the reports said, a word each. */
static char said[256];
static char folder[64];

static void note(void *context, const void *peer, const srv_report *report)
{
    const char *word = report->reply == NULL ? "incomplete" : report->reply->stored ? "stored" : "refused";

    (void)peer;
    assert_ptr_equal(context, said);
    snprintf(said + strlen(said), sizeof said - strlen(said), "%s %s %s;", word, report->asked,
             h1_rule_name(report->rule).text);
}

static srv_uploads shared;

static int set_up(void **state)
{
    (void)state;
    said[0] = '\0';
    snprintf(folder, sizeof folder, "/tmp/h1-upload-XXXXXX");
    shared = (srv_uploads){.size_most = 1000, .context = said, .report = note};
    return mkdtemp(folder) != NULL && srv_store_open(&shared.store, folder) == 0 ? 0 : -1;
}

/* How many files are there; they are taken away. */
static size_t clear(void)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    size_t count = 0;

    while (dir != NULL && (entry = readdir(dir)) != NULL)
        count += unlinkat(dirfd(dir), entry->d_name, 0) == 0;
    closedir(dir);
    return count;
}

static int tear_down(void **state)
{
    (void)state;
    clear();
    srv_store_close(&shared.store);
    return rmdir(folder);
}

static size_t frame(uint8_t *out, const char *dictionary, const char *payload)
{
    size_t len = strlen(dictionary);

    memcpy(out, "H1F1\0\0\0", 7);
    out[7] = (uint8_t)len;
    memcpy(out + FRAME_HEADER, dictionary, len);
    memcpy(out + FRAME_HEADER + len, payload, strlen(payload));
    return FRAME_HEADER + len + strlen(payload);
}

/* The replies that wait, read by our own decoder. */
static size_t read_replies(srv_upload *u, frame_reply *replies, size_t room)
{
    frame_decoder decoder;
    frame_event ev;
    size_t count = 0;

    if (u->out_len == 0)
        return 0;
    frame_decoder_init(&decoder, FRAME_PLAIN, FRAME_REPLY_MOST, 0);
    do {
        size_t used = frame_next(&decoder, u->out + u->out_at, u->out_len - u->out_at, true, &ev);
        assert_int_not_equal(ev.type, FRAME_REFUSED);
        if (ev.type == FRAME_DICT) {
            assert_true(count < room);
            assert_true(frame_reply_read(u->out + u->out_at + ev.span.at, ev.span.len, &replies[count++]));
        }
        u->out_at += used;
    } while (ev.type != FRAME_CLOSED);
    return count;
}

/* Until every file that is whole is on the disk. */
static void wait_for_disk(srv_upload *u)
{
    const struct timespec pause = {.tv_nsec = 20000};

    for (unsigned i = 0; u->sync != NULL; i++) {
        assert_true(i < 100000);
        nanosleep(&pause, NULL);
        srv_upload_look(u);
    }
}

/* Give a copy of the bytes in pieces cut at a and b, then the end. */
static void take(srv_upload *u, const uint8_t *bytes, size_t len, size_t a, size_t b)
{
    const size_t cuts[] = {0, a, b, len};

    for (size_t i = 0; i < 3; i++) {
        size_t size = cuts[i + 1] - cuts[i];
        uint8_t *copy = malloc(size > 0 ? size : 1);
        assert_non_null(copy);
        memcpy(copy, bytes + cuts[i], size);
        srv_upload_take(u, copy, size, false);
        free(copy);
        if ((a + b) % 2 == 0) /* else what follows arrives while the file is synced */
            wait_for_disk(u);
    }
    srv_upload_take(u, NULL, 0, true);
    wait_for_disk(u);
}

static void stores_and_answers_the_same_at_every_cut(void **state)
{
    uint8_t bytes[256];
    size_t len = frame(bytes, "{\"file_name\":\"a\",\"file_size\":5}", "hello");

    (void)state;
    len += frame(bytes + len, "{\"file_size\":0,\"file_name\":\"a\"}", "");
    for (size_t a = 0; a <= len; a++) {
        const size_t seconds[] = {a, a > len - 12 ? a : len - 12, len};
        for (size_t i = 0; i < 3; i++) {
            size_t b = seconds[i];
            frame_reply replies[2];
            srv_upload u;
            srv_upload_init(&u, &shared, NULL);
            said[0] = '\0';
            take(&u, bytes, len, a, b);
            assert_string_equal(said, "stored a none;stored a none;");
            assert_int_equal(read_replies(&u, replies, 2), 2);
            assert_string_equal(replies[0].file_name, "a");
            assert_string_equal(replies[0].sha256, HELLO);
            assert_int_equal(replies[0].received, 5);
            assert_string_equal(replies[1].file_name, "a-1");
            assert_string_equal(replies[1].sha256, NOTHING);
            assert_true(u.finished);
            srv_upload_free(&u);
            assert_int_equal(clear(), 2);
        }
    }
}

/* A sender that ends at any byte leaves whole files and nothing else, and may read why. */
static void keeps_nothing_of_a_file_that_ends_early(void **state)
{
    uint8_t bytes[256];
    size_t first = frame(bytes, "{\"file_name\":\"a\",\"file_size\":5}", "hello");
    size_t len = first + frame(bytes + first, "{\"file_name\":\"b\",\"file_size\":5}", "world");

    (void)state;
    for (size_t end = 0; end <= len; end++) {
        frame_reply replies[2];
        srv_upload u;
        size_t whole = end == len ? 2 : end >= first ? 1 : 0;
        srv_upload_init(&u, &shared, NULL);
        said[0] = '\0';
        take(&u, bytes, end, 0, 0);
        bool cut = end != 0 && end != first && end != len;
        assert_int_equal(read_replies(&u, replies, 2), whole + cut);
        assert_int_equal(strstr(said, "incomplete") != NULL, cut);
        if (cut)
            assert_non_null(strstr(said, replies[whole].rule));
        assert_int_equal(shared.store.claimed, 0);
        srv_upload_free(&u);
        assert_int_equal(clear(), whole);
    }
}

static const struct refusal {
    const char *dictionary, *rule, *reason;
} REFUSALS[] = {
    {"{\"file_name\":\"a\",\"file_size\":1001}", "frame-size-limit",
     "the file has 1001 bytes, and at most 1000 are taken"},
    {"{\"file_name\":\"../a\",\"file_size\":1}", "frame-name-not-plain", "file_name is not a plain name, at byte 21"},
    {"{\"file_size\":1}", "frame-name-missing", "an upload without file_name, at byte 8"},
    {"{\"file_name\":\"a\",\"file_size\":1,}", "frame-not-json", "the dictionary is not JSON text, at byte 39"},
};

static void refuses_before_the_payload_and_takes_nothing_more(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof REFUSALS / sizeof *REFUSALS; i++) {
        uint8_t bytes[256];
        size_t len = frame(bytes, REFUSALS[i].dictionary, "");
        frame_reply reply;
        srv_upload u;
        srv_upload_init(&u, &shared, NULL);
        srv_upload_take(&u, bytes, len, false);
        assert_true(u.finished);
        assert_int_equal(read_replies(&u, &reply, 1), 1);
        assert_false(reply.stored);
        assert_string_equal(reply.rule, REFUSALS[i].rule);
        assert_string_equal(reply.reason, REFUSALS[i].reason);
        srv_upload_take(&u, bytes, len, true);
        assert_int_equal(u.out_at, u.out_len);
        srv_upload_free(&u);
        assert_int_equal(clear(), 0);
    }
}

static void refuses_what_there_is_no_space_for(void **state)
{
    uint8_t bytes[256];
    size_t len = frame(bytes, "{\"file_name\":\"a\",\"file_size\":9007199254740991}", "");
    frame_reply reply;
    srv_upload u;

    (void)state;
    shared.size_most = FRAME_SIZE_MOST;
    srv_upload_init(&u, &shared, NULL);
    srv_upload_take(&u, bytes, len, false);
    assert_int_equal(read_replies(&u, &reply, 1), 1);
    assert_string_equal(reply.rule, "frame-no-space");
    assert_string_equal(said, "refused a frame-no-space;");
    srv_upload_free(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(stores_and_answers_the_same_at_every_cut, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_nothing_of_a_file_that_ends_early, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_before_the_payload_and_takes_nothing_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_there_is_no_space_for, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("upload", tests, NULL, NULL);
}
