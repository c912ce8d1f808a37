/* SPDX-License-Identifier: MIT */
/* The bytes of a capture file, a pipe or standard input, in one pass, unpacked where they are gzip'd.
 *
 * One buffer holds what was read and not yet taken; it grows when a caller wants more at once, up to CAP_BYTES_MOST.
 * Nothing is ever read twice or sought, so a pipe is as good as a file. A failing read is remembered: bytes that came
 * before it are still handed out, and then the failure is reported with its offset. */
#ifndef CAP_BYTES_H
#define CAP_BYTES_H

#include <signal.h>

#include "pcap/fault.h"

enum {
    CAP_BYTES_MOST = 4 * 1024 * 1024, /* no caller may want more at once */
};

struct cap_gzip;

typedef struct cap_bytes {
    int fd;
    bool own_fd;
    bool at_end;                       /* nothing follows what is in the buffer */
    uint8_t *buffer;                   /* [room] */
    size_t room, begin, end;           /* buffer[begin … end) was read and not yet taken */
    uint64_t offset;                   /* of buffer[begin] in the unpacked bytes */
    uint64_t raw_offset;               /* bytes read from fd so far */
    struct cap_gzip *gzip;             /* NULL: not compressed */
    const volatile sig_atomic_t *stop; /* NULL, or raised by the caller's signal handler */
    cap_fault failed;                  /* code CAP_OK until a read or unpacking failed */
} cap_bytes;

/* Open a file for reading.
 *
 *   bytes  uninitialised; on success to be closed with cap_bytes_close()
 *   path   of a file, or "-" for standard input
 *   stop   NULL, or a flag that ends a blocked read when a signal interrupts it
 *   fault  receives what is wrong unless the result is CAP_OK
 *
 * Returns CAP_OK, CAP_CANNOT_OPEN, CAP_DIRECTORY, CAP_NO_MEMORY, or what the first read says. */
cap_code cap_bytes_open(cap_bytes *bytes, const char *path, const volatile sig_atomic_t *stop, cap_fault *fault);

/* The same on a descriptor that stays the caller's. */
cap_code cap_bytes_attach(cap_bytes *bytes, int fd, const volatile sig_atomic_t *stop, cap_fault *fault);

/* Make `want` bytes stand at cap_bytes_at(), if there are so many.
 *
 *   want  at most CAP_BYTES_MOST
 *
 * Returns how many there are: at least `want`, or fewer when the end or a failure came first (then bytes->failed tells
 * which). Pointers into the buffer are void after the call. */
size_t cap_bytes_want(cap_bytes *bytes, size_t want);

static inline const uint8_t *cap_bytes_at(const cap_bytes *bytes)
{
    return bytes->buffer + bytes->begin;
}

/* Take n bytes that cap_bytes_want() has shown to be there. */
static inline void cap_bytes_take(cap_bytes *bytes, size_t n)
{
    bytes->begin += n;
    bytes->offset += n;
}

/* Pass over n bytes of any number without keeping them. Returns how many there were. */
uint64_t cap_bytes_skip(cap_bytes *bytes, uint64_t n);

void cap_bytes_close(cap_bytes *bytes);

#endif
