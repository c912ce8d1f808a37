/* SPDX-License-Identifier: MIT */
/* The kernel for SSE4.2: 16 bytes an instruction. */
#include <nmmintrin.h>

#include <stddef.h>

#include "parser/src/scan/classes.h"
#include "parser/src/scan/scan.h"

static inline __m128i load(const void *p)
{
    return _mm_loadu_si128((const __m128i *)p);
}

static inline uint32_t outside_of(const h1i_class *class, __m128i byte)
{
    __m128i upper = _mm_and_si128(_mm_srli_epi16(byte, 4), _mm_set1_epi8(15));
    /* a shuffle gives 0 for an index above 0x7F, and takes the lower four bits of the others */
    __m128i low = _mm_shuffle_epi8(load(class->low), byte);
    __m128i high = _mm_shuffle_epi8(load(h1i_high), upper);

    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(low, high), _mm_setzero_si128()));
}

static inline uint64_t scan_run(const h1i_class *class, const uint8_t *bytes, unsigned skip)
{
    uint64_t bits = outside_of(class, load(bytes)) | (uint64_t)outside_of(class, load(bytes + 16)) << 16;

    return (uint64_t)__builtin_ctzll(bits >> skip | UINT64_C(1) << 32);
}

static inline uint64_t controls_in(__m128i byte)
{
    __m128i below = _mm_cmpeq_epi8(_mm_min_epu8(byte, _mm_set1_epi8(0x1F)), byte);
    __m128i del = _mm_cmpeq_epi8(byte, _mm_set1_epi8(0x7F));

    return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(below, del));
}

static inline uint64_t scan_controls(const uint8_t *block)
{
    return controls_in(load(block)) | controls_in(load(block + 16)) << 16 | controls_in(load(block + 32)) << 32 |
           controls_in(load(block + 48)) << 48;
}

static inline bool scan_is_text(const uint8_t *block)
{
    __m128i least = load(block);
    __m128i del = _mm_setzero_si128();

    for (size_t i = 0; i < 128; i += 16) {
        __m128i byte = load(block + i);
        least = _mm_min_epu8(least, byte);
        del = _mm_or_si128(del, _mm_cmpeq_epi8(byte, _mm_set1_epi8(0x7F)));
    }
    del = _mm_or_si128(del, _mm_cmpeq_epi8(_mm_min_epu8(least, _mm_set1_epi8(0x1F)), least));
    return _mm_movemask_epi8(del) == 0;
}

static inline uint64_t crlfs_in(const uint8_t *bytes)
{
    __m128i cr = _mm_cmpeq_epi8(load(bytes), _mm_set1_epi8('\r'));
    __m128i lf = _mm_cmpeq_epi8(load(bytes + 1), _mm_set1_epi8('\n'));

    return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_and_si128(cr, lf));
}

static inline uint64_t scan_crlfs(const uint8_t *block)
{
    return crlfs_in(block) | crlfs_in(block + 16) << 16 | crlfs_in(block + 32) << 32 | crlfs_in(block + 48) << 48;
}

static inline uint64_t scan_first(uint64_t bits)
{
    return (uint64_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
}

typedef struct scan_two {
    __m128i first, last;
} scan_two;

static inline scan_two two_at(const uint8_t *bytes)
{
    return (scan_two){load(bytes), load(bytes + 16)};
}

static inline scan_two two_of(const uint8_t *buf, size_t len, const uint8_t *order)
{
    return (scan_two){load(buf), _mm_shuffle_epi8(load(buf + len - 16), load(order))};
}

static inline uint32_t outside_of_two(const h1i_class *class, scan_two two)
{
    return outside_of(class, two.first) | outside_of(class, two.last) << 16;
}

static inline uint32_t controls_in_two(scan_two two)
{
    return (uint32_t)(controls_in(two.first) | controls_in(two.last) << 16);
}

#include "parser/src/scan/scan_brief.inc.h"
#include "parser/src/scan/scan_sizes.inc.h"

#define SCAN_KERNEL h1i_kernel_sse42
#define SCAN_NAME   "sse4.2"
#define SCAN_SIZES  scan_sizes
#include "parser/src/head/head_scan.inc.h"
#include "parser/src/scan/scan_kernel.inc.h"
