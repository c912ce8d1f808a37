/* SPDX-License-Identifier: MIT */
/* See bytes.h. read(2) into one buffer; a file is not mapped, because a mapped file that shrinks kills its reader. */
#include "pcap/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pcap/gzip.h"

enum {
    FIRST_ROOM = 256 * 1024,
    GZIP_MAGIC_LEN = 2,
    GZIP_FIRST_MOST = 32 * 1024,
};

static bool stopped(const cap_bytes *bytes)
{
    return bytes->stop && *bytes->stop;
}

/* Bytes as they come from the descriptor, before unpacking. Fewer than 0: bytes->failed is set. */
static long read_raw(void *context, uint8_t *out, size_t size)
{
    cap_bytes *bytes = context;

    for (;;) {
        if (stopped(bytes)) {
            cap_fault_set(&bytes->failed, CAP_INTERRUPTED, bytes->raw_offset, 0, 0);
            return -1;
        }
        ssize_t got = read(bytes->fd, out, size);
        if (got >= 0) {
            bytes->raw_offset += (uint64_t)got;
            return (long)got;
        }
        if (errno == EINTR)
            continue;
        cap_fault_set(&bytes->failed, errno == EISDIR ? CAP_DIRECTORY : CAP_READ_FAILED, bytes->raw_offset, 0,
                      (uint64_t)errno);
        return -1;
    }
}

/* One read into the room behind `end`; sets at_end when nothing will follow. */
static void fill(cap_bytes *bytes)
{
    uint8_t *out = bytes->buffer + bytes->end;
    size_t size = bytes->room - bytes->end;

    if (!bytes->gzip) {
        long got = read_raw(bytes, out, size);
        bytes->at_end = got <= 0;
        bytes->end += got > 0 ? (size_t)got : 0;
        return;
    }
    size_t got = 0;
    uint64_t at = 0;
    cap_code code = cap_gzip_read(bytes->gzip, out, size, &got, &at);
    bytes->end += got;
    if (code != CAP_OK && bytes->failed.code == CAP_OK)
        cap_fault_set(&bytes->failed, code, at, 0, 0);
    bytes->at_end = code != CAP_OK || got == 0;
}

static bool make_room(cap_bytes *bytes, size_t want)
{
    size_t left = bytes->end - bytes->begin;

    if (bytes->begin > 0 && (left == 0 || bytes->begin + want > bytes->room)) {
        memmove(bytes->buffer, bytes->buffer + bytes->begin, left);
        bytes->begin = 0;
        bytes->end = left;
    }
    if (want <= bytes->room)
        return true;
    size_t room = bytes->room;
    while (room < want)
        room *= 2;
    uint8_t *buffer = realloc(bytes->buffer, room);
    if (!buffer) {
        cap_fault_set(&bytes->failed, CAP_NO_MEMORY, bytes->offset, 0, room);
        return false;
    }
    bytes->buffer = buffer;
    bytes->room = room;
    return true;
}

size_t cap_bytes_want(cap_bytes *bytes, size_t want)
{
    if (bytes->end - bytes->begin >= want)
        return bytes->end - bytes->begin;
    if (!bytes->at_end && make_room(bytes, want)) {
        while (bytes->end - bytes->begin < want && !bytes->at_end)
            fill(bytes);
    }
    return bytes->end - bytes->begin;
}

uint64_t cap_bytes_skip(cap_bytes *bytes, uint64_t n)
{
    uint64_t skipped = 0;

    while (skipped < n) {
        size_t there = cap_bytes_want(bytes, 1);
        if (there == 0)
            break;
        if (there > n - skipped)
            there = (size_t)(n - skipped);
        cap_bytes_take(bytes, there);
        skipped += there;
    }
    return skipped;
}

/* gzip'd files are known by their first two bytes, RFC 1952 section 2.3.1. */
static cap_code recognise_gzip(cap_bytes *bytes)
{
    if (cap_bytes_want(bytes, GZIP_MAGIC_LEN) < GZIP_MAGIC_LEN)
        return bytes->failed.code;
    const uint8_t *at = cap_bytes_at(bytes);
    if (at[0] != 0x1F || at[1] != 0x8B)
        return CAP_OK;
    bytes->gzip = cap_gzip_open(at, bytes->end - bytes->begin, read_raw, bytes);
    if (!bytes->gzip)
        return cap_fault_set(&bytes->failed, CAP_NO_MEMORY, 0, 0, 0);
    bytes->begin = bytes->end = 0;
    bytes->at_end = false;
    return CAP_OK;
}

static cap_code start(cap_bytes *bytes, cap_fault *fault)
{
    struct stat is;

    if (fstat(bytes->fd, &is) == 0 && S_ISDIR(is.st_mode))
        return cap_fault_set(fault, CAP_DIRECTORY, 0, 0, 0);
    bytes->buffer = malloc(FIRST_ROOM);
    if (!bytes->buffer)
        return cap_fault_set(fault, CAP_NO_MEMORY, 0, 0, FIRST_ROOM);
    /* A first read of at most GZIP_FIRST_MOST bytes, so that all of them fit the unpacker's input. */
    bytes->room = GZIP_FIRST_MOST;
    cap_code code = recognise_gzip(bytes);
    bytes->room = FIRST_ROOM;
    if (code != CAP_OK)
        *fault = bytes->failed;
    return code;
}

cap_code cap_bytes_attach(cap_bytes *bytes, int fd, const volatile sig_atomic_t *stop, cap_fault *fault)
{
    *bytes = (cap_bytes){.fd = fd, .stop = stop};
    cap_code code = start(bytes, fault);
    if (code != CAP_OK)
        cap_bytes_close(bytes);
    return code;
}

cap_code cap_bytes_open(cap_bytes *bytes, const char *path, const volatile sig_atomic_t *stop, cap_fault *fault)
{
    if (strcmp(path, "-") == 0)
        return cap_bytes_attach(bytes, STDIN_FILENO, stop, fault);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    *bytes = (cap_bytes){.fd = fd, .own_fd = true, .stop = stop};
    if (fd < 0)
        return cap_fault_set(fault, CAP_CANNOT_OPEN, 0, 0, (uint64_t)errno);
    cap_code code = start(bytes, fault);
    if (code != CAP_OK)
        cap_bytes_close(bytes);
    return code;
}

void cap_bytes_close(cap_bytes *bytes)
{
    cap_gzip_close(bytes->gzip);
    free(bytes->buffer);
    if (bytes->own_fd && bytes->fd >= 0)
        close(bytes->fd);
    *bytes = (cap_bytes){.fd = -1};
}
