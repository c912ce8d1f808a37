/* SPDX-License-Identifier: MIT */
/* The kernel for AVX2 with BMI1 and BMI2: 32 bytes an instruction. */
#include <immintrin.h>

#include <stddef.h>

#include "parser/src/scan/classes.h"
#include "parser/src/scan/same_bytes.h"
#include "parser/src/scan/scan.h"

static inline __m256i load(const void *p)
{
    return _mm256_loadu_si256((const __m256i *)p);
}

static inline uint32_t outside_of(const h1i_class *class, __m256i byte)
{
    __m256i upper = _mm256_and_si256(_mm256_srli_epi16(byte, 4), load(h1i_lower_half));
    /* a shuffle gives 0 for an index above 0x7F, and takes the lower four bits of the others */
    __m256i low = _mm256_shuffle_epi8(load(class->low), byte);
    __m256i high = _mm256_shuffle_epi8(load(h1i_high), upper);
    __m256i outside = _mm256_cmpeq_epi8(_mm256_and_si256(low, high), _mm256_setzero_si256());

    return (uint32_t)_mm256_movemask_epi8(outside);
}

static inline uint64_t scan_run(const h1i_class *class, const uint8_t *bytes, unsigned skip)
{
    uint32_t bits = outside_of(class, load(bytes));

    return skip == 0 ? _tzcnt_u32(bits) : _tzcnt_u32((uint32_t)((uint64_t)bits >> skip));
}

static inline uint32_t controls_in(__m256i byte)
{
    __m256i below = _mm256_cmpeq_epi8(_mm256_min_epu8(byte, load(h1i_last_control)), byte);
    __m256i del = _mm256_cmpeq_epi8(byte, load(h1i_del));

    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(below, del));
}

static inline uint64_t scan_controls(const uint8_t *block)
{
    return controls_in(load(block)) | (uint64_t)controls_in(load(block + 32)) << 32;
}

static inline bool scan_is_text(const uint8_t *block)
{
    __m256i a = load(block);
    __m256i b = load(block + 32);
    __m256i c = load(block + 64);
    __m256i d = load(block + 96);
    __m256i least = _mm256_min_epu8(_mm256_min_epu8(a, b), _mm256_min_epu8(c, d));
    __m256i del = load(h1i_del);
    __m256i ab = _mm256_or_si256(_mm256_cmpeq_epi8(a, del), _mm256_cmpeq_epi8(b, del));
    __m256i cd = _mm256_or_si256(_mm256_cmpeq_epi8(c, del), _mm256_cmpeq_epi8(d, del));
    __m256i below = _mm256_cmpeq_epi8(_mm256_min_epu8(least, load(h1i_last_control)), least);

    return _mm256_movemask_epi8(_mm256_or_si256(below, _mm256_or_si256(ab, cd))) == 0;
}

static inline uint32_t crlfs_in(const uint8_t *bytes)
{
    __m256i cr = _mm256_cmpeq_epi8(load(bytes), _mm256_set1_epi8('\r'));
    __m256i lf = _mm256_cmpeq_epi8(load(bytes + 1), _mm256_set1_epi8('\n'));

    return (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(cr, lf));
}

static inline uint64_t scan_crlfs(const uint8_t *block)
{
    return crlfs_in(block) | (uint64_t)crlfs_in(block + 32) << 32;
}

static inline uint64_t scan_first(uint64_t bits)
{
    return _tzcnt_u64(bits);
}

typedef __m256i scan_two;

static inline scan_two two_at(const uint8_t *bytes)
{
    return load(bytes);
}

static inline scan_two two_of(const uint8_t *buf, size_t len, const uint8_t *order)
{
    __m128i first = _mm_loadu_si128((const __m128i *)buf);
    __m128i last = _mm_loadu_si128((const __m128i *)(buf + len - 16));

    last = _mm_shuffle_epi8(last, _mm_loadu_si128((const __m128i *)order));
    return _mm256_inserti128_si256(_mm256_castsi128_si256(first), last, 1);
}

static inline uint32_t outside_of_two(const h1i_class *class, scan_two two)
{
    return outside_of(class, two);
}

static inline uint32_t controls_in_two(scan_two two)
{
    return controls_in(two);
}

#include "parser/src/scan/scan_brief.inc.h"
#include "parser/src/scan/scan_sizes.inc.h"

#define SCAN_KERNEL h1i_kernel_avx2
#define SCAN_NAME   "avx2"
#define SCAN_SIZES  scan_sizes
#include "parser/src/head/head_scan.inc.h"
#include "parser/src/scan/scan_kernel.inc.h"
