/* SPDX-License-Identifier: MIT */
/* See make_packet.h. Checksums are left zero: nothing here judges them. */
#include "pcap/tests/make_packet.h"

#include <string.h>

#include "pcap/wire.h"

void made_bytes(made *m, const void *bytes, size_t len)
{
    m->begin -= len;
    if (len > 0)
        memcpy(m->room + m->begin, bytes, len);
}

void made_start(made *m, const void *payload, size_t len)
{
    m->begin = MADE_MOST;
    made_bytes(m, payload, len);
}

static size_t made_len(const made *m)
{
    return MADE_MOST - m->begin;
}

void made_tcp(made *m, const cap_segment *segment)
{
    uint8_t header[20] = {0};

    cap_write16(header, segment->from.port, true);
    cap_write16(header + 2, segment->to.port, true);
    cap_write32(header + 4, segment->sequence, true);
    cap_write32(header + 8, segment->acknowledgment, true);
    header[12] = 5 << 4;
    header[13] = segment->flags;
    cap_write16(header + 14, 65535, true);
    made_bytes(m, header, sizeof header);
}

void made_udp(made *m, uint16_t from, uint16_t to)
{
    uint8_t header[8] = {0};

    cap_write16(header, from, true);
    cap_write16(header + 2, to, true);
    cap_write16(header + 4, (uint16_t)(made_len(m) + sizeof header), true);
    made_bytes(m, header, sizeof header);
}

void made_ipv4(made *m, const cap_segment *segment, uint8_t protocol, unsigned options, uint16_t fragment, int total)
{
    uint8_t header[60] = {0};
    size_t size = 20 + (size_t)options * 4;

    header[0] = (uint8_t)(0x40 | size / 4);
    cap_write16(header + 2, (uint16_t)(total < 0 ? made_len(m) + size : (size_t)total), true);
    cap_write16(header + 4, 0x4711, true);
    cap_write16(header + 6, fragment, true);
    header[8] = 64;
    header[9] = protocol;
    memcpy(header + 12, segment->from.address, 4);
    memcpy(header + 16, segment->to.address, 4);
    memset(header + 20, 1, size - 20); /* no-operation options */
    made_bytes(m, header, size);
}

void made_ipv6(made *m, const cap_segment *segment, uint8_t next)
{
    uint8_t header[40] = {0x60};

    cap_write16(header + 4, (uint16_t)made_len(m), true);
    header[6] = next;
    header[7] = 64;
    memcpy(header + 8, segment->from.address, 16);
    memcpy(header + 24, segment->to.address, 16);
    made_bytes(m, header, sizeof header);
}

void made_ethernet(made *m, uint16_t ether_type)
{
    uint8_t header[14] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2};

    cap_write16(header + 12, ether_type, true);
    made_bytes(m, header, sizeof header);
}

void made_whole(made *m, const cap_segment *segment)
{
    made_start(m, segment->bytes, segment->captured);
    made_tcp(m, segment);
    if (segment->from.family == 6) {
        made_ipv6(m, segment, 6);
        made_ethernet(m, 0x86DD);
    } else {
        made_ipv4(m, segment, 6, 0, 0, -1);
        made_ethernet(m, 0x0800);
    }
}

cap_packet made_packet(const made *m, uint64_t number, uint32_t link_type)
{
    return (cap_packet){
        .number = number,
        .time = number * 1000000,
        .timed = true,
        .link_type = link_type,
        .captured = (uint32_t)made_len(m),
        .length = (uint32_t)made_len(m),
        .bytes = m->room + m->begin,
    };
}

static cap_endpoint made_end(unsigned family, uint8_t last, uint16_t port)
{
    cap_endpoint end = {.port = port, .family = (uint8_t)family};

    end.address[0] = family == 6 ? 0xFD : 10;
    end.address[family == 6 ? 15 : 3] = last;
    return end;
}

cap_endpoint made_client(unsigned family)
{
    return made_end(family, 1, 40000);
}

cap_endpoint made_server(unsigned family)
{
    return made_end(family, 2, 80);
}
