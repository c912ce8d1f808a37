/* SPDX-License-Identifier: MIT */
/* Filters on packets of any link type, and listening on an interface. Traffic goes to this machine's loopback only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "pcap/blocks_write.h"
#include "pcap/source.h"
#include "pcap/tests/make_packet.h"

static bool passes(cap_filter *filter, uint32_t link_type, uint16_t port)
{
    made m;
    cap_segment segment = {.from = made_client(4), .to = made_server(4)};
    cap_fault fault;
    bool pass = false;

    segment.to.port = port;
    made_start(&m, NULL, 0);
    made_tcp(&m, &segment);
    made_ipv4(&m, &segment, 6, 0, 0, -1);
    if (link_type == 1)
        made_ethernet(&m, 0x0800);
    if (link_type == 0)
        made_bytes(&m, "\2\0\0\0", 4);
    cap_packet packet = made_packet(&m, 1, link_type);
    assert_int_equal(cap_filter_packet(filter, &packet, &pass, &fault), CAP_OK);
    return pass;
}

static void filters_each_link_type_by_its_own_program(void **state)
{
    static const uint32_t link_types[] = {1, 101, 0, 228};
    cap_filter *filter;
    cap_fault fault;

    (void)state;
    assert_int_equal(cap_filter_open(&filter, "tcp dst port 80", &fault), CAP_OK);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < sizeof link_types / sizeof *link_types; i++) {
            assert_true(passes(filter, link_types[i], 80));
            assert_false(passes(filter, link_types[i], 81));
        }
    }
    cap_filter_close(filter);
}

static void names_what_is_wrong_with_a_filter(void **state)
{
    cap_filter *filter;
    cap_fault fault;
    char text[256];

    (void)state;
    assert_int_equal(cap_filter_open(&filter, "tcp prot 80", &fault), CAP_FILTER);
    assert_null(filter);
    cap_fault_text(&fault, text, sizeof text);
    assert_memory_equal(text, "filter: ", 8);
    assert_true(strlen(text) > 12);
}

/* Numbers stay those of the capture. */
static void counts_what_a_filter_holds_back(void **state)
{
    char path[] = "/tmp/h1-test-source-XXXXXX";
    cap_segment segment = {.from = made_client(4), .to = made_server(4)};
    cap_source source;
    cap_packet packet;
    cap_fault fault;
    made m;

    (void)state;
    FILE *file = fdopen(mkstemp(path), "w");
    assert_non_null(file);
    cap_writer writer = {.out = file};
    cap_write_pcap_header(&writer, 1, 65535);
    for (uint16_t i = 0; i < 4; i++) {
        segment.to.port = i % 2 ? 80 : 81;
        made_whole(&m, &segment);
        packet = made_packet(&m, i, 1);
        cap_write_pcap_packet(&writer, &packet);
    }
    assert_true(cap_write_ok(&writer));
    fclose(file);
    assert_int_equal(cap_source_open(&source, path, "port 80", NULL, &fault), CAP_OK);
    assert_int_equal(cap_source_next(&source, &packet, &fault), CAP_OK);
    assert_int_equal(packet.number, 2);
    assert_int_equal(cap_source_next(&source, &packet, &fault), CAP_OK);
    assert_int_equal(packet.number, 4);
    assert_int_equal(cap_source_next(&source, &packet, &fault), CAP_END);
    assert_int_equal(source.packets, 4);
    assert_int_equal(source.filtered_out, 2);
    assert_true(cap_source_offset(&source) > 64);
    cap_source_close(&source);
    unlink(path);
}

static void send_to_loopback(uint16_t port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    sendto(fd, "hello", 5, 0, (const struct sockaddr *)&to, sizeof to);
    close(fd);
}

/* Who may listen sees the packet and an end in time; who may not is told so in libpcap's words. */
static void listens_for_as_long_as_it_is_told(void **state)
{
    const uint16_t port = 9; /* discard */
    cap_source source;
    cap_packet packet;
    cap_fault fault;

    (void)state;
    cap_code code = cap_source_open_live(&source, "lo", "udp dst port 9", 0.5, NULL, &fault);
    if (code != CAP_OK) {
        assert_int_equal(code, CAP_LIVE);
        assert_int_not_equal(strlen(fault.words), 0);
        return;
    }
    send_to_loopback(port);
    assert_int_equal(cap_source_next(&source, &packet, &fault), CAP_OK);
    assert_int_equal(packet.link_type, 1);
    assert_int_equal(packet.length, 14 + 20 + 8 + 5);
    assert_memory_equal(packet.bytes + 14 + 20 + 8, "hello", 5);
    assert_true(packet.time > 1600000000000000000);
    while (cap_source_next(&source, &packet, &fault) == CAP_OK) {
    }
    assert_int_equal(fault.code, CAP_END);
    assert_int_equal(cap_live_dropped(source.live), 0);
    cap_source_close(&source);
}

static void stops_listening_when_the_flag_is_raised(void **state)
{
    volatile sig_atomic_t stop = 1;
    cap_source source;
    cap_packet packet;
    cap_fault fault;

    (void)state;
    if (cap_source_open_live(&source, "lo", NULL, 0, &stop, &fault) != CAP_OK)
        return;
    assert_int_equal(cap_source_next(&source, &packet, &fault), CAP_END);
    cap_source_close(&source);
}

static void names_an_interface_that_is_not_there(void **state)
{
    cap_source source;
    cap_fault fault;
    char text[256];

    (void)state;
    assert_int_equal(cap_source_open_live(&source, "nowhere0", NULL, 1, NULL, &fault), CAP_LIVE);
    cap_fault_text(&fault, text, sizeof text);
    assert_memory_equal(text, "live capture: ", 14);
    assert_int_not_equal(strlen(fault.words), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filters_each_link_type_by_its_own_program),
        cmocka_unit_test(names_what_is_wrong_with_a_filter),
        cmocka_unit_test(counts_what_a_filter_holds_back),
        cmocka_unit_test(listens_for_as_long_as_it_is_told),
        cmocka_unit_test(stops_listening_when_the_flag_is_raised),
        cmocka_unit_test(names_an_interface_that_is_not_there),
    };
    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
