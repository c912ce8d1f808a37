/* SPDX-License-Identifier: MIT */
/* Plays a case of side: value: libh1's function for the grammar reads the bytes, and says whether they fit and where
 * they don't. */
#ifndef CONF_PLAY_VALUE_H
#define CONF_PLAY_VALUE_H

#include "conformance/verdict.h"

/* Play a case.
 *
 *   memory  where the result's texts live
 *   result  receives the differences
 *
 * Besides the verdict and the place two laws are held: nothing that begins a value which fits is refused at one of its
 * bytes, and what stands behind a byte that fits nowhere changes nothing. Each reading is out of memory that has no
 * byte more. O(n²) in the bytes. */
void conf_play_value(conf_memory *memory, const conf_case *c, conf_result *result);

#endif
