/* SPDX-License-Identifier: MIT */
/* What can be wrong with a capture, as data: a code, the place in the file, and up to two numbers.
 *
 * A fault is never silently taken for the end of a capture: CAP_END is said only where a record could have begun and no
 * byte follows. Whatever was read before a fault stays valid. */
#ifndef CAP_FAULT_H
#define CAP_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum cap_code {
    CAP_OK = 0,
    CAP_END,             /* the capture ended where it may */
    CAP_INTERRUPTED,     /* the caller's stop flag was raised while waiting for bytes */
    CAP_NO_MEMORY,       /* want: bytes asked for */
    CAP_CANNOT_OPEN,     /* want: errno */
    CAP_DIRECTORY,       /* the path names a directory */
    CAP_READ_FAILED,     /* want: errno; at: how far reading came */
    CAP_EMPTY,           /* no byte at all */
    CAP_ZEROS,           /* nothing but zero bytes where a capture would begin; have: how many were looked at */
    CAP_TEXT,            /* text, not a capture */
    CAP_OTHER_FORMAT,    /* a known format that is not read; have: cap_other_format */
    CAP_NOT_CAPTURE,     /* have: the first four bytes, the first one highest */
    CAP_GZIP_DAMAGED,    /* the compressed data cannot be unpacked; at: in the compressed file */
    CAP_GZIP_CUT,        /* the compressed data ends too early; at: in the compressed file */
    CAP_CUT_HEADER,      /* ends inside the capture's first header; want bytes, have bytes */
    CAP_CUT_RECORD,      /* ends inside the header of a packet record or block; want bytes, have bytes */
    CAP_CUT_PACKET,      /* ends inside the bytes of a packet or block; want bytes, have bytes */
    CAP_VERSION,         /* pcap or pcapng of a version that is not read; have: major, want: the one expected */
    CAP_RECORD_LENGTH,   /* a packet claims have bytes; want: the most that is believed */
    CAP_BLOCK_LENGTH,    /* pcapng block with an impossible length; have: that length, want: block type */
    CAP_BLOCK_TRAILER,   /* pcapng block whose two lengths differ; want: the first, have: the second */
    CAP_BLOCK_SHORT,     /* pcapng block too short for its type; have: its length, want: block type */
    CAP_BLOCK_OPTIONS,   /* options run beyond their pcapng block; want: block type */
    CAP_BLOCK_PACKET,    /* packet bytes beyond their pcapng block; have: claimed, want: room */
    CAP_BYTE_ORDER,      /* pcapng section without byte-order magic; have: what stands there */
    CAP_NO_INTERFACE,    /* packet of an interface that was never described; have: its number, want: how many are */
    CAP_INTERFACES,      /* more interfaces in a section than are kept; want: the limit */
    CAP_TIME_RESOLUTION, /* time stamps finer than can be counted; have: the option's byte */
    CAP_FILTER,          /* the filter expression is wrong; words: why */
    CAP_LIVE,            /* live capture failed; words: why */
} cap_code;

/* Formats that are named so that a user knows what to do about them. */
typedef enum cap_other_format {
    CAP_FORMAT_ZSTD,
    CAP_FORMAT_XZ,
    CAP_FORMAT_BZIP2,
    CAP_FORMAT_LZ4,
    CAP_FORMAT_ZIP,
    CAP_FORMAT_SNOOP,
    CAP_FORMAT_PCAP_MODIFIED,
    CAP_FORMATS,
} cap_other_format;

typedef struct cap_fault {
    cap_code code;
    bool unpacked; /* `at` counts bytes after unpacking a gzip'd file */
    uint64_t at;   /* offset in the file: of the record or block that is damaged, or of the byte that is missing */
    uint64_t have, want;
    char words[160]; /* libpcap's words for CAP_FILTER and CAP_LIVE, else empty */
} cap_fault;

/* Write one plain sentence without a full stop that names the place and says what was expected.
 *
 *   fault  what went wrong
 *   text   [size] receives the sentence, cut if need be, always ended by a zero byte
 *   size   at least 1; 256 is enough for every sentence
 *
 * Returns the length of what was written. */
size_t cap_fault_text(const cap_fault *fault, char *text, size_t size);

/* Fill in a fault; returns `code` so that a caller can say `return cap_fault_set(...)`. */
cap_code cap_fault_set(cap_fault *fault, cap_code code, uint64_t at, uint64_t have, uint64_t want);

#endif
