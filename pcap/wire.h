/* SPDX-License-Identifier: MIT */
/* Numbers as they lie in captures and packets: two, four and eight bytes in either order, at any alignment.
 *
 * No function here checks a length: the caller has, and says so where it calls. */
#ifndef CAP_WIRE_H
#define CAP_WIRE_H

#include <stdbool.h>
#include <stdint.h>

static inline uint16_t cap_be16(const uint8_t *at)
{
    return (uint16_t)((unsigned)at[0] << 8 | at[1]);
}

static inline uint32_t cap_be32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static inline uint16_t cap_le16(const uint8_t *at)
{
    return (uint16_t)((unsigned)at[1] << 8 | at[0]);
}

static inline uint32_t cap_le32(const uint8_t *at)
{
    return (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

static inline uint16_t cap_read16(const uint8_t *at, bool big)
{
    return big ? cap_be16(at) : cap_le16(at);
}

static inline uint32_t cap_read32(const uint8_t *at, bool big)
{
    return big ? cap_be32(at) : cap_le32(at);
}

static inline uint64_t cap_read64(const uint8_t *at, bool big)
{
    uint64_t first = cap_read32(at, big);
    uint64_t second = cap_read32(at + 4, big);

    return big ? first << 32 | second : second << 32 | first;
}

static inline void cap_write16(uint8_t *at, uint16_t value, bool big)
{
    at[big ? 0 : 1] = (uint8_t)(value >> 8);
    at[big ? 1 : 0] = (uint8_t)value;
}

static inline void cap_write32(uint8_t *at, uint32_t value, bool big)
{
    cap_write16(at + (big ? 0 : 2), (uint16_t)(value >> 16), big);
    cap_write16(at + (big ? 2 : 0), (uint16_t)value, big);
}

#endif
