/* SPDX-License-Identifier: MIT */
/* Small chunks of different sizes. */
#ifndef H1I_CHUNK_WINDOW_H
#define H1I_CHUNK_WINDOW_H

#include "parser/src/body/small_chunks.h"

/* Takes chunks as h1i_take_small_chunks() does, as long as that is a gain. Returns whether it was one: where it wasn't,
 * it may not be here for some time. */
bool h1i_take_windows(h1i_body *b);

#endif
