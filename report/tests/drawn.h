/* SPDX-License-Identifier: MIT */
/* What these tests share: text that was written to a stream in memory, compared line by line with what is due. */
#ifndef REPORT_TESTS_DRAWN_H
#define REPORT_TESTS_DRAWN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct drawn {
    FILE *out;
    char *text;
    size_t len;
} drawn;

static inline void drawn_begin(drawn *d)
{
    d->out = open_memstream(&d->text, &d->len);
    assert_non_null(d->out);
}

/* The text so far is exactly this. */
static inline void drawn_is(drawn *d, const char *due)
{
    assert_int_equal(fclose(d->out), 0);
    assert_string_equal(d->text, due);
    free(d->text);
}

#endif
