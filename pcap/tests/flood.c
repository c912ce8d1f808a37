/* SPDX-License-Identifier: MIT */
/* Writes a capture to standard output that asks for as much memory as it can: connections that never end, heads that
 * never end, and bytes behind holes that nobody fills.   flood MEBIBYTES */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pcap/blocks_write.h"
#include "pcap/tests/make_packet.h"

enum {
    PIECE = 1400,
    PIECES = 40, /* of a connection: 56,000 bytes, below the limit of a head */
};

static uint64_t packets;

static void put(cap_writer *writer, uint32_t connection, uint32_t sequence, unsigned flags, const char *bytes,
                size_t len)
{
    static made m;
    cap_segment segment = {
        .from = made_client(4),
        .to = made_server(4),
        .sequence = sequence,
        .flags = (uint8_t)flags,
        .bytes = (const uint8_t *)bytes,
        .captured = (uint32_t)len,
        .length = (uint32_t)len,
    };

    segment.from.address[1] = (uint8_t)(connection >> 16);
    segment.from.address[2] = (uint8_t)(connection >> 8);
    segment.from.address[3] = (uint8_t)connection;
    made_whole(&m, &segment);
    cap_packet packet = made_packet(&m, ++packets, 1);
    packet.time = 1700000000000000000 + packets * 1000;
    cap_write_pcap_packet(writer, &packet);
}

int main(int count, char **words)
{
    char line[PIECE + 1];
    cap_writer writer = {.out = stdout};
    unsigned long mebibytes = count == 2 ? strtoul(words[1], NULL, 10) : 0;

    if (mebibytes == 0) {
        fprintf(stderr, "flood: how many mebibytes?\n");
        return 2;
    }
    memset(line, 'x', PIECE);
    memcpy(line, "X: ", 3);
    memcpy(line + PIECE - 2, "\r\n", 3);
    cap_write_pcap_header(&writer, 1, 65535);
    for (uint32_t i = 0; i < mebibytes * 1024 * 1024 / ((size_t)PIECE * PIECES); i++) {
        put(&writer, i, 0, CAP_SYN, NULL, 0);
        put(&writer, i, 1, CAP_ACK, "GET / HTTP/1.1\r\n", 16);
        for (uint32_t j = 0; j < PIECES; j++) /* every other connection has a hole behind its first line */
            put(&writer, i, 17 + (i % 2) * 7 + j * PIECE, CAP_ACK, line, PIECE);
    }
    return cap_write_ok(&writer) ? 0 : 1;
}
