/* SPDX-License-Identifier: MIT */
/* The ceiling: what it costs to look at each byte once. memchr() for a byte that isn't there, and one pass that
 * classifies each byte by two shuffles (not a tchar, control) and keeps the two bitmaps of each 64 bytes. */
#include <string.h>

#include "bench/contest.h"

static bool take_memchr(void *state, const uint8_t *bytes, size_t len, size_t seen, bench_tally *t)
{
    (void)state;
    t->content += memchr(bytes + seen, 0, len - seen) != NULL;
    return true;
}

static bool play_memchr(const bench_input *in, bench_tally *t)
{
    return bench_show(in, t, NULL, take_memchr);
}

#if defined(__x86_64__)
#include <immintrin.h>

enum { SLOTS = 1024 };
static uint64_t bitmaps[2][SLOTS];

/* Each half of a byte names the groups of characters it may be part of; a byte is a tchar where both halves share one.
 * Group 16 is the controls, which hold no tchar. */
__attribute__((target("avx2"))) static inline void classify(const uint8_t *block, size_t slot)
{
    const __m256i low =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(15, 7, 3, 15, 15, 15, 15, 15, 11, 11, 7, 13, 9, 13, 15, 13));
    const __m256i high =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(16, 16, 1, 2, 4, 8, 4, 8, 32, 32, 32, 32, 32, 32, 32, 32));
    const __m256i nibble = _mm256_set1_epi8(15);
    uint64_t maps[2] = {0, 0};

    for (unsigned half = 0; half < 2; half++) {
        const __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(block + (size_t)32 * half));
        const __m256i by_low = _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, nibble));
        const __m256i by_high = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble));
        const __m256i both = _mm256_and_si256(by_low, by_high);
        const __m256i tchar = _mm256_cmpeq_epi8(both, _mm256_setzero_si256());
        const __m256i control = _mm256_cmpeq_epi8(by_high, _mm256_set1_epi8(16));
        maps[0] |= (uint64_t)(uint32_t)_mm256_movemask_epi8(tchar) << (32 * half);
        maps[1] |= (uint64_t)(uint32_t)_mm256_movemask_epi8(control) << (32 * half);
    }
    bitmaps[0][slot] = maps[0];
    bitmaps[1][slot] = maps[1];
}

/* Said to the compiler so that it keeps the bitmaps, which nobody reads. */
static void kept(void)
{
    __asm__ volatile("" : : "r"(bitmaps) : "memory");
}

__attribute__((target("avx2"))) static bool take_classify(void *state, const uint8_t *bytes, size_t len, size_t seen,
                                                          bench_tally *t)
{
    size_t at = seen;
    uint8_t last[64] = {0};

    (void)state;
    (void)t;
    for (; len - at >= 64; at += 64)
        classify(bytes + at, at / 64 % SLOTS);
    memcpy(last, bytes + at, len - at);
    classify(last, at / 64 % SLOTS);
    kept();
    return true;
}

static bool play_classify(const bench_input *in, bench_tally *t)
{
    return bench_show(in, t, NULL, take_classify);
}

static bool has_avx2(const bench_input *in)
{
    (void)in;
    return __builtin_cpu_supports("avx2") != 0;
}
#endif

const bench_parser bench_limits[] = {
    {.name = "memchr", .limit = true, .play = play_memchr},
#if defined(__x86_64__)
    {.name = "classify", .limit = true, .takes = has_avx2, .play = play_classify},
#endif
};
const size_t bench_limit_count = sizeof bench_limits / sizeof *bench_limits;
