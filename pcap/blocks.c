/* SPDX-License-Identifier: MIT */
/* See blocks.h. Here: telling formats apart, and the older one of the two, pcap. blocks_ng.c reads pcapng. */
#include "pcap/blocks.h"

#include <stdlib.h>
#include <string.h>

#include "pcap/wire.h"

enum {
    PCAP_HEADER = 24,
    PCAP_RECORD = 16,
    MAGIC_LEN = 4,
    LOOK = 4096, /* bytes looked at to say what a file is that is no capture */
    PCAP_MAJOR = 2,
    LINK_TYPE_BITS = 0xFFFF, /* the rest of the word tells the length of a frame check sequence */
};

static const uint32_t MAGIC_MICROSECONDS = 0xA1B2C3D4;
static const uint32_t MAGIC_NANOSECONDS = 0xA1B23C4D;
static const uint32_t MAGIC_SECTION = 0x0A0D0D0A; /* reads the same in both byte orders */

static const uint64_t BILLION = 1000000000;

cap_code cap_blocks_cut(const cap_blocks *blocks, cap_code code, uint64_t want, uint64_t have, cap_fault *fault)
{
    const cap_bytes *bytes = blocks->bytes;

    if (bytes->failed.code != CAP_OK) {
        *fault = bytes->failed;
        return fault->code;
    }
    cap_fault_set(fault, code, bytes->offset + have, have, want);
    fault->unpacked = bytes->gzip != NULL;
    return code;
}

static cap_code is_not(const cap_blocks *blocks, cap_code code, uint64_t have, cap_fault *fault)
{
    cap_fault_set(fault, code, 0, have, 0);
    fault->unpacked = blocks->bytes->gzip != NULL;
    return code;
}

static bool other_format(const uint8_t *at, size_t len, uint64_t *format)
{
    static const struct {
        const char *magic;
        size_t len;
        cap_other_format format;
    } known[] = {
        {"\x28\xB5\x2F\xFD", 4, CAP_FORMAT_ZSTD},
        {"\xFD\x37zXZ", 5, CAP_FORMAT_XZ},
        {"BZh", 3, CAP_FORMAT_BZIP2},
        {"\x04\x22\x4D\x18", 4, CAP_FORMAT_LZ4},
        {"PK\x03\x04", 4, CAP_FORMAT_ZIP},
        {"snoop\0\0", 7, CAP_FORMAT_SNOOP},
        {"\x34\xCD\xB2\xA1", 4, CAP_FORMAT_PCAP_MODIFIED},
        {"\xA1\xB2\xCD\x34", 4, CAP_FORMAT_PCAP_MODIFIED},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (len >= known[i].len && memcmp(at, known[i].magic, known[i].len) == 0) {
            *format = known[i].format;
            return true;
        }
    }
    return false;
}

static bool all_zero(const uint8_t *at, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (at[i] != 0)
            return false;
    }
    return true;
}

/* No control bytes but white space; bytes above 0x7F may be letters of some encoding. */
static bool all_text(const uint8_t *at, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        bool space = at[i] == '\t' || at[i] == '\n' || at[i] == '\r' || at[i] == '\f';
        if (at[i] == 0x7F || (at[i] < ' ' && !space))
            return false;
    }
    return true;
}

/* The first bytes are no magic: say what they are. */
static cap_code name_what_it_is(cap_blocks *blocks, cap_fault *fault)
{
    size_t len = cap_bytes_want(blocks->bytes, LOOK);
    const uint8_t *at = cap_bytes_at(blocks->bytes);
    uint64_t format = 0;
    uint8_t first[MAGIC_LEN] = {0};

    if (len > LOOK)
        len = LOOK;
    if (blocks->bytes->failed.code != CAP_OK && len < MAGIC_LEN)
        return cap_blocks_cut(blocks, CAP_CUT_HEADER, PCAP_HEADER, len, fault);
    if (len == 0)
        return is_not(blocks, CAP_EMPTY, 0, fault);
    if (other_format(at, len, &format))
        return is_not(blocks, CAP_OTHER_FORMAT, format, fault);
    if (all_zero(at, len))
        return is_not(blocks, CAP_ZEROS, len, fault);
    if (all_text(at, len))
        return is_not(blocks, CAP_TEXT, 0, fault);
    memcpy(first, at, len < MAGIC_LEN ? len : MAGIC_LEN);
    return is_not(blocks, CAP_NOT_CAPTURE, cap_be32(first), fault);
}

/* A file of fewer than four bytes that could have become a capture was cut off. */
static bool begins_a_magic(const uint8_t *at, size_t len)
{
    static const char *const magics[] = {"\xD4\xC3\xB2\xA1", "\xA1\xB2\xC3\xD4", "\x4D\x3C\xB2\xA1", "\xA1\xB2\x3C\x4D",
                                         "\x0A\x0D\x0D\x0A"};

    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        if (len > 0 && len < MAGIC_LEN && memcmp(at, magics[i], len) == 0)
            return true;
    }
    return false;
}

static cap_code pcap_header(cap_blocks *blocks, cap_fault *fault)
{
    size_t have = cap_bytes_want(blocks->bytes, PCAP_HEADER);
    if (have < PCAP_HEADER)
        return cap_blocks_cut(blocks, CAP_CUT_HEADER, PCAP_HEADER, have, fault);
    const uint8_t *at = cap_bytes_at(blocks->bytes);
    uint16_t major = cap_read16(at + 4, blocks->big);
    if (major != PCAP_MAJOR)
        return cap_fault_set(fault, CAP_VERSION, 0, major, PCAP_MAJOR);
    blocks->interfaces = calloc(1, sizeof *blocks->interfaces);
    if (!blocks->interfaces)
        return cap_fault_set(fault, CAP_NO_MEMORY, 0, 0, sizeof *blocks->interfaces);
    blocks->interface_count = blocks->interface_room = 1;
    blocks->interfaces[0] = (cap_interface){
        .link_type = cap_read32(at + 20, blocks->big) & LINK_TYPE_BITS,
        .snap_length = cap_read32(at + 16, blocks->big),
        .resolution = blocks->nanoseconds ? 9 : 6,
    };
    blocks->taken = PCAP_HEADER;
    return CAP_OK;
}

cap_code cap_blocks_open(cap_blocks *blocks, cap_bytes *bytes, cap_fault *fault)
{
    *blocks = (cap_blocks){.bytes = bytes};
    size_t have = cap_bytes_want(bytes, MAGIC_LEN);
    const uint8_t *at = cap_bytes_at(bytes);

    if (have < MAGIC_LEN && begins_a_magic(at, have))
        return cap_blocks_cut(blocks, CAP_CUT_HEADER, PCAP_HEADER, have, fault);
    if (have < MAGIC_LEN)
        return name_what_it_is(blocks, fault);
    uint32_t big = cap_be32(at);
    uint32_t little = cap_le32(at);
    blocks->pcapng = big == MAGIC_SECTION;
    blocks->big = big == MAGIC_MICROSECONDS || big == MAGIC_NANOSECONDS;
    blocks->nanoseconds = big == MAGIC_NANOSECONDS || little == MAGIC_NANOSECONDS;
    if (blocks->pcapng)
        return CAP_OK;
    if (!blocks->big && little != MAGIC_MICROSECONDS && little != MAGIC_NANOSECONDS)
        return name_what_it_is(blocks, fault);
    return pcap_header(blocks, fault);
}

bool cap_blocks_time(const cap_interface *interface, uint64_t ticks, uint64_t *nanoseconds)
{
    enum { POWER_OF_TWO = 0x80, EXPONENT = 0x7F, MOST_TENS = 19, MOST_TWOS = 63, EXACT_TWOS = 34 };
    unsigned exponent = interface->resolution & EXPONENT;
    uint64_t seconds, rest;

    if (interface->resolution & POWER_OF_TWO) {
        if (exponent > MOST_TWOS)
            return false;
        seconds = ticks >> exponent;
        rest = ticks - (seconds << exponent);
        if (exponent > EXACT_TWOS) {
            rest >>= exponent - EXACT_TWOS;
            exponent = EXACT_TWOS;
        }
        rest = rest * BILLION >> exponent;
    } else {
        uint64_t a_second = 1;
        if (exponent > MOST_TENS)
            return false;
        for (unsigned i = 0; i < exponent; i++)
            a_second *= 10;
        seconds = ticks / a_second;
        rest = ticks % a_second;
        for (; exponent > 9; exponent--)
            rest /= 10;
        for (; exponent < 9; exponent++)
            rest *= 10;
    }
    seconds += (uint64_t)interface->offset;
    *nanoseconds = seconds * BILLION + rest;
    return true;
}

static cap_code next_pcap(cap_blocks *blocks, cap_packet *packet, cap_fault *fault)
{
    cap_bytes *bytes = blocks->bytes;
    size_t have = cap_bytes_want(bytes, PCAP_RECORD);

    if (have == 0 && bytes->failed.code == CAP_OK)
        return cap_fault_set(fault, CAP_END, bytes->offset, 0, 0);
    if (have < PCAP_RECORD)
        return cap_blocks_cut(blocks, CAP_CUT_RECORD, PCAP_RECORD, have, fault);
    const uint8_t *at = cap_bytes_at(bytes);
    uint32_t captured = cap_read32(at + 8, blocks->big);
    uint32_t length = cap_read32(at + 12, blocks->big);
    if (captured > CAP_PACKET_MOST)
        return cap_fault_set(fault, CAP_RECORD_LENGTH, bytes->offset, captured, CAP_PACKET_MOST);
    uint64_t seconds = cap_read32(at, blocks->big);
    uint64_t fraction = cap_read32(at + 4, blocks->big);
    have = cap_bytes_want(bytes, PCAP_RECORD + captured);
    if (have < PCAP_RECORD + captured)
        return cap_blocks_cut(blocks, CAP_CUT_PACKET, PCAP_RECORD + captured, have, fault);
    *packet = (cap_packet){
        .number = ++blocks->packets,
        .at = bytes->offset,
        .time = seconds * BILLION + fraction * (blocks->nanoseconds ? 1 : 1000),
        .timed = true,
        .big_endian = blocks->big,
        .link_type = blocks->interfaces[0].link_type,
        .captured = captured,
        .length = length < captured ? captured : length,
        .bytes = cap_bytes_at(bytes) + PCAP_RECORD,
    };
    blocks->taken = PCAP_RECORD + captured;
    return CAP_OK;
}

cap_code cap_blocks_next(cap_blocks *blocks, cap_packet *packet, cap_fault *fault)
{
    cap_bytes_take(blocks->bytes, blocks->taken);
    blocks->taken = 0;
    return blocks->pcapng ? cap_blocks_next_ng(blocks, packet, fault) : next_pcap(blocks, packet, fault);
}

void cap_blocks_close(cap_blocks *blocks)
{
    free(blocks->interfaces);
    blocks->interfaces = NULL;
    blocks->interface_count = blocks->interface_room = 0;
}
