/* SPDX-License-Identifier: MIT */
/* See blocks_write.h. Plain stdio; the layouts are those that blocks.c and blocks_ng.c read. */
#include "pcap/blocks_write.h"

#include "pcap/wire.h"

static void put16(cap_writer *writer, uint16_t value)
{
    uint8_t bytes[2];

    cap_write16(bytes, value, writer->big);
    fwrite(bytes, 1, sizeof bytes, writer->out);
}

static void put32(cap_writer *writer, uint32_t value)
{
    uint8_t bytes[4];

    cap_write32(bytes, value, writer->big);
    fwrite(bytes, 1, sizeof bytes, writer->out);
}

static void put64(cap_writer *writer, uint64_t value)
{
    put32(writer, (uint32_t)(writer->big ? value >> 32 : value));
    put32(writer, (uint32_t)(writer->big ? value : value >> 32));
}

static uint32_t padding(uint32_t len)
{
    return (4 - len % 4) % 4;
}

static void put_padded(cap_writer *writer, const uint8_t *bytes, uint32_t len)
{
    static const uint8_t zeros[4];

    if (len > 0)
        fwrite(bytes, 1, len, writer->out);
    fwrite(zeros, 1, padding(len), writer->out);
}

void cap_write_pcap_header(cap_writer *writer, uint32_t link_type, uint32_t snap_length)
{
    put32(writer, writer->nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4);
    put16(writer, 2);
    put16(writer, 4);
    put32(writer, 0);
    put32(writer, 0);
    put32(writer, snap_length);
    put32(writer, link_type);
}

void cap_write_pcap_packet(cap_writer *writer, const cap_packet *packet)
{
    uint64_t rest = packet->time % 1000000000;

    put32(writer, (uint32_t)(packet->time / 1000000000));
    put32(writer, (uint32_t)(writer->nanoseconds ? rest : rest / 1000));
    put32(writer, packet->captured);
    put32(writer, packet->length);
    if (packet->captured > 0)
        fwrite(packet->bytes, 1, packet->captured, writer->out);
}

void cap_write_section(cap_writer *writer)
{
    put32(writer, 0x0A0D0D0A);
    put32(writer, 28);
    put32(writer, 0x1A2B3C4D);
    put16(writer, 1);
    put16(writer, 0);
    put64(writer, UINT64_MAX); /* section length: not told */
    put32(writer, 28);
}

void cap_write_interface(cap_writer *writer, const cap_interface *interface)
{
    const uint32_t length = 20 + 8 + 12 + 4;

    put32(writer, 1);
    put32(writer, length);
    put16(writer, (uint16_t)interface->link_type);
    put16(writer, 0);
    put32(writer, interface->snap_length);
    put16(writer, 9); /* if_tsresol */
    put16(writer, 1);
    put_padded(writer, &interface->resolution, 1);
    put16(writer, 14); /* if_tsoffset */
    put16(writer, 8);
    put64(writer, (uint64_t)interface->offset);
    put32(writer, 0); /* end of options */
    put32(writer, length);
}

/* The inverse of cap_blocks_time(), rounded down. */
static uint64_t ticks_of(const cap_interface *interface, uint64_t time)
{
    uint64_t seconds = time / 1000000000 - (uint64_t)interface->offset;
    uint64_t rest = time % 1000000000;
    unsigned exponent = interface->resolution & 0x7F;

    if (interface->resolution & 0x80)
        return (seconds << exponent) + (rest << exponent) / 1000000000;
    uint64_t a_second = 1;
    for (unsigned i = 0; i < exponent; i++)
        a_second *= 10;
    for (; exponent < 9; exponent++)
        rest /= 10;
    for (; exponent > 9; exponent--)
        rest *= 10;
    return seconds * a_second + rest;
}

static void put_packet(cap_writer *writer, uint32_t type, const cap_interface *interface, const cap_packet *packet)
{
    uint32_t length = 32 + packet->captured + padding(packet->captured);
    uint64_t ticks = ticks_of(interface, packet->time);

    put32(writer, type);
    put32(writer, length);
    if (type == 6) {
        put32(writer, packet->interface);
    } else {
        put16(writer, (uint16_t)packet->interface);
        put16(writer, 0xFFFF); /* drops: not told */
    }
    put32(writer, (uint32_t)(ticks >> 32));
    put32(writer, (uint32_t)ticks);
    put32(writer, packet->captured);
    put32(writer, packet->length);
    put_padded(writer, packet->bytes, packet->captured);
    put32(writer, length);
}

void cap_write_enhanced(cap_writer *writer, const cap_interface *interface, const cap_packet *packet)
{
    put_packet(writer, 6, interface, packet);
}

void cap_write_obsolete(cap_writer *writer, const cap_interface *interface, const cap_packet *packet)
{
    put_packet(writer, 2, interface, packet);
}

void cap_write_simple(cap_writer *writer, const cap_packet *packet)
{
    uint32_t length = 16 + packet->captured + padding(packet->captured);

    put32(writer, 3);
    put32(writer, length);
    put32(writer, packet->length);
    put_padded(writer, packet->bytes, packet->captured);
    put32(writer, length);
}

void cap_write_block(cap_writer *writer, uint32_t type, const uint8_t *body, uint32_t len)
{
    uint32_t length = 12 + len + padding(len);

    put32(writer, type);
    put32(writer, length);
    put_padded(writer, body, len);
    put32(writer, length);
}

bool cap_write_ok(const cap_writer *writer)
{
    return fflush(writer->out) == 0 && !ferror(writer->out);
}
