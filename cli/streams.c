/* SPDX-License-Identifier: MIT */
/* See streams.h. Packets are raw IPv4 with TCP, made in one buffer; nothing in them but ports, numbers and flags
 * counts. */
#include "cli/streams.h"

#include <string.h>

enum {
    IP_HEADER = 20,
    TCP_HEADER = 20,
    HEADERS = IP_HEADER + TCP_HEADER,
    PIECE = 32 * 1024,
    LINK_TYPE_RAW = 101,
    FIN = 1,
    SYN = 2,
    ACK = 16,
};

/* Both directions; 0 is the client's. */
typedef struct player {
    cap_judge *judge;
    uint64_t packets;
    uint32_t sequence[2];
    uint8_t bytes[HEADERS + PIECE];
} player;

static void put16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
    put16(at, value >> 16);
    put16(at + 2, value);
}

/* Send what stands behind the headers. */
static cli_streams_result send_segment(player *p, unsigned side, unsigned flags, size_t len)
{
    uint8_t *ip = p->bytes;
    uint8_t *tcp = ip + IP_HEADER;
    cap_packet packet = {
        .number = ++p->packets,
        .link_type = LINK_TYPE_RAW,
        .captured = (uint32_t)(HEADERS + len),
        .length = (uint32_t)(HEADERS + len),
        .bytes = ip,
    };

    memset(ip, 0, HEADERS);
    ip[0] = 0x45;
    put16(ip + 2, (uint32_t)(HEADERS + len));
    ip[8] = 64;
    ip[9] = 6;
    put32(ip + 12, 0xc0000201 + side); /* 192.0.2.1 and .2 */
    put32(ip + 16, 0xc0000202 - side);
    put16(tcp, side == 0 ? 1024 : 80);
    put16(tcp + 2, side == 0 ? 80 : 1024);
    put32(tcp + 4, p->sequence[side]);
    put32(tcp + 8, (flags & ACK) != 0 ? p->sequence[1 - side] : 0);
    tcp[12] = 0x50;
    tcp[13] = (uint8_t)flags;
    put16(tcp + 14, 65535);
    p->sequence[side] += (uint32_t)len + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
    return cap_judge_packet(p->judge, &packet) == CAP_OK ? CLI_STREAMS_OK : CLI_STREAMS_MEMORY;
}

static cli_streams_result open_connection(player *p)
{
    cli_streams_result result = send_segment(p, 0, SYN, 0);

    if (result == CLI_STREAMS_OK)
        result = send_segment(p, 1, SYN | ACK, 0);
    return result == CLI_STREAMS_OK ? send_segment(p, 0, ACK, 0) : result;
}

/* One file to its end, and the end. */
static cli_streams_result play_side(player *p, unsigned side, FILE *in, const volatile sig_atomic_t *stop)
{
    size_t got;

    while (!*stop && (got = fread(p->bytes + HEADERS, 1, PIECE, in)) > 0) {
        if (send_segment(p, side, ACK, got) != CLI_STREAMS_OK)
            return CLI_STREAMS_MEMORY;
    }
    return ferror(in) ? CLI_STREAMS_READ : CLI_STREAMS_OK;
}

cli_streams_result cli_streams_play(cap_judge *judge, FILE *requests, FILE *responses,
                                    const volatile sig_atomic_t *stop)
{
    static player p;
    cli_streams_result result;

    p = (player){.judge = judge};
    result = open_connection(&p);
    if (result == CLI_STREAMS_OK && requests != NULL)
        result = play_side(&p, 0, requests, stop);
    if (result == CLI_STREAMS_OK && responses != NULL)
        result = play_side(&p, 1, responses, stop);
    if (result == CLI_STREAMS_OK && !*stop && requests != NULL)
        result = send_segment(&p, 0, FIN | ACK, 0);
    if (result == CLI_STREAMS_OK && !*stop && responses != NULL)
        result = send_segment(&p, 1, FIN | ACK, 0);
    return result;
}
