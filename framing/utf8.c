/* SPDX-License-Identifier: MIT */
/* See utf8.h. */
#include "utf8.h"

/* Length by the first byte: 0 where none starts with it (C0 and C1 would be overlong, F5 and above too large). */
static size_t length_of(uint8_t first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

size_t frame_utf8_read(const uint8_t *bytes, size_t len, uint32_t *character)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t due = length_of(bytes[0]);
    uint32_t c = due == 1 ? bytes[0] : bytes[0] & (0x7FU >> due);

    if (due == 0 || due > len)
        return 0;
    for (size_t i = 1; i < due; i++) {
        if ((bytes[i] & 0xC0U) != 0x80)
            return 0;
        c = c << 6 | (bytes[i] & 0x3FU);
    }
    if (c < least[due] || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF)
        return 0;
    *character = c;
    return due;
}
