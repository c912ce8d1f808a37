/* SPDX-License-Identifier: MIT */
/* The kernel for NEON on AArch64: 16 bytes an instruction. */
#include <arm_neon.h>

#include <stddef.h>

#include "parser/src/scan/classes.h"
#include "parser/src/scan/scan.h"

/* 0xFF bytes of 64 into bits: each byte keeps the bit of its place in eight, then neighbours are added up. */
static inline uint64_t bits_of(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d)
{
    static const uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t place = vld1q_u8(places);
    uint8x16_t ab = vpaddq_u8(vandq_u8(a, place), vandq_u8(b, place));
    uint8x16_t cd = vpaddq_u8(vandq_u8(c, place), vandq_u8(d, place));
    uint8x16_t all = vpaddq_u8(ab, cd);

    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

static inline uint8x16_t outside_of(const h1i_class *class, uint8x16_t byte)
{
    uint8x16_t low = vqtbl1q_u8(vld1q_u8(class->low), vandq_u8(byte, vdupq_n_u8(15)));
    uint8x16_t high = vqtbl1q_u8(vld1q_u8(h1i_high), vshrq_n_u8(byte, 4));

    return vceqzq_u8(vandq_u8(low, high));
}

static inline uint64_t scan_run(const h1i_class *class, const uint8_t *bytes, unsigned skip)
{
    uint8x16_t none = vdupq_n_u8(0);
    uint64_t bits = bits_of(outside_of(class, vld1q_u8(bytes)), outside_of(class, vld1q_u8(bytes + 16)), none, none);

    return (uint64_t)__builtin_ctzll(bits >> skip | UINT64_C(1) << 32);
}

static inline uint8x16_t controls_in(uint8x16_t byte)
{
    return vorrq_u8(vcltq_u8(byte, vdupq_n_u8(0x20)), vceqq_u8(byte, vdupq_n_u8(0x7F)));
}

static inline uint64_t scan_controls(const uint8_t *block)
{
    return bits_of(controls_in(vld1q_u8(block)), controls_in(vld1q_u8(block + 16)), controls_in(vld1q_u8(block + 32)),
                   controls_in(vld1q_u8(block + 48)));
}

static inline bool scan_is_text(const uint8_t *block)
{
    uint8x16_t controls = vdupq_n_u8(0);

    for (size_t i = 0; i < 128; i += 16)
        controls = vorrq_u8(controls, controls_in(vld1q_u8(block + i)));
    return vmaxvq_u8(controls) == 0;
}

static inline uint8x16_t crlfs_in(const uint8_t *bytes)
{
    return vandq_u8(vceqq_u8(vld1q_u8(bytes), vdupq_n_u8('\r')), vceqq_u8(vld1q_u8(bytes + 1), vdupq_n_u8('\n')));
}

static inline uint64_t scan_crlfs(const uint8_t *block)
{
    return bits_of(crlfs_in(block), crlfs_in(block + 16), crlfs_in(block + 32), crlfs_in(block + 48));
}

static inline uint64_t scan_first(uint64_t bits)
{
    return (uint64_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
}

typedef struct scan_two {
    uint8x16_t first, last;
} scan_two;

static inline scan_two two_at(const uint8_t *bytes)
{
    return (scan_two){vld1q_u8(bytes), vld1q_u8(bytes + 16)};
}

static inline scan_two two_of(const uint8_t *buf, size_t len, const uint8_t *order)
{
    return (scan_two){vld1q_u8(buf), vqtbl1q_u8(vld1q_u8(buf + len - 16), vld1q_u8(order))};
}

static inline uint32_t outside_of_two(const h1i_class *class, scan_two two)
{
    uint8x16_t none = vdupq_n_u8(0);

    return (uint32_t)bits_of(outside_of(class, two.first), outside_of(class, two.last), none, none);
}

static inline uint32_t controls_in_two(scan_two two)
{
    uint8x16_t none = vdupq_n_u8(0);

    return (uint32_t)bits_of(controls_in(two.first), controls_in(two.last), none, none);
}

#include "parser/src/scan/scan_brief.inc.h"
#include "parser/src/scan/scan_sizes.inc.h"

#define SCAN_KERNEL h1i_kernel_neon
#define SCAN_NAME   "neon"
#define SCAN_SIZES  scan_sizes
#include "parser/src/head/head_scan.inc.h"
#include "parser/src/scan/scan_kernel.inc.h"
