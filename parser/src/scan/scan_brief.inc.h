/* SPDX-License-Identifier: MIT */
/* A buffer of 16 to 66 bytes, which is too short for the fast path's blocks, as bitmaps of all that is asked of it: it
 * is read once, in vectors that overlap, and never beyond its ends. Each kernel of vectors includes this behind
 *
 *   scan_two                        32 bytes
 *   two_at(bytes)                   those
 *   two_of(buf, len, order)         bytes [len], 16 to 31, and zeros behind them; the last 16 in that order
 *   outside_of_two(class, two)      bit i: the i-th of them isn't in the class
 *   controls_in_two(two)            bit i: it is a control
 *
 * What stands behind the 64th byte isn't in them. No line of a head that is all here ends there: it would be an LF, or
 * the CRLF of an empty line, which is known by the line end before it. */

typedef struct scan_brief {
    uint64_t controls, not_tchar, not_target, not_host;
} scan_brief;

/* Behind the bytes [len], up to 31, there are zeros, which are in no class. */
static inline scan_brief brief_of_few(const uint8_t *buf, size_t len)
{
    /* from any of the first sixteen on, an order in which a shuffle moves bytes to the front and zeros behind them */
    static const uint8_t order[32] = {0,    1,    2,    3,    4,    5,    6,    7,    8,    9,    10,
                                      11,   12,   13,   14,   15,   0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
                                      0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80};
    const scan_two two = two_of(buf, len, order + 32 - len);

    return (scan_brief){
        .controls = controls_in_two(two),
        .not_tchar = outside_of_two(&h1i_tchars, two),
        .not_target = outside_of_two(&h1i_target_bytes, two),
        .not_host = outside_of_two(&h1i_host_bytes, two),
    };
}

/* Of bytes [len], 32 to 64, given the first and the last 32. Behind them all bits are set. */
static inline uint64_t spread(uint32_t first, uint32_t last, size_t len)
{
    return first | (uint64_t)last << (len - 32) | (len < 64 ? UINT64_MAX << len : 0);
}

static inline scan_brief scan_brief_of(const uint8_t *buf, size_t len)
{
    scan_two first, last;

    if (len < 32)
        return brief_of_few(buf, len);
    len = len < 64 ? len : 64;
    first = two_at(buf);
    last = two_at(buf + len - 32);
    return (scan_brief){
        .controls = spread(controls_in_two(first), controls_in_two(last), len),
        .not_tchar = spread(outside_of_two(&h1i_tchars, first), outside_of_two(&h1i_tchars, last), len),
        .not_target = spread(outside_of_two(&h1i_target_bytes, first), outside_of_two(&h1i_target_bytes, last), len),
        .not_host = spread(outside_of_two(&h1i_host_bytes, first), outside_of_two(&h1i_host_bytes, last), len),
    };
}

/* How many bytes of the class stand from the offset on, up to the buffer's end or its 64th byte; 32 where more do. */
static inline uint32_t scan_brief_run(const scan_brief *b, const h1i_class *class, ptrdiff_t at)
{
    const uint64_t outside = class == &h1i_tchars         ? b->not_tchar
                             : class == &h1i_target_bytes ? b->not_target
                                                          : b->not_host;

    return (uint32_t)__builtin_ctzll(outside >> (at & 63) | UINT64_C(1) << 32);
}
