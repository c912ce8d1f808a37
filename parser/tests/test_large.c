/* SPDX-License-Identifier: MIT */
/* Buffers that are larger than a span can count: 32 bits of them are read, the rest waits for the next call.
 *
 * The buffer is address space without memory behind it: nothing of content is looked at, so nothing of it is ever
 * brought in. Where so much address space can't be had, the test says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include <h1/h1.h>

#if SIZE_MAX > UINT32_MAX
static const size_t SIZE = (size_t)UINT32_MAX + 4096;

static void gives_content_in_parts_that_a_span_can_count(void **state)
{
    static const char head[] = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4294971000\r\n\r\n";
    const size_t head_len = sizeof head - 1;
    uint8_t *buf = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    h1_field fields[4];
    h1_stream s;
    h1_event ev;

    (void)state;
    if (buf == MAP_FAILED) {
        print_message("skipped: no address space for %zu bytes\n", SIZE);
        skip();
    }
    memcpy(buf, head, head_len);
    h1_stream_init(&s, H1_REQUESTS, H1_STRICT, NULL);
    h1_stream_fields(&s, fields, 4);
    assert_int_equal(h1_next(&s, buf, SIZE, true, &ev), head_len);
    assert_int_equal(ev.type, H1_HEAD);
    assert_int_equal(h1_next(&s, buf, SIZE, true, &ev), UINT32_MAX);
    assert_int_equal(ev.type, H1_DATA);
    assert_int_equal(ev.data.len, UINT32_MAX);
    assert_false(ev.last);
    /* 3,705 bytes are left. An end that was said of bytes that weren't read yet isn't taken for one. */
    assert_int_equal(h1_next(&s, buf, 0, false, &ev), 0);
    assert_int_equal(ev.type, H1_MORE);
    assert_int_equal(h1_next(&s, buf, 3706, true, &ev), 3705);
    assert_int_equal(ev.type, H1_DATA);
    assert_true(ev.last);
    munmap(buf, SIZE);
}
#endif

int main(void)
{
#if SIZE_MAX > UINT32_MAX
    const struct CMUnitTest tests[] = {cmocka_unit_test(gives_content_in_parts_that_a_span_can_count)};
    return cmocka_run_group_tests_name("large", tests, NULL, NULL);
#else
    puts("skipped: no buffer is larger than a span can count here");
    return 0;
#endif
}
