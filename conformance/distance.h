/* SPDX-License-Identifier: MIT */
/* How far two byte strings are apart: the fewest bytes put in, taken out or replaced to make one the other.
 *
 * A near miss must be near, and a mistyped name is answered with the nearest one. Both ask only about small distances,
 * so only that band of the table is worked out. */
#ifndef CONF_DISTANCE_H
#define CONF_DISTANCE_H

#include <stddef.h>
#include <stdint.h>

enum { CONF_DISTANCE_MOST = 4 };

/* The distance of a and b, or CONF_DISTANCE_MOST + 1 where it is larger than CONF_DISTANCE_MOST.
 * O(a_len), no allocation. */
unsigned conf_distance(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len);

/* The distance of two names, as conf_distance(). */
unsigned conf_name_distance(const char *a, size_t a_len, const char *b);

#endif
