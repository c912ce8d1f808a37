/* SPDX-License-Identifier: MIT */
/* The kernel for AVX2 with BMI1 and BMI2: 32 bytes an instruction. */
#include <immintrin.h>

#include "parser/src/scan/classes.h"
#include "parser/src/scan/scan.h"

static inline __m256i load(const void *p)
{
    return _mm256_loadu_si256((const __m256i *)p);
}

static inline uint64_t scan_run(const h1i_class *class, const uint8_t *bytes, unsigned skip)
{
    __m256i byte = load(bytes);
    __m256i upper = _mm256_and_si256(_mm256_srli_epi16(byte, 4), _mm256_set1_epi8(15));
    /* a shuffle gives 0 for an index above 0x7F, and takes the lower four bits of the others */
    __m256i low = _mm256_shuffle_epi8(load(class->low), byte);
    __m256i high = _mm256_shuffle_epi8(load(class->high), upper);
    __m256i outside = _mm256_cmpeq_epi8(_mm256_and_si256(low, high), _mm256_setzero_si256());
    uint32_t bits = (uint32_t)_mm256_movemask_epi8(outside);

    return skip == 0 ? _tzcnt_u32(bits) : _tzcnt_u32((uint32_t)((uint64_t)bits >> skip));
}

static inline uint32_t controls_of_half(const uint8_t *half)
{
    __m256i byte = load(half);
    __m256i below = _mm256_cmpeq_epi8(_mm256_min_epu8(byte, _mm256_set1_epi8(0x1F)), byte);
    __m256i del = _mm256_cmpeq_epi8(byte, _mm256_set1_epi8(0x7F));

    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(below, del));
}

static inline uint64_t scan_controls(const uint8_t *block)
{
    return controls_of_half(block) | (uint64_t)controls_of_half(block + 32) << 32;
}

#define SCAN_KERNEL h1i_kernel_avx2
#define SCAN_NAME   "avx2"
#include "parser/src/head/head_scan.inc.h"
#include "parser/src/scan/scan_kernel.inc.h"
