/* SPDX-License-Identifier: MIT */
/* A wrong expectation of frames is caught, and so is a decoder that depends on the cuts or breaks its contract.
 *
 * The decoder is made wrong through the linker: frame_next() is wrapped (--wrap). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "conformance/parser/play_parser.h"
#include "conformance/reader/reader.h"
#include "framing/frame.h"

#define HEAD   "case a\ntitle: T\nneeds: h1f1-1-01\nside: frame\n"
#define UPLOAD HEAD "> H1F1\\L(\\{\"file_name\":\"a\",\"file_size\":2\\})hi\n"
#define SHORT  HEAD "rule: frame-payload-short\n> H1F1\\L(\\{\"file_name\":\"a\",\"file_size\":2\\})h\\^\n"
#define BEFORE HEAD "rule: frame-payload-short\n> H1F1\\L(\\{\"file_name\":\"a\",\"file_size\":2\\})\\^h\n"
#define NEAR   HEAD "near: frame-magic\n> H1F2\\L(\\{\"file_name\":\"a\",\"file_size\":2\\})hi\n"
#define REPLY  HEAD "< H1F1\\L(\\{\"status\":\"refused\",\"rule\":\"frame-magic\",\"reason\":\"no\"\\})\n"

enum wrong {
    RIGHT,
    FORGETS_AT_CUT,    /* where a head is cut in its magic it is refused */
    CONSUMES_TOO_MUCH, /* says that it consumed more than there was */
    CHANGES_ITS_MIND,  /* a second call after the end says something else */
    WAITS_AT_THE_END,  /* asks for more where nothing will come */
};

static enum wrong wrong;
static unsigned calls_after_end;

size_t __real_frame_next(frame_decoder *d, const uint8_t *buf, size_t len, bool end, frame_event *ev);
size_t __wrap_frame_next(frame_decoder *d, const uint8_t *buf, size_t len, bool end, frame_event *ev);

size_t __wrap_frame_next(frame_decoder *d, const uint8_t *buf, size_t len, bool end, frame_event *ev)
{
    size_t used = __real_frame_next(d, buf, len, end, ev);

    if (wrong == FORGETS_AT_CUT && ev->type == FRAME_MORE && len == 3)
        *ev = (frame_event){.type = FRAME_REFUSED, .rule = H1_RULE_FRAME_MAGIC};
    if (wrong == CONSUMES_TOO_MUCH && ev->type == FRAME_END)
        return len + 1;
    if (wrong == CHANGES_ITS_MIND && ev->type == FRAME_CLOSED && calls_after_end++ % 2 == 1)
        ev->type = FRAME_MORE;
    if (wrong == WAITS_AT_THE_END && ev->type == FRAME_CLOSED)
        ev->type = FRAME_MORE;
    return used;
}

static conf_memory memory;
static conf_ledger ledger;

static conf_result play(const char *text, enum wrong how)
{
    static conf_suite suite;

    if (ledger.count == 0)
        ledger = conf_ledger_builtin(&memory);
    conf_suite_init(&suite, &memory, &ledger);
    conf_suite_read_text(&suite, "cases/frames/1-test.case", text, strlen(text));
    assert_int_equal(suite.fault_count, 0);
    assert_int_equal(suite.case_count, 1);
    assert_string_equal(suite.cases[0]->id, "h1f1-1/a");
    wrong = how;
    calls_after_end = 0;
    return conf_play_parser(&memory, suite.cases[0], NULL);
}

static bool holds(conf_bytes bytes, const char *part)
{
    return memmem(bytes.at, bytes.len, part, strlen(part)) != NULL;
}

static void judges_what_a_decoder_says(void **state)
{
    static const struct {
        const char *text;
        const char *actual; /* a part of the first difference; NULL: none */
    } rows[] = {
        {UPLOAD "parser >: accept\n", NULL},
        {UPLOAD "parser >:\n  message 1\n    dict file_size = 2\n    payload \"hi\"\n  then end\n", NULL},
        {SHORT "parser >: refuse frame-payload-short\n", NULL},
        {REPLY "parser <:\n  message 1\n    reply rule = \"frame-magic\"\n  then end\n", NULL},
        {UPLOAD "parser >: refuse frame-magic\n", "the stream ends between frames, behind 1 frame"},
        {UPLOAD "parser >:\n  message 1\n  message 2\n  then end\n", "behind 1 frame"},
        {UPLOAD "parser >:\n  message 1\n    dict file_size = 3\n  then end\n", "file_size = 2"},
        {UPLOAD "parser >:\n  message 1\n    dict file_siz = 2\n  then end\n", "no such key"},
        {UPLOAD "parser >:\n  message 1\n    payload \"ho\"\n  then end\n", "payload of 2 bytes: hi"},
        {UPLOAD "parser >:\n  message 1\n    payload 3 bytes\n  then end\n", "payload of 2 bytes"},
        {HEAD "> H1F1\\L(\\{\"file_name\":\"a\",\"file_size\":2\\})h\nparser >: refuse frame-cut\n",
         "refuse frame-payload-short"},
        {BEFORE "parser >: refuse frame-payload-short\n", "at byte 40"},
        {NEAR "parser >: accept\n", "refuse frame-magic"},
        {REPLY "parser <:\n  message 1\n    reply status = \"stored\"\n  then end\n", "status = \"refused\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_result result = play(rows[i].text, RIGHT);
        if ((result.state == CONF_PASS) != (rows[i].actual == NULL))
            fail_msg("row %zu is %s", i, conf_state_name(result.state));
        if (rows[i].actual != NULL && !holds(result.differences[0].actual, rows[i].actual))
            fail_msg("row %zu: %.*s", i, (int)result.differences[0].actual.len,
                     (const char *)result.differences[0].actual.at);
    }
}

static void catches_a_wrong_decoder(void **state)
{
    static const struct {
        enum wrong how;
        const char *feeding, *actual;
    } rows[] = {
        {FORGETS_AT_CUT, "whole", "the stream ends between frames"},
        {CONSUMES_TOO_MUCH, "whole", "consumed more bytes than there were"},
        {CHANGES_ITS_MIND, "whole", "does not give its last event again"},
        {WAITS_AT_THE_END, "whole", "wants more behind the end"},
    };

    (void)state;
    assert_int_equal(play(UPLOAD "parser >: accept\n", RIGHT).state, CONF_PASS);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_result result = play(UPLOAD "parser >: accept\n", rows[i].how);
        assert_int_equal(result.state, CONF_FAIL);
        assert_string_equal(result.differences[0].feeding, rows[i].feeding);
        if (!holds(result.differences[0].actual, rows[i].actual))
            fail_msg("row %zu: %.*s", i, (int)result.differences[0].actual.len,
                     (const char *)result.differences[0].actual.at);
    }
}

static void names_slips_in_cases_of_frames(void **state)
{
    static const struct {
        const char *text, *said;
    } rows[] = {
        {HEAD "> a\naudit >: accept\n", "no 'audit' of frames"},
        {HEAD "> a\nparser >: incomplete\n", "'refuse RULE' of frames"},
        {HEAD "> a\nparser >:\n  message 1\n    method GET\n", "dict, payload or reply"},
        {HEAD "> a\nparser >:\n  message 1\n    reply a = 1\n", "'reply' in 'parser <'"},
        {HEAD "> a\nlimits: frames 0\nparser >: accept\n", "expected 1 to 1000 frames"},
        {"case a\ntitle: T\nneeds: h1f1-1-01\nside: request\n> a\nparser >: accept payload \"a\"\n", "side: frame"},
        {"case a\ntitle: T\nneeds: h1f1-1-01\nside: request\n> a\nlimits: plain\nparser >: accept\n", "side: frame"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        conf_suite suite;
        conf_suite_init(&suite, &memory, &ledger);
        conf_suite_read_text(&suite, "cases/frames/1-test.case", rows[i].text, strlen(rows[i].text));
        assert_int_equal(suite.case_count, 0);
        assert_int_equal(suite.fault_count, 1);
        if (strstr(suite.faults[0].text, rows[i].said) == NULL)
            fail_msg("row %zu: %s", i, suite.faults[0].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_what_a_decoder_says),
        cmocka_unit_test(catches_a_wrong_decoder),
        cmocka_unit_test(names_slips_in_cases_of_frames),
    };
    int failed = cmocka_run_group_tests_name("frames", tests, NULL, NULL);

    conf_memory_free(&memory);
    return failed;
}
