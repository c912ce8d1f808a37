/* SPDX-License-Identifier: MIT */
/* See random.h. */
#include "random.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>

enum { BYTES_MOST = 64 };

bool srv_random_hex(char *text, size_t bytes)
{
    uint8_t random[BYTES_MOST];

    if (bytes > sizeof random || getrandom(random, bytes, 0) != (ssize_t)bytes)
        return false;
    for (size_t i = 0; i < bytes; i++)
        snprintf(text + 2 * i, 3, "%02x", random[i]);
    return true;
}
