/* SPDX-License-Identifier: MIT */
/* Every string of up to four symbols, in each place of a chunked body: with the fast path in use a stream says what it
 * says without. The symbols are those at which the grammar of chunk lines turns; lanes are leading zeros and bytes of
 * an extension before the string. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "parser/src/scan/scan.h"
#include "parser/tests/chunk_body.h"
#include "parser/tests/short_strings.h"
#include "parser/tests/trace.h"

enum { LONGEST = 4, MOST_BYTES = 256 };

#define HEAD "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

static const struct context {
    const char *name;
    const char *before, *behind;
} CONTEXTS[] = {
    {"chunk-size", HEAD, "\r\nhello\r\n0\r\n\r\n"},
    {"behind eight digits", HEAD "00000000", "\r\nhello\r\n0\r\n\r\n"},
    {"chunk-ext", HEAD "5;a", "\r\nhello\r\n0\r\n\r\n"},
    {"quoted value", HEAD "5;a=\"", "\"\r\nhello\r\n0\r\n\r\n"},
    {"behind chunk data", HEAD "5\r\nhello", "\r\n0\r\n\r\n"},
    {"next chunk-size", HEAD "5\r\nhello\r\n", "\r\nhello\r\n0\r\n\r\n"},
    {"trailer section", HEAD "5\r\nhello\r\n0\r\n", "\r\n\r\n"},
};

static size_t compose(uint8_t *bytes, const struct context *c, const char *string, size_t len)
{
    size_t before = strlen(c->before);
    size_t behind = strlen(c->behind);

    memcpy(bytes, c->before, before);
    memcpy(bytes + before, string, len);
    memcpy(bytes + before + len, c->behind, behind);
    return before + len + behind;
}

static const h1i_kernel *without; /* the reference alone */

static const h1i_kernel *kernel_called(const char *name)
{
    assert_true(h1i_scan_force(name));
    return h1i_scan_kernel();
}

static void compare(const struct context *c, h1_mode mode, const h1i_kernel *kernel, const char *string, size_t len)
{
    static trace reference;
    static trace fast;
    const trace_plan plan = {.side = H1_RESPONSES, .mode = mode, .answers = 0x1111111111111111u};
    uint8_t bytes[MOST_BYTES];
    size_t n = compose(bytes, c, string, len);
    size_t at;

    h1i_scan_use(without);
    trace_run(&reference, &plan, bytes, n, NULL, 0);
    h1i_scan_use(kernel);
    trace_run(&fast, &plan, bytes, n, NULL, 0);
    at = trace_difference(&reference, &fast);
    if (at == SIZE_MAX && reference.broke == NULL && fast.broke == NULL)
        return;
    print_error("without: %s\n", trace_line(&reference, at));
    print_error("with:    %s\n", trace_line(&fast, at));
    fail_msg("%s, event %zu, string %02x %02x %02x %02x", c->name, at, string[0], string[1], string[2], string[3]);
}

static unsigned long compare_all(const struct context *c, h1_mode mode, const h1i_kernel *kernel)
{
    unsigned long compared = 0;

    for (size_t len = 0; len <= LONGEST; len++) {
        short_string string = short_string_first(chunk_symbols, CHUNK_SYMBOLS, len);
        do {
            compare(c, mode, kernel, string.bytes, len);
            compared++;
        } while (short_string_next(&string));
    }
    return compared;
}

static void says_of_chunk_lines_what_the_reference_says(void **state)
{
    const h1i_kernel *kernel = h1i_scan_kernel();
    unsigned long compared = 0;

    (void)state;
    without = kernel_called("none");
    for (size_t i = 0; i < sizeof CONTEXTS / sizeof *CONTEXTS; i++) {
        compared += compare_all(&CONTEXTS[i], H1_STRICT, kernel);
        compared += compare_all(&CONTEXTS[i], H1_AUDIT, kernel);
    }
    print_message("[ compared ] %lu bodies, kernel %s\n", compared, kernel->name);
    assert_int_equal(compared, 7ul * 2 * (1 + 14 + 14 * 14 + 14 * 14 * 14 + 14 * 14 * 14 * 14));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(says_of_chunk_lines_what_the_reference_says)};
    return cmocka_run_group_tests_name("chunk_lines", tests, NULL, NULL);
}
