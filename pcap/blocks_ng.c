/* SPDX-License-Identifier: MIT */
/* pcapng (draft-ietf-opsawg-pcapng). A block is
 *
 *   type (4)  total length (4)  body, padded to a multiple of four  total length once more (4)
 *
 * Only a block's own lengths tell where the next one begins, so both must agree before the block is believed. */
#include <stdlib.h>

#include "pcap/blocks.h"
#include "pcap/wire.h"

enum {
    BLOCK_HEAD = 8,
    BLOCK_TAIL = 4,
    BLOCK_LEAST = BLOCK_HEAD + BLOCK_TAIL,

    SECTION_LEAST = 28,
    INTERFACE_LEAST = 20,
    SIMPLE_LEAST = 16,
    PACKET_LEAST = 32, /* enhanced and obsolete alike */

    TYPE_INTERFACE = 1,
    TYPE_OBSOLETE_PACKET = 2,
    TYPE_SIMPLE_PACKET = 3,
    TYPE_ENHANCED_PACKET = 6,

    OPTION_END = 0,
    OPTION_RESOLUTION = 9,
    OPTION_OFFSET = 14,

    MICROSECONDS = 6,
    NG_MAJOR = 1,
};

static const uint32_t TYPE_SECTION = 0x0A0D0D0A;
static const uint32_t BYTE_ORDER_MAGIC = 0x1A2B3C4D;

static cap_code block_fault(const cap_blocks *blocks, cap_code code, uint64_t have, uint64_t want, cap_fault *fault)
{
    cap_fault_set(fault, code, blocks->bytes->offset, have, want);
    fault->unpacked = blocks->bytes->gzip != NULL;
    return code;
}

/* Make a whole block stand at cap_bytes_at(); its two lengths have been compared then. */
static cap_code whole_block(cap_blocks *blocks, uint32_t length, cap_fault *fault)
{
    size_t have = cap_bytes_want(blocks->bytes, length);
    if (have < length)
        return cap_blocks_cut(blocks, CAP_CUT_PACKET, length, have, fault);
    uint32_t trailer = cap_read32(cap_bytes_at(blocks->bytes) + length - BLOCK_TAIL, blocks->big);
    if (trailer != length)
        return block_fault(blocks, CAP_BLOCK_TRAILER, trailer, length, fault);
    blocks->taken = length;
    return CAP_OK;
}

/* A block that nobody here reads may be of any length: it goes by without being kept. */
static cap_code pass_over(cap_blocks *blocks, uint32_t length, cap_fault *fault)
{
    cap_bytes *bytes = blocks->bytes;
    uint64_t at = bytes->offset;
    uint64_t skipped = cap_bytes_skip(bytes, length - BLOCK_TAIL);
    size_t have = cap_bytes_want(bytes, BLOCK_TAIL);

    if (skipped < length - BLOCK_TAIL || have < BLOCK_TAIL) {
        cap_code code = cap_blocks_cut(blocks, CAP_CUT_PACKET, length, have, fault);
        if (code == CAP_CUT_PACKET)
            fault->have = skipped + have;
        return code;
    }
    uint32_t trailer = cap_read32(cap_bytes_at(bytes), blocks->big);
    cap_bytes_take(bytes, BLOCK_TAIL);
    if (trailer == length)
        return CAP_OK;
    block_fault(blocks, CAP_BLOCK_TRAILER, trailer, length, fault);
    fault->at = at;
    return fault->code;
}

static cap_code section(cap_blocks *blocks, cap_fault *fault)
{
    size_t have = cap_bytes_want(blocks->bytes, BLOCK_HEAD + 4);
    if (have < BLOCK_HEAD + 4)
        return cap_blocks_cut(blocks, CAP_CUT_RECORD, SECTION_LEAST, have, fault);
    const uint8_t *at = cap_bytes_at(blocks->bytes);
    if (cap_be32(at + 8) != BYTE_ORDER_MAGIC && cap_le32(at + 8) != BYTE_ORDER_MAGIC)
        return block_fault(blocks, CAP_BYTE_ORDER, cap_be32(at + 8), BYTE_ORDER_MAGIC, fault);
    blocks->big = cap_be32(at + 8) == BYTE_ORDER_MAGIC;
    uint32_t length = cap_read32(at + 4, blocks->big);
    if (length % 4 != 0 || length > CAP_BYTES_MOST)
        return block_fault(blocks, CAP_BLOCK_LENGTH, length, TYPE_SECTION, fault);
    if (length < SECTION_LEAST)
        return block_fault(blocks, CAP_BLOCK_SHORT, length, TYPE_SECTION, fault);
    cap_code code = whole_block(blocks, length, fault);
    if (code != CAP_OK)
        return code;
    uint16_t major = cap_read16(cap_bytes_at(blocks->bytes) + 12, blocks->big);
    if (major != NG_MAJOR)
        return block_fault(blocks, CAP_VERSION, major, NG_MAJOR, fault);
    blocks->interface_count = 0;
    return CAP_OK;
}

/* Options are code (2), length (2), value padded to four; the list may lack its end mark. */
static bool interface_options(const cap_blocks *blocks, const uint8_t *at, size_t len, cap_interface *interface)
{
    while (len >= 4) {
        uint16_t option = cap_read16(at, blocks->big);
        size_t size = cap_read16(at + 2, blocks->big);
        size_t padded = (size + 3) & ~(size_t)3;
        if (option == OPTION_END)
            return true;
        if (padded > len - 4)
            return false;
        if (option == OPTION_RESOLUTION && size == 1)
            interface->resolution = at[4];
        if (option == OPTION_OFFSET && size == 8)
            interface->offset = (int64_t)cap_read64(at + 4, blocks->big);
        at += 4 + padded;
        len -= 4 + padded;
    }
    return len == 0;
}

static cap_code add_interface(cap_blocks *blocks, const cap_interface *interface, cap_fault *fault)
{
    if (blocks->interface_count == CAP_INTERFACES_MOST)
        return block_fault(blocks, CAP_INTERFACES, 0, CAP_INTERFACES_MOST, fault);
    if (blocks->interface_count == blocks->interface_room) {
        size_t room = blocks->interface_room ? blocks->interface_room * 2 : 8;
        cap_interface *more = realloc(blocks->interfaces, room * sizeof *more);
        if (!more)
            return block_fault(blocks, CAP_NO_MEMORY, 0, room * sizeof *more, fault);
        blocks->interfaces = more;
        blocks->interface_room = room;
    }
    blocks->interfaces[blocks->interface_count++] = *interface;
    return CAP_OK;
}

static cap_code describe_interface(cap_blocks *blocks, uint32_t length, cap_fault *fault)
{
    const uint8_t *at = cap_bytes_at(blocks->bytes);
    cap_interface interface = {
        .link_type = cap_read16(at + 8, blocks->big),
        .snap_length = cap_read32(at + 12, blocks->big),
        .resolution = MICROSECONDS,
    };
    uint64_t time;

    if (!interface_options(blocks, at + 16, length - INTERFACE_LEAST, &interface))
        return block_fault(blocks, CAP_BLOCK_OPTIONS, 0, TYPE_INTERFACE, fault);
    if (!cap_blocks_time(&interface, 0, &time))
        return block_fault(blocks, CAP_TIME_RESOLUTION, interface.resolution, 0, fault);
    return add_interface(blocks, &interface, fault);
}

/* What a packet block says, before it is believed. */
struct claim {
    uint32_t interface, captured, length;
    uint64_t ticks;
    size_t at, room; /* of the packet's bytes in the block */
    bool timed;
};

static struct claim read_claim(const cap_blocks *blocks, uint32_t type, uint32_t block_length)
{
    const uint8_t *at = cap_bytes_at(blocks->bytes);
    bool big = blocks->big;
    struct claim claim = {.at = 28, .room = block_length - PACKET_LEAST, .timed = true};

    if (type == TYPE_SIMPLE_PACKET) {
        claim.at = 12;
        claim.room = block_length - SIMPLE_LEAST;
        claim.timed = false;
        claim.length = cap_read32(at + 8, big);
        claim.captured = claim.length;
        uint32_t snap = blocks->interface_count ? blocks->interfaces[0].snap_length : 0;
        if (snap != 0 && claim.captured > snap)
            claim.captured = snap;
        return claim;
    }
    claim.interface = type == TYPE_ENHANCED_PACKET ? cap_read32(at + 8, big) : cap_read16(at + 8, big);
    claim.ticks = (uint64_t)cap_read32(at + 12, big) << 32 | cap_read32(at + 16, big);
    claim.captured = cap_read32(at + 20, big);
    claim.length = cap_read32(at + 24, big);
    return claim;
}

static cap_code packet_block(cap_blocks *blocks, uint32_t type, uint32_t length, cap_packet *packet, cap_fault *fault)
{
    struct claim claim = read_claim(blocks, type, length);

    if (claim.captured > claim.room)
        return block_fault(blocks, CAP_BLOCK_PACKET, claim.captured, claim.room, fault);
    if (claim.captured > CAP_PACKET_MOST)
        return block_fault(blocks, CAP_RECORD_LENGTH, claim.captured, CAP_PACKET_MOST, fault);
    if (claim.interface >= blocks->interface_count)
        return block_fault(blocks, CAP_NO_INTERFACE, claim.interface, blocks->interface_count, fault);
    const cap_interface *interface = &blocks->interfaces[claim.interface];
    *packet = (cap_packet){
        .number = ++blocks->packets,
        .at = blocks->bytes->offset,
        .timed = claim.timed,
        .big_endian = blocks->big,
        .link_type = interface->link_type,
        .interface = claim.interface,
        .captured = claim.captured,
        .length = claim.length < claim.captured ? claim.captured : claim.length,
        .bytes = cap_bytes_at(blocks->bytes) + claim.at,
    };
    if (claim.timed)
        cap_blocks_time(interface, claim.ticks, &packet->time);
    return CAP_OK;
}

static uint32_t least_length(uint32_t type)
{
    switch (type) {
    case TYPE_INTERFACE:
        return INTERFACE_LEAST;
    case TYPE_SIMPLE_PACKET:
        return SIMPLE_LEAST;
    case TYPE_OBSOLETE_PACKET:
    case TYPE_ENHANCED_PACKET:
        return PACKET_LEAST;
    default:
        return 0; /* passed over */
    }
}

/* One block; *got says whether it was a packet. */
static cap_code one_block(cap_blocks *blocks, cap_packet *packet, bool *got, cap_fault *fault)
{
    const uint8_t *at = cap_bytes_at(blocks->bytes);
    uint32_t type = cap_read32(at, blocks->big);
    uint32_t length = cap_read32(at + 4, blocks->big);
    uint32_t least = least_length(type);

    if (type == TYPE_SECTION)
        return section(blocks, fault);
    if (length % 4 != 0 || length < BLOCK_LEAST || (least != 0 && length > CAP_BYTES_MOST))
        return block_fault(blocks, CAP_BLOCK_LENGTH, length, type, fault);
    if (least == 0)
        return pass_over(blocks, length, fault);
    if (length < least)
        return block_fault(blocks, CAP_BLOCK_SHORT, length, type, fault);
    cap_code code = whole_block(blocks, length, fault);
    if (code != CAP_OK)
        return code;
    if (type == TYPE_INTERFACE)
        return describe_interface(blocks, length, fault);
    code = packet_block(blocks, type, length, packet, fault);
    *got = code == CAP_OK;
    return code;
}

cap_code cap_blocks_next_ng(cap_blocks *blocks, cap_packet *packet, cap_fault *fault)
{
    cap_bytes *bytes = blocks->bytes;
    cap_code code = CAP_OK;
    bool got = false;

    while (code == CAP_OK && !got) {
        cap_bytes_take(bytes, blocks->taken);
        blocks->taken = 0;
        size_t have = cap_bytes_want(bytes, BLOCK_HEAD);
        if (have == 0 && bytes->failed.code == CAP_OK)
            return cap_fault_set(fault, CAP_END, bytes->offset, 0, 0);
        if (have < BLOCK_HEAD)
            return cap_blocks_cut(blocks, CAP_CUT_RECORD, BLOCK_HEAD, have, fault);
        code = one_block(blocks, packet, &got, fault);
    }
    return code;
}
