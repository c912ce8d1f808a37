/* SPDX-License-Identifier: MIT */
/* The faults of whole messages: which rule is broken, and by which bytes. Most of them stand in conformance/cases; here
 * are those that take two places of the grammar to meet, and what audit says of a second fault of a kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <h1/h1.h>

enum { MOST_FAULTS = 3 };

/* Bytes of one direction, read to their end. */
typedef struct row {
    h1_side side;
    h1_mode mode;
    h1_answers answers;
    const char *bytes;
    struct {
        h1_rule rule;
        uint64_t at;
        uint32_t len;
    } faults[MOST_FAULTS]; /* in their order; the first without a rule ends them */
    h1_event_type last;    /* the event after which nothing new comes */
} row;

static bool is_last(h1_event_type type)
{
    return type == H1_CLOSED || type == H1_INCOMPLETE || type == H1_REFUSED || type == H1_STOPPED || type == H1_WAIT;
}

static void check(const row *r)
{
    const uint8_t *bytes = (const uint8_t *)r->bytes;
    const size_t len = strlen(r->bytes);
    h1_field fields[10];
    h1_stream s;
    h1_event ev;
    size_t at = 0;
    size_t seen = 0;

    print_message("[ bytes ] %s\n", r->bytes);
    h1_stream_init(&s, r->side, r->mode, NULL);
    h1_stream_fields(&s, fields, 10);
    h1_stream_expect(&s, r->answers);
    do {
        size_t used = h1_next(&s, bytes + at, len - at, true, &ev);
        if (ev.type == H1_FAULT || ev.type == H1_REFUSED) {
            assert_true(seen < MOST_FAULTS);
            assert_int_equal(ev.fault.rule, r->faults[seen].rule);
            assert_int_equal(at + ev.fault.span.at, r->faults[seen].at);
            assert_int_equal(ev.fault.span.len, r->faults[seen].len);
            seen++;
        }
        at += used;
    } while (!is_last(ev.type));
    assert_int_equal(ev.type, r->last);
    assert_true(seen == MOST_FAULTS || r->faults[seen].rule == H1_RULE_NONE);
}

static void check_each(const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check(&rows[i]);
}

#define COUNT(rows)   (sizeof(rows) / sizeof *(rows))
#define STRICT        H1_REQUESTS, H1_STRICT, H1_TO_OTHER
#define AUDIT         H1_REQUESTS, H1_AUDIT, H1_TO_OTHER
#define STRICT_ANSWER H1_RESPONSES, H1_STRICT, H1_TO_OTHER
#define AUDIT_ANSWER  H1_RESPONSES, H1_AUDIT, H1_TO_OTHER
#define CHUNKED       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" /* 47 bytes */
#define END_OF_BODY   "\r\na\r\n0\r\n\r\n"

static void names_the_byte_that_no_chunk_extension_has(void **state)
{
    static const row rows[] = {
        {STRICT_ANSWER, CHUNKED "1;a  b" END_OF_BODY, {{H1_RULE_CHUNK_EXT_INVALID, 52, 1}}, H1_REFUSED},
        {STRICT_ANSWER, CHUNKED "1;a=," END_OF_BODY, {{H1_RULE_CHUNK_EXT_INVALID, 51, 1}}, H1_REFUSED},
        {STRICT_ANSWER, CHUNKED "1;a=\"\x7F\"" END_OF_BODY, {{H1_RULE_CHUNK_EXT_INVALID, 52, 1}}, H1_REFUSED},
        {STRICT_ANSWER, CHUNKED "1;a=\"\\\x01\"" END_OF_BODY, {{H1_RULE_CHUNK_EXT_INVALID, 53, 1}}, H1_REFUSED},
    };

    (void)state;
    check_each(rows, COUNT(rows));
}

static void tolerates_white_space_in_chunk_extensions_and_says_so_once(void **state)
{
    static const row rows[] = {
        {STRICT_ANSWER, CHUNKED "1;a \t=b" END_OF_BODY, {{H1_RULE_CHUNK_EXT_WHITESPACE, 50, 1}}, H1_CLOSED},
        {STRICT_ANSWER, CHUNKED "1;a ;\tb" END_OF_BODY, {{H1_RULE_CHUNK_EXT_WHITESPACE, 50, 1}}, H1_CLOSED},
        {STRICT_ANSWER, CHUNKED "1;a=\"\t\\\t\xE4\"" END_OF_BODY, {{H1_RULE_NONE, 0, 0}}, H1_CLOSED},
    };

    (void)state;
    check_each(rows, COUNT(rows));
}

static void forbids_in_trailers_what_frames_and_nothing_else(void **state)
{
    static const row rows[] = {
        {STRICT_ANSWER, CHUNKED "0\r\nTransfer-Encoding: a\r\n\r\n", {{H1_RULE_TRAILER_FORBIDDEN, 50, 17}}, H1_CLOSED},
        {STRICT_ANSWER, CHUNKED "0\r\nExpect: a\r\nUpgrade: b\r\n\r\n", {{H1_RULE_NONE, 0, 0}}, H1_CLOSED},
    };

    (void)state;
    check_each(rows, COUNT(rows));
}

/* RFC 9110 section 8.6 forbids Content-Length in 1xx to senders; whoever reads 101 has no use for it. */
static void reads_on_behind_framing_fields_of_an_answer_that_has_no_body(void **state)
{
    static const row rows[] = {
        {STRICT_ANSWER, "HTTP/1.1 101 \r\nContent-Length: 5\r\n\r\n", {{H1_RULE_NONE, 0, 0}}, H1_CLOSED},
        {STRICT_ANSWER,
         "HTTP/1.1 101 \r\nContent-Length: x\r\n\r\n",
         {{H1_RULE_CONTENT_LENGTH_INVALID, 31, 1}},
         H1_REFUSED},
        {AUDIT_ANSWER,
         "HTTP/1.1 101 \r\nContent-Length: x\r\n\r\n",
         {{H1_RULE_CONTENT_LENGTH_INVALID, 31, 1}},
         H1_CLOSED},
        {AUDIT_ANSWER,
         "HTTP/1.1 204 \r\nContent-Length: x\r\n\r\n",
         {{H1_RULE_CONTENT_LENGTH_INVALID, 31, 1}},
         H1_CLOSED},
        {AUDIT_ANSWER,
         "HTTP/1.1 200 \r\nContent-Length: x\r\n\r\n",
         {{H1_RULE_CONTENT_LENGTH_INVALID, 31, 1}},
         H1_STOPPED},
    };

    (void)state;
    check_each(rows, COUNT(rows));
}

static void names_the_first_control_of_a_reason_phrase_alone(void **state)
{
    static const row rows[] = {
        {AUDIT_ANSWER, "HTTP/1.1 204 a\x01\x02\x7F b\r\n\r\n", {{H1_RULE_REASON_BYTE, 14, 1}}, H1_CLOSED},
        {STRICT_ANSWER, "HTTP/1.1 204 a\x01\r\n\r\n", {{H1_RULE_REASON_BYTE, 14, 1}}, H1_REFUSED},
    };

    (void)state;
    check_each(rows, COUNT(rows));
}

#define CODING "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " /* the value starts at 45 */

static void names_the_byte_at_which_a_transfer_coding_goes_wrong(void **state)
{
    static const row rows[] = {
        {STRICT, CODING "a;b=@, chunked\r\n\r\n", {{H1_RULE_TRANSFER_ENCODING_INVALID, 49, 10}}, H1_REFUSED},
        {STRICT, CODING "a;b=\"c, chunked\r\n\r\n", {{H1_RULE_TRANSFER_ENCODING_INVALID, 59, 1}}, H1_REFUSED},
        {AUDIT,
         CODING "a;b=\"\x01\", chunked\r\n\r\n",
         {{H1_RULE_FIELD_VALUE_CONTROL, 50, 1}, {H1_RULE_TRANSFER_ENCODING_INVALID, 50, 11}},
         H1_STOPPED},
    };

    (void)state;
    check_each(rows, COUNT(rows));
}

static void names_both_faults_of_an_authority(void **state)
{
    static const row rows[] = {
        {AUDIT,
         "GET http://:@:/ HTTP/1.1\r\nHost: \r\n\r\n",
         {{H1_RULE_TARGET_HOST_EMPTY, 11, 1}, {H1_RULE_TARGET_USERINFO, 12, 1}},
         H1_CLOSED},
        {AUDIT,
         "GET http://a:655369/ HTTP/1.1\r\nHost: a\r\n\r\n",
         {{H1_RULE_TARGET_PORT, 17, 1}, {H1_RULE_HOST_MISMATCH, 37, 1}},
         H1_CLOSED},
        {AUDIT,
         "GET foo://u@a%00/ HTTP/1.1\r\nHost: a\r\n\r\n",
         {{H1_RULE_TARGET_HOST_NUL, 15, 1}, {H1_RULE_HOST_MISMATCH, 34, 1}},
         H1_CLOSED},
        {STRICT, "GET foo:/b HTTP/1.1\r\nHost: a\r\n\r\n", {{H1_RULE_HOST_MISMATCH, 27, 1}}, H1_CLOSED},
        {STRICT, "GET foo:/b HTTP/1.1\r\nHost: \r\n\r\n", {{H1_RULE_NONE, 0, 0}}, H1_CLOSED},
    };

    (void)state;
    check_each(rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_byte_that_no_chunk_extension_has),
        cmocka_unit_test(tolerates_white_space_in_chunk_extensions_and_says_so_once),
        cmocka_unit_test(forbids_in_trailers_what_frames_and_nothing_else),
        cmocka_unit_test(reads_on_behind_framing_fields_of_an_answer_that_has_no_body),
        cmocka_unit_test(names_the_first_control_of_a_reason_phrase_alone),
        cmocka_unit_test(names_the_byte_at_which_a_transfer_coding_goes_wrong),
        cmocka_unit_test(names_both_faults_of_an_authority),
    };
    return cmocka_run_group_tests_name("faults", tests, NULL, NULL);
}
