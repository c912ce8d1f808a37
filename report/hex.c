/* SPDX-License-Identifier: MIT */
/* See hex.h. */
#include "report/hex.h"

#include <inttypes.h>

enum { BYTES_A_LINE = 16 };

static void line(FILE *out, const uint8_t *bytes, size_t len, uint64_t at)
{
    fprintf(out, "%08" PRIx64 " ", at);
    for (size_t i = 0; i < BYTES_A_LINE; i++) {
        fputs(i % 8 == 0 ? " " : "", out);
        if (i < len)
            fprintf(out, "%02x ", bytes[i]);
        else
            fputs("   ", out);
    }
    fputc(' ', out);
    for (size_t i = 0; i < len; i++)
        fputc(bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '.', out);
    fputc('\n', out);
}

void report_hex_to(FILE *out, const uint8_t *bytes, size_t len, uint64_t at)
{
    for (size_t i = 0; i < len; i += BYTES_A_LINE)
        line(out, bytes + i, len - i < BYTES_A_LINE ? len - i : BYTES_A_LINE, at + i);
}
