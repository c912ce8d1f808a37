/* SPDX-License-Identifier: MIT */
/* See fault.h. Sentences are for people; programs look at the code and the numbers. */
#include "pcap/fault.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

cap_code cap_fault_set(cap_fault *fault, cap_code code, uint64_t at, uint64_t have, uint64_t want)
{
    *fault = (cap_fault){.code = code, .at = at, .have = have, .want = want};
    return code;
}

static const char *const format_names[CAP_FORMATS] = {
    [CAP_FORMAT_ZSTD] = "compressed with zstd: unpack it first",
    [CAP_FORMAT_XZ] = "compressed with xz: unpack it first",
    [CAP_FORMAT_BZIP2] = "compressed with bzip2: unpack it first",
    [CAP_FORMAT_LZ4] = "compressed with lz4: unpack it first",
    [CAP_FORMAT_ZIP] = "a zip archive: unpack it first",
    [CAP_FORMAT_SNOOP] = "a snoop capture: convert it to pcapng first",
    [CAP_FORMAT_PCAP_MODIFIED] = "a modified pcap variant that is not read: convert it to pcapng first",
};

static int open_text(const cap_fault *f, char *text, size_t size)
{
    switch ((unsigned)f->code) {
    case CAP_CANNOT_OPEN:
        return snprintf(text, size, "cannot be opened: %s", strerror((int)f->want));
    case CAP_DIRECTORY:
        return snprintf(text, size, "is a directory, not a capture");
    case CAP_EMPTY:
        return snprintf(text, size, "is empty: not one byte of a capture");
    case CAP_ZEROS:
        return snprintf(text, size, "holds zero bytes where a capture would begin (the first %" PRIu64 " are zero)",
                        f->have);
    case CAP_TEXT:
        return snprintf(text, size, "is text, not a capture in pcap or pcapng format");
    case CAP_OTHER_FORMAT:
        return snprintf(text, size, "is %s", f->have < CAP_FORMATS ? format_names[f->have] : "of an unknown format");
    default:
        return snprintf(text, size, "is not a pcap or pcapng capture: it begins with 0x%08" PRIx64, f->have);
    }
}

static int cut_text(const cap_fault *f, char *text, size_t size)
{
    const char *what = "the capture's first header";

    if (f->code == CAP_CUT_RECORD)
        what = "the header of a record";
    if (f->code == CAP_CUT_PACKET)
        what = "a packet or block";
    return snprintf(text, size, "ends inside %s at byte %" PRIu64 ": %" PRIu64 " bytes expected, %" PRIu64 " there",
                    what, f->at, f->want, f->have);
}

static int block_text(const cap_fault *f, char *text, size_t size)
{
    switch ((unsigned)f->code) {
    case CAP_BLOCK_LENGTH:
        return snprintf(text, size,
                        "block of type 0x%08" PRIx64 " at byte %" PRIu64 " has an impossible length, %" PRIu64, f->want,
                        f->at, f->have);
    case CAP_BLOCK_TRAILER:
        return snprintf(text, size,
                        "block at byte %" PRIu64 " begins with length %" PRIu64 " and ends with length %" PRIu64
                        "; both must be the same",
                        f->at, f->want, f->have);
    case CAP_BLOCK_SHORT:
        return snprintf(text, size, "block of type 0x%08" PRIx64 " at byte %" PRIu64 " is too short, %" PRIu64 " bytes",
                        f->want, f->at, f->have);
    case CAP_BLOCK_OPTIONS:
        return snprintf(text, size, "options run beyond their block of type 0x%08" PRIx64 " at byte %" PRIu64, f->want,
                        f->at);
    case CAP_BLOCK_PACKET:
        return snprintf(text, size,
                        "packet in the block at byte %" PRIu64 " claims %" PRIu64
                        " bytes where the block holds %" PRIu64,
                        f->at, f->have, f->want);
    default:
        return snprintf(text, size, "section header at byte %" PRIu64 " has 0x%08" PRIx64 " for its byte-order magic",
                        f->at, f->have);
    }
}

static int record_text(const cap_fault *f, char *text, size_t size)
{
    switch ((unsigned)f->code) {
    case CAP_VERSION:
        return snprintf(text, size, "header at byte %" PRIu64 " says version %" PRIu64 ", only %" PRIu64 " is read",
                        f->at, f->have, f->want);
    case CAP_RECORD_LENGTH:
        return snprintf(text, size,
                        "packet record at byte %" PRIu64 " claims %" PRIu64 " bytes, more than the %" PRIu64
                        " a packet may have",
                        f->at, f->have, f->want);
    case CAP_NO_INTERFACE:
        return snprintf(text, size,
                        "packet at byte %" PRIu64 " names interface %" PRIu64 ", and %" PRIu64 " were described", f->at,
                        f->have, f->want);
    case CAP_INTERFACES:
        return snprintf(text, size, "section describes more than %" PRIu64 " interfaces at byte %" PRIu64, f->want,
                        f->at);
    default:
        return snprintf(text, size,
                        "interface at byte %" PRIu64 " has a time resolution that cannot be counted, 0x%02" PRIx64,
                        f->at, f->have);
    }
}

static int other_text(const cap_fault *f, char *text, size_t size)
{
    switch ((unsigned)f->code) {
    case CAP_INTERRUPTED:
        return snprintf(text, size, "reading was interrupted at byte %" PRIu64, f->at);
    case CAP_NO_MEMORY:
        return snprintf(text, size, "out of memory: %" PRIu64 " bytes asked for", f->want);
    case CAP_READ_FAILED:
        return snprintf(text, size, "cannot be read further than byte %" PRIu64 ": %s", f->at, strerror((int)f->want));
    case CAP_GZIP_DAMAGED:
        return snprintf(text, size, "gzip data is damaged near byte %" PRIu64 " of the compressed file", f->at);
    case CAP_GZIP_CUT:
        return snprintf(text, size, "gzip data ends too early, at byte %" PRIu64 " of the compressed file", f->at);
    case CAP_FILTER:
        return snprintf(text, size, "filter: %s", f->words);
    case CAP_LIVE:
        return snprintf(text, size, "live capture: %s", f->words);
    case CAP_END:
        return snprintf(text, size, "ends after byte %" PRIu64, f->at);
    default:
        return snprintf(text, size, "nothing is wrong");
    }
}

size_t cap_fault_text(const cap_fault *fault, char *text, size_t size)
{
    cap_code code = fault->code;
    int wrote;

    if (code >= CAP_CANNOT_OPEN && code <= CAP_NOT_CAPTURE && code != CAP_READ_FAILED)
        wrote = open_text(fault, text, size);
    else if (code >= CAP_CUT_HEADER && code <= CAP_CUT_PACKET)
        wrote = cut_text(fault, text, size);
    else if (code >= CAP_BLOCK_LENGTH && code <= CAP_BYTE_ORDER)
        wrote = block_text(fault, text, size);
    else if (code >= CAP_VERSION && code <= CAP_TIME_RESOLUTION)
        wrote = record_text(fault, text, size);
    else
        wrote = other_text(fault, text, size);
    if (wrote < 0)
        wrote = 0;
    size_t length = (size_t)wrote < size ? (size_t)wrote : size - 1;
    if (fault->unpacked && length < size - 1) {
        int more = snprintf(text + length, size - length, " (counted after unpacking)");
        length += more > 0 && (size_t)more < size - length ? (size_t)more : strlen(text + length);
    }
    return length;
}
