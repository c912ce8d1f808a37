/* SPDX-License-Identifier: MIT */
/* The promises of h1_stream: which events, in which order, with which spans, and what a caller may rely on.
 * What is accepted and refused stands in conformance/cases; here is how it is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <h1/h1.h>

#include "parser/src/scan/scan.h"

typedef struct reader {
    h1_stream stream;
    h1_field fields[100];
    const uint8_t *bytes;
    size_t len, at;
    h1_event ev;
} reader;

static void read_bytes(reader *r, h1_side side, h1_mode mode, const char *bytes, size_t len)
{
    memset(r, 0, sizeof *r);
    h1_stream_init(&r->stream, side, mode, NULL);
    h1_stream_fields(&r->stream, r->fields, 100);
    h1_stream_expect(&r->stream, H1_TO_OTHER);
    r->bytes = (const uint8_t *)bytes;
    r->len = len;
}

static void read_text(reader *r, h1_side side, h1_mode mode, const char *text)
{
    read_bytes(r, side, mode, text, strlen(text));
}

/* Takes one event; spans count from r->bytes + the offset before. */
static h1_event_type next(reader *r, bool end)
{
    r->at += h1_next(&r->stream, r->bytes + r->at, r->len - r->at, end, &r->ev);
    return r->ev.type;
}

static void assert_span(const reader *r, h1_span span, size_t from, const char *text)
{
    assert_int_equal(span.len, strlen(text));
    assert_memory_equal(r->bytes + from + span.at, text, span.len);
}

static void delivers_a_head_with_the_spans_of_its_parts(void **state)
{
    reader r;

    (void)state;
    read_text(&r, H1_REQUESTS, H1_STRICT,
              "PUT /a?b HTTP/1.1\r\nhOST:a\r\nX-Y: \t b c \t\r\nE:\r\nContent-Length: 0\r\n\r\n");
    assert_int_equal(next(&r, false), H1_HEAD);
    assert_true(r.ev.last);
    assert_int_equal(r.at, r.len);
    assert_span(&r, r.ev.head.method, 0, "PUT");
    assert_span(&r, r.ev.head.target, 0, "/a?b");
    assert_int_equal(r.ev.head.form, H1_FORM_ORIGIN);
    assert_int_equal(r.ev.head.fields, 4);
    assert_int_equal(r.fields[0].id, H1_FIELD_HOST);
    assert_span(&r, (h1_span){r.fields[1].name_at, r.fields[1].name_len}, 0, "X-Y");
    assert_span(&r, (h1_span){r.fields[1].value_at, r.fields[1].value_len}, 0, "b c");
    assert_int_equal(r.fields[2].value_len, 0);
    assert_int_equal(r.ev.head.framing, H1_FRAMING_LENGTH);
    assert_int_equal(r.ev.head.flags, H1_HEAD_KEEP_ALIVE | H1_HEAD_HAS_LENGTH);
    assert_int_equal(next(&r, true), H1_CLOSED);
    assert_int_equal(next(&r, true), H1_CLOSED);
}

static void delivers_a_response_with_its_reason_and_body_until_the_close(void **state)
{
    reader r;

    (void)state;
    read_text(&r, H1_RESPONSES, H1_STRICT, "HTTP/1.0 404 Not  here \r\n\r\nbody");
    assert_int_equal(next(&r, false), H1_HEAD);
    assert_false(r.ev.last);
    assert_int_equal(r.ev.head.status, 404);
    assert_int_equal(r.ev.head.minor, 0);
    assert_span(&r, r.ev.head.reason, 0, "Not  here ");
    assert_int_equal(r.ev.head.framing, H1_FRAMING_CLOSE);
    assert_int_equal(next(&r, false), H1_DATA);
    assert_int_equal(next(&r, false), H1_MORE);
    assert_int_equal(next(&r, true), H1_END);
    assert_int_equal(next(&r, true), H1_CLOSED);
}

static void keeps_an_unfinished_element_until_it_is_whole(void **state)
{
    static const char head[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    reader r;

    (void)state;
    read_text(&r, H1_REQUESTS, H1_STRICT, head);
    for (r.len = 0; r.len < sizeof head - 1; r.len++) {
        assert_int_equal(next(&r, false), H1_MORE);
        assert_int_equal(r.at, 0);
    }
    assert_int_equal(next(&r, false), H1_HEAD);
    assert_int_equal(r.at, sizeof head - 1);
    assert_int_equal(h1_stream_offset(&r.stream), sizeof head - 1);
}

static void finds_trailers_where_they_stand_behind_bytes_of_the_same_call(void **state)
{
    static const char bytes[] = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "3\r\nabc\r\n0\r\nT: railer\r\n\r\n";
    reader r;
    size_t before;

    (void)state;
    read_text(&r, H1_REQUESTS, H1_STRICT, bytes);
    assert_int_equal(next(&r, false), H1_HEAD);
    before = r.at;
    assert_int_equal(next(&r, false), H1_DATA);
    assert_span(&r, r.ev.data, before, "abc");
    assert_true(r.ev.chunk_start && r.ev.chunk_end && !r.ev.last);
    before = r.at;
    assert_int_equal(next(&r, false), H1_TRAILERS);
    assert_int_equal(r.ev.trailers.fields, 1);
    assert_span(&r, (h1_span){r.fields[0].name_at, r.fields[0].name_len}, before, "T");
    assert_span(&r, (h1_span){r.fields[0].value_at, r.fields[0].value_len}, before, "railer");
    assert_int_equal(next(&r, false), H1_END);
    assert_int_equal(r.at, sizeof bytes - 1);
}

static void tells_chunks_only_where_they_have_extensions_or_all_were_asked_for(void **state)
{
    static const char bytes[] = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "1\r\na\r\n2;x=y\r\nbc\r\n0\r\n\r\n";
    static const h1_event_type few[] = {H1_HEAD, H1_DATA, H1_CHUNK, H1_DATA, H1_END, H1_MORE};
    static const h1_event_type all[] = {H1_HEAD, H1_CHUNK, H1_DATA, H1_CHUNK, H1_DATA, H1_CHUNK, H1_END, H1_MORE};
    reader r;

    (void)state;
    read_text(&r, H1_REQUESTS, H1_STRICT, bytes);
    for (size_t i = 0; i < sizeof few / sizeof *few; i++) {
        size_t before = r.at;
        assert_int_equal(next(&r, false), few[i]);
        if (r.ev.type == H1_CHUNK) {
            assert_int_equal(r.ev.chunk.size, 2);
            assert_span(&r, r.ev.chunk.ext, before, ";x=y");
        }
    }
    read_text(&r, H1_REQUESTS, H1_STRICT, bytes);
    h1_stream_want_chunks(&r.stream, true);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_int_equal(next(&r, false), all[i]);
}

static void gives_a_fault_before_its_head_and_goes_on(void **state)
{
    reader r;

    (void)state;
    read_text(&r, H1_RESPONSES, H1_STRICT, "HTTP/1.1 204 \r\nA : b\r\nC: d\r\n e\r\n\r\n");
    assert_int_equal(next(&r, false), H1_FAULT);
    assert_int_equal(r.at, 0);
    assert_int_equal(r.ev.fault.rule, H1_RULE_FIELD_SPACE_BEFORE_COLON);
    assert_int_equal(r.ev.fault.span.at, 16);
    assert_int_equal(r.ev.fault.span.len, 1);
    assert_int_equal(next(&r, false), H1_FAULT);
    assert_int_equal(r.ev.fault.rule, H1_RULE_OBS_FOLD);
    assert_int_equal(next(&r, false), H1_HEAD);
    assert_int_equal(r.fields[1].flags, H1_FIELD_FOLDED);
    assert_span(&r, (h1_span){r.fields[1].value_at, r.fields[1].value_len}, 0, "d\r\n e");
}

static void names_both_places_of_a_clash(void **state)
{
    reader r;

    (void)state;
    read_text(&r, H1_REQUESTS, H1_STRICT,
              "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n");
    assert_int_equal(next(&r, false), H1_REFUSED);
    assert_int_equal(r.ev.fault.rule, H1_RULE_CONTENT_LENGTH_WITH_TRANSFER_ENCODING);
    assert_span(&r, r.ev.fault.span, 0, "Transfer-Encoding: chunked");
    assert_span(&r, r.ev.fault.second, 0, "Content-Length: 4");
    assert_int_equal(next(&r, true), H1_REFUSED);
    assert_int_equal(r.ev.fault.rule, H1_RULE_CONTENT_LENGTH_WITH_TRANSFER_ENCODING);
}

static void audit_stops_where_framing_cannot_be_decided(void **state)
{
    reader r;

    (void)state;
    read_text(&r, H1_REQUESTS, H1_AUDIT, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\nA: b\r\n\r\nrest");
    assert_int_equal(next(&r, true), H1_FAULT);
    assert_int_equal(r.ev.fault.rule, H1_RULE_CONTENT_LENGTH_INVALID);
    assert_span(&r, r.ev.fault.span, 0, "x");
    assert_int_equal(next(&r, true), H1_HEAD);
    assert_int_equal(r.ev.head.framing, H1_FRAMING_UNDECIDED);
    assert_int_equal(r.ev.head.fields, 3);
    assert_int_equal(next(&r, true), H1_STOPPED);
    assert_int_equal(next(&r, true), H1_STOPPED);
}

static void audit_reads_by_transfer_encoding_and_stops_behind_the_message(void **state)
{
    static const h1_event_type events[] = {H1_FAULT, H1_HEAD, H1_DATA, H1_END, H1_STOPPED};
    reader r;

    (void)state;
    read_text(
        &r, H1_RESPONSES, H1_AUDIT,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n1\r\na\r\n0\r\n\r\nHTTP/1.1 200");
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        assert_int_equal(next(&r, true), events[i]);
}

static void waits_behind_connect_until_the_answer_is_known(void **state)
{
    static const char bytes[] = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
    reader r;

    (void)state;
    read_text(&r, H1_REQUESTS, H1_STRICT, bytes);
    assert_int_equal(next(&r, false), H1_HEAD);
    assert_int_equal(r.ev.head.flags & H1_HEAD_CONNECT, H1_HEAD_CONNECT);
    assert_int_equal(next(&r, false), H1_WAIT);
    assert_int_equal(next(&r, false), H1_WAIT);
    h1_stream_resume(&r.stream, H1_AS_HTTP);
    assert_int_equal(next(&r, false), H1_HEAD);
    read_text(&r, H1_REQUESTS, H1_STRICT, bytes);
    assert_int_equal(next(&r, false), H1_HEAD);
    h1_stream_resume(&r.stream, H1_AS_TUNNEL);
    assert_int_equal(next(&r, false), H1_TUNNEL);
    assert_int_equal(r.at, r.len);
    assert_int_equal(next(&r, true), H1_CLOSED);
}

static void waits_with_a_body_until_it_knows_what_a_response_answers(void **state)
{
    static const char bytes[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabHTTP/1.1 204 \r\n\r\n";
    reader r;

    (void)state;
    read_text(&r, H1_RESPONSES, H1_STRICT, bytes);
    h1_stream_expect(&r.stream, H1_TO_UNKNOWN);
    assert_int_equal(next(&r, false), H1_HEAD);
    assert_int_equal(r.ev.head.framing, H1_FRAMING_UNDECIDED);
    assert_false(r.ev.last);
    assert_int_equal(next(&r, false), H1_WAIT);
    h1_stream_expect(&r.stream, H1_TO_OTHER);
    assert_int_equal(next(&r, false), H1_DATA);
    assert_int_equal(next(&r, false), H1_END);
    assert_int_equal(next(&r, false), H1_HEAD); /* 204 needs no request to be framed */
    assert_true(r.ev.last);
}

static void leaves_the_body_of_an_answer_to_head_out(void **state)
{
    reader r;

    (void)state;
    read_text(&r, H1_RESPONSES, H1_STRICT, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    h1_stream_expect(&r.stream, H1_TO_HEAD);
    assert_int_equal(next(&r, false), H1_HEAD);
    assert_true(r.ev.last);
    assert_int_equal(r.ev.head.content_length, 5);
    h1_stream_expect(&r.stream, H1_TO_NOTHING);
    assert_int_equal(next(&r, false), H1_REFUSED);
    assert_int_equal(r.ev.fault.rule, H1_RULE_DATA_AFTER_LAST_MESSAGE);
}

static void takes_bytes_without_a_head_as_the_reply_to_http09(void **state)
{
    reader r;

    (void)state;
    read_text(&r, H1_RESPONSES, H1_STRICT, "HTTP is a word too");
    h1_stream_expect(&r.stream, H1_TO_09);
    assert_int_equal(next(&r, true), H1_HEAD);
    assert_int_equal(r.ev.head.status, 0);
    assert_int_equal(r.ev.head.minor, 9);
    assert_int_equal(next(&r, true), H1_DATA);
    assert_int_equal(r.ev.data.len, r.len);
    assert_int_equal(next(&r, true), H1_END);
    read_text(&r, H1_RESPONSES, H1_STRICT, "HTTP/1.1 400 \r\n\r\n");
    h1_stream_expect(&r.stream, H1_TO_09);
    assert_int_equal(next(&r, true), H1_HEAD);
    assert_int_equal(r.ev.head.status, 400);
}

static void names_a_field_array_that_is_too_small(void **state)
{
    reader r;

    (void)state;
    read_text(&r, H1_REQUESTS, H1_STRICT, "GET / HTTP/1.1\r\nHost: a\r\nB: c\r\n\r\n");
    h1_stream_fields(&r.stream, r.fields, 1);
    assert_int_equal(next(&r, false), H1_REFUSED);
    assert_int_equal(r.ev.fault.rule, H1_RULE_FIELD_ARRAY_FULL);
    assert_int_equal(r.ev.fault.span.at, 25);
    read_text(&r, H1_REQUESTS, H1_STRICT, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    h1_stream_fields(&r.stream, NULL, 0);
    assert_int_equal(next(&r, false), H1_REFUSED);
}

static void names_a_field_array_that_was_taken_away(void **state)
{
    reader r;

    (void)state;
    read_text(&r, H1_REQUESTS, H1_STRICT, "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(next(&r, false), H1_HEAD);
    h1_stream_fields(&r.stream, NULL, 0);
    assert_int_equal(next(&r, false), H1_REFUSED);
    assert_int_equal(r.ev.fault.rule, H1_RULE_FIELD_ARRAY_FULL);
    assert_int_equal(r.ev.fault.span.at, 16);
}

/* What a connection option says is told by all of its letters. */
static void takes_no_other_word_for_keep_alive_or_close(void **state)
{
    static const struct {
        const char *bytes;
        uint8_t flag;
    } rows[] = {
        {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", H1_HEAD_KEEP_ALIVE},
        {"GET / HTTP/1.0\r\nConnection: keep-alike\r\n\r\n", 0},
        {"GET / HTTP/1.0\r\nConnection: keep-alxve\r\n\r\n", 0},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: CLOSE\r\n\r\n", 0},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: clost\r\n\r\n", H1_HEAD_KEEP_ALIVE},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnectiox: close\r\n\r\n", H1_HEAD_KEEP_ALIVE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        reader r;
        read_text(&r, H1_REQUESTS, H1_STRICT, rows[i].bytes);
        assert_int_equal(next(&r, false), H1_HEAD);
        assert_int_equal(r.ev.head.flags & H1_HEAD_KEEP_ALIVE, rows[i].flag);
    }
}

/* "a buffer of limits.head + 1 bytes never meets MORE without progress" */
static void never_asks_for_more_than_the_limit_of_a_head(void **state)
{
    h1_limits limits = h1_default_limits;
    uint8_t bytes[301];
    reader r;

    (void)state;
    limits.head = 300;
    for (int byte = 0; byte < 256; byte++) {
        memset(bytes, byte, sizeof bytes);
        memcpy(bytes, "GET / HTTP/1.1\r\nHost: a\r\nX: ", 28);
        read_bytes(&r, H1_REQUESTS, H1_AUDIT, (const char *)bytes, sizeof bytes);
        r.stream.limits = &limits;
        while (next(&r, false) == H1_FAULT)
            continue;
        assert_true(r.ev.type != H1_MORE || r.at > 0);
    }
}

static void holds_the_limit_of_a_head_that_is_shorter_than_those_of_its_lines(void **state)
{
    static const char bytes[] = "GET / HTTP/1.1\r\nHost: a\r\nB: c\r\n\r\n";
    h1_limits limits = h1_default_limits;
    reader r;

    (void)state;
    for (uint32_t head = 20; head < sizeof bytes; head++) {
        limits.head = head;
        read_text(&r, H1_REQUESTS, H1_STRICT, bytes);
        h1_stream_init(&r.stream, H1_REQUESTS, H1_STRICT, &limits);
        h1_stream_fields(&r.stream, r.fields, 100);
        if (head == sizeof bytes - 1) {
            assert_int_equal(next(&r, false), H1_HEAD);
            continue;
        }
        assert_int_equal(next(&r, false), H1_REFUSED);
        assert_int_equal(r.ev.fault.rule, H1_RULE_HEAD_LIMIT);
        assert_int_equal(r.ev.fault.span.at, head);
        assert_int_equal(r.ev.fault.span.len, 1);
    }
}

static void counts_the_digits_of_a_chunk_size_for_its_limit(void **state)
{
    h1_limits limits = h1_default_limits;
    reader r;
    size_t behind_head;

    (void)state;
    limits.chunk_ext = 2;
    read_text(&r, H1_RESPONSES, H1_STRICT,
              "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n01\r\na\r\n001\r\nb\r\n");
    h1_stream_init(&r.stream, H1_RESPONSES, H1_STRICT, &limits);
    h1_stream_fields(&r.stream, r.fields, 100);
    h1_stream_expect(&r.stream, H1_TO_OTHER);
    assert_int_equal(next(&r, false), H1_HEAD);
    assert_int_equal(next(&r, false), H1_DATA);
    behind_head = r.at;
    assert_int_equal(next(&r, false), H1_REFUSED);
    assert_int_equal(r.ev.fault.rule, H1_RULE_CHUNK_EXT_LIMIT);
    assert_int_equal(behind_head + r.ev.fault.span.at, 54);
    assert_int_equal(r.ev.fault.span.len, 1);
}

static void holds_the_limits_of_field_lines_where_there_are_none(void **state)
{
    h1_limits limits = h1_default_limits;
    reader r;

    (void)state;
    limits.field_line = 5;
    read_text(&r, H1_REQUESTS, H1_STRICT, "GET / HTTP/1.0\r\n\r\n");
    h1_stream_init(&r.stream, H1_REQUESTS, H1_STRICT, &limits);
    h1_stream_fields(&r.stream, r.fields, 100);
    assert_int_equal(next(&r, false), H1_HEAD);
    assert_int_equal(r.ev.head.fields, 0);
}

/* "A server that receives a 100-continue expectation in an HTTP/1.0 request MUST ignore that expectation", and of
 * responses none is told: RFC 9110 section 10.1.1. */
static void minds_an_expectation_in_requests_of_http11_alone(void **state)
{
    static const struct {
        h1_side side;
        const char *bytes;
        uint8_t flag;
    } rows[] = {
        {H1_REQUESTS, "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n\r\n", H1_HEAD_EXPECT_CONTINUE},
        {H1_REQUESTS, "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100\r\n\r\n", 0},
        {H1_REQUESTS, "GET / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\n\r\n", 0},
        {H1_RESPONSES, "HTTP/1.1 204 \r\nExpect: 100-continue\r\n\r\n", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        reader r;
        read_text(&r, rows[i].side, H1_STRICT, rows[i].bytes);
        assert_int_equal(next(&r, false), H1_HEAD);
        assert_int_equal(r.ev.head.flags & H1_HEAD_EXPECT_CONTINUE, rows[i].flag);
    }
}

static void opens_the_tunnel_when_it_learns_that_connect_was_answered(void **state)
{
    reader r;

    (void)state;
    read_text(&r, H1_RESPONSES, H1_STRICT, "HTTP/1.1 200 OK\r\n\r\n\x16\x03");
    h1_stream_expect(&r.stream, H1_TO_UNKNOWN);
    assert_int_equal(next(&r, false), H1_HEAD);
    assert_int_equal(next(&r, false), H1_WAIT);
    h1_stream_expect(&r.stream, H1_TO_CONNECT);
    assert_int_equal(next(&r, false), H1_TUNNEL);
    assert_int_equal(r.at, r.len);
}

/* What is expected can be said late; a head that has begun is a head all the same. */
static void goes_on_in_a_head_that_turns_out_to_answer_http09(void **state)
{
    const h1i_kernel *kernel = h1i_scan_kernel();
    reader r;

    (void)state;
    for (int by_reference = 0; by_reference < 2; by_reference++) {
        if (by_reference)
            assert_true(h1i_scan_force("none"));
        read_text(&r, H1_RESPONSES, H1_STRICT, "HTTP/1.1 204 \r\n\r\n");
        r.len = 10;
        assert_int_equal(next(&r, false), H1_MORE);
        h1_stream_expect(&r.stream, H1_TO_09);
        r.len = 17;
        assert_int_equal(next(&r, false), H1_HEAD);
        assert_int_equal(r.ev.head.status, 204);
    }
    h1i_scan_use(kernel);
}

static void takes_calls_without_bytes(void **state)
{
    h1_stream s;
    h1_event ev;

    (void)state;
    h1_stream_init(&s, H1_REQUESTS, H1_STRICT, NULL);
    assert_int_equal(h1_next(&s, NULL, 0, false, &ev), 0);
    assert_int_equal(ev.type, H1_MORE);
    assert_int_equal(h1_next(&s, NULL, 0, true, &ev), 0);
    assert_int_equal(ev.type, H1_CLOSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delivers_a_head_with_the_spans_of_its_parts),
        cmocka_unit_test(delivers_a_response_with_its_reason_and_body_until_the_close),
        cmocka_unit_test(keeps_an_unfinished_element_until_it_is_whole),
        cmocka_unit_test(finds_trailers_where_they_stand_behind_bytes_of_the_same_call),
        cmocka_unit_test(tells_chunks_only_where_they_have_extensions_or_all_were_asked_for),
        cmocka_unit_test(gives_a_fault_before_its_head_and_goes_on),
        cmocka_unit_test(names_both_places_of_a_clash),
        cmocka_unit_test(audit_stops_where_framing_cannot_be_decided),
        cmocka_unit_test(audit_reads_by_transfer_encoding_and_stops_behind_the_message),
        cmocka_unit_test(waits_behind_connect_until_the_answer_is_known),
        cmocka_unit_test(waits_with_a_body_until_it_knows_what_a_response_answers),
        cmocka_unit_test(leaves_the_body_of_an_answer_to_head_out),
        cmocka_unit_test(takes_bytes_without_a_head_as_the_reply_to_http09),
        cmocka_unit_test(names_a_field_array_that_is_too_small),
        cmocka_unit_test(names_a_field_array_that_was_taken_away),
        cmocka_unit_test(takes_no_other_word_for_keep_alive_or_close),
        cmocka_unit_test(never_asks_for_more_than_the_limit_of_a_head),
        cmocka_unit_test(holds_the_limit_of_a_head_that_is_shorter_than_those_of_its_lines),
        cmocka_unit_test(counts_the_digits_of_a_chunk_size_for_its_limit),
        cmocka_unit_test(holds_the_limits_of_field_lines_where_there_are_none),
        cmocka_unit_test(minds_an_expectation_in_requests_of_http11_alone),
        cmocka_unit_test(opens_the_tunnel_when_it_learns_that_connect_was_answered),
        cmocka_unit_test(goes_on_in_a_head_that_turns_out_to_answer_http09),
        cmocka_unit_test(takes_calls_without_bytes),
    };
    return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
