/* SPDX-License-Identifier: MIT */
/* From packets of every link type, through tunnels and fragments, to the one TCP segment in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pcap/tests/make_packet.h"
#include "pcap/wire.h"

static const char PAYLOAD[] = "GET / HTTP/1.1\r\n\r\n";

static cap_segment sent(unsigned family)
{
    return (cap_segment){
        .from = made_client(family),
        .to = made_server(family),
        .sequence = 0x01020304,
        .acknowledgment = 0x0A0B0C0D,
        .flags = CAP_ACK,
        .bytes = (const uint8_t *)PAYLOAD,
        .captured = sizeof PAYLOAD - 1,
        .length = sizeof PAYLOAD - 1,
    };
}

static void start(made *m, const cap_segment *segment)
{
    made_start(m, segment->bytes, segment->captured);
    made_tcp(m, segment);
}

static void expect_end(const cap_endpoint *got, const cap_endpoint *due)
{
    assert_memory_equal(got->address, due->address, sizeof got->address);
    assert_int_equal(got->port, due->port);
    assert_int_equal(got->family, due->family);
}

static void expect_segment(const cap_packet *packet, const cap_segment *due)
{
    cap_fragments fragments = {0};
    cap_segment got;

    assert_int_equal(cap_segment_find(packet, &fragments, &got), CAP_LOOKED_AT);
    expect_end(&got.from, &due->from);
    expect_end(&got.to, &due->to);
    assert_int_equal(got.sequence, due->sequence);
    assert_int_equal(got.acknowledgment, due->acknowledgment);
    assert_int_equal(got.flags, due->flags);
    assert_int_equal(got.length, due->length);
    assert_int_equal(got.captured, due->captured);
    assert_memory_equal(got.bytes, due->bytes, due->captured);
    cap_fragments_close(&fragments);
}

static cap_skip skip_of(const cap_packet *packet)
{
    cap_fragments fragments = {0};
    cap_segment got;
    cap_skip skip = cap_segment_find(packet, &fragments, &got);

    cap_fragments_close(&fragments);
    return skip;
}

/* A link header in front of an IP packet. */
struct link {
    const char *name;
    uint32_t link_type;
    unsigned family;
    const char *header;
    size_t len;
    cap_skip due;
};

#define HEADER(bytes) (bytes), sizeof(bytes) - 1
#define MACS          "\2\0\0\0\0\1\2\0\0\0\0\2"
#define QOS_DATA      "\x88\x01\0\0" MACS "\2\0\0\0\0\3\0\0\0\0"
#define SNAP_IPV4     "\xAA\xAA\x03\0\0\0\x08\x00"

static const struct link links[] = {
    {"Ethernet", 1, 4, HEADER(MACS "\x08\x00"), CAP_LOOKED_AT},
    {"Ethernet, IPv6", 1, 6, HEADER(MACS "\x86\xDD"), CAP_LOOKED_AT},
    {"VLAN", 1, 4, HEADER(MACS "\x81\x00\0\7\x08\x00"), CAP_LOOKED_AT},
    {"VLAN in VLAN", 1, 6, HEADER(MACS "\x88\xA8\0\7\x81\x00\0\x8\x86\xDD"), CAP_LOOKED_AT},
    {"VLAN 9100", 1, 4, HEADER(MACS "\x91\x00\0\7\x81\x00\0\x8\x08\x00"), CAP_LOOKED_AT},
    {"MPLS", 1, 4, HEADER(MACS "\x88\x47\0\1\x20\xFF\0\1\x21\xFF"), CAP_LOOKED_AT},
    {"Ethernet in MPLS", 1, 4, HEADER(MACS "\x88\x47\0\1\x21\xFF\0\0\0\0" MACS "\x08\x00"), CAP_LOOKED_AT},
    {"PPPoE", 1, 4, HEADER(MACS "\x88\x64\x11\0\0\1\0\x40\0\x21"), CAP_LOOKED_AT},
    {"LLC and SNAP", 1, 4, HEADER(MACS "\0\x40" SNAP_IPV4), CAP_LOOKED_AT},
    {"Linux cooked", 113, 4, HEADER("\0\0\0\1\0\6\2\0\0\0\0\1\0\0\x08\x00"), CAP_LOOKED_AT},
    {"Linux cooked 2", 276, 6, HEADER("\x86\xDD\0\0\0\0\0\1\0\1\0\6\2\0\0\0\0\1\0\0"), CAP_LOOKED_AT},
    {"raw IP", 101, 4, HEADER(""), CAP_LOOKED_AT},
    {"raw IP 12", 12, 6, HEADER(""), CAP_LOOKED_AT},
    {"raw IP 14", 14, 4, HEADER(""), CAP_LOOKED_AT},
    {"raw IPv4", 228, 4, HEADER(""), CAP_LOOKED_AT},
    {"raw IPv6", 229, 6, HEADER(""), CAP_LOOKED_AT},
    {"loopback, little-endian", 0, 4, HEADER("\2\0\0\0"), CAP_LOOKED_AT},
    {"loopback, big-endian", 0, 4, HEADER("\0\0\0\2"), CAP_LOOKED_AT},
    {"loopback, IPv6 of a BSD", 0, 6, HEADER("\x1E\0\0\0"), CAP_LOOKED_AT},
    {"OpenBSD loopback", 108, 6, HEADER("\0\0\0\x18"), CAP_LOOKED_AT},
    {"PPP", 9, 4, HEADER("\xFF\x03\0\x21"), CAP_LOOKED_AT},
    {"PPP, compressed", 9, 6, HEADER("\x57"), CAP_LOOKED_AT},
    {"PPP in HDLC", 50, 4, HEADER("\xFF\x03\0\x21"), CAP_LOOKED_AT},
    {"PPPoE alone", 51, 4, HEADER("\x11\0\0\1\0\x40\0\x21"), CAP_LOOKED_AT},
    {"Cisco HDLC", 104, 4, HEADER("\x0F\0\x08\x00"), CAP_LOOKED_AT},
    {"802.11", 105, 4, HEADER("\x08\x01\0\0" MACS "\2\0\0\0\0\3\0\0" SNAP_IPV4), CAP_LOOKED_AT},
    {"802.11 with QoS in radiotap", 127, 4, HEADER("\0\0\x08\0\0\0\0\0" QOS_DATA SNAP_IPV4), CAP_LOOKED_AT},
    {"NFLOG", 239, 4, HEADER("\2\0\0\0\x08\0\1\0\0\0\0\0\x06\0\5\0\0\1\0\0\x3E\0\x09\0"), CAP_LOOKED_AT},

    {"ARP", 1, 4, HEADER(MACS "\x08\x06"), CAP_SKIP_NOT_IP},
    {"LLC without SNAP", 1, 4, HEADER(MACS "\0\x40\x42\x42\x03"), CAP_SKIP_NOT_IP},
    {"PPP control", 9, 4, HEADER("\xFF\x03\xC0\x21"), CAP_SKIP_NOT_IP},
    {"802.11 beacon", 105, 4, HEADER("\x80\0\0\0" MACS "\2\0\0\0\0\3\0\0"), CAP_SKIP_NOT_IP},
    {"802.11 encrypted", 105, 4, HEADER("\x08\x41\0\0" MACS "\2\0\0\0\0\3\0\0" SNAP_IPV4), CAP_SKIP_ENCRYPTED},
    {"radiotap that claims too little", 127, 4, HEADER("\0\0\x07\0\0\0\0\0" QOS_DATA), CAP_SKIP_MALFORMED},
    {"unknown link type", 147, 4, HEADER(MACS "\x08\x00"), CAP_SKIP_LINK_TYPE},
};

static void make_link(made *m, const struct link *link, cap_segment *segment)
{
    *segment = sent(link->family);
    start(m, segment);
    if (link->family == 6)
        made_ipv6(m, segment, 6);
    else
        made_ipv4(m, segment, 6, 0, 0, -1);
    made_bytes(m, link->header, link->len);
}

static void takes_off_each_link_header(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        made m;
        cap_segment segment;
        print_message("[ link ] %s\n", links[i].name);
        make_link(&m, &links[i], &segment);
        cap_packet packet = made_packet(&m, 1, links[i].link_type);
        if (links[i].due == CAP_LOOKED_AT)
            expect_segment(&packet, &segment);
        else
            assert_int_equal(skip_of(&packet), links[i].due);
    }
}

/* Cut by a snap length the headers are too short and the payload is shorter; cut on the wire they are malformed, or
 * what they announce is counted as not captured. Nothing is read behind the end (a sanitizer would say so). */
static void tells_cut_headers_from_impossible_ones(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        made m;
        cap_segment segment, got;
        make_link(&m, &links[i], &segment);
        cap_packet packet = made_packet(&m, 1, links[i].link_type);
        uint32_t whole = packet.length;
        uint32_t headers = whole - segment.length;
        for (uint32_t len = 0; len < whole && links[i].due == CAP_LOOKED_AT; len++) {
            cap_fragments fragments = {0};
            uint8_t copy[512];
            memcpy(copy, packet.bytes, len);
            packet.captured = len;
            packet.length = whole;
            cap_packet cut = packet;
            cut.bytes = copy;
            cap_skip skip = cap_segment_find(&cut, &fragments, &got);
            assert_int_equal(skip, len < headers ? CAP_SKIP_CUT : CAP_LOOKED_AT);
            if (skip == CAP_LOOKED_AT) {
                assert_int_equal(got.length, segment.length);
                assert_int_equal(got.captured, len - headers);
            }
        }
    }
}

static void leaves_out_what_pads_the_frame(void **state)
{
    made m;
    cap_segment segment = sent(4);

    (void)state;
    segment.captured = segment.length = 0;
    made_start(&m, "\0\0\0\0\0\0", 6);
    made_tcp(&m, &segment);
    made_ipv4(&m, &segment, 6, 0, 0, 40);
    made_ethernet(&m, 0x0800);
    cap_packet packet = made_packet(&m, 1, 1);
    expect_segment(&packet, &segment);
}

static void reads_a_total_length_of_zero_as_all_that_is_there(void **state)
{
    made m;
    cap_segment segment = sent(4);

    (void)state;
    start(&m, &segment);
    made_ipv4(&m, &segment, 6, 0, 0, 0);
    made_ethernet(&m, 0x0800);
    cap_packet packet = made_packet(&m, 1, 1);
    expect_segment(&packet, &segment);
}

static void passes_over_ip_options_and_extension_headers(void **state)
{
    made m;
    cap_segment four = sent(4), six = sent(6);

    (void)state;
    start(&m, &four);
    made_ipv4(&m, &four, 6, 10, 0, -1);
    cap_packet packet = made_packet(&m, 1, 101);
    expect_segment(&packet, &four);

    start(&m, &six);
    made_bytes(&m, "\6\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24);   /* authentication */
    made_bytes(&m, "\x33\0\0\0\0\0\0\7", 8);                                  /* an atomic fragment */
    made_bytes(&m, "\x2C\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);                 /* destination options */
    made_bytes(&m, "\x3C\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24); /* routing */
    made_bytes(&m, "\x2B\0\5\2\0\0\0\0", 8);                                  /* hop by hop */
    made_ipv6(&m, &six, 0);
    packet = made_packet(&m, 1, 101);
    expect_segment(&packet, &six);
}

/* What carries an IP packet inside another. */
static void enters_tunnels(void **state)
{
    static const struct {
        const char *name;
        uint8_t protocol;
        uint16_t port; /* 0: not in UDP */
        bool ethernet; /* a frame is inside */
        const char *header;
        size_t len;
    } rows[] = {
        {"IP in IP", 4, 0, false, HEADER("")},
        {"GRE", 47, 0, false, HEADER("\0\0\x08\0")},
        {"GRE with checksum, key and sequence", 47, 0, false, HEADER("\xB0\0\x08\0\0\0\0\0\0\0\0\1\0\0\0\2")},
        {"Ethernet in GRE", 47, 0, true, HEADER("\0\0\x65\x58")},
        {"ERSPAN 2", 47, 0, true, HEADER("\x10\0\x88\xBE\0\0\0\1\0\0\0\0\0\0\0\0")},
        {"ERSPAN 3 with a subheader", 47, 0, true,
         HEADER("\x10\0\x22\xEB\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0")},
        {"VXLAN", 17, 4789, true, HEADER("\x08\0\0\0\0\0\7\0")},
        {"VXLAN-GPE", 17, 4790, false, HEADER("\x0C\0\0\1\0\0\7\0")},
        {"GENEVE with options", 17, 6081, true, HEADER("\1\0\x65\x58\0\0\7\0\0\0\0\0")},
        {"GTP-U", 17, 2152, false, HEADER("\x30\xFF\0\x40\0\0\0\1")},
        {"GTP-U with an extension", 17, 2152, false, HEADER("\x34\xFF\0\x40\0\0\0\1\0\0\0\x85\1\0\0\0")},
        {"GRE in UDP", 17, 4754, false, HEADER("\0\0\x08\0")},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        made m;
        cap_segment segment = sent(4), outer = sent(4);
        print_message("[ tunnel ] %s\n", rows[i].name);
        outer.from.address[3] = 99;
        start(&m, &segment);
        made_ipv4(&m, &segment, 6, 0, 0, -1);
        if (rows[i].ethernet)
            made_ethernet(&m, 0x0800);
        made_bytes(&m, rows[i].header, rows[i].len);
        if (rows[i].port)
            made_udp(&m, 50000, rows[i].port);
        made_ipv4(&m, &outer, rows[i].protocol, 0, 0, -1);
        made_ethernet(&m, 0x0800);
        cap_packet packet = made_packet(&m, 1, 1);
        expect_segment(&packet, &segment);
    }
}

static void gives_up_on_endless_tunnels(void **state)
{
    made m;
    cap_segment segment = sent(4);

    (void)state;
    start(&m, &segment);
    made_ipv4(&m, &segment, 6, 0, 0, -1);
    for (int i = 0; i < 20; i++)
        made_ipv4(&m, &segment, 4, 0, 0, -1);
    cap_packet packet = made_packet(&m, 1, 101);
    assert_int_equal(skip_of(&packet), CAP_SKIP_DEEP);
}

static void says_why_other_packets_go_unread(void **state)
{
    static const struct {
        uint8_t protocol;
        cap_skip due;
    } rows[] = {{1, CAP_SKIP_NOT_TCP}, {17, CAP_SKIP_NOT_TCP}, {50, CAP_SKIP_ENCRYPTED}, {132, CAP_SKIP_NOT_TCP}};
    made m;
    cap_segment segment = sent(4);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        made_start(&m, PAYLOAD, sizeof PAYLOAD);
        made_ipv4(&m, &segment, rows[i].protocol, 0, 0, -1);
        cap_packet packet = made_packet(&m, 1, 101);
        assert_int_equal(skip_of(&packet), rows[i].due);
    }
    start(&m, &segment);
    m.room[m.begin + 12] = 4 << 4; /* a TCP header of 16 bytes */
    made_ipv4(&m, &segment, 6, 0, 0, -1);
    cap_packet packet = made_packet(&m, 1, 101);
    assert_int_equal(skip_of(&packet), CAP_SKIP_MALFORMED);
}

/* One piece of a datagram whose TCP header and payload are `whole`. */
static cap_packet piece(made *m, const uint8_t *whole, size_t at, size_t len, bool more, const cap_segment *segment)
{
    made_start(m, whole + at, len);
    made_ipv4(m, segment, 6, 0, (uint16_t)(at / 8 | (more ? 0x2000 : 0)), -1);
    return made_packet(m, 1, 101);
}

static void puts_fragments_together_in_any_order(void **state)
{
    made whole, m;
    cap_segment segment = sent(4), got;
    cap_fragments fragments = {0};

    (void)state;
    start(&whole, &segment);
    const uint8_t *bytes = whole.room + whole.begin;
    cap_packet last = piece(&m, bytes, 32, 6, false, &segment);
    assert_int_equal(cap_segment_find(&last, &fragments, &got), CAP_HELD);
    cap_packet first = piece(&m, bytes, 0, 16, true, &segment);
    assert_int_equal(cap_segment_find(&first, &fragments, &got), CAP_HELD);
    uint8_t other[48];
    memcpy(other, bytes, sizeof PAYLOAD - 1 + 20);
    memset(other + 8, 'x', 8); /* came already, and what came first stays */
    cap_packet middle = piece(&m, other, 8, 24, true, &segment);
    assert_int_equal(cap_segment_find(&middle, &fragments, &got), CAP_LOOKED_AT);
    assert_int_equal(got.length, segment.length);
    assert_int_equal(got.flags, segment.flags);
    assert_memory_equal(got.bytes, PAYLOAD, segment.length);
    assert_int_equal(cap_fragments_close(&fragments), 0);
}

static void counts_fragments_that_never_become_whole(void **state)
{
    made whole, m;
    cap_segment segment = sent(4), got;
    cap_fragments fragments = {0};

    (void)state;
    start(&whole, &segment);
    for (unsigned i = 0; i < 3 * CAP_FRAGMENT_SLOTS; i++) {
        segment.from.address[3] = (uint8_t)i;
        cap_packet packet = piece(&m, whole.room + whole.begin, 0, 16, true, &segment);
        assert_int_equal(cap_segment_find(&packet, &fragments, &got), CAP_HELD);
    }
    assert_int_equal(cap_fragments_close(&fragments), 3 * CAP_FRAGMENT_SLOTS);
    cap_packet odd = piece(&m, whole.room + whole.begin, 0, 15, true, &segment); /* not a multiple of eight */
    assert_int_equal(skip_of(&odd), CAP_SKIP_MALFORMED);
    cap_packet cut = piece(&m, whole.room + whole.begin, 0, 16, true, &segment);
    cut.captured -= 8;
    assert_int_equal(skip_of(&cut), CAP_SKIP_CUT);
}

static void writes_endpoints_as_people_do(void **state)
{
    char text[64];
    cap_endpoint four = made_client(4), six = made_server(6);

    (void)state;
    assert_int_equal(cap_endpoint_text(&four, text, sizeof text), 14);
    assert_string_equal(text, "10.0.0.1:40000");
    cap_endpoint_text(&six, text, sizeof text);
    assert_string_equal(text, "[fd00::2]:80");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_off_each_link_header),
        cmocka_unit_test(tells_cut_headers_from_impossible_ones),
        cmocka_unit_test(leaves_out_what_pads_the_frame),
        cmocka_unit_test(reads_a_total_length_of_zero_as_all_that_is_there),
        cmocka_unit_test(passes_over_ip_options_and_extension_headers),
        cmocka_unit_test(enters_tunnels),
        cmocka_unit_test(gives_up_on_endless_tunnels),
        cmocka_unit_test(says_why_other_packets_go_unread),
        cmocka_unit_test(puts_fragments_together_in_any_order),
        cmocka_unit_test(counts_fragments_that_never_become_whole),
        cmocka_unit_test(writes_endpoints_as_people_do),
    };
    return cmocka_run_group_tests_name("segment", tests, NULL, NULL);
}
