/* SPDX-License-Identifier: MIT */
/* What the reader takes out of pcap and pcapng in all their forms, written by our own writer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

#include "pcap/blocks_write.h"

static const uint64_t TIME = 1700000000123456789; /* nanoseconds since 1970 */
static const uint8_t PACKET[] = {1, 2, 3, 4, 5, 6, 7};

/* A file under construction, then a reader of it. */
struct file {
    FILE *out;
    cap_bytes bytes;
    cap_blocks blocks;
    cap_fault fault;
};

static cap_writer begin(struct file *file, bool big, bool nanoseconds)
{
    memset(file, 0, sizeof *file);
    file->out = tmpfile();
    assert_non_null(file->out);
    return (cap_writer){.out = file->out, .big = big, .nanoseconds = nanoseconds};
}

static cap_code open_written(struct file *file)
{
    assert_int_equal(fflush(file->out), 0);
    rewind(file->out);
    assert_int_equal(lseek(fileno(file->out), 0, SEEK_SET), 0);
    assert_int_equal(cap_bytes_attach(&file->bytes, fileno(file->out), NULL, &file->fault), CAP_OK);
    return cap_blocks_open(&file->blocks, &file->bytes, &file->fault);
}

static void end(struct file *file)
{
    cap_blocks_close(&file->blocks);
    cap_bytes_close(&file->bytes);
    fclose(file->out);
}

static cap_packet made(uint32_t captured, uint32_t length)
{
    return (cap_packet){.time = TIME, .timed = true, .captured = captured, .length = length, .bytes = PACKET};
}

static void expect_packet(struct file *file, uint64_t number, uint64_t time, uint32_t link_type, uint32_t captured,
                          uint32_t length)
{
    cap_packet packet;

    assert_int_equal(cap_blocks_next(&file->blocks, &packet, &file->fault), CAP_OK);
    assert_int_equal(packet.number, number);
    assert_int_equal(packet.time, time);
    assert_int_equal(packet.timed, time != 0);
    assert_int_equal(packet.link_type, link_type);
    assert_int_equal(packet.captured, captured);
    assert_int_equal(packet.length, length);
    assert_memory_equal(packet.bytes, PACKET, captured);
}

static void expect_end(struct file *file)
{
    cap_packet packet;

    assert_int_equal(cap_blocks_next(&file->blocks, &packet, &file->fault), CAP_END);
}

static void reads_pcap_in_both_byte_orders_and_resolutions(void **state)
{
    (void)state;
    for (int form = 0; form < 4; form++) {
        struct file file;
        bool nanoseconds = form & 2;
        uint64_t time = nanoseconds ? TIME : TIME / 1000 * 1000;
        cap_packet whole = made(7, 7), cut = made(3, 1500);
        cap_writer writer = begin(&file, form & 1, nanoseconds);
        cap_write_pcap_header(&writer, 113, 65535);
        cap_write_pcap_packet(&writer, &whole);
        cap_write_pcap_packet(&writer, &cut);
        assert_int_equal(open_written(&file), CAP_OK);
        expect_packet(&file, 1, time, 113, 7, 7);
        expect_packet(&file, 2, time, 113, 3, 1500);
        expect_end(&file);
        end(&file);
    }
}

static void ignores_what_pcap_says_of_frame_check_sequences(void **state)
{
    struct file file;
    cap_packet packet = made(7, 7);

    (void)state;
    cap_writer writer = begin(&file, false, true);
    cap_write_pcap_header(&writer, 0x24000001, 65535);
    cap_write_pcap_packet(&writer, &packet);
    assert_int_equal(open_written(&file), CAP_OK);
    expect_packet(&file, 1, TIME, 1, 7, 7);
    end(&file);
}

static void reads_pcapng_with_differing_interfaces(void **state)
{
    const cap_interface ethernet = {.link_type = 1, .snap_length = 65535, .resolution = 9};
    const cap_interface cooked = {.link_type = 276, .snap_length = 96, .resolution = 6, .offset = 1000000000};
    const cap_interface binary = {.link_type = 101, .resolution = 0x80 | 30};
    const uint64_t binary_time = TIME / 1000000000 * 1000000000 + 123456788; /* 2^-30 s, rounded down twice */

    (void)state;
    for (int big = 0; big < 2; big++) {
        struct file file;
        cap_packet packet = made(7, 9);
        cap_writer writer = begin(&file, big, false);
        cap_write_section(&writer);
        cap_write_interface(&writer, &ethernet);
        cap_write_interface(&writer, &cooked);
        cap_write_enhanced(&writer, &ethernet, &packet);
        packet.interface = 1;
        cap_write_enhanced(&writer, &cooked, &packet);
        cap_write_interface(&writer, &binary);
        packet.interface = 2;
        cap_write_obsolete(&writer, &binary, &packet);
        assert_int_equal(open_written(&file), CAP_OK);
        expect_packet(&file, 1, TIME, 1, 7, 9);
        expect_packet(&file, 2, TIME / 1000 * 1000, 276, 7, 9);
        expect_packet(&file, 3, binary_time, 101, 7, 9);
        expect_end(&file);
        end(&file);
    }
}

static void reads_simple_packets_up_to_the_snap_length(void **state)
{
    const cap_interface interface = {.link_type = 1, .snap_length = 5, .resolution = 6};
    struct file file;
    cap_packet whole = made(4, 4), cut = made(5, 7);

    (void)state;
    cap_writer writer = begin(&file, false, false);
    cap_write_section(&writer);
    cap_write_interface(&writer, &interface);
    cap_write_simple(&writer, &whole);
    cap_write_simple(&writer, &cut);
    assert_int_equal(open_written(&file), CAP_OK);
    expect_packet(&file, 1, 0, 1, 4, 4);
    expect_packet(&file, 2, 0, 1, 5, 7);
    expect_end(&file);
    end(&file);
}

static void reads_sections_of_differing_byte_order(void **state)
{
    const cap_interface first = {.link_type = 1, .resolution = 9};
    const cap_interface second = {.link_type = 0, .resolution = 9};
    struct file file;
    cap_packet packet = made(2, 2);

    (void)state;
    cap_writer writer = begin(&file, false, false);
    for (int i = 0; i < 3; i++) {
        const cap_interface *interface = i == 1 ? &second : &first;
        writer.big = i == 1;
        cap_write_section(&writer);
        cap_write_interface(&writer, interface);
        cap_write_enhanced(&writer, interface, &packet);
    }
    assert_int_equal(open_written(&file), CAP_OK);
    expect_packet(&file, 1, TIME, 1, 2, 2);
    expect_packet(&file, 2, TIME, 0, 2, 2);
    expect_packet(&file, 3, TIME, 1, 2, 2);
    expect_end(&file);
    end(&file);
}

/* Longer than any buffer, so that it has to go by in parts. */
static void passes_over_unknown_blocks_of_any_length(void **state)
{
    enum { LONG = 6 * 1024 * 1024 };
    const cap_interface interface = {.link_type = 1, .resolution = 9};
    struct file file;
    cap_packet packet = made(7, 7);
    uint8_t *body = calloc(1, LONG);

    (void)state;
    assert_non_null(body);
    cap_writer writer = begin(&file, false, false);
    cap_write_section(&writer);
    cap_write_interface(&writer, &interface);
    cap_write_block(&writer, 0x00000BAD, body, LONG);
    cap_write_block(&writer, 5, body, 0);
    cap_write_enhanced(&writer, &interface, &packet);
    free(body);
    assert_true(cap_write_ok(&writer));
    assert_int_equal(open_written(&file), CAP_OK);
    expect_packet(&file, 1, TIME, 1, 7, 7);
    expect_end(&file);
    assert_true(file.bytes.room < CAP_BYTES_MOST);
    end(&file);
}

static void grows_for_a_packet_longer_than_its_buffer(void **state)
{
    struct file file;
    uint8_t *bytes = calloc(1, CAP_PACKET_MOST);
    cap_packet packet = {.captured = CAP_PACKET_MOST, .length = CAP_PACKET_MOST, .bytes = bytes};
    cap_packet got;

    (void)state;
    assert_non_null(bytes);
    bytes[CAP_PACKET_MOST - 1] = 0x5A;
    cap_writer writer = begin(&file, false, false);
    cap_write_pcap_header(&writer, 1, 0);
    cap_write_pcap_packet(&writer, &packet);
    assert_int_equal(open_written(&file), CAP_OK);
    assert_int_equal(cap_blocks_next(&file.blocks, &got, &file.fault), CAP_OK);
    assert_int_equal(got.captured, CAP_PACKET_MOST);
    assert_int_equal(got.bytes[CAP_PACKET_MOST - 1], 0x5A);
    end(&file);
    free(bytes);
}

/* Three members, then zeros as padding: what gzip itself unpacks. */
static void unpacks_gzip_member_after_member(void **state)
{
    uint8_t plain[4096], packed[8192];
    struct file file;
    size_t len;
    cap_packet packet = made(7, 7);

    (void)state;
    cap_writer writer = begin(&file, false, true);
    cap_write_pcap_header(&writer, 1, 0);
    for (int i = 0; i < 100; i++)
        cap_write_pcap_packet(&writer, &packet);
    rewind(file.out);
    len = fread(plain, 1, sizeof plain, file.out);
    fclose(file.out);
    file.out = tmpfile();
    for (size_t at = 0; at < len; at += 1000) {
        z_stream z = {.next_in = plain + at, .avail_in = (uInt)(len - at < 1000 ? len - at : 1000)};
        z.next_out = packed;
        z.avail_out = sizeof packed;
        assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
        assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
        assert_int_equal(fwrite(packed, 1, z.total_out, file.out), z.total_out);
        deflateEnd(&z);
    }
    memset(packed, 0, 512);
    fwrite(packed, 1, 512, file.out);
    assert_int_equal(open_written(&file), CAP_OK);
    for (uint64_t i = 1; i <= 100; i++)
        expect_packet(&file, i, TIME, 1, 7, 7);
    expect_end(&file);
    end(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_pcap_in_both_byte_orders_and_resolutions),
        cmocka_unit_test(ignores_what_pcap_says_of_frame_check_sequences),
        cmocka_unit_test(reads_pcapng_with_differing_interfaces),
        cmocka_unit_test(reads_simple_packets_up_to_the_snap_length),
        cmocka_unit_test(reads_sections_of_differing_byte_order),
        cmocka_unit_test(passes_over_unknown_blocks_of_any_length),
        cmocka_unit_test(grows_for_a_packet_longer_than_its_buffer),
        cmocka_unit_test(unpacks_gzip_member_after_member),
    };
    return cmocka_run_group_tests_name("blocks", tests, NULL, NULL);
}
