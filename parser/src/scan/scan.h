/* SPDX-License-Identifier: MIT */
/* The kernels of the fast path, and which of them is in use.
 *
 * A kernel is the fast path (head/head_scan.inc.h) compiled for one instruction set, beside the few operations that it
 * is built on, which tests call by themselves. Each stands in a file of its own, compiled with flags of its own; scan.c
 * chooses one, once. */
#ifndef H1I_SCAN_H
#define H1I_SCAN_H

#include <h1/h1.h>

/* How a kernel is called; bits. */
enum {
    H1I_END = 1,       /* no byte will follow */
    H1I_COME_BACK = 2, /* return what was read and leave the rest to the caller, not to h1i_next_n_reference() */
};

/* Reads whole messages that have no fault, as h1_next_n() does, while it can. Leaves all else, from the first message
 * that it can't read, to h1i_next_n_reference(), or with H1I_COME_BACK to its caller, with *got events filled. */
typedef size_t h1i_next_n_of_kernel(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n,
                                    size_t *got);

/* Walks on over field lines of a head that isn't all here, from where the stream stands, and leaves it as the reference
 * would: up to the empty line, to the end of what is here, or to what the reference is to take. It stands where it
 * stood where that is at once. A violation of the line before, which is judged with the next one's first byte, is in
 * s->rule.
 */
typedef void h1i_lines_of_kernel(h1_stream *s, const uint8_t *buf, size_t len);

/* Finds lines of one or two bytes that stand between two CRLFs: what the line before a small chunk looks like, whatever
 * stands in it. Data may look so too.
 *
 *   buf, at, end  where to look: for lines that end four bytes behind `at` or later. The last 64 bytes may be left out
 *   ends          [room + H1I_SIZES_MORE] entries that receive where the lines end: the offsets of their CR, ascending
 *
 * Returns how many there are. Goes no further than the block of 64 bytes in which there is no room left. */
typedef size_t h1i_sizes_of_kernel(const uint8_t *buf, size_t at, size_t end, uint32_t *ends, size_t room);

enum { H1I_SIZES_MORE = 32 }; /* more than lines end in a block */

typedef struct h1i_kernel {
    const char *name;
    h1i_next_n_of_kernel *next_n;
    h1i_lines_of_kernel *lines;
    h1i_sizes_of_kernel *sizes; /* NULL where it is no gain */
    /* Bit i is set where block[i] is below 0x20 or is 0x7F; block has 64 bytes. */
    uint64_t (*controls)(const uint8_t *block);
    /* Whether none of 128 bytes is a control. */
    bool (*is_text)(const uint8_t *block);
    /* How many bytes of the class stand from bytes[skip] on; bytes has 32. 32 where all behind skip are in the class.
     */
    unsigned (*tchars)(const uint8_t *bytes, unsigned skip);
    unsigned (*target_bytes)(const uint8_t *bytes, unsigned skip);
    unsigned (*host_bytes)(const uint8_t *bytes, unsigned skip);
} h1i_kernel;

extern const h1i_kernel h1i_kernel_avx2, h1i_kernel_sse42, h1i_kernel_neon, h1i_kernel_words;

/* The kernel in use. Before the first call that is the best one that this machine has and that was tested. */
const h1i_kernel *h1i_scan_kernel(void);

/* For tests: use this kernel from now on; "none" leaves everything to the reference. Returns false, and changes
 * nothing, when there is no such kernel here. */
bool h1i_scan_force(const char *name);

/* For tests that go to and fro: use a kernel that was in use before. The machine isn't asked again, which takes longer
 * than a head where it is a virtual one. */
void h1i_scan_use(const h1i_kernel *kernel);

/* The reference's way of filling several events: batch.c. The first *got events, used bytes and taken fields are there
 * already. */
size_t h1i_next_n_reference(h1_stream *s, const uint8_t *buf, size_t len, unsigned how, h1_event *ev, size_t n,
                            size_t *got, size_t used, uint16_t taken);

#endif
