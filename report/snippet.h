/* SPDX-License-Identifier: MIT */
/* The picture of a fault: the lines of a message that hold it, escaped, with carets below the bytes at fault and dashes
 * below those they clash with.
 *
 *    40 | Content-Length: 4\r\n
 *       | ----------------- this ...
 *    59 | Transfer-Encoding: chunked\r\n
 *       | ^^^^^^^^^^^^^^^^^^^^^^^^^^ ... against this
 *
 * The number before a line is the offset of the first byte shown. A long line is cut to the part around the fault, with
 * "…" where bytes were left out; a fault over many lines shows its first two and its last. A fault behind the last byte
 * is shown as one caret behind it. */
#ifndef REPORT_SNIPPET_H
#define REPORT_SNIPPET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Bytes of the piece that is shown. */
typedef struct report_span {
    size_t at;
    size_t len;
} report_span;

typedef struct report_snippet {
    const uint8_t *bytes; /* [len] a piece of the message, redacted already where that is asked for */
    size_t len;
    uint64_t at;        /* the offset that is printed for bytes[0] */
    bool head_cut;      /* bytes[0] isn't the first of its line */
    bool tail_cut;      /* the last byte isn't the last of its line */
    report_span span;   /* the bytes at fault; len 0 marks the place before bytes[span.at] */
    report_span second; /* the bytes they clash with; len 0 where there are none */
} report_snippet;

enum {
    REPORT_SNIPPET_COLUMNS = 100, /* of a line's text, unless told otherwise; at least 20 */
};

/* Draw a snippet.
 *
 *   columns  the most that a line's text may take, without the gutter
 *   colour   whether carets and dashes are painted
 *
 * Spans that reach beyond the piece are cut to it. Nothing is written for an empty piece. O(len), no allocation. */
void report_snippet_draw(FILE *out, const report_snippet *snippet, size_t columns, bool colour);

#endif
