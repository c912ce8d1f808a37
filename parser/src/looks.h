/* SPDX-License-Identifier: MIT */
/* How often bytes are looked at: said to a test that counts it (tests/test_looks.c), in a library that is built with
 * H1_COUNT_LOOKS for that test alone. Elsewhere these are nothing.
 *
 * A look is one pass over bytes to judge them, and counts for the bytes up to the delimiter that it judges: what is
 * loaded beside them, and not used, wasn't looked at. To judge the byte in hand once more in another state is no other
 * look, and neither is it to read what the few field values say that frame a message, once they are found. */
#ifndef H1I_LOOKS_H
#define H1I_LOOKS_H

#ifdef H1_COUNT_LOOKS
#include <stddef.h>
#include <stdint.h>

/* These bytes were looked at. */
void h1i_look(const uint8_t *bytes, size_t len);

#define H1I_LOOK(bytes, len) h1i_look(bytes, len)
#else
#define H1I_LOOK(bytes, len) ((void)sizeof(bytes), (void)sizeof(len))
#endif

#endif
