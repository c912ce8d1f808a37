/* SPDX-License-Identifier: MIT */
/* Random bytes of the kernel's, in hexadecimal digits: for ids that nobody can guess and boundaries that nobody can
 * hit. */
#ifndef SERVER_ROUTES_RANDOM_H
#define SERVER_ROUTES_RANDOM_H

#include <stdbool.h>
#include <stddef.h>

/* Draw.
 *
 *   text   [2 * bytes + 1] receives the digits, in lower case, and a zero byte
 *   bytes  1 … 64
 *
 * Returns false where the kernel gave none. */
bool srv_random_hex(char *text, size_t bytes);

#endif
