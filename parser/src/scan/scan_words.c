/* SPDX-License-Identifier: MIT */
/* The kernel for every machine: words of eight bytes, and the table of bytes. Each byte of a word is judged by
 * arithmetic that carries nothing into its neighbour. */
#include <stddef.h>

#include "parser/src/scan/classes.h"
#include "parser/src/scan/scan.h"
#include "parser/src/scan/words.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t scan_run(const h1i_class *class, const uint8_t *bytes, unsigned skip)
{
    unsigned at = skip;

    while (at < 32 && (h1i_is(bytes[at], class->bits) || bytes[at] == class->also))
        at++;
    return at >= 32 ? 32 : at - skip;
}

/* The eight top bits, bit 0 for the first byte. */
static inline uint64_t top_bits(uint64_t word)
{
    return (word & EACH(0x80)) * UINT64_C(0x0002040810204081) >> 56;
}

/* The top bits of those bytes that are controls, among other bits. */
static inline uint64_t marks_of_controls(uint64_t word)
{
    uint64_t not_below = (word | EACH(0x80)) - EACH(0x20); /* top bit: its lower seven bits are 0x20 or more */
    uint64_t apart = word ^ EACH(0x7F);
    uint64_t not_del = ((apart & EACH(0x7F)) + EACH(0x7F)) | apart; /* top bit: it isn't DEL */

    return (~not_below & ~word) | ~not_del;
}

static inline uint64_t controls_of_word(uint64_t word)
{
    return top_bits(marks_of_controls(word));
}

static inline bool scan_is_text(const uint8_t *block)
{
    uint64_t marks = 0;

    for (size_t i = 0; i < 128; i += 8)
        marks |= marks_of_controls(h1i_load64(block + i));
    return (marks & EACH(0x80)) == 0;
}

static inline uint64_t scan_controls(const uint8_t *block)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < 8; i++)
        bits |= controls_of_word(h1i_load64(block + 8 * i)) << 8 * i;
    return bits;
}

/* A brief buffer: only the controls are gathered beforehand. Runs are short, and end where a byte isn't of the class.
 */
typedef struct scan_brief {
    uint64_t controls;
    const uint8_t *buf;
    ptrdiff_t len; /* up to 64, as in scan_brief.inc.h */
} scan_brief;

static inline scan_brief scan_brief_of(const uint8_t *buf, size_t len)
{
    scan_brief b = {0, buf, len < 64 ? (ptrdiff_t)len : 64};

    for (ptrdiff_t i = 0; i + 8 <= b.len; i += 8)
        b.controls |= controls_of_word(h1i_load64(buf + i)) << i;
    b.controls |= controls_of_word(h1i_load64(buf + b.len - 8)) << (b.len - 8);
    return b;
}

static inline uint32_t scan_brief_run(const scan_brief *b, const h1i_class *class, ptrdiff_t at)
{
    uint32_t run = 0;

    while (run < 32 && at + run < b->len && (h1i_is(b->buf[at + run], class->bits) || b->buf[at + run] == class->also))
        run++;
    return run;
}

#define SCAN_KERNEL h1i_kernel_words
#define SCAN_NAME   "words"
#define SCAN_SIZES  NULL
#include "parser/src/head/head_scan.inc.h"
#include "parser/src/scan/scan_kernel.inc.h"
