/* SPDX-License-Identifier: MIT */
/* Every short string over an alphabet of the edges of chunk lines, between small chunks whose lines the fast path finds
 * before it knows where they have to be: in a call for many events every kernel says what the reference says.
 *
 *   exhaustive_chunks LENGTH [LANES]     all strings of up to LENGTH symbols; at LANES lanes (64 unless told)
 *
 * A lane is how many bytes of data stand in the chunk before the string. Exits 1 at the first difference, and says
 * where. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parser/tests/batches.h"
#include "parser/tests/chunk_body.h"
#include "parser/tests/short_strings.h"

enum { LANES = 64, LONGEST = 6 };

/* 85 bytes: a chunk whose size is written 55, so that a string of one symbol can be half of it. */
#define DATA "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234"

static const struct context {
    const char *name, *before, *behind;
} CONTEXTS[] = {
    {"before a digit", "", "5\r\n" DATA},
    {"behind a digit", "5", "\r\n" DATA},
    {"behind chunk data", "5\r\nhello", ""},
};

static void add_text(chunk_body *b, const char *text)
{
    chunk_body_add(b, text, strlen(text));
}

static void compose(chunk_body *b, const struct context *c, size_t lane, const char *string, size_t len)
{
    chunk_body_begin(b);
    chunk_body_put(b, &chunk_plain, 1, "d");
    chunk_body_put(b, &chunk_plain, 1 + lane, "d");
    add_text(b, c->before);
    chunk_body_add(b, string, len);
    add_text(b, c->behind);
    add_text(b, "\r\n2\r\ndd\r\n13\r\n0123456789012345678\r\n");
    chunk_body_end(b);
}

static void compare(const struct context *c, size_t lane, const char *string, size_t len)
{
    static chunk_body b;
    const batches_plan plan = {.events = BATCHES_EVENTS, .capacity = BATCHES_FIELDS};
    const char *kernel;
    const char *found;

    compose(&b, c, lane, string, len);
    found = batches_of_kernels(&plan, b.bytes, b.len, &kernel);
    if (found == NULL)
        return;
    printf("%s, %s, lane %zu: %s differs for", kernel, c->name, lane, found);
    for (size_t i = 0; i < len; i++)
        printf(" %02x", (unsigned)(uint8_t)string[i]);
    printf("\n");
    exit(1);
}

static unsigned long compare_all(const char *string, size_t len, size_t lanes)
{
    unsigned long compared = 0;

    for (size_t i = 0; i < sizeof CONTEXTS / sizeof *CONTEXTS; i++) {
        for (size_t lane = 0; lane < LANES; lane += LANES / lanes, compared++)
            compare(&CONTEXTS[i], lane, string, len);
    }
    return compared;
}

int main(int argc, char **argv)
{
    const size_t longest = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    const size_t lanes = argc > 2 ? strtoul(argv[2], NULL, 10) : LANES;
    const char *chosen = h1_kernel_in_use(); /* before any is forced */
    unsigned long compared = 0;

    if (longest > LONGEST || lanes == 0 || lanes > LANES)
        return 2;
    for (size_t len = 0; len <= longest; len++) {
        short_string string = short_string_first(chunk_symbols, CHUNK_SYMBOLS, len);
        do
            compared += compare_all(string.bytes, len, lanes);
        while (short_string_next(&string));
    }
    printf("%lu bodies compared, strings up to %zu, %s in use\n", compared, longest, chosen);
    return 0;
}
