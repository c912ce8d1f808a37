/* SPDX-License-Identifier: MIT */
/* A buffer of 16 to 66 bytes, which is too short for the fast path's blocks, as bitmaps of all that is asked of it: it
 * is read once, in vectors that overlap, and never beyond its ends. Each kernel of vectors includes this behind
 *
 *   outside_of_two(class, a, b)   bit i: the i-th byte of two times sixteen isn't in the class
 *   controls_in_two(a, b)         the same for controls
 *
 * What stands behind the 64th byte isn't in them. No line of a head that is all here ends there: it would be an LF, or
 * the CRLF of an empty line, which is known by the line end before it. */

typedef struct scan_brief {
    uint64_t controls, not_tchar, not_target, not_host;
} scan_brief;

/* Of bytes [len], up to 31, given twice sixteen that overlap. Behind them all bits are set. */
static inline uint64_t spread_few(uint32_t two, size_t len)
{
    return (two & 0xFFFF) | (uint64_t)(two >> 16) << (len - 16) | UINT64_MAX << len;
}

static inline scan_brief brief_of_few(const uint8_t *buf, size_t len)
{
    const uint8_t *last = buf + len - 16;

    return (scan_brief){
        .controls = spread_few(controls_in_two(buf, last), len),
        .not_tchar = spread_few(outside_of_two(&h1i_tchars, buf, last), len),
        .not_target = spread_few(outside_of_two(&h1i_target_bytes, buf, last), len),
        .not_host = spread_few(outside_of_two(&h1i_host_bytes, buf, last), len),
    };
}

/* Of bytes [len], 32 to 64, given the first and the last 32. */
static inline uint64_t spread_many(uint32_t first, uint32_t last, size_t len)
{
    return first | (uint64_t)last << (len - 32) | (len < 64 ? UINT64_MAX << len : 0);
}

static inline uint64_t outside_of_many(const h1i_class *class, const uint8_t *buf, size_t len)
{
    const uint8_t *last = buf + len - 32;

    return spread_many(outside_of_two(class, buf, buf + 16), outside_of_two(class, last, last + 16), len);
}

static inline scan_brief scan_brief_of(const uint8_t *buf, size_t len)
{
    if (len < 32)
        return brief_of_few(buf, len);
    len = len < 64 ? len : 64;
    return (scan_brief){
        .controls = spread_many(controls_in_two(buf, buf + 16), controls_in_two(buf + len - 32, buf + len - 16), len),
        .not_tchar = outside_of_many(&h1i_tchars, buf, len),
        .not_target = outside_of_many(&h1i_target_bytes, buf, len),
        .not_host = outside_of_many(&h1i_host_bytes, buf, len),
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
