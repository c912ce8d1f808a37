/* SPDX-License-Identifier: MIT */
/* The three classes of bytes that the fast path asks for in runs, as tables that one vector instruction can look up.
 *
 * A byte below 0x80 is in the class when low[its lower four bits] and h1i_high[its upper four bits] share a bit: each
 * of the bits 2 … 7 stands for one upper half. All classes are ASCII, so the halves 8 … 15 share none. The tables are
 * doubled for instructions that look up two sixteens at once. bits and also say the same for h1i_bytes.
 *
 * They are static in each kernel on purpose: as constants of the file they need no load of their address. That they
 * mean what the grammar says is shown, byte by byte, by parser/tests/test_scan.c. */
#ifndef H1I_CLASSES_H
#define H1I_CLASSES_H

#include "parser/src/bytes.h"

typedef struct h1i_class {
    _Alignas(32) uint8_t low[32];
    uint8_t bits; /* of h1i_bytes */
    uint8_t also; /* one byte more than bits has */
} h1i_class;

#define H1I_TWICE(...)                                                                                                 \
    {                                                                                                                  \
        __VA_ARGS__, __VA_ARGS__                                                                                       \
    }

_Alignas(32) static const uint8_t h1i_high[32] = H1I_TWICE(0, 0, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

/* tchar                                                                                 RFC 9110 section 5.6.2 */
static const h1i_class h1i_tchars = {
    H1I_TWICE(232, 252, 248, 252, 252, 252, 252, 252, 248, 248, 244, 84, 208, 84, 244, 112),
    H1I_TCHAR,
    'a',
};

/* pchar without pct-encoded, "/" and "?": what an origin-form is made of beside triplets   RFC 9112 section 3.2.1 */
static const h1i_class h1i_target_bytes = {
    H1I_TWICE(184, 252, 248, 248, 252, 248, 252, 252, 252, 252, 252, 92, 84, 92, 212, 124),
    H1I_PATH,
    '?',
};

/* reg-name without pct-encoded                                                          RFC 3986 section 3.2.2 */
static const h1i_class h1i_host_bytes = {
    H1I_TWICE(168, 252, 248, 248, 252, 248, 252, 252, 252, 252, 244, 92, 84, 92, 212, 112),
    H1I_REG_NAME,
    'a',
};

#endif
