/* SPDX-License-Identifier: MIT */
/* What the writer writes reads back as it was meant; what doesn't is refused, with the rule and the byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <h1/write.h>

/* The same bytes, in an initializer and as an argument. */
#define IS(text)                                                                                                       \
    {                                                                                                                  \
        (text), sizeof(text) - 1                                                                                       \
    }
#define BYTES(text) ((h1_bytes)IS(text))

static uint8_t buf[1024];
static h1_field scratch[8];
static h1_written written;

static void assert_written(h1_write_result result, const char *text)
{
    assert_int_equal(result, H1_WRITE_OK);
    assert_int_equal(written.len, strlen(text));
    assert_memory_equal(buf, text, written.len);
}

static void writes_a_request_that_reads_back_as_it_was_meant(void **state)
{
    static const h1_field_text fields[] = {{IS("Host"), IS("a.example")}, {IS("X"), IS("")}};

    (void)state;
    assert_written(h1_write_request(BYTES("PUT"), BYTES("/a?b"), fields, 2, scratch, buf, sizeof buf, &written),
                   "PUT /a?b HTTP/1.1\r\nHost: a.example\r\nX: \r\n\r\n");
    assert_int_equal(scratch[1].name_at, 36);
}

static void writes_a_response_for_what_it_answers(void **state)
{
    static const h1_field_text fields[] = {{IS("Content-Length"), IS("5")}};

    (void)state;
    assert_written(h1_write_response(200, BYTES("OK"), H1_TO_OTHER, fields, 1, scratch, buf, sizeof buf, &written),
                   "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    assert_written(h1_write_response(304, BYTES(""), H1_TO_HEAD, NULL, 0, NULL, buf, sizeof buf, &written),
                   "HTTP/1.1 304 \r\n\r\n");
    assert_written(h1_write_response(200, BYTES(""), H1_TO_CONNECT, NULL, 0, NULL, buf, sizeof buf, &written),
                   "HTTP/1.1 200 \r\n\r\n");
    assert_written(h1_write_response(200, BYTES("A  b "), H1_TO_UNKNOWN, NULL, 0, NULL, buf, sizeof buf, &written),
                   "HTTP/1.1 200 A  b \r\n\r\n");
}

static void writes_chunks_and_trailers(void **state)
{
    static const h1_field_text fields[] = {{IS("T"), IS("railer")}};

    (void)state;
    assert_written(h1_write_chunk(0x1aF, BYTES(""), buf, sizeof buf, &written), "1af\r\n");
    assert_written(h1_write_chunk(INT64_MAX, BYTES(";a=\"b\""), buf, sizeof buf, &written),
                   "7fffffffffffffff;a=\"b\"\r\n");
    assert_written(h1_write_last_chunk(fields, 1, scratch, buf, sizeof buf, &written), "0\r\nT: railer\r\n\r\n");
    assert_written(h1_write_last_chunk(NULL, 0, NULL, buf, sizeof buf, &written), "0\r\n\r\n");
}

static void refuses_a_request_that_the_parser_would_refuse(void **state)
{
    static const struct {
        h1_bytes method, target, name, value;
        h1_write_result result;
        h1_rule rule;
        uint32_t at;
    } rows[] = {
        {IS("G@T"), IS("/"), IS("Host"), IS("a"), H1_WRITE_REFUSED, H1_RULE_METHOD_INVALID, 1},
        {IS("GET"), IS("/ü"), IS("Host"), IS("a"), H1_WRITE_REFUSED, H1_RULE_TARGET_BYTE, 5},
        {IS("GET"), IS("/"), IS("X"), IS("a"), H1_WRITE_REFUSED, H1_RULE_HOST_MISSING, 4},
        {IS("GET"), IS("/"), IS("Host"), IS("a\r\nX: b"), H1_WRITE_REFUSED, H1_RULE_BARE_CR, 23},
        {IS("GET"), IS("/"), IS("Host"), IS("a\nX: b"), H1_WRITE_REFUSED, H1_RULE_BARE_LF, 23},
        {IS("GET"), IS("/ HTTP/1.1\r\nX: b\r\n"), IS("Host"), IS("a"), H1_WRITE_REFUSED, H1_RULE_BARE_CR, 14},
        {IS("GET"), IS("/"), IS("Host "), IS("a"), H1_WRITE_REFUSED, H1_RULE_FIELD_SPACE_BEFORE_COLON, 20},
        {IS("GET"), IS("/"), IS("Connection"), IS(",a"), H1_WRITE_REFUSED, H1_RULE_LIST_EMPTY_ELEMENT, 28},
        {IS("GET"), IS("/"), IS("Host:x"), IS("a"), H1_WRITE_REFUSED, H1_RULE_HOST_INVALID, 23},
        {IS("GET"), IS("/"), IS("Host"), IS("a "), H1_WRITE_ALTERED, H1_RULE_NONE, 22},
        {IS("GET"), IS("/"), IS("host"), IS(" "), H1_WRITE_ALTERED, H1_RULE_NONE, 21},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        h1_field_text field = {rows[i].name, rows[i].value};
        print_message("[ row ] %zu\n", i);
        assert_int_equal(
            h1_write_request(rows[i].method, rows[i].target, &field, 1, scratch, buf, sizeof buf, &written),
            rows[i].result);
        assert_int_equal(written.fault.rule, rows[i].rule);
        assert_int_equal(written.fault.span.at, rows[i].at);
    }
}

static void refuses_what_would_be_read_as_something_else(void **state)
{
    static const h1_field_text colon[] = {{IS("Host"), IS("a")}, {IS("X:y"), IS("b")}};
    static const h1_field_text length[] = {{IS("Content-Length"), IS("5")}};

    (void)state;
    assert_int_equal(h1_write_request(BYTES("GET"), BYTES("/"), colon, 2, scratch, buf, sizeof buf, &written),
                     H1_WRITE_ALTERED);
    assert_int_equal(written.fault.span.at, 25);
    assert_int_equal(h1_write_chunk(0, BYTES(""), buf, sizeof buf, &written), H1_WRITE_ALTERED);
    assert_int_equal(h1_write_chunk(5, BYTES("0"), buf, sizeof buf, &written), H1_WRITE_ALTERED);
    assert_int_equal(h1_write_chunk(5, BYTES(" ;a"), buf, sizeof buf, &written), H1_WRITE_REFUSED);
    assert_int_equal(written.fault.rule, H1_RULE_CHUNK_EXT_WHITESPACE);
    assert_int_equal(h1_write_chunk(UINT64_MAX, BYTES(""), buf, sizeof buf, &written), H1_WRITE_REFUSED);
    assert_int_equal(h1_write_last_chunk(length, 1, scratch, buf, sizeof buf, &written), H1_WRITE_REFUSED);
    assert_int_equal(written.fault.rule, H1_RULE_TRAILER_FORBIDDEN);
    assert_int_equal(h1_write_response(99, BYTES(""), H1_TO_OTHER, NULL, 0, NULL, buf, sizeof buf, &written),
                     H1_WRITE_REFUSED);
    assert_int_equal(h1_write_response(1200, BYTES(""), H1_TO_OTHER, NULL, 0, NULL, buf, sizeof buf, &written),
                     H1_WRITE_ALTERED);
}

static void says_how_much_room_it_needs(void **state)
{
    static const h1_field_text fields[] = {{IS("Host"), IS("a")}};

    (void)state;
    for (size_t size = 0; size < 27; size++) {
        memset(buf, 0x5E, sizeof buf);
        assert_int_equal(h1_write_request(BYTES("GET"), BYTES("/"), fields, 1, scratch, buf, size, &written),
                         H1_WRITE_NO_ROOM);
        assert_int_equal(written.len, 27);
        assert_int_equal(buf[size], 0x5E);
    }
    assert_int_equal(h1_write_request(BYTES("GET"), BYTES("/"), fields, 1, scratch, buf, 27, &written), H1_WRITE_OK);
    assert_int_equal(h1_write_response(204, BYTES("No"), H1_TO_OTHER, NULL, 0, NULL, buf, 18, &written),
                     H1_WRITE_NO_ROOM);
    assert_int_equal(written.len, 19);
    assert_int_equal(h1_write_chunk(16, BYTES(";a"), buf, 5, &written), H1_WRITE_NO_ROOM);
    assert_int_equal(written.len, 6);
    assert_int_equal(h1_write_last_chunk(fields, 1, scratch, buf, 13, &written), H1_WRITE_NO_ROOM);
    assert_int_equal(written.len, 14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_a_request_that_reads_back_as_it_was_meant),
        cmocka_unit_test(writes_a_response_for_what_it_answers),
        cmocka_unit_test(writes_chunks_and_trailers),
        cmocka_unit_test(refuses_a_request_that_the_parser_would_refuse),
        cmocka_unit_test(refuses_what_would_be_read_as_something_else),
        cmocka_unit_test(says_how_much_room_it_needs),
    };
    return cmocka_run_group_tests_name("write", tests, NULL, NULL);
}
