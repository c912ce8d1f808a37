/* SPDX-License-Identifier: MIT */
/* See base64.h. */
#include "report/base64.h"

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void report_base64(const uint8_t *bytes, size_t len, char *text)
{
    for (size_t i = 0; i < len; i += 3) {
        uint32_t three = (uint32_t)bytes[i] << 16;
        if (i + 1 < len)
            three |= (uint32_t)bytes[i + 1] << 8;
        if (i + 2 < len)
            three |= bytes[i + 2];
        *text++ = ALPHABET[three >> 18];
        *text++ = ALPHABET[three >> 12 & 63];
        *text++ = i + 1 < len ? ALPHABET[three >> 6 & 63] : '=';
        *text++ = i + 2 < len ? ALPHABET[three & 63] : '=';
    }
    *text = '\0';
}
