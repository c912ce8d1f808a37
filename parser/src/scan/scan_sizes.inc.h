/* SPDX-License-Identifier: MIT */
/* Where short lines end that stand between two CRLFs, as a chunk-size stands between two chunks: found without knowing
 * any size. Each kernel of vectors includes this behind
 *
 *   scan_crlfs(block)   bit i: block[i] is CR and block[i + 1] is LF, of 65 bytes
 *   scan_first(bits)    the lowest bit that is set; any number where none is
 *
 * Blocks overlap by the bytes of a line, so that none needs what the one before it found. Three ends are written
 * whether they are there or not: how many there are in a block can't be foreseen, and seldom are there more. */

enum { SIZES_BLOCK = 64, SIZES_LINE = 4, SIZES_STEP = SIZES_BLOCK - SIZES_LINE, SIZES_FEW = 3 };

/* Bit i: a line of one or two bytes between CRLFs ends there, and starts in the block. No two of the bits are
 * neighbours, so adding them shifted is the same as or-ing them. */
static inline uint64_t sizes_in(const uint8_t *block)
{
    const uint64_t crlfs = scan_crlfs(block);

    return crlfs & ((crlfs << 3) + (crlfs << 4)) & (UINT64_MAX << SIZES_LINE);
}

static size_t scan_sizes(const uint8_t *buf, size_t at, size_t end, uint32_t *ends, size_t room)
{
    uint32_t *next = ends;
    size_t blocks = end - at > SIZES_BLOCK ? (end - at - SIZES_LINE - 1) / SIZES_STEP : 0;

    for (; blocks > 0 && next < ends + room; blocks--, at += SIZES_STEP) {
        uint64_t bits = sizes_in(buf + at);
        uint32_t *behind = next + __builtin_popcountll(bits);

        next[0] = (uint32_t)(at + scan_first(bits));
        bits &= bits - 1;
        next[1] = (uint32_t)(at + scan_first(bits));
        bits &= bits - 1;
        next[2] = (uint32_t)(at + scan_first(bits));
        for (next += SIZES_FEW; next < behind; next++) {
            bits &= bits - 1;
            *next = (uint32_t)(at + scan_first(bits));
        }
        next = behind;
    }
    return (size_t)(next - ends);
}
