/* SPDX-License-Identifier: MIT */
/* What a finding is known by: rule, direction and element, whatever else is around it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "report/report.h"

enum { OFFSET = 1000 }; /* of the message in its direction */

typedef struct row {
    const char *piece;
    uint64_t piece_at; /* offset of the piece in the message */
    const char *place; /* text in the piece at which the place begins; NULL: behind it */
    bool head_cut, in_head;
    const char *element;
} row;

static report_item item_of(const row *r)
{
    const char *found = r->place != NULL ? strstr(r->piece, r->place) : r->piece + strlen(r->piece) + 1;

    assert_non_null(found);
    return (report_item){
        .finding = {H1_RULE_BARE_LF, H1_RESPONSES, 3, {OFFSET + r->piece_at + (uint64_t)(found - r->piece), 1}, {0, 0}},
        .file = "f",
        .message_at = OFFSET,
        .bytes = (const uint8_t *)r->piece,
        .len = strlen(r->piece),
        .bytes_at = OFFSET + r->piece_at,
        .head_cut = r->head_cut,
        .in_head = r->in_head,
    };
}

static void names_the_element_that_holds_the_place(void **state)
{
    static const row rows[] = {
        {"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", 0, "200", false, true, "start-line"},
        {"\r\n\nHTTP/1.1 200 OK\r\nA: b\r\n", 0, "200", false, true, "start-line"},
        {"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", 0, "b\r\n\r\n", false, true, "a:"},
        {"HTTP/1.1 200 OK\r\nA: b\r\n\r\nc: d\r\n", 0, "d\r\n", false, true, "content"},
        {"Server: x\n", 17, "x\n", false, true, "server:"},
        {"SERVER \t: x\n", 17, "x\n", false, true, "server:"},
        {"Server: x\n y\n", 17, "y\n", false, true, "server:"}, /* a fold */
        {"Server: x\nnone\n", 17, "none\n", false, true, "field-line"},
        {": x\n", 17, "x", false, true, "field-line"},
        {" y\n", 17, "y", false, true, "field-line"}, /* a fold without its line */
        {"rver: x\n", 19, "x", true, true, "field-line"},
        {"rver: x\nNext: y\n", 19, "y", true, true, "next:"},
        {"a\xffz\x1b[2J: x\n", 17, "x", false, true, "a\\xffz\\x1b[2j:"},
        {"5;x\r\n", 90, "x", false, false, "content"},
        {"A: b\r\n", 17, NULL, false, true, "content"}, /* the place is beyond the piece */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        report_item item = item_of(&rows[i]);
        char due[192];
        snprintf(due, sizeof due, "bare-lf response %s", rows[i].element);
        assert_string_equal(report_key_of(&item).text, due);
    }
}

static void belongs_to_the_stream_outside_of_messages(void **state)
{
    static const row r = {"A: b\r\n", 17, "b", false, true, "stream"};
    report_item item = item_of(&r);

    (void)state;
    item.finding.message = 0;
    item.finding.side = H1_REQUESTS;
    assert_string_equal(report_key_of(&item).text, "bare-lf request stream");
}

static void is_the_same_wherever_it_turns_up(void **state)
{
    static const row r = {"Server: x\n", 17, "x\n", false, true, "server:"};
    static const row moved = {"Server: quite another value\n", 170, "value\n", false, true, "server:"};
    report_item one = item_of(&r);
    report_item other = item_of(&moved);

    (void)state;
    one.client = "192.0.2.1:5";
    one.server = "192.0.2.9:80";
    other.packet = 9;
    other.stream = 7;
    other.file = "g";
    assert_string_equal(report_key_of(&one).text, report_key_of(&other).text);
}

/* A name of any length has a key that fits, and that ends as every other. */
static void cuts_long_names(void **state)
{
    char piece[4096];
    row r = {piece, 17, "@", false, true, ""};
    report_item item;
    report_key key;

    (void)state;
    memset(piece, '\x01', sizeof piece);
    memcpy(piece + sizeof piece - 4, ":@\n", 4);
    item = item_of(&r);
    key = report_key_of(&item);
    assert_in_range(strlen(key.text), 80, sizeof key.text - 2);
    assert_int_equal(key.text[strlen(key.text) - 1], ':');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_element_that_holds_the_place),
        cmocka_unit_test(belongs_to_the_stream_outside_of_messages),
        cmocka_unit_test(is_the_same_wherever_it_turns_up),
        cmocka_unit_test(cuts_long_names),
    };
    return cmocka_run_group_tests_name("key", tests, NULL, NULL);
}
