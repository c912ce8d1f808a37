/* SPDX-License-Identifier: MIT */
/* The same byte in each lane of a vector, in memory, from where an instruction can take it.
 *
 * They stand in a file of their own so that the compiler doesn't see what they are: it would make them anew, in a
 * general register and in three steps, wherever they are used. */
#ifndef H1I_SAME_BYTES_H
#define H1I_SAME_BYTES_H

#include <stdint.h>

#pragma GCC visibility push(hidden)
extern _Alignas(32) const uint8_t h1i_lower_half[32];   /* 0x0F */
extern _Alignas(32) const uint8_t h1i_last_control[32]; /* 0x1F */
extern _Alignas(32) const uint8_t h1i_del[32];          /* 0x7F */
#pragma GCC visibility pop

#endif
