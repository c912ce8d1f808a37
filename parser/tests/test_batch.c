/* SPDX-License-Identifier: MIT */
/* h1_next_n() says what h1_next() says, however large the batch and the array are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <h1/h1.h>

static const char BYTES[] = "GET /1 HTTP/1.1\r\nHost: a\r\nA: b\r\n\r\n"
                            "POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                            "1;x\r\na\r\n2\r\nbc\r\n0\r\nT: u\r\n\r\n"
                            "\r\nGET /3 HTTP/1.1\r\nHost: a\r\nConnection: ,close\r\n\r\n";

/* What was said, in words that don't depend on how it was asked. */
typedef struct script {
    char text[4096];
    size_t len;
} script;

static void write_span(script *s, const char *what, uint64_t base, uint32_t at, uint32_t len)
{
    s->len += (size_t)snprintf(s->text + s->len, sizeof s->text - s->len, " %s=%llu+%u", what,
                               (unsigned long long)(base + at), len);
}

static void write_fields(script *s, uint64_t base, const h1_field *fields, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        write_span(s, "name", base, fields[i].name_at, fields[i].name_len);
        write_span(s, "value", base, fields[i].value_at, fields[i].value_len);
    }
}

static void write_event(script *s, uint64_t base, const h1_event *ev, const h1_field *fields)
{
    s->len += (size_t)snprintf(s->text + s->len, sizeof s->text - s->len, "\n%d", (int)ev->type);
    if (ev->type == H1_HEAD) {
        write_span(s, "target", base, ev->head.target.at, ev->head.target.len);
        write_fields(s, base, fields + ev->head.first_field, ev->head.fields);
    }
    if (ev->type == H1_DATA)
        write_span(s, "data", base, ev->data.at, ev->data.len);
    if (ev->type == H1_CHUNK)
        write_span(s, "ext", base, ev->chunk.ext.at, ev->chunk.ext.len);
    if (ev->type == H1_FAULT || ev->type == H1_REFUSED)
        write_span(s, "fault", base, ev->fault.span.at, ev->fault.span.len);
    if (ev->type == H1_TRAILERS)
        write_fields(s, base, fields + ev->trailers.first_field, ev->trailers.fields);
}

/* Reads BYTES in pieces, in batches of n, with room for that many fields. */
static void read_in_batches(script *out, size_t piece, size_t n, uint16_t capacity)
{
    h1_field *fields = calloc(capacity, sizeof *fields);
    h1_event *ev = calloc(n, sizeof *ev);
    h1_stream s;
    size_t done = 0;
    bool open = true;

    out->len = 0;
    h1_stream_init(&s, H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&s, fields, capacity);
    for (size_t here = 0; open;) {
        bool end = here == sizeof BYTES - 1;
        size_t got;
        size_t used = h1_next_n(&s, (const uint8_t *)BYTES + done, here - done, end, ev, n, &got);
        assert_in_range(got, 1, n);
        for (size_t i = 0; i < got; i++) {
            if (ev[i].type != H1_MORE)
                write_event(out, done, &ev[i], fields);
        }
        done += used;
        open = ev[got - 1].type != H1_CLOSED && ev[got - 1].type != H1_REFUSED;
        if (ev[got - 1].type == H1_MORE && used == 0)
            here = here + piece < sizeof BYTES - 1 ? here + piece : sizeof BYTES - 1;
    }
    free(ev);
    free(fields);
}

static void says_the_same_in_batches_of_any_size(void **state)
{
    static script one_by_one;
    static script batched;
    static const uint16_t rooms[] = {3, 4, 5, 8, 100};

    (void)state;
    read_in_batches(&one_by_one, sizeof BYTES, 1, 100);
    assert_true(one_by_one.len > 100);
    for (size_t n = 1; n < 20; n++) {
        for (size_t room = 0; room < sizeof rooms / sizeof *rooms; room++) {
            for (size_t piece = 7; piece < sizeof BYTES; piece += 9) {
                read_in_batches(&batched, piece, n, rooms[room]);
                assert_string_equal(batched.text, one_by_one.text);
            }
        }
    }
}

/* Read on by h1_next(), the bytes coming in steps, until there is an event. */
static void read_on(h1_stream *s, const char *bytes, size_t here, size_t whole, size_t step, h1_event *ev)
{
    size_t used;

    for (;;) {
        here = here + step < whole ? here + step : whole;
        used = h1_next(s, (const uint8_t *)bytes, here, false, ev);
        if (ev->type != H1_MORE)
            break;
        assert_int_equal(used, 0);
    }
    assert_int_equal(used, whole);
    assert_int_equal(ev->type, H1_HEAD);
}

static void goes_on_where_a_batch_was_cut(size_t cut, size_t step)
{
    static const char bytes[] =
        "GET /1 HTTP/1.1\r\nHost: a\r\nA: b\r\n\r\nGET /2 HTTP/1.1\r\nHost: c\r\nDef: g\r\n\r\n";
    const char *second = bytes + 34;
    h1_field fields[8];
    h1_event ev[4];
    h1_stream s;
    size_t got;

    h1_stream_init(&s, H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&s, fields, 8);
    assert_int_equal(h1_next_n(&s, (const uint8_t *)bytes, cut, false, ev, 4, &got), 34);
    assert_int_equal(ev[0].type, H1_HEAD);
    read_on(&s, second, cut - 34, sizeof bytes - 1 - 34, step, ev);
    assert_int_equal(ev[0].head.first_field, 0);
    assert_int_equal(ev[0].head.fields, 2);
    assert_int_equal(fields[0].id, H1_FIELD_HOST);
    assert_memory_equal(second + fields[0].value_at, "c", 1);
    assert_memory_equal(second + fields[1].name_at, "Def", 3);
    assert_memory_equal(second + fields[1].value_at, "g", 1);
}

/* A head that is cut behind another head, and then read by h1_next(): its fields stand at the array's start. */
static void goes_on_alone_where_a_batch_was_cut(void **state)
{
    (void)state;
    for (size_t cut = 35; cut < 70; cut++) {
        for (size_t step = 1; step <= 36; step++)
            goes_on_where_a_batch_was_cut(cut, step);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_the_same_in_batches_of_any_size),
        cmocka_unit_test(goes_on_alone_where_a_batch_was_cut),
    };
    return cmocka_run_group_tests_name("batch", tests, NULL, NULL);
}
