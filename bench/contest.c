/* SPDX-License-Identifier: MIT */
/* The list of contestants, and the checksum over what they deliver (FNV-1a, 64 bits). */
#include "bench/contest.h"

static void add_byte(bench_tally *t, uint8_t byte)
{
    t->sum = (t->sum ^ byte) * UINT64_C(0x100000001b3);
}

static void add_number(bench_tally *t, uint64_t number)
{
    for (unsigned shift = 0; shift < 64; shift += 8)
        add_byte(t, (uint8_t)(number >> shift));
}

void bench_add_content(bench_tally *t, const void *bytes, size_t len)
{
    const uint8_t *at = bytes;

    for (size_t i = 0; i < len; i++)
        add_byte(t, at[i]);
}

void bench_add_field(bench_tally *t, const void *name, size_t name_len, const void *value, size_t value_len)
{
    add_number(t, name_len);
    bench_add_content(t, name, name_len);
    add_number(t, value_len);
    bench_add_content(t, value, value_len);
}

void bench_add_end(bench_tally *t, const uint8_t *end)
{
    add_number(t, (uint64_t)(end - t->origin));
}

void bench_add_spans(bench_tally *t, const bench_spans *s)
{
    for (size_t i = 0; i < s->count; i++)
        bench_add_field(t, s->field[i].name, s->field[i].name_len, s->field[i].value, s->field[i].value_len);
}

size_t bench_parsers(const bench_parser **list)
{
    size_t count = bench_h1_parsers(list);

#ifdef BENCH_PICOHTTPPARSER
    list[count++] = &bench_picohttpparser;
#endif
#ifdef BENCH_HTTPARSE
    list[count++] = &bench_httparse;
#endif
#ifdef BENCH_LLHTTP
    list[count++] = &bench_llhttp;
#endif
#ifdef BENCH_HTTP_PARSER
    list[count++] = &bench_http_parser;
#endif
#ifdef BENCH_LIBHTP
    list[count++] = &bench_libhtp;
#endif
    for (size_t i = 0; i < bench_limit_count; i++)
        list[count++] = &bench_limits[i];
    return count;
}
