/* SPDX-License-Identifier: MIT */
/* Rust's httparse, from the source that Debian's librust-httparse-dev installs, compiled for AVX2 where this machine
 * has it. A head that isn't all there is read from its start again, as the library has no other way. Of a chunked body
 * it reads the lines with the sizes; going from one to the next is done here. */
#include "bench/contest.h"

ptrdiff_t bench_httparse_head(bool response, const uint8_t *bytes, size_t len, size_t *count);
void bench_httparse_field(size_t i, const uint8_t *text[2], size_t len[2]);
ptrdiff_t bench_httparse_chunk(const uint8_t *bytes, size_t len, uint64_t *size);

enum { REFUSED = -1, PARTIAL = -2 };

static void add_head(bench_tally *t, size_t count, const uint8_t *end)
{
    for (size_t i = 0; i < count; i++) {
        const uint8_t *text[2];
        size_t len[2];
        bench_httparse_field(i, text, len);
        bench_add_field(t, text[0], len[0], text[1], len[1]);
    }
    bench_add_end(t, end);
}

/* The chunks and the CRLF that ends them; none of the inputs has trailers. */
static bool decode(const uint8_t *bytes, size_t len, bench_tally *t)
{
    uint64_t size, content = 0; /* summed up before it goes to memory */
    size_t at = 0;

    do {
        const ptrdiff_t used = bench_httparse_chunk(bytes + at, len - at, &size);
        if (used < 0)
            return false;
        at += (size_t)used;
        if (size > len - at || len - at - size < 2)
            return false;
        content += size;
        if (t->wanted)
            bench_add_content(t, bytes + at, size);
        at += size;
        if (bytes[at] != '\r' || bytes[at + 1] != '\n')
            return false;
        at += 2;
    } while (size != 0);
    t->content += content;
    return true;
}

static bool take(void *state, const uint8_t *bytes, size_t len, size_t seen, bench_tally *t)
{
    const bench_input *in = state;
    size_t at = 0;

    (void)seen;
    while (at < len) {
        size_t count;
        const ptrdiff_t used = bench_httparse_head(in->responses, bytes + at, len - at, &count);
        if (used == PARTIAL)
            return true;
        if (used < 0)
            return false;
        at += (size_t)used;
        t->heads++;
        t->fields += count;
        if (t->wanted)
            add_head(t, count, bytes + at);
        if (in->group == BENCH_CHUNKED)
            return decode(bytes + at, len - at, t);
    }
    return true;
}

static bool play(const bench_input *in, bench_tally *t)
{
    bench_input copy = *in;
    return bench_show(in, t, &copy, take);
}

const bench_parser bench_httparse = {.name = "httparse", .package = "librust-httparse-dev", .play = play};
