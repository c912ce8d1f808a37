/* SPDX-License-Identifier: MIT */
/* See same_bytes.h. */
#include "parser/src/scan/same_bytes.h"

#define EACH_OF_8(byte) byte, byte, byte, byte, byte, byte, byte, byte
#define EACH_OF_32(byte)                                                                                               \
    {                                                                                                                  \
        EACH_OF_8(byte), EACH_OF_8(byte), EACH_OF_8(byte), EACH_OF_8(byte)                                             \
    }

_Alignas(32) const uint8_t h1i_lower_half[32] = EACH_OF_32(0x0F);
_Alignas(32) const uint8_t h1i_last_control[32] = EACH_OF_32(0x1F);
_Alignas(32) const uint8_t h1i_del[32] = EACH_OF_32(0x7F);
