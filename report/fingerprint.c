/* SPDX-License-Identifier: MIT */
/* See fingerprint.h. */
#include "report/fingerprint.h"

#include <inttypes.h>
#include <stdio.h>

/* FNV-1a with 64 bits. */
static uint64_t mix(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (uint8_t)*text) * 0x100000001b3U;
    return hash * 0x100000001b3U; /* the zero byte: it keeps "ab", "c" from "a", "bc" */
}

report_fingerprint report_fingerprint_of(const char *a, const char *b)
{
    report_fingerprint print;

    snprintf(print.text, sizeof print.text, "%016" PRIx64, mix(mix(0xcbf29ce484222325U, a), b));
    return print;
}
