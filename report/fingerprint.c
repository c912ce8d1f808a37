/* SPDX-License-Identifier: MIT */
/* See fingerprint.h. */
#include "report/fingerprint.h"

#include <inttypes.h>
#include <stdio.h>

static const uint64_t START = 0xcbf29ce484222325U;

static uint64_t mix(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (uint8_t)*text) * 0x100000001b3U;
    return hash * 0x100000001b3U; /* the zero byte: it keeps "ab", "c" from "a", "bc" */
}

report_fingerprint report_fingerprint_of(const char *a, const char *b)
{
    report_fingerprint print;

    snprintf(print.text, sizeof print.text, "%016" PRIx64, mix(mix(START, a), b));
    return print;
}

uint64_t report_text_sum(const char *text)
{
    return mix(START, text);
}
