/* SPDX-License-Identifier: MIT */
/* See values.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "parser/tests/values.h"

h1_value read_exactly(reader *read, const uint8_t *value, size_t len, size_t *bad)
{
    uint8_t *copy = malloc(len > 0 ? len : 1);
    h1_value result;

    assert_non_null(copy);
    memcpy(copy, value, len);
    result = read(copy, len, bad);
    free(copy);
    return result;
}

void judge_values(reader *read, const valued *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const valued *row = &rows[i];
        size_t len = strlen(row->value);
        size_t bad = 12345;
        h1_value result = read_exactly(read, (const uint8_t *)row->value, len, &bad);
        size_t due = row->result == OK || row->result == ENDS ? len : row->at;
        if (result != row->result || bad != due)
            print_message("'%s': result %d at %zu, expected %d at %zu\n", row->value, (int)result, bad,
                          (int)row->result, due);
        assert_int_equal(result, row->result);
        assert_int_equal(bad, due);
    }
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

static void judge_law(reader *read, const uint8_t *value, size_t len)
{
    size_t bad = 0;
    size_t again = 0;
    h1_value result = read_exactly(read, value, len, &bad);

    assert_true(bad <= len);
    if (result == OK || result == ENDS)
        assert_int_equal(bad, len);
    if (result != BYTE)
        return;
    assert_true(bad < len);
    if (!is_blank(value[bad])) {
        result = read_exactly(read, value, bad + 1, &again);
        if (result != BYTE || again != bad)
            print_message("'%.*s' is refused at %zu, its first %zu bytes are not\n", (int)len, (const char *)value, bad,
                          bad + 1);
        assert_int_equal(result, BYTE);
        assert_int_equal(again, bad);
    }
    if (bad == 0 || !is_blank(value[bad - 1])) {
        result = read_exactly(read, value, bad, &again);
        if (result == BYTE)
            print_message("'%.*s' is refused at %zu, its first %zu bytes at %zu\n", (int)len, (const char *)value, bad,
                          bad, again);
        assert_int_not_equal(result, BYTE);
    }
}

void judge_every_byte(reader *read, const char *value)
{
    uint8_t bytes[128];
    size_t len = strlen(value);
    size_t bad = 0;

    assert_true(len < sizeof bytes);
    assert_int_equal(read_exactly(read, (const uint8_t *)value, len, &bad), OK);
    for (size_t at = 0; at <= len; at++) {
        judge_law(read, (const uint8_t *)value, at);
        for (unsigned byte = 0; byte < 256; byte++) {
            memcpy(bytes, value, len);
            bytes[at] = (uint8_t)byte;
            judge_law(read, bytes, at < len ? len : len + 1);
            memcpy(bytes + at + 1, value + at, len - at);
            judge_law(read, bytes, len + 1);
        }
    }
    assert_int_equal(read((const uint8_t *)value, (size_t)UINT32_MAX + 1, &bad), H1_VALUE_LONG);
    assert_int_equal(bad, UINT32_MAX);
}
